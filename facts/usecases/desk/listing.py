"""Lists of a desk's facts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from facts.model import Clock, Fact, Member, Standing
from facts.store.protocol import FactStore, Having
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.paging import Page, page_of


class FactState(StrEnum):
    """The state of a fact: by its responses, or retracted."""

    DENIED = "denied"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DECLINED = "declined to comment"
    UNANSWERED = "no response on record"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Criteria for facts, all of which must match.

    ``outlet`` is a part of an outlet's name. ``unlinked``: a source has no link. ``overdue``: its
    next review was due by today.
    """

    topic: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    state: FactState | None = None
    unlinked: bool = False
    overdue: bool = False


class FactListing:
    """Lists facts for the moderators of their desk. Raises NotAllowed."""

    def __init__(self, store: FactStore, clock: Clock, setup: Setup) -> None:
        self._store = store
        self._clock = clock
        self._setup = setup

    async def facts(
        self, member: Member, wanted: FactFilter, page: int = 0, *, size: int = 10
    ) -> Page[Fact]:
        """The desk's facts that match all criteria, newest or longest overdue first."""
        await self._setup.expect_moderator(member)
        today = self._clock().date()
        having = Having(
            desks={member.desk},
            topic=wanted.topic,
            speaker=wanted.speaker,
            standing=_standing(wanted.state),
        )
        # Long lists hold ids; only the facts of the shown page are read, if the store has look-up
        # keys for all criteria.
        if wanted == FactFilter(wanted.topic, wanted.speaker):
            ids = [*reversed(await self._store.ids(having))]
        else:
            listed = [
                (_urgency(fact, overdue=wanted.overdue), -fact.id)
                async for fact in self._store.find(having)
                if _is_wanted(fact, wanted, today)
            ]
            ids = [-negative for _, negative in sorted(listed)]
        shown = page_of(ids, page, size)
        facts = [await self._store.get(fact_id) for fact_id in shown.items]
        found = tuple(fact for fact in facts if fact is not None)
        return Page(found, shown.number, shown.pages, shown.total)


def _standing(state: FactState | None) -> Standing | None:
    return None if state in (None, FactState.RETRACTED) else Standing(state)


def _is_wanted(fact: Fact, wanted: FactFilter, today: date) -> bool:
    retracted = wanted.state is FactState.RETRACTED
    if wanted.state is not None and retracted != (fact.retraction is not None):
        return False
    if wanted.outlet is not None:
        name = wanted.outlet.casefold()
        if not any(name in (source.outlet or "").casefold() for source in fact.sources):
            return False
    if wanted.unlinked and all(source.url or source.archived_url for source in fact.sources):
        return False
    return not wanted.overdue or is_overdue(fact, today)


def is_overdue(fact: Fact, today: date) -> bool:
    """Whether the next review of ``fact`` was due by ``today``."""
    due = fact.review.next if fact.review else None
    return due is not None and due.last_day <= today


def _urgency(fact: Fact, *, overdue: bool) -> date:
    due = fact.review.next if fact.review else None
    return due.last_day if overdue and due else date.min
