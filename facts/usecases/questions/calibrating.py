"""Evaluates the strictness settings on a desk's own questions."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from facts.matching.decision.judgement import Decision, Judgement
from facts.matching.decision.thresholds import THRESHOLDS, Strictness
from facts.model import DeskId, clean_text
from facts.usecases.catalogue import Catalogue
from facts.usecases.paging import Progress, in_turns, no_progress

_QUESTIONS_PER_TURN = 10
_LABELS = ("found", "wrong", "unsure", "missed", "refused", "false")


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and the facts that answer it, by ref or id; none if nothing stored does."""

    text: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class StrictnessOutcome:
    """The outcomes of all questions at one strictness.

    Of the questions with an answer, ``found`` were answered correctly, ``wrong`` with another fact,
    ``unsure`` had it among the offered candidates, ``missed`` are the rest. Of those without one,
    ``refused`` got no answer and ``false`` did.
    """

    strictness: Strictness
    found: int
    wrong: int
    unsure: int
    missed: int
    refused: int
    false: int


class Calibrating:
    """Asks labelled questions and counts the outcomes at each strictness."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def calibrate(
        self,
        questions: Sequence[LabelledQuestion],
        desks: Collection[DeskId] | None,
        progress: Progress = no_progress,
    ) -> tuple[StrictnessOutcome, ...]:
        """The outcomes at each strictness, strictest first."""
        await self._catalogue.catch_up()
        asked = []
        async for question in in_turns(questions, _QUESTIONS_PER_TURN, progress, len(questions)):
            judged = self._catalogue.index.search(clean_text(question.text), desks)
            names = [await self._names(candidate.fact_id) for candidate in judged.candidates]
            asked.append((question, judged, names))
        outcomes = []
        for strictness in Strictness:
            labels = Counter(_label(strictness, *one) for one in asked)
            outcomes.append(StrictnessOutcome(strictness, *(labels[label] for label in _LABELS)))
        return tuple(outcomes)

    async def _names(self, fact_id: int) -> frozenset[str]:
        """The labels for a fact: its id, with or without #, and its ref."""
        fact = await self._catalogue.store.get(fact_id)
        names = {str(fact_id), f"#{fact_id}"}
        return frozenset(names | {fact.ref} if fact and fact.ref else names)


def _label(
    strictness: Strictness,
    question: LabelledQuestion,
    judged: Judgement,
    names: Sequence[frozenset[str]],
) -> str:
    decision = THRESHOLDS[strictness].decide_on(judged.candidates, undecided=judged.undecided)
    if not question.answers:
        return "false" if decision is Decision.FOUND else "refused"
    if decision is Decision.FOUND:
        return "found" if question.answers & names[0] else "wrong"
    offered = decision is Decision.UNSURE and any(question.answers & known for known in names)
    return "unsure" if offered else "missed"
