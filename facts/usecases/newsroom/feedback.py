"""Feedback on answers: one vote per person and answer, counted by fact and decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from facts.model import Clock
from facts.store.shelf import Delete, Put, Shelf, ShelfDocument
from facts.usecases.shelf_view import retrying

VOTES, _COUNTS = "feedback-votes", "feedback-counts"
# How long voters are remembered, so that nobody votes twice.
VOTES_KEPT = timedelta(days=30)


class Decided(StrEnum):
    """How an answer was chosen: found, found in a message, or picked among candidates."""

    FOUND = "found"
    CHECKED = "checked"
    PICKED = "picked"


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """The votes on a fact for one way of choosing it."""

    fact_id: int
    decided: Decided
    helpful: int
    not_asked: int


class Feedback:
    """Counts votes. They never change what readers see."""

    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf = shelf
        self._clock = clock

    @retrying
    async def vote(self, person: str, fact_id: int, decided: Decided, *, helpful: bool) -> None:
        """Count a vote. A second vote of the same person on the same answer replaces the first."""
        answer = f"{fact_id}.{decided.value}"
        key = f"{answer}.{person}"
        known = await self._shelf.get(VOTES, key)
        counts = await self._shelf.get(_COUNTS, answer) or ShelfDocument({}, 0)
        counted = {name: counts.get(name, 0) for name in ("helpful", "not")}
        if known is not None:
            counted[_name(helpful=known["helpful"])] -= 1
        counted[_name(helpful=helpful)] += 1
        vote = {"helpful": helpful, "at": self._clock().isoformat()}
        await self._shelf.keep(
            [
                Put(VOTES, key, vote, known.revision if known else 0),
                Put(_COUNTS, answer, counted, counts.revision),
            ]
        )

    async def counts(self) -> tuple[FeedbackCount, ...]:
        """All counts, least helpful first."""
        found = []
        for answer, counted in (await self._shelf.items(_COUNTS)).items():
            fact_id, _, decided = answer.partition(".")
            found.append(
                FeedbackCount(int(fact_id), Decided(decided), counted["helpful"], counted["not"])
            )
        return tuple(sorted(found, key=lambda one: (one.helpful - one.not_asked, one.fact_id)))

    async def of_person(self, person: str) -> Mapping[str, ShelfDocument]:
        """A person's votes of the last 30 days, by answer."""
        votes = await self._shelf.items(VOTES)
        return {key: vote for key, vote in votes.items() if key.endswith(f".{person}")}

    async def forgetting(self, person: str) -> list[Delete]:
        """The steps that delete who cast a person's votes; the counts stay."""
        return [Delete(VOTES, key) for key in await self.of_person(person)]


def _name(*, helpful: bool) -> str:
    return "helpful" if helpful else "not"
