"""Editing drafts step by step before anybody else sees them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from facts.forms.content_record import (
    Record,
    content_of,
    fact_content,
    fill_claim,
    fill_response,
    fill_source,
    fill_verdict,
    record_of,
    remove_response,
    remove_source,
)
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.model import DoesNotExist, Member
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.draft import Draft, Proposed, Rebased, Stage
from facts.usecases.desk.drafts.rebasing import Rebasing
from facts.usecases.desk.drafts.repository import DraftRepository
from facts.usecases.shelf_view import retrying


@dataclass(frozen=True, slots=True)
class Drafting:
    """Edits the drafts of a member. Nobody sees or changes another's.

    All methods raise NotAllowed for a person who does not moderate the desk, DoesNotExist,
    AlreadyPublished, NotValid, UnclearDate. A proposed draft cannot be changed until it is returned
    or withdrawn.
    """

    _drafts: DraftRepository
    _setup: Setup
    _rebasing: Rebasing

    @retrying
    async def open(
        self,
        member: Member,
        claim: ClaimForm,
        source: SourceForm | None = None,
        *,
        topics: Sequence[str] = (),
        key: str = "",
    ) -> Draft:
        """Open a draft of a new fact. Idempotent: the same ``key`` of a member opens the same
        draft, so that a form submitted twice makes one.
        """
        await self._setup.expect_moderator(member)
        record: Record = {"responses": [], "sources": [], "topics": _once_each(topics)}
        fill_claim(record, claim, self._today)
        if source is not None:
            fill_source(record, source, None, self._today)
        draft = self._drafts.new(member, content_of(record), key=key)
        try:
            return await self._drafts.own(member, draft.id)
        except DoesNotExist:
            await self._drafts.expect_room(member)
            return await self._drafts.put(draft)

    @retrying
    async def open_edit(self, member: Member, fact_id: int) -> Draft:
        """Open a draft for editing a fact of the member's desk; the open one if there is one."""
        fact = await self._setup.own_fact(member, fact_id)
        for draft in await self._drafts.mine(member):
            if draft.fact_id == fact.id and draft.stage is not Stage.PROPOSED:
                return draft
        await self._drafts.expect_room(member)
        return await self._drafts.put(self._drafts.new(member, fact_content(fact), of=fact))

    async def get(self, member: Member, draft_id: str) -> Draft:
        """A draft of the member's own."""
        await self._setup.expect_moderator(member)
        return await self._drafts.own(member, draft_id)

    async def mine(self, member: Member) -> tuple[Draft, ...]:
        """The member's drafts, also proposed and returned ones, last changed first (at most 25)."""
        await self._setup.expect_moderator(member)
        return await self._drafts.mine(member)

    @retrying
    async def of_desk(self, member: Member) -> tuple[Draft, ...]:
        """All drafts and proposals of the member's desk, to count them by author."""
        await self._setup.expect_moderator(member)
        return await self._drafts.of_desk(member.desk)

    async def discard(self, member: Member, draft_id: str) -> None:
        """Delete a draft."""
        await self._drafts.drop(await self.get(member, draft_id))

    @retrying
    async def take_back(self, member: Member, draft_id: str) -> Draft:
        """Withdraw a proposal to continue editing."""
        draft = await self.get(member, draft_id)
        return await self._drafts.put(draft.model_copy(update={"stage": Stage.OPEN}))

    async def put_claim(self, member: Member, draft_id: str, form: ClaimForm) -> Draft:
        """Change the claim."""
        return await self._change(
            member, draft_id, partial(fill_claim, form=form, today=self._today)
        )

    async def put_response(
        self,
        member: Member,
        draft_id: str,
        form: ResponseForm,
        source: SourceForm | None = None,
        *,
        number: int | None = None,
    ) -> Draft:
        """Add a response or change number ``number`` (from 1), optionally with a new source that
        reports it. Duplicates of a response or source are not added.
        """
        filling = partial(fill_response, form=form, number=number, today=self._today, source=source)
        return await self._change(member, draft_id, filling)

    async def remove_response(self, member: Member, draft_id: str, number: int) -> Draft:
        """Remove a response and the outlets' wordings of it."""
        return await self._change(member, draft_id, partial(remove_response, number=number))

    async def put_source(
        self, member: Member, draft_id: str, form: SourceForm, *, number: int | None = None
    ) -> Draft:
        """Add a source or change number ``number`` (from 1)."""
        filling = partial(fill_source, form=form, number=number, today=self._today)
        return await self._change(member, draft_id, filling)

    async def remove_source(self, member: Member, draft_id: str, number: int) -> Draft:
        """Remove a source; citations of it are removed and later sources renumbered."""
        return await self._change(member, draft_id, partial(remove_source, number=number))

    async def put_topics(self, member: Member, draft_id: str, topics: Sequence[str]) -> Draft:
        """Set the topics."""
        return await self._put(member, draft_id, "topics", topics)

    async def put_wordings(self, member: Member, draft_id: str, wordings: Sequence[str]) -> Draft:
        """Set the alternative wordings."""
        return await self._put(member, draft_id, "other_wordings", wordings)

    async def put_verdict(self, member: Member, draft_id: str, form: VerdictForm) -> Draft:
        """Set, change or (with an empty label) remove the newsroom's own verdict."""
        return await self._change(
            member, draft_id, partial(fill_verdict, form=form, today=self._today)
        )

    @retrying
    async def put_article(self, member: Member, draft_id: str, article: Proposed | None) -> Draft:
        """Attach the data extracted from an article to the draft, marked as proposed, or remove it.

        It becomes a source by ``put_source`` after review.
        """
        await self._setup.expect_moderator(member)
        draft = await self._drafts.own_open(member, draft_id)
        return await self._drafts.put(draft.model_copy(update={"article": article}))

    @retrying
    async def renew(self, member: Member, draft_id: str) -> Rebased:
        """Rebase an edit on the present fact, after StaleDraft."""
        await self._setup.expect_moderator(member)
        renewed = await self._rebasing.renewed(
            member, await self._drafts.own_open(member, draft_id)
        )
        return Rebased(await self._drafts.put(renewed.draft), renewed.theirs, renewed.both)

    @property
    def _today(self) -> date:
        return self._drafts.clock().date()

    async def _put(self, member: Member, draft_id: str, part: str, texts: Sequence[str]) -> Draft:
        given = {part: _once_each(texts)}
        return await self._change(member, draft_id, lambda record: record.update(given))

    @retrying
    async def _change(
        self, member: Member, draft_id: str, change: Callable[[Record], object]
    ) -> Draft:
        await self._setup.expect_moderator(member)
        draft = await self._drafts.own_open(member, draft_id)
        record = record_of(draft.content)
        change(record)
        return await self._drafts.put(draft.model_copy(update={"content": content_of(record)}))


def _once_each(texts: Sequence[str]) -> list[str]:
    """The texts without blank ones and duplicates."""
    kept: dict[str, str] = {}
    for text in texts:
        if text.strip():
            kept.setdefault(text.strip().casefold(), text)
    return list(kept.values())
