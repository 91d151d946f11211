"""Blocklists: people whose questions and requests a desk does not take."""

import secrets
from collections.abc import Callable
from hashlib import blake2b
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, Field

from facts.model import Clock, DeskId, Member, Refusal
from facts.model.fields import Frozen
from facts.store.protocol import Shelf
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.shelf_view import retrying

KIND = "blocked"
_MOST = 1000
_REF_BYTES, _KEY_BYTES = 6, 32


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
    """A desk's blocklist. ``key`` (hex) is the key of its hashes, made with the first of them: by a
    hash without one, anybody with a list of the server's members can tell who it is.
    """

    people: Annotated[tuple[BlockedPerson, ...], Field(max_length=_MOST)] = ()
    key: str = ""

    def known_as(self, person_id: str) -> set[str]:
        """The ids that a person may have here; hashes made before there were keys still count."""
        return {person_id, _hash(person_id, ""), _hash(person_id, self.key)}

    def hashed(self, person_id: str) -> Self:
        """The same, with the person's hash for their id if they are blocked by it."""
        if all(one.id != person_id for one in self.people):
            return self
        key = self.key or secrets.token_hex(_KEY_BYTES)
        unnamed = {"id": _hash(person_id, key)}
        people = (
            one.model_copy(update=unnamed) if one.id == person_id else one for one in self.people
        )
        return self.model_copy(update={"people": tuple(people), "key": key})


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
        return await self._lift(
            member,
            lambda one, blocks: not one.ref and one.id in blocks.known_as(person_id),
            "Nobody has blocked this person by name. See /desk block for blocks from a request.",
        )

    async def lift(self, member: Member, ref: str) -> tuple[BlockedPerson, ...]:
        """Lift the block of a request's author by its ``ref``. Raises NotAllowed, CannotBlock."""
        return await self._lift(
            member, lambda one, _: one.ref == ref, "This block was lifted already. See /desk block."
        )

    async def blocked(self, member: Member) -> tuple[BlockedPerson, ...]:
        """The blocklist of the member's desk, in order. Raises NotAllowed."""
        await self._setup.expect_moderator(member)
        return (await self._at_revision(member.desk))[0].people

    async def expect_not_blocked(self, desk: DeskId, person_id: str) -> None:
        """Raises Blocked, with the sentence for the person, if the desk does not answer them."""
        blocks, _ = await self._at_revision(desk)
        known = blocks.known_as(person_id)
        if any(one.id in known and not one.ref for one in blocks.people):
            raise Blocked(
                "This server’s moderators have blocked you from asking here. If you think that’s "
                "a mistake, please talk to one of them."
            )

    async def expect_may_request(self, desk: DeskId, person_id: str) -> None:
        """Raises Blocked if the desk does not take the person's requests."""
        blocks, _ = await self._at_revision(desk)
        known = blocks.known_as(person_id)
        if any(one.id in known for one in blocks.people):
            raise Blocked("This newsroom has blocked requests from you.")

    async def _add(
        self, member: Member, person_id: str, ref: str = ""
    ) -> tuple[BlockedPerson, ...]:
        blocks, revision = await self._at_revision(member.desk)
        people, known = blocks.people, blocks.known_as(person_id)
        if any(one.id in known and bool(one.ref) == bool(ref) for one in people):
            return people
        if len(people) >= _MOST:
            raise CannotBlock(f"A desk can block {_MOST:,} people. Unblock someone first.")
        new = BlockedPerson(id=person_id, by=member.signature, at=self._clock(), ref=ref)
        return await self._keep(member.desk, blocks, (*people, new), revision)

    @retrying
    async def _lift(
        self, member: Member, lifted: Callable[[BlockedPerson, _Blocks], bool], none: str
    ) -> tuple[BlockedPerson, ...]:
        await self._setup.expect_moderator(member)
        blocks, revision = await self._at_revision(member.desk)
        left = tuple(one for one in blocks.people if not lifted(one, blocks))
        if len(left) == len(blocks.people):
            raise CannotBlock(none)
        return await self._keep(member.desk, blocks, left, revision)

    async def _at_revision(self, desk: DeskId) -> tuple[_Blocks, int]:
        stored = await self._shelf.get(KIND, desk)
        if stored is None:
            return _Blocks(), 0
        return _Blocks.model_validate(stored), stored.revision

    async def _keep(
        self, desk: DeskId, blocks: _Blocks, people: tuple[BlockedPerson, ...], revision: int
    ) -> tuple[BlockedPerson, ...]:
        document = blocks.model_copy(update={"people": people}).model_dump(mode="json")
        await self._shelf.put(KIND, desk, document, revision=revision)
        return people


async def desks_blocking(shelf: Shelf, person_id: str) -> set[DeskId]:
    """The desks at which a person is blocked."""
    kept = {
        desk: _Blocks.model_validate(stored) for desk, stored in (await shelf.items(KIND)).items()
    }
    return {
        DeskId(desk)
        for desk, blocks in kept.items()
        if not blocks.known_as(person_id).isdisjoint(one.id for one in blocks.people)
    }


async def keep_hashed(shelf: Shelf, person_id: str) -> int:
    """Replace an erased person's id by its keyed hash in all blocklists; returns how many."""
    count = 0
    for desk, stored in (await shelf.items(KIND)).items():
        blocks = _Blocks.model_validate(stored)
        hashed = blocks.hashed(person_id)
        if hashed != blocks:
            count += 1
            kept = hashed.model_dump(mode="json")
            await shelf.put(KIND, desk, kept, revision=stored.revision)
    return count


def _hash(person_id: str, key: str) -> str:
    """``key`` is in hex; without one it is the plain hash."""
    return blake2b(person_id.encode(), digest_size=16, key=bytes.fromhex(key)).hexdigest()
