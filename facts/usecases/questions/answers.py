"""The results of a look-up: found, unsure or not found; and how many of each there were by day."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from facts.matching.decision.judgement import Decision, WordMatch
from facts.model import Clock, DeskId, Fact, Refusal
from facts.store.shelf import Put, Shelf, ShelfDocument
from facts.usecases.shelf_view import retrying

_log = logging.getLogger(__name__)
_TALLY = "tally"
# Readers without a desk of their own: direct messages, user installs.
_NO_DESK = DeskId("-")
_FLUSHED_EVERY = timedelta(minutes=1)
_FACT = "fact "
_COUNTED = dict(zip(Decision, ("found", "unsure", "nothing"), strict=True))


@dataclass(frozen=True, slots=True)
class Match:
    """A fact that may be meant, and why: see ``facts.matching.decision.judgement.Candidate``.

    ``differences`` are sentences for the person who asked; ``contradictions`` are sentences for the
    author of a claim with that text: only differences where the fact says something else, not where
    it says nothing.
    """

    fact: Fact
    confidence: float
    matched: tuple[WordMatch, ...] = ()
    missing: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One fact answers; ``others`` are the next candidates, best first, of which those ``offered``
    with the answer are near enough to it.

    ``exact``: the question named the fact (by id, suggestion or a source's link), or all its words
    matched exactly.
    """

    question: str
    match: Match
    others: tuple[Match, ...] = ()
    offered: tuple[Match, ...] = ()
    exact: bool = False
    decision: ClassVar = Decision.FOUND

    @property
    def best(self) -> tuple[Match, ...]:
        """The candidates, best first: the answer, then the others."""
        return (self.match, *self.others)


@dataclass(frozen=True, slots=True)
class Unsure:
    """Several facts fit, or one does not fit well enough to be the answer. ``best`` are the
    candidates, best first; those ``offered`` are to be chosen from.

    ``proposed_from`` are the languages of claims proposed by embeddings because the words found
    nothing certain; empty if the candidates were found by words.
    """

    question: str
    best: tuple[Match, ...]
    offered: tuple[Match, ...]
    proposed_from: tuple[str, ...] = ()
    decision: ClassVar = Decision.UNSURE


@dataclass(frozen=True, slots=True)
class NotFound:
    """No stored fact answers, which does not mean true or false.

    ``searched`` is the number of facts visible to the reader; ``topics`` are related ones, if any;
    ``best`` are the refused candidates, for evaluation and never for a reader. ``language`` is
    the question's, None for English or if unknown; ``kept_in`` are the known languages of the
    claims visible to the reader.
    """

    question: str
    searched: int
    topics: tuple[str, ...] = ()
    best: tuple[Match, ...] = ()
    language: str | None = None
    kept_in: tuple[str, ...] = ()
    decision: ClassVar = Decision.NOT_FOUND


Answer = Found | Unsure | NotFound


def contradicted_by(answer: Answer | None) -> frozenset[int]:
    """The ids of the facts offered although they contradict the question."""
    offered = answer.best if isinstance(answer, Unsure) else ()
    return frozenset(match.fact.id for match in offered if match.contradictions)


def clarity(answer: Answer) -> tuple[int, float]:
    """A sort key for the clearest answer: found before unsure, then by confidence."""
    match answer:
        case Found():
            return 2, answer.match.confidence
        case Unsure():
            return 1, answer.best[0].confidence
        case NotFound():
            return 0, 0.0


@dataclass(frozen=True, slots=True)
class CheckedMessage:
    """The answer to a longer message, and the sentence of it that was answered."""

    sentence: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Holdings:
    """The number of facts visible to a reader by desk, and whether questions in other languages
    than the claims' are possible.
    """

    starter: int
    home: int
    own: int
    any_language: bool = False

    @property
    def total(self) -> int:
        return self.starter + self.home + self.own


@dataclass(frozen=True, slots=True)
class DayTally:
    """The answers of one day: ``counts`` by decision; ``facts`` by frequency."""

    day: date
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[int, int] = field(default_factory=dict)


class Tally:
    """Counts answers per desk and day, without questions or people; writes once a minute."""

    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf = shelf
        self._clock = clock
        self._pending: Counter[tuple[str, str]] = Counter()
        self._flushed = clock()

    async def count(self, desk: DeskId | None, answer: Answer) -> None:
        """Count an answer to a reader at ``desk``. If the counts can’t be saved, they are logged as
        lost: the answer has been given.
        """
        key = f"{desk or _NO_DESK}.{self._clock().date()}"
        self._pending[key, _COUNTED[answer.decision]] += 1
        if isinstance(answer, Found):
            self._pending[key, f"{_FACT}{answer.match.fact.id}"] += 1
        if self._clock() - self._flushed >= _FLUSHED_EVERY:
            try:
                await self.flush()
            except Refusal as refusal:
                _log.warning("Could not save the answer counts: %s", refusal)

    async def flush(self) -> None:
        """Write the counts since the last flush."""
        self._flushed = self._clock()
        pending, self._pending = self._pending, Counter()
        for key in {key for key, _ in pending}:
            await self._add(key, {what: n for (its, what), n in pending.items() if its == key})

    async def of_desk(self, desk: DeskId, since: date) -> tuple[DayTally, ...]:
        """The days from ``since`` on, oldest first."""
        await self.flush()
        found = []
        for key, counted in (await self._shelf.items(_TALLY)).items():
            its, _, day = key.rpartition(".")
            if its == desk and date.fromisoformat(day) >= since:
                facts = {
                    int(what.removeprefix(_FACT)): n
                    for what, n in counted.items()
                    if what.startswith(_FACT)
                }
                counts = {what: n for what, n in counted.items() if not what.startswith(_FACT)}
                found.append(DayTally(date.fromisoformat(day), counts, facts))
        return tuple(sorted(found, key=lambda one: one.day))

    @retrying
    async def _add(self, key: str, more: Mapping[str, int]) -> None:
        known = await self._shelf.get(_TALLY, key) or ShelfDocument({}, 0)
        total = Counter[str](known)
        total.update(more)
        await self._shelf.keep([Put(_TALLY, key, dict(total), known.revision)])
