"""Publishing: a draft becomes a fact exactly once, with second approval if the desk requires it."""

from dataclasses import dataclass
from datetime import datetime

from facts.forms.content_record import fact_content, publishable
from facts.forms.typed import remark
from facts.matching.text.languages import with_language
from facts.model import (
    Change,
    Correction,
    DoesNotExist,
    Fact,
    Member,
    NotAllowed,
    PartialDate,
    Refusal,
)
from facts.revisions.diff import FieldChange, differences
from facts.store.protocol import Add, Edit, FactStore, Merge, StaleRevision, Write
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.draft import Draft, Stage
from facts.usecases.desk.drafts.rebasing import Rebasing
from facts.usecases.desk.drafts.repository import DraftRepository, step_of
from facts.usecases.shelf_view import retrying

_WHAT_WAS_CORRECTED = "Write what was wrong and what is right. Readers will see it."


class StaleDraft(Refusal):
    """The fact was changed since the edit began. Nothing was overwritten.

    ``fact`` is its present state, ``changes`` what others changed; ``Drafting.renew`` rebases
    ``draft``.
    """

    def __init__(
        self, sentence: str, fact: Fact, changes: tuple[FieldChange, ...], draft: Draft
    ) -> None:
        super().__init__(sentence)
        self.fact = fact
        self.changes = changes
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Published:
    """The fact as published, and the change of the log that did it."""

    fact: Fact
    change: Change


@dataclass(frozen=True, slots=True)
class AwaitsSecond:
    """Not public yet: another moderator has to approve or return ``draft``."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Not public yet: ``draft`` will be published at its ``publish_at``."""

    draft: Draft


PublishOutcome = Published | AwaitsSecond | Scheduled


@dataclass(frozen=True, slots=True)
class Publishing:
    """Raises NotAllowed, DoesNotExist, AlreadyPublished, NotValid, StaleDraft."""

    _store: FactStore
    _drafts: DraftRepository
    _setup: Setup
    _rebasing: Rebasing

    @retrying
    async def publish(
        self,
        member: Member,
        draft_id: str,
        *,
        correction: str | None = None,
        at: datetime | None = None,
        zone: str = "UTC",
    ) -> PublishOutcome:
        """Publish a draft of the member's own, now or ``at`` a later time, entered in time zone
        ``zone``; or propose it if second approval is required, which has to come first.

        ``correction`` is the sentence shown to readers about a change of a published fact; without
        one they only see the fact's new text.
        """
        settings = await self._setup.expect_moderator(member)
        draft = await self._drafts.own_open(member, draft_id)
        said = None if correction is None else remark(correction, _WHAT_WAS_CORRECTED)
        draft = draft.model_copy(update={"correction": said, "publish_at": at, "zone": zone})
        publishable(draft.content)
        await self._expect_current(member, draft)
        if settings.second_person:
            return AwaitsSecond(await self._propose(draft))
        if at is not None:
            return Scheduled(await self._drafts.schedule(draft))
        return await self.put_through(draft, editor=member.signature, why=draft.why, kept=True)

    @retrying
    async def cancel(self, member: Member, draft_id: str) -> Draft:
        """Turn a scheduled draft of the member's own back into an open draft."""
        await self._setup.expect_moderator(member)
        draft = await self._drafts.own(member, draft_id)
        if draft.stage is not Stage.SCHEDULED:
            raise DoesNotExist("This draft isn’t scheduled any more.")
        return await self._drafts.unschedule(draft, stage=Stage.OPEN)

    async def publish_scheduled(self, draft: Draft) -> Published:
        """Publish a draft that is due and whose author still moderates the desk.

        Raises StaleDraft if its fact was changed since, and what ``put_through`` raises.
        """
        author = Member(draft.desk, draft.author, draft.author_name, manages_server=True)
        await self._expect_current(author, draft)
        return await self.put_through(draft, editor=draft.signature, why=draft.why, kept=True)

    async def call_off(self, draft: Draft, why: str) -> Draft:
        """Return a due draft to its author instead of publishing it. Raises StaleDocument."""
        because = f"It was not published at its time: {why}"
        returned = {"stage": Stage.RETURNED, "returned_because": because, "returned_by": None}
        return await self._drafts.unschedule(draft, **returned)

    async def changes(self, member: Member, draft: Draft) -> tuple[FieldChange, ...]:
        """The changes that a draft or proposal makes to its fact; its whole content for a new one.

        Only raises for the fact of another desk: whoever has the draft was allowed to read it.
        """
        return await self._rebasing.changes(member, draft)

    async def proposals(self, member: Member) -> tuple[Draft, ...]:
        """The proposals of the member's desk, oldest first."""
        await self._setup.expect_moderator(member)
        return await self._drafts.proposed(member.desk)

    async def proposal(self, member: Member, draft_id: str) -> Draft:
        """One proposal of the member's desk, rebased on the present fact unless they conflict."""
        await self._setup.expect_moderator(member)
        return await self._rebasing.brought_up(member, await self._proposed(member, draft_id))

    @retrying
    async def approve(self, member: Member, draft_id: str) -> Published | Scheduled:
        """Publish somebody else's proposal. Raises NotAllowed for its own author.

        The log names its author as the editor, and the approver. A scheduled one is published at
        its time.
        """
        await self._setup.expect_moderator(member)
        draft = await self._proposed(member, draft_id)
        if draft.author == member.id:
            raise NotAllowed("You proposed this, so another moderator must approve it.")
        draft = await self._rebasing.brought_up(member, draft)
        await self._expect_current(member, draft)
        approved = f"Approved by {member.signature}."
        why = f"{approved} {draft.why}" if draft.why else approved
        if draft.publish_at is not None and draft.publish_at > self._drafts.clock():
            return Scheduled(await self._drafts.schedule(draft.model_copy(update={"why": why})))
        return await self.put_through(draft, editor=draft.signature, why=why, kept=True)

    @retrying
    async def give_back(self, member: Member, draft_id: str, reason: str) -> Draft:
        """Return somebody else's proposal to its author for further editing."""
        await self._setup.expect_moderator(member)
        said = remark(reason, "Please say what should change.")
        draft = await self._proposed(member, draft_id)
        returned = {
            "stage": Stage.RETURNED,
            "returned_because": said,
            "returned_by": member.signature,
        }
        return await self._drafts.put(draft.model_copy(update=returned))

    @retrying
    async def propose(self, draft: Draft) -> Draft:
        """Store ``draft``, made in a single step by its author, as a proposal.

        Idempotent: the same proposal of a member is stored once.
        """
        same = (draft.author, draft.fact_id, draft.content)
        for other in await self._drafts.proposed(draft.desk):
            if (other.author, other.fact_id, other.content) == same:
                return other
        return await self._propose(draft)

    async def put_through(
        self, draft: Draft, *, editor: str, why: str | None, kept: bool = False
    ) -> Published:
        """Apply ``draft`` in one durable step, once; if it is ``kept``, delete it in the same step.
        No permission check: the caller has made it.

        Raises NotValid, StaleRevision, StoreUnavailable.
        """
        changes = await self._store.apply(
            self._writes(draft),
            editor=editor,
            reason=why,
            once=step_of(draft.id) if kept else None,
            also=self._drafts.dropped(draft) if kept else [],
        )
        fact = changes[0].after
        if fact is None:
            raise StaleRevision(f"Fact #{changes[0].fact_id} was removed.")
        return Published(fact, changes[0])

    async def _propose(self, draft: Draft) -> Draft:
        proposed = {"stage": Stage.PROPOSED, "returned_because": None, "returned_by": None}
        return await self._drafts.put(draft.model_copy(update=proposed))

    async def _proposed(self, member: Member, draft_id: str) -> Draft:
        draft = await self._drafts.get(member.desk, draft_id)
        if draft.stage is Stage.SCHEDULED:
            raise DoesNotExist("This proposal was approved and is scheduled.")
        if draft.stage is not Stage.PROPOSED:
            raise DoesNotExist("This proposal was returned or withdrawn.")
        return draft

    async def _expect_current(self, member: Member, draft: Draft) -> None:
        """Raises StaleDraft for an edit whose fact was changed meanwhile."""
        if draft.fact_id is None:
            return
        fact = await self._setup.own_fact(member, draft.fact_id)
        if (fact.id, fact.revision) == (draft.fact_id, draft.revision):
            if draft.content == fact_content(fact) and not (draft.absorbs or draft.releases):
                raise Refusal(f"This draft doesn’t change fact #{fact.id}.")
            return
        if fact.id != draft.fact_id:
            sentence = f"Fact #{draft.fact_id} was merged into fact #{fact.id} in the meantime."
            raise StaleDraft(f"{sentence} Edit that one.", fact, (), draft)
        editor = (await self._store.history(fact.id))[-1].editor
        raise StaleDraft(
            f"Fact #{fact.id} was changed after you started, last by {editor}. Look at what "
            "changed, then update your draft.",
            fact,
            differences(await self._rebasing.base(draft), fact),
            draft,
        )

    def _writes(self, draft: Draft) -> list[Write]:
        if draft.fact_id is None or draft.revision is None:
            return [Add(draft.desk, with_language(publishable(draft.content), anew=True))]
        content = draft.content
        if draft.correction:
            day = str(self._drafts.clock().date())
            noted = Correction(
                on=PartialDate.parse(day), sentence=draft.correction, revision=draft.revision + 1
            )
            content = content.model_copy(update={"corrections": (*content.corrections, noted)})
        writes: list[Write] = [
            Edit(draft.fact_id, draft.revision, with_language(publishable(content), anew=True))
        ]
        if draft.absorbs is not None:
            writes.append(Merge(*draft.absorbs, into=draft.fact_id))
        if draft.releases is not None:
            writes.append(Merge(*draft.releases, into=None))
        return writes
