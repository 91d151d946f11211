"""Semantic proposals: claims in other words or another language, never given as the answer."""

from collections.abc import Collection

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
from facts.matching.text.languages import ENGLISH, language_of
from facts.model import DeskId
from facts.usecases.catalogue import Catalogue

_MOST, _FIRST, _COMPARED = 5, 3, 13
# About the number of claims encoded in some seconds.
_MADE_WHILE_WAITING = 2_000


async def propose(
    catalogue: Catalogue,
    question: str,
    desks: Collection[DeskId] | None,
    judged: Judgement,
    *,
    patient: bool = False,
) -> tuple[Candidate, ...]:
    """Claims that may be meant by a question for which the words alone found nothing certain.

    Best first; none if nothing is near enough, if both the question and the claims are in English,
    or if no model is available. ``judged`` is the lexical result. ``patient``: wait until all
    vectors are computed.
    """
    meaning = catalogue.any_language
    if meaning is None:
        return ()
    english = _englishness(catalogue, question)
    surely = english >= ENGLISH_SHARE
    if patient and not meaning.ready:
        await meaning.learn(most=_MADE_WHILE_WAITING)
    if surely and set(meaning.languages(desks)) <= {ENGLISH}:
        return ()
    near = await meaning.near(question, desks, _COMPARED, foreign=surely)
    if near is None or not near.facts:
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
        return -(cosine + PROPOSED_WORDS_WEIGHT * candidate.score)

    return tuple(sorted(candidates.values(), key=place)[:_MOST])


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
