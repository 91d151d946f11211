"""Who may ask now: a rate limit per person and per server, and the blocklist of each desk."""

import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, Field

from facts.model import Clock, DeskId, Member, Refusal
from facts.model.fields import Frozen
from facts.store.shelf import Shelf, ShelfDocument
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.shelf_view import retrying

_MINUTE, _ROUNDING = 60.0, 1e-6
# The most buckets held (several MB). Dropping one allows another minute's worth.
_MOST_BUCKETS = 50_000

# The kind of the blocklists' documents on the shelf.
BLOCKED = "blocked"
_MOST_BLOCKED = 1000
_REF_BYTES, _KEY_BYTES = 6, 32


class Counted(StrEnum):
    """What is limited."""

    QUESTION = "question"
    CHECK = "message check"
    SUGGESTION = "suggestion"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits per minute; 0 for no limit. ``server_questions`` are those of all members, including
    message checks; ``actions`` are all other commands, buttons, menus and submitted forms.
    """

    questions: int = 30
    checks: int = 10
    server_questions: int = 300
    suggestions: int = 120
    actions: int = 120


class TooMany(Refusal):
    """The limit is reached; ``seconds`` until the next one, as the sentence says."""

    def __init__(self, whose: str, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        unit = "second" if self.seconds == 1 else "seconds"
        super().__init__(f"{whose} Please try again in {self.seconds} {unit}.")


class RateLimiter:
    """Counts and limits what people do, by token buckets. ``clock`` gives monotonic seconds.

    A full bucket has a minute's worth, usable at once or spread, and refills evenly. It is kept as
    one number, when it will be full again (the generic cell rate algorithm of ITU-T I.371).
    """

    def __init__(
        self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        # When each bucket is full again, most recently used last.
        self._full_at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def __len__(self) -> int:
        """The number of buckets held."""
        return len(self._full_at)

    def take(self, what: Counted, *, person: str, server: str | None) -> None:
        """Count one use. Raises TooMany, and then does not count it."""
        limits = self._limits
        a_minute = {
            Counted.QUESTION: limits.questions,
            Counted.CHECK: limits.checks,
            Counted.SUGGESTION: limits.suggestions,
            Counted.ACTION: limits.actions,
        }[what]
        reached = f"You’ve reached the limit of {a_minute} {what}s a minute."
        buckets = [((what.value, person), a_minute, reached)]
        if server is not None and what in (Counted.QUESTION, Counted.CHECK):
            reached = "People in this server are asking a lot right now."
            buckets.append((("server", server), limits.server_questions, reached))
        buckets = [bucket for bucket in buckets if bucket[1]]
        for bucket, a_minute, reached in buckets:
            until_full = self._full_at.get(bucket, 0.0) - self._clock()
            until_next = until_full - _MINUTE * (a_minute - 1) / a_minute
            if until_next > _ROUNDING:
                raise TooMany(reached, until_next)
        for bucket, a_minute, _ in buckets:
            self._count(bucket, a_minute)

    def _count(self, bucket: tuple[str, str], a_minute: int) -> None:
        now = self._clock()
        self._full_at[bucket] = max(now, self._full_at.get(bucket, now)) + _MINUTE / a_minute
        self._full_at.move_to_end(bucket)
        # Drop up to two of the least recently used buckets, if full or too many.
        for oldest, full_at in tuple(islice(self._full_at.items(), 2)):
            if full_at > now and len(self._full_at) <= _MOST_BUCKETS:
                return
            del self._full_at[oldest]


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

    people: Annotated[tuple[BlockedPerson, ...], Field(max_length=_MOST_BLOCKED)] = ()
    key: str = ""

    def of_person(self, person_id: str) -> list[BlockedPerson]:
        """A person's blocks, under the id or a hash; those made before there were keys count."""
        if not self.people:
            return []
        known = {person_id, _hash(person_id, ""), _hash(person_id, self.key)}
        return [one for one in self.people if one.id in known]

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
            raise CannotBlock("You can’t block a moderator of this desk.")
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
            lambda blocks: [one for one in blocks.of_person(person_id) if not one.ref],
            "Nobody has blocked this person by name. See /desk block for blocks from a request.",
        )

    async def lift(self, member: Member, ref: str) -> tuple[BlockedPerson, ...]:
        """Lift the block of a request's author by its ``ref``. Raises NotAllowed, CannotBlock."""
        return await self._lift(
            member,
            lambda blocks: [one for one in blocks.people if one.ref == ref],
            "This block was lifted already. See /desk block.",
        )

    async def blocked(self, member: Member) -> tuple[BlockedPerson, ...]:
        """The blocklist of the member's desk, in order. Raises NotAllowed."""
        await self._setup.expect_moderator(member)
        return (await self._at_revision(member.desk))[0].people

    async def expect_not_blocked(self, desk: DeskId, person_id: str) -> None:
        """Raises Blocked, with the sentence for the person, if the desk does not answer them."""
        blocks, _ = await self._at_revision(desk)
        if any(not one.ref for one in blocks.of_person(person_id)):
            raise Blocked(
                "This server’s moderators have blocked you from asking here. If you think that’s "
                "a mistake, please talk to one of them."
            )

    async def expect_may_request(self, desk: DeskId, person_id: str) -> None:
        """Raises Blocked if the desk does not take the person's requests."""
        blocks, _ = await self._at_revision(desk)
        if blocks.of_person(person_id):
            raise Blocked("This newsroom has blocked requests from you.")

    async def _add(
        self, member: Member, person_id: str, ref: str = ""
    ) -> tuple[BlockedPerson, ...]:
        blocks, revision = await self._at_revision(member.desk)
        people = blocks.people
        if any(bool(one.ref) == bool(ref) for one in blocks.of_person(person_id)):
            return people
        if len(people) >= _MOST_BLOCKED:
            raise CannotBlock(f"A desk can block {_MOST_BLOCKED:,} people. Unblock someone first.")
        new = BlockedPerson(id=person_id, by=member.signature, at=self._clock(), ref=ref)
        return await self._keep(member.desk, blocks, (*people, new), revision)

    @retrying
    async def _lift(
        self, member: Member, lifted: Callable[[_Blocks], list[BlockedPerson]], none: str
    ) -> tuple[BlockedPerson, ...]:
        await self._setup.expect_moderator(member)
        blocks, revision = await self._at_revision(member.desk)
        gone = lifted(blocks)
        if not gone:
            raise CannotBlock(none)
        left = tuple(one for one in blocks.people if one not in gone)
        return await self._keep(member.desk, blocks, left, revision)

    async def _at_revision(self, desk: DeskId) -> tuple[_Blocks, int]:
        stored = await self._shelf.get(BLOCKED, desk) or ShelfDocument({}, 0)
        return _Blocks.model_validate(stored), stored.revision

    async def _keep(
        self, desk: DeskId, blocks: _Blocks, people: tuple[BlockedPerson, ...], revision: int
    ) -> tuple[BlockedPerson, ...]:
        document = blocks.model_copy(update={"people": people}).model_dump(mode="json")
        await self._shelf.put(BLOCKED, desk, document, revision=revision)
        return people


async def desks_blocking(shelf: Shelf, person_id: str) -> set[DeskId]:
    """The desks at which a person is blocked."""
    kept = await shelf.items(BLOCKED)
    return {
        DeskId(desk)
        for desk, stored in kept.items()
        if _Blocks.model_validate(stored).of_person(person_id)
    }


async def keep_hashed(shelf: Shelf, person_id: str) -> int:
    """Replace an erased person's id by its keyed hash in all blocklists; returns how many."""
    count = 0
    for desk, stored in (await shelf.items(BLOCKED)).items():
        blocks = _Blocks.model_validate(stored)
        hashed = blocks.hashed(person_id)
        if hashed != blocks:
            count += 1
            kept = hashed.model_dump(mode="json")
            await shelf.put(BLOCKED, desk, kept, revision=stored.revision)
    return count


def _hash(person_id: str, key: str) -> str:
    """``key`` is in hex; without one it is the plain hash."""
    return blake2b(person_id.encode(), digest_size=16, key=bytes.fromhex(key)).hexdigest()
