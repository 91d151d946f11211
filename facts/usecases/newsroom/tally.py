"""The tally: the number of answers per desk and day, without questions or people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from facts.model import Clock, DeskId
from facts.store.protocol import Put, Shelf, ShelfDocument
from facts.usecases.questions.answers import Answer, Found, Unsure
from facts.usecases.shelf_view import retrying

_TALLY = "tally"
# Readers without a desk of their own: direct messages, user installs.
NO_DESK = DeskId("-")
_FLUSHED_EVERY = timedelta(minutes=1)
_FACT = "fact "


@dataclass(frozen=True, slots=True)
class DayTally:
    """The answers of one day: ``counts`` by decision; ``facts`` by frequency."""

    day: date
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[int, int] = field(default_factory=dict)


class Tally:
    """Counts in memory and writes once a minute, so that questions cost no write."""

    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf = shelf
        self._clock = clock
        self._pending: Counter[tuple[str, str]] = Counter()
        self._flushed = clock()

    async def count(self, desk: DeskId | None, answer: Answer) -> None:
        """Count an answer to a reader at ``desk``."""
        key = f"{desk or NO_DESK}.{self._clock().date()}"
        match answer:
            case Found():
                self._pending[key, "found"] += 1
                self._pending[key, f"{_FACT}{answer.match.fact.id}"] += 1
            case Unsure():
                self._pending[key, "unsure"] += 1
            case _:
                self._pending[key, "nothing"] += 1
        if self._clock() - self._flushed >= _FLUSHED_EVERY:
            await self.flush()

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
