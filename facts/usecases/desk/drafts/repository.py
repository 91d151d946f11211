"""The repository of drafts, on the shelf by desk. Raises StaleDocument on concurrent changes."""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from facts.model import (
    Clock,
    DeskId,
    DoesNotExist,
    Fact,
    FactContent,
    LimitReached,
    Member,
    Refusal,
)
from facts.store.protocol import FactStore
from facts.store.shelf import Delete, Put, ShelfDocument
from facts.usecases.desk.drafts.draft import AlreadyPublished, Draft, Stage

MOST_DRAFTS = 25
# The scheduled drafts and their times.
SCHEDULED = "scheduled-drafts"
_ID_BYTES = 6


class DraftRepository:
    """Keeps drafts. ``clock`` gives the time in UTC."""

    def __init__(self, store: FactStore, clock: Clock) -> None:
        self._store = store
        self._shelf = store.shelf
        self.clock = clock
        self.on_schedule: Callable[[], None] = lambda: None

    async def get(self, desk: DeskId, draft_id: str) -> Draft:
        """Any draft of ``desk``. Raises DoesNotExist, AlreadyPublished."""
        # In this order a draft published concurrently is never reported as deleted.
        stored = await self._shelf.get(_kind(desk), draft_id)
        for change in await self._store.done(step_of(draft_id)):
            if change.after is not None and change.after.desk == desk:
                raise AlreadyPublished(change.fact_id)
        if stored is not None:
            return _read(stored)
        raise DoesNotExist("This draft was deleted. You can still copy its text from here.")

    async def own(self, member: Member, draft_id: str) -> Draft:
        """A draft of the member's own. Raises DoesNotExist, AlreadyPublished."""
        draft = await self.get(member.desk, draft_id)
        if draft.author != member.id:
            raise DoesNotExist("This is someone else’s draft. Only they can open it.")
        return draft

    async def own_open(self, member: Member, draft_id: str) -> Draft:
        """An editable draft of the member's own. Also raises for a proposed one."""
        draft = await self.own(member, draft_id)
        if draft.stage is Stage.PROPOSED:
            raise Refusal(
                "This draft is waiting for another moderator’s approval. Withdraw it first to "
                "change it."
            )
        if draft.stage is Stage.SCHEDULED:
            raise Refusal("This draft is scheduled. Cancel the schedule to change it.")
        return draft

    async def proposed(self, desk: DeskId) -> tuple[Draft, ...]:
        """The proposals of a desk, in the order in which they were opened."""
        drafts = await self._having(desk, "stage", Stage.PROPOSED)
        return tuple(sorted(drafts, key=lambda draft: draft.opened_at))

    async def of_desk(self, desk: DeskId) -> tuple[Draft, ...]:
        """All drafts of a desk, proposals among them."""
        return tuple(await self._having(desk))

    async def mine(self, member: Member) -> tuple[Draft, ...]:
        """The member's drafts, last changed first."""
        drafts = await self._having(member.desk, "author", member.id)
        return tuple(sorted(drafts, key=lambda draft: draft.changed_at, reverse=True))

    def new(
        self, member: Member, content: FactContent, *, of: Fact | None = None, key: str = ""
    ) -> Draft:
        """A new draft, not stored yet; for an edit ``of`` a fact at its revision.

        The same ``key`` of the same member gives the same id.
        """
        now = self.clock()
        return Draft(
            id=_id(member, key),
            desk=member.desk,
            author=member.id,
            signature=member.signature,
            opened_at=now,
            changed_at=now,
            content=content,
            fact_id=of and of.id,
            revision=of and of.revision,
        )

    async def expect_room(self, member: Member) -> None:
        """Raises LimitReached if the member cannot open another."""
        if len(await self.mine(member)) >= MOST_DRAFTS:
            raise LimitReached(
                f"You’ve reached the limit of {MOST_DRAFTS} drafts. Publish or delete one, "
                "then try again."
            )

    async def put(self, draft: Draft, *also: Delete) -> Draft:
        """Store ``draft`` as changed now, together with the steps ``also``; returns it as stored.

        Raises StaleDocument if somebody changed it since it was read, or created the same.
        """
        kept = draft.model_copy(update={"changed_at": self.clock()})
        newest = await self._shelf.keep([self._keeping(kept), *also])
        return kept.model_copy(update={"revision_kept": newest - len(also)})

    async def schedule(self, draft: Draft) -> Draft:
        """Store ``draft`` as scheduled for its ``publish_at``. Raises StaleDocument."""
        kept = draft.model_copy(update={"stage": Stage.SCHEDULED, "changed_at": self.clock()})
        at = {"at": kept.publish_at.isoformat() if kept.publish_at else ""}
        await self._shelf.keep([self._keeping(kept), Put(SCHEDULED, _scheduled(kept), at)])
        self.on_schedule()
        return await self.get(kept.desk, kept.id)

    async def unschedule(self, draft: Draft, **fields: Any) -> Draft:
        """Store ``draft`` with other ``fields`` and unscheduled. Raises StaleDocument."""
        fields |= {"publish_at": None, "changed_at": self.clock()}
        kept = draft.model_copy(update=fields)
        await self._shelf.keep([self._keeping(kept), Delete(SCHEDULED, _scheduled(kept))])
        return await self.get(kept.desk, kept.id)

    async def forget_schedule(self, desk: DeskId, draft_id: str) -> None:
        """Remove the schedule entry of a draft that no longer exists."""
        await self._shelf.delete(SCHEDULED, f"{desk}.{draft_id}")

    async def drop(self, draft: Draft) -> None:
        """Delete ``draft``. Raises StaleDocument if it was changed since it was read."""
        await self._shelf.keep(self.dropped(draft))

    def dropped(self, draft: Draft) -> list[Delete]:
        """The steps that delete ``draft``, to be combined with others."""
        dropped = [Delete(_kind(draft.desk), draft.id, draft.revision_kept)]
        if draft.stage is Stage.SCHEDULED:
            dropped.append(Delete(SCHEDULED, _scheduled(draft)))
        return dropped

    def _keeping(self, draft: Draft) -> Put:
        document = draft.model_dump(mode="json", exclude_defaults=True)
        return Put(_kind(draft.desk), draft.id, document, draft.revision_kept)

    async def _having(self, desk: DeskId, field: str | None = None, value: str = "") -> list[Draft]:
        found = []
        for draft_id, stored in (await self._shelf.items(_kind(desk))).items():
            if (field is None or stored.get(field) == value) and not await self._store.done(
                step_of(draft_id)
            ):
                found.append(_read(stored))
                await asyncio.sleep(0)
        return found


def step_of(draft_id: str) -> str:
    """The idempotency key of publishing a draft: the store applies it once."""
    return f"draft/{draft_id}"


def _read(stored: ShelfDocument) -> Draft:
    return Draft.model_validate(stored | {"revision_kept": stored.revision})


def _id(member: Member, key: str) -> str:
    if not key:
        return secrets.token_hex(_ID_BYTES)
    named = f"{member.desk}\n{member.id}\n{key}".encode("utf-8", "replace")
    return hashlib.blake2b(named, digest_size=_ID_BYTES).hexdigest()


def _scheduled(draft: Draft) -> str:
    return f"{draft.desk}.{draft.id}"


def _kind(desk: DeskId) -> str:
    return f"draft/{desk}"
