"""Semantic proposals: claims in other words or another language, never given as the answer."""

from collections.abc import Collection, Mapping

from facts.matching.decision.across_languages import figures_apart, negation_apart
from facts.matching.decision.judgement import Candidate, Judgement
from facts.matching.decision.thresholds import (
    ENGLISH_SHARE,
    FEW_WORDS,
    MAYBE_ENGLISH_SHARE,
    PROPOSED_AHEAD_WEIGHT,
    PROPOSED_COSINE,
    PROPOSED_COSINE_IF_MAYBE_ENGLISH,
    PROPOSED_COSINE_OF_FEW,
    PROPOSED_SCORE,
    PROPOSED_SCORE_OF_FEW,
    PROPOSED_WORDS_WEIGHT,
)
from facts.matching.text.analysis import words
from facts.matching.text.languages import ENGLISH, claim_language, language_of
from facts.model import DeskId
from facts.usecases.catalogue import Catalogue
from facts.usecases.questions.answers import Match, Unsure
from facts.usecases.questions.meaning import Meaning, Near

_MOST, _FIRST, _COMPARED = 5, 3, 13
# About the number of claims encoded in some seconds.
_MADE_WHILE_WAITING = 2_000


async def propose(
    catalogue: Catalogue,
    meaning: Meaning,
    undecided: Mapping[str, Judgement],
    desks: Collection[DeskId] | None,
    *,
    patient: bool = False,
) -> dict[str, tuple[Candidate, ...]]:
    """Claims that may be meant by questions for which the words alone found nothing certain.

    ``undecided`` has the lexical result of each question. Returned are the candidates, best first,
    of those for which something is near enough in ``meaning``: none where both the question and the
    claims are in English. ``patient``: wait until all vectors are computed.
    """
    english = {question: _englishness(catalogue, question) for question in undecided}
    if patient and not meaning.ready:
        await meaning.learn(most=_MADE_WHILE_WAITING)
    surely = {question for question, share in english.items() if share >= ENGLISH_SHARE}
    only_english = set(meaning.languages(desks)) <= {ENGLISH}
    asked = [question for question in undecided if not (only_english and question in surely)]
    near = await meaning.near(asked, desks, _COMPARED, foreign=surely)
    proposed = {
        question: _candidates(catalogue, question, english[question], undecided[question], one)
        for question, one in zip(asked, near or (), strict=False)
    }
    return {question: candidates for question, candidates in proposed.items() if candidates}


def _candidates(
    catalogue: Catalogue, question: str, english: float, judged: Judgement, near: Near
) -> tuple[Candidate, ...]:
    """The candidates for one question, best first; none if none is near enough."""
    if not near.facts:
        return ()
    cosines = list(near.facts.values())
    others = cosines[_FIRST:]
    ahead = cosines[0] - PROPOSED_AHEAD_WEIGHT * (sum(others) / len(others) if others else 0.0)
    few = len(catalogue.index.read_question(question).typed) <= FEW_WORDS
    least = PROPOSED_COSINE_OF_FEW if few else PROPOSED_COSINE
    if MAYBE_ENGLISH_SHARE <= english < ENGLISH_SHARE:
        least = PROPOSED_COSINE_IF_MAYBE_ENGLISH
    if cosines[0] < least or ahead < (PROPOSED_SCORE_OF_FEW if few else PROPOSED_SCORE):
        return ()
    nearest = dict(list(near.facts.items())[:_FIRST])
    by_words = {candidate.fact_id: candidate for candidate in judged.candidates}
    candidates = {fact_id: Candidate(fact_id, 0.0) for fact_id in nearest} | by_words

    def place(candidate: Candidate) -> float:
        cosine = near.facts.get(candidate.fact_id, 0.0)
        return -(cosine + PROPOSED_WORDS_WEIGHT * candidate.confidence)

    return tuple(sorted(candidates.values(), key=place)[:_MOST])


def offered(question: str, matches: tuple[Match, ...]) -> Unsure:
    """Matches proposed by embeddings: words mean nothing, and only figures can contradict."""
    language, claims = language_of(question), []
    asked = words(question, language)
    for match in matches:
        claim = match.fact.claim
        of_claim = claim_language(claim)
        stored = words(claim.text, of_claim)
        apart = (
            *figures_apart(asked, stored),
            *negation_apart(asked, stored, (language, of_claim)),
        )
        sentences_apart = tuple(difference.sentence for difference in apart)
        claims.append(Match(match.fact, match.confidence, differences=sentences_apart))
    languages = dict.fromkeys(claim_language(match.fact.claim) for match in matches)
    return Unsure(question, tuple(claims), tuple(claims), proposed_from=tuple(languages))


def _englishness(catalogue: Catalogue, question: str) -> float:
    """How likely a question is in English, 0 to 1: by its function words or,
    without any, by the share of English words.
    """
    language = language_of(question)
    if language is not None:
        return float(language == ENGLISH)
    share = catalogue.index.english_share(question)
    plain = "".join(filter(str.isalpha, question)).isascii()
    return share if plain else min(share, MAYBE_ENGLISH_SHARE)
