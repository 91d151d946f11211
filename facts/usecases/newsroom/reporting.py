"""Statistics for a desk: its report over weeks, and its team's workload."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from facts.model import Change, Clock, DeskId, Fact, Member
from facts.model.fields import topic_key
from facts.store.protocol import FactStore
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Stage
from facts.usecases.desk.listing import FactFilter
from facts.usecases.newsroom.request import RequestKind
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.questions.answers import Tally
from facts.usecases.reading.history import first_since

WEEKS = 8
_FACTS_SHOWN = _TOPICS_SHOWN = 5
_WEEK = timedelta(weeks=1)
_ITSELF = "Nice Note"


@dataclass(frozen=True, slots=True)
class Week:
    """The answers of the week from ``monday`` on, and the corrections and retractions published."""

    monday: date
    found: int
    unsure: int
    nothing: int
    corrections: int

    @property
    def answers(self) -> int:
        """All answers of the week."""
        return self.found + self.unsure + self.nothing


@dataclass(frozen=True, slots=True)
class DeskReport:
    """A desk's statistics. ``weeks`` are oldest first, the last is the current one.

    ``asked`` are the most frequently found facts with their counts, ``topics`` the topics of these.
    ``waiting`` is how many people wait for the ``open_requests``; the ``open_reports`` of errors
    are counted separately.
    """

    weeks: tuple[Week, ...]
    asked: tuple[tuple[Fact, int], ...]
    topics: tuple[tuple[str, int], ...]
    open_requests: int
    open_reports: int
    waiting: int
    oldest_days: int
    unlinked: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Teammate:
    """The workload of one member, with the name from their latest item."""

    name: str
    drafts: int
    proposals: int
    requests: int


@dataclass(frozen=True, slots=True)
class Reporting:
    """For the moderators of a desk. Raises NotAllowed."""

    _store: FactStore
    _desk: Desk
    _book: RequestBook
    _tally: Tally
    _clock: Clock

    async def report(self, member: Member) -> DeskReport:
        """The report of the member's desk over the last weeks."""
        await self._desk.setup.expect_moderator(member)
        await self._book.catch_up()
        now = self._clock()
        this_week = now.date() - timedelta(days=now.weekday())
        mondays = [this_week - _WEEK * back for back in range(WEEKS - 1, -1, -1)]
        days = await self._tally.of_desk(member.desk, mondays[0])
        corrections = await self._corrections(member, mondays[0])
        weeks = []
        for monday in mondays:
            counts = Counter[str]()
            for day in days:
                if monday <= day.day < monday + _WEEK:
                    counts.update(day.counts)
            made = sum(monday <= one < monday + _WEEK for one in corrections)
            weeks.append(Week(monday, counts["found"], counts["unsure"], counts["nothing"], made))
        asked = Counter[int]()
        for day in days:
            asked.update(day.facts)
        facts = [(await self._store.get(fact_id), n) for fact_id, n in asked.most_common()]
        known = [(fact, n) for fact, n in facts if fact is not None]
        topics, names = Counter[str](), dict[str, str]()
        for fact, n in known:
            topics.update(dict.fromkeys(map(topic_key, fact.topics), n))
            names = {topic_key(one): one for one in fact.topics} | names
        held = self._book.of_desk(member.desk)
        requests = [one for one in held if one.kind is RequestKind.QUESTION]
        oldest = min((one.opened_at for one in requests), default=now)
        listing = self._desk.listing
        return DeskReport(
            weeks=tuple(weeks),
            asked=tuple(known[:_FACTS_SHOWN]),
            topics=tuple((names[key], n) for key, n in topics.most_common(_TOPICS_SHOWN)),
            open_requests=len(requests),
            open_reports=len(held) - len(requests),
            waiting=sum(self._book.waiting_for(one.number) for one in requests),
            oldest_days=(now - oldest).days,
            unlinked=(await listing.facts(member, FactFilter(unlinked=True), size=1)).total,
            overdue=(await listing.facts(member, FactFilter(overdue=True), size=1)).total,
        )

    async def of_desk(self, desk: DeskId) -> DeskReport:
        """The report of a desk. For code: no permission check."""
        return await self.report(Member(desk, "0", _ITSELF, manages_server=True))

    async def team(self, member: Member) -> tuple[Teammate, ...]:
        """Members with drafts, pending proposals or taken requests, busiest first."""
        drafts = await self._desk.drafting.of_desk(member)
        await self._book.catch_up()
        names: dict[str, str] = {}
        open_, proposed, taken = Counter[str](), Counter[str](), Counter[str]()
        for draft in drafts:
            names[draft.author] = draft.author_name
            (proposed if draft.stage is Stage.PROPOSED else open_)[draft.author] += 1
        for request in self._book.of_desk(member.desk):
            if on_it := request.taken_at(self._clock()):
                names[on_it.by] = on_it.name
                taken[on_it.by] += 1
        team = [Teammate(name, open_[by], proposed[by], taken[by]) for by, name in names.items()]
        return tuple(sorted(team, key=lambda one: -(one.drafts + one.proposals + one.requests)))

    async def _corrections(self, member: Member, since: date) -> list[date]:
        """The dates of the desk's corrections and retractions."""
        first = await first_since(self._store, datetime.combine(since, time(), UTC))
        return [
            change.at.date()
            async for change in self._store.changes(after=first - 1)
            if change.after and change.after.desk == member.desk and _corrects(change)
        ]


def _corrects(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    return before.corrections != after.corrections or before.retraction != after.retraction
