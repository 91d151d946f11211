"""Claims in other words or another language, proposed by what they mean and never decided."""

from collections.abc import Collection

from facts.matching.decision.judgement import Candidate, Judgement
from facts.matching.decision.thresholds import (
    FEW_WORDS,
    PROPOSED_AHEAD_WEIGHT,
    PROPOSED_COSINE,
    PROPOSED_COSINE_OF_FEW,
    PROPOSED_SCORE,
    PROPOSED_SCORE_OF_FEW,
    PROPOSED_WORDS_WEIGHT,
    UNKNOWN_WORDS_SHARE,
)
from facts.matching.text.languages import ENGLISH, language_of
from facts.model import DeskId
from facts.usecases.catalogue import Catalogue

_MOST, _FIRST, _COMPARED = 5, 3, 13
# Some seconds of work.
_MADE_WHILE_WAITING = 2_000


async def propose(
    catalogue: Catalogue,
    question: str,
    desks: Collection[DeskId] | None,
    judged: Judgement,
    *,
    patient: bool = False,
) -> tuple[Candidate, ...]:
    """The claims that may be meant by a question of which the words alone found nothing sure.

    Best first; none where nothing is near enough, where the question is in English and so are the
    claims, or where no model is at hand. ``judged`` is what the words gave. Who is ``patient``
    waits until what the claims mean is worked out.
    """
    meaning = catalogue.any_language
    if meaning is None:
        return ()
    english = _is_english(catalogue, question)
    if patient and not meaning.ready:
        await meaning.learn(most=_MADE_WHILE_WAITING)
    if english and set(meaning.languages(desks)) <= {ENGLISH}:
        return ()
    near = await meaning.near(question, desks, _COMPARED, foreign=english)
    if near is None or not near.facts:
        return ()
    cosines = list(near.facts.values())
    others = cosines[_FIRST:]
    ahead = cosines[0] - PROPOSED_AHEAD_WEIGHT * (sum(others) / len(others) if others else 0.0)
    few = len(catalogue.index.read_question(question).typed) <= FEW_WORDS
    if cosines[0] < (PROPOSED_COSINE_OF_FEW if few else PROPOSED_COSINE):
        return ()
    if ahead < (PROPOSED_SCORE_OF_FEW if few else PROPOSED_SCORE):
        return ()
    nearest = dict(list(near.facts.items())[:_FIRST])
    by_words = {candidate.fact_id: candidate for candidate in judged.candidates}
    candidates = {fact_id: Candidate(fact_id, 0.0) for fact_id in nearest} | by_words

    def place(candidate: Candidate) -> float:
        cosine = near.facts.get(candidate.fact_id, 0.0)
        return -(cosine + PROPOSED_WORDS_WEIGHT * candidate.score)

    return tuple(sorted(candidates.values(), key=place)[:_MOST])


def _is_english(catalogue: Catalogue, question: str) -> bool:
    """Whether a question is in English, as far as its small words or, where it has none, the words
    of the stored claims tell.
    """
    language = language_of(question)
    if language is None:
        return catalogue.index.unknown_share(question) < UNKNOWN_WORDS_SHARE
    return language == ENGLISH
