"""Single-step changes of published facts, without a draft: a new revision or a proposal."""

from collections.abc import Callable
from datetime import date

from facts.forms.content_record import (
    Record,
    content_of,
    fact_content,
    fill_response,
    fill_source,
    record_of,
)
from facts.forms.typed import ResponseForm, SourceForm, remark
from facts.forms.typed_dates import read_date
from facts.model import (
    Change,
    ChangeKind,
    Clock,
    Fact,
    FactContent,
    Member,
    Refusal,
    read_citation,
    visible_desks,
)
from facts.revisions.three_way_merge import CannotUndo, put_back
from facts.store.protocol import FactStore, StaleRevision, UnknownFact
from facts.usecases.desk.desk_settings import Setup, expect_own
from facts.usecases.desk.drafts.publishing import AwaitsSecond, Publishing, PublishOutcome
from facts.usecases.desk.drafts.repository import DraftRepository
from facts.usecases.questions.asking import Asking

# Retries after concurrent changes to the same fact; each starts from the newest revision.
_TRIES = 5


class AlreadySo(Refusal):
    """The fact is already in that state; nothing was changed."""


class Applying:
    """Applies a change, or proposes it if the desk requires second approval."""

    def __init__(self, drafts: DraftRepository, setup: Setup, publishing: Publishing) -> None:
        self._drafts = drafts
        self._setup = setup
        self._publishing = publishing

    async def apply(
        self,
        member: Member,
        fact_id: int,
        change: Callable[[Fact], FactContent],
        *,
        why: str | None,
        alone: bool = False,
        absorbs: tuple[int, int] | None = None,
        releases: tuple[int, int] | None = None,
    ) -> PublishOutcome:
        """Apply ``change`` to the fact as it is now. ``alone``: without second approval even if the
        desk requires it. ``absorbs`` and ``releases`` are as in a Draft.

        Raises NotAllowed, UnknownFact, NotValid, AlreadySo, StaleRevision.
        """
        settings = await self._setup.expect_moderator(member)
        for _ in range(_TRIES):
            fact = await self._setup.own_fact(member, fact_id)
            content = change(fact)
            if content == fact_content(fact) and not (absorbs or releases):
                raise AlreadySo(f"Fact #{fact.id} already says that. Nothing was changed.")
            step = self._drafts.new(member, content, of=fact).model_copy(
                update={"why": why, "absorbs": absorbs, "releases": releases}
            )
            if settings.second_person and not alone:
                await self._drafts.expect_room(member)
                return AwaitsSecond(await self._publishing.propose(step))
            try:
                return await self._publishing.put_through(step, editor=member.signature, why=why)
            except StaleRevision:
                if absorbs or releases:
                    raise
        raise StaleRevision(f"Fact #{fact_id} is being changed by someone else. Try again.")


class Changing:
    """Single-step changes, each a revision or, if second approval is required, a proposal.

    All raise NotAllowed, UnknownFact, NotValid, UnclearDate, AlreadySo.
    """

    def __init__(
        self, store: FactStore, asking: Asking, clock: Clock, setup: Setup, applying: Applying
    ) -> None:
        self._store = store
        self._asking = asking
        self._clock = clock
        self._setup = setup
        self._applying = applying

    async def fact(self, member: Member, named: str) -> Fact:
        """The fact of the member's desk that a citation or question names; also raises NotAllowed
        for another desk's fact.
        """
        await self._setup.expect_moderator(member)
        if cited := read_citation(named):
            return await self._setup.own_fact(member, cited.fact_id)
        try:
            return await self._asking.only(named, {member.desk})
        except UnknownFact:
            # The question names a fact they can see but not change: say so.
            expect_own(member, await self._asking.only(named, visible_desks(member.desk)))
            raise

    async def seen(self, member: Member, named: str) -> Fact:
        """A fact of any desk visible to the member that a citation or question names."""
        await self._setup.expect_moderator(member)
        return await self._asking.only(named, visible_desks(member.desk))

    async def respond(
        self, member: Member, fact_id: int, form: ResponseForm, source: SourceForm | None = None
    ) -> PublishOutcome:
        """Add a denial, a confirmation or another response, with the source that reports it."""
        today = self._today()
        return await self._record(
            member, fact_id, lambda record: fill_response(record, form, None, today, source=source)
        )

    async def cite(self, member: Member, fact_id: int, form: SourceForm) -> PublishOutcome:
        """Add a source."""
        today = self._today()
        return await self._record(
            member, fact_id, lambda record: fill_source(record, form, None, today)
        )

    async def retract(
        self, member: Member, fact_id: int, reason: str, *, emergency: bool = False
    ) -> PublishOutcome:
        """Retract a fact as of today: it can still be found and cited, with the reason shown first.

        ``emergency``: no second approval is needed, and the log says so.
        """
        said = remark(reason, "Please say why you’re retracting it. Readers will see it.")
        retraction = {"on": str(self._today()), "reason": said}
        return await self._record(
            member,
            fact_id,
            lambda record: record.update(retraction=record["retraction"] or retraction),
            why=f"Emergency retraction. {said}" if emergency else said,
            alone=emergency,
        )

    async def restore(self, member: Member, fact_id: int, reason: str = "") -> PublishOutcome:
        """Restore a retracted fact."""
        return await self._record(
            member,
            fact_id,
            lambda record: record.update(retraction=None),
            why=remark(reason) if reason.strip() else "Restored.",
        )

    async def review(self, member: Member, fact_id: int, again: str = "") -> PublishOutcome:
        """Record that the fact was checked today, and the date of its next review.

        Needs no second approval, as the content stays the same.
        """
        today = self._today()
        review = {"on": str(today), "next": None}
        if again.strip():
            read = read_date(again, today)
            if read.last_day < today:
                raise Refusal(
                    f"{read.in_words()} is in the past. Give today’s date or a later one."
                )
            review["next"] = str(read)
        return await self._record(
            member, fact_id, lambda record: record.update(review=review), alone=True
        )

    async def undo(self, member: Member, fact_id: int, change: int) -> PublishOutcome:
        """Undo the change of that log number and keep later changes.

        Raises CannotUndo if a later change touched the same field, or there is nothing to undo.
        """
        fact = await self._setup.own_fact(member, fact_id)
        undone, merged = await self._step_with(change)
        if undone is None or undone.fact_id != fact.id:
            raise CannotUndo(
                "Only an edit or a merge can be undone. To withdraw a fact, retract it."
            )
        return await self._applying.apply(
            member,
            fact.id,
            lambda now: put_back(undone, now),
            why=f"Undid revision {undone.revision}.",
            releases=(merged.fact_id, merged.revision) if merged else None,
        )

    async def _step_with(self, number: int) -> tuple[Change | None, Change | None]:
        """The edit belonging to the change of that number, and the merge next to it if any."""
        around: dict[int, Change] = {}
        async for change in self._store.changes(after=max(0, number - 2)):
            if change.number > number + 1:
                break
            around[change.number] = change
        for first in (number, number - 1):
            edit, merge = around.get(first), around.get(first + 1)
            if edit and merge and _is_one_step(edit, merge):
                return edit, merge
        alone = around.get(number)
        return (alone if alone and alone.kind is ChangeKind.EDITED else None), None

    async def _record(
        self,
        member: Member,
        fact_id: int,
        change: Callable[[Record], object],
        *,
        why: str | None = None,
        alone: bool = False,
    ) -> PublishOutcome:
        def changed(fact: Fact) -> FactContent:
            record = record_of(fact)
            change(record)
            return content_of(record)

        return await self._applying.apply(member, fact_id, changed, why=why, alone=alone)

    def _today(self) -> date:
        return self._clock().date()


def _is_one_step(edit: Change, merge: Change) -> bool:
    """Whether the two changes are the parts of one merge."""
    return (
        merge.kind is ChangeKind.MERGED
        and merge.after is not None
        and merge.after.merged_into == edit.fact_id
        and merge.at == edit.at
    )
