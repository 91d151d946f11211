"""What is proposed by meaning, by worked examples of each number that decides it."""

import json
from collections.abc import Sequence

import numpy as np
import pytest

from facts.matching.search import ClaimIndex
from facts.matching.semantic.encoders import Vectors
from facts.matching.semantic.vector_index import VectorIndex
from facts.usecases.catalogue import Catalogue
from facts.usecases.files.importing import Importing
from facts.usecases.questions.meaning import Meaning
from facts.usecases.questions.proposing import propose
from tests.memory_store import MemoryStore

_SENTENCE = "¿Es verdad que mañana cerrarán para siempre aquel viejo puente colgante?"
_FEW_WORDS = "¿cerrarán puente colgante?"


class Dial:
    """A model whose cosines are chosen: each claim is as near to every question as it is told."""

    name = "dial"
    dimensions = 64

    def __init__(self, cosines: Sequence[float]) -> None:
        self._cosines = dict(enumerate(cosines, 1))

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            number = int(text.rsplit(" ", 1)[1]) if text.startswith("Claim") else 0
            near = self._cosines.get(number, 1.0)
            vectors[row, number] = (1 - near**2) ** 0.5
            vectors[row, 0] = near
        return vectors


async def proposed(question: str, *cosines: float, claim: str = "Claim of matter") -> list[int]:
    """The facts that are proposed to ``question``, of claims that are as near as told."""
    store = MemoryStore()
    rows = [
        {"claim": f"{claim} {number}", "sources": [{"outlet": "o"}]}
        for number in range(1, len(cosines) + 1)
    ]
    await Importing(store).run("\n".join(map(json.dumps, rows)).encode(), editor="t")
    meaning = Meaning(VectorIndex(Dial(cosines)), store)
    catalogue = Catalogue(store, ClaimIndex(), any_language=meaning)
    await catalogue.learn()
    judged = await catalogue.search(question, None)
    proposed = await propose(catalogue, meaning, {question: judged}, None)
    return [candidate.fact_id for candidate in proposed.get(question, ())]


@pytest.mark.parametrize(
    ("question", "cosine", "is_proposed"),
    [
        (_SENTENCE, 0.31, True),
        (_SENTENCE, 0.29, False),
        (_FEW_WORDS, 0.27, True),
        (_FEW_WORDS, 0.25, False),
        ("¿cerrarán viejo puente colgante?", 0.27, True),
        ("¿cerrarán mañana viejo puente colgante?", 0.27, False),
    ],
)
async def test_a_claim_that_is_too_far_is_not_proposed(
    question: str, cosine: float, *, is_proposed: bool
) -> None:
    """However little else is stored; of up to four words less is asked."""
    assert bool(await proposed(question, cosine)) is is_proposed


@pytest.mark.parametrize(
    ("question", "cosine", "is_proposed"),
    [
        (_SENTENCE, 0.51, True),
        (_SENTENCE, 0.49, False),
        (_FEW_WORDS, 0.47, True),
        (_FEW_WORDS, 0.45, False),
    ],
)
async def test_a_claim_must_be_ahead_of_most(
    question: str, cosine: float, *, is_proposed: bool
) -> None:
    """Seven tenths of how near the fourth to thirteenth are is taken off: .28 of .40 here."""
    assert bool(await proposed(question, cosine, *[0.4] * 12)) is is_proposed


async def test_the_first_three_are_proposed_best_first() -> None:
    """And what the words found beside them."""
    assert await proposed(_SENTENCE, 0.5, 0.7, 0.6, 0.4, 0.1) == [2, 3, 1]


async def test_names_that_both_have_speak_for_a_claim() -> None:
    """Three tenths of the confidence by words are added to the cosine."""
    question = "¿Es verdad que aquel Claim 2 cerrará mañana para siempre?"
    assert (await proposed(question, 0.5, 0.45))[0] == 2
    assert (await proposed(question, 0.505, 0.45))[0] == 1


@pytest.mark.parametrize(
    ("question", "cosine", "is_proposed"),
    [
        ("harbour bridge closed", 0.9, False),
        ("Harbour Bridge Closed", 0.9, False),
        ("harbour puente closed", 0.46, True),
        ("harbour puente closed", 0.44, False),
        ("café owner fined", 0.44, False),
        ("harbour puente colgante", 0.3, True),
        ("harbour bridge closed owner fined ferry mayor market school puente", 0.9, False),
        ("harbour bridge closed owner fined ferry mayor market puente", 0.46, True),
        ("harbour puente", 0.44, False),
        ("harbour bridge closed owner puente colgante viejo roto nuevo", 0.32, True),
    ],
)
async def test_english_words_are_no_question_in_another_language(
    question: str, cosine: float, *, is_proposed: bool
) -> None:
    """Where no small word tells the language, words alone answer questions nine tenths of which
    are English words, and where half of them are, or a letter is not, a claim must be nearer.
    """
    assert bool(await proposed(question, cosine)) is is_proposed
