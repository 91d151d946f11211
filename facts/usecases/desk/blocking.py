"""Blocklists: people whose questions and requests a desk does not take."""

import secrets
from collections.abc import Callable
from hashlib import blake2b
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from facts.model import Clock, DeskId, Member, Refusal
from facts.model.fields import Frozen
from facts.store.protocol import Shelf
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.shelf_view import retrying

KIND = "blocked"
_MOST = 1000
_REF_BYTES = 6


class Blocked(Refusal):
    """The person is blocked at this desk."""


class CannotBlock(Refusal):
    """The person cannot be blocked; the sentence says why."""


class BlockedPerson(Frozen):
    """A blocked person by the front end's id (its ``_hash`` once they were erased); who blocked
    them, and when.

    Someone blocked because of a request has a ``ref`` instead, by which the block is lifted, so
    that no moderator learns who they are. They can send no requests, but still get answers.
    """

    id: str
    by: str
    at: AwareDatetime
    ref: str = ""


class _Blocks(BaseModel):
    people: Annotated[tuple[BlockedPerson, ...], Field(max_length=_MOST)] = ()


class Blocking:
    """Manages the blocklist of each desk. ``clock`` is in UTC."""

    def __init__(self, shelf: Shelf, setup: Setup, clock: Clock) -> None:
        self._shelf = shelf
        self._setup = setup
        self._clock = clock

    @retrying
    async def block(self, member: Member, person: Member) -> tuple[BlockedPerson, ...]:
        """Block ``person`` at the member's desk; returns the blocklist.

        Raises NotAllowed, CannotBlock for a moderator of the desk.
        """
        await self._setup.expect_moderator(member)
        if await self._setup.moderates(person):
            raise CannotBlock("You can't block a moderator of this desk.")
        return await self._add(member, person.id)

    @retrying
    async def block_asker(self, member: Member, person_id: str) -> tuple[BlockedPerson, ...]:
        """Block the author of a request from sending more; the member does not learn who it is."""
        await self._setup.expect_moderator(member)
        return await self._add(member, person_id, secrets.token_hex(_REF_BYTES))

    async def unblock(self, member: Member, person_id: str) -> tuple[BlockedPerson, ...]:
        """Unblock a person; returns the blocklist. Raises NotAllowed, CannotBlock."""
        # Unblocking by name must not reveal whether somebody was blocked because of a request.
        known = _known_as(person_id)
        return await self._lift(
            member,
            lambda one: one.id in known and not one.ref,
            "Nobody has blocked this person by name. See /desk block for blocks from a request.",
        )

    async def lift(self, member: Member, ref: str) -> tuple[BlockedPerson, ...]:
        """Lift the block of a request's author by its ``ref``. Raises NotAllowed, CannotBlock."""
        return await self._lift(
            member, lambda one: one.ref == ref, "This block was lifted already. See /desk block."
        )

    async def blocked(self, member: Member) -> tuple[BlockedPerson, ...]:
        """The blocklist of the member's desk, in order. Raises NotAllowed."""
        await self._setup.expect_moderator(member)
        return (await self._at_revision(member.desk))[0]

    async def expect_not_blocked(self, desk: DeskId, person_id: str) -> None:
        """Raises Blocked, with the sentence for the person, if the desk does not answer them."""
        people, _ = await self._at_revision(desk)
        known = _known_as(person_id)
        if any(one.id in known and not one.ref for one in people):
            raise Blocked(
                "This server’s moderators have blocked you from asking here. If you think that’s "
                "a mistake, please talk to one of them."
            )

    async def expect_may_request(self, desk: DeskId, person_id: str) -> None:
        """Raises Blocked if the desk does not take the person's requests."""
        people, _ = await self._at_revision(desk)
        known = _known_as(person_id)
        if any(one.id in known for one in people):
            raise Blocked("This newsroom has blocked requests from you.")

    async def _add(
        self, member: Member, person_id: str, ref: str = ""
    ) -> tuple[BlockedPerson, ...]:
        people, revision = await self._at_revision(member.desk)
        known = _known_as(person_id)
        if any(one.id in known and bool(one.ref) == bool(ref) for one in people):
            return people
        if len(people) >= _MOST:
            raise CannotBlock(f"A desk can block {_MOST:,} people. Unblock someone first.")
        new = BlockedPerson(id=person_id, by=member.signature, at=self._clock(), ref=ref)
        return await self._keep(member.desk, (*people, new), revision)

    @retrying
    async def _lift(
        self, member: Member, lifted: Callable[[BlockedPerson], bool], none: str
    ) -> tuple[BlockedPerson, ...]:
        await self._setup.expect_moderator(member)
        people, revision = await self._at_revision(member.desk)
        left = tuple(one for one in people if not lifted(one))
        if len(left) == len(people):
            raise CannotBlock(none)
        return await self._keep(member.desk, left, revision)

    async def _at_revision(self, desk: DeskId) -> tuple[tuple[BlockedPerson, ...], int]:
        stored = await self._shelf.get(KIND, desk)
        if stored is None:
            return (), 0
        return _Blocks.model_validate(stored).people, stored.revision

    async def _keep(
        self, desk: DeskId, people: tuple[BlockedPerson, ...], revision: int
    ) -> tuple[BlockedPerson, ...]:
        document = _Blocks(people=people).model_dump(mode="json")
        await self._shelf.put(KIND, desk, document, revision=revision)
        return people


async def desks_blocking(shelf: Shelf, person_id: str) -> set[DeskId]:
    """The desks at which a person is blocked."""
    kept = await shelf.items(KIND)
    known = _known_as(person_id)
    return {
        DeskId(desk)
        for desk, blocks in kept.items()
        if any(one.id in known for one in _Blocks.model_validate(blocks).people)
    }


async def keep_hashed(shelf: Shelf, person_id: str) -> int:
    """Replace an erased person's id by its hash in all blocklists; returns how many."""
    count = 0
    for desk, stored in (await shelf.items(KIND)).items():
        blocks = _Blocks.model_validate(stored)
        hashed = tuple(
            one.model_copy(update={"id": _hash(person_id)}) if one.id == person_id else one
            for one in blocks.people
        )
        if hashed != blocks.people:
            count += 1
            kept = _Blocks(people=hashed).model_dump(mode="json")
            await shelf.put(KIND, desk, kept, revision=stored.revision)
    return count


def _known_as(person_id: str) -> tuple[str, str]:
    return person_id, _hash(person_id)


def _hash(person_id: str) -> str:
    return blake2b(person_id.encode(), digest_size=16).hexdigest()
