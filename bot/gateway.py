"""The connection to Discord's gateway: respects the sign-in limits, and reconnects fast.

A bot that signs in (IDENTIFY) too often per day has its token reset; too fast, its session is
rejected. discord.py leaves both limits to its user, and after an outage it waits up to 17 minutes
before it reconnects.
"""

import asyncio
import json
import logging
from datetime import datetime, timedelta
from typing import Any

import discord
import orjson
import yarl
from discord.ext import commands

from facts.wiring import LARGEST_GROUP, MustStartAgain, Processes, ShardGroup, StoreAway

_log = logging.getLogger(__name__)
# Discord requires 5 s between sign-ins as it receives them; the rest is for network jitter.
_SPACING_SECONDS = 5.25
_LIMITS_HOLD_SECONDS = 60.0
_ANSWER_WITHIN_SECONDS = 5.0
_ENDS_WITHIN_SECONDS = 1.0
# The exponent of the backoff: discord.py waits a random time up to 2 ** this many seconds.
_LONGEST_WAIT = 2
_UNAUTHORIZED = 401
_PERMANENT = {4004, *range(4010, 4015)}


class GatewayBot(commands.AutoShardedBot):
    """A bot on all the shards that Discord recommends or, of several processes, on its share."""

    def __init__(
        self,
        processes: Processes | None = None,
        *,
        shards_per_process: int = LARGEST_GROUP,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._began = False
        self._processes = processes
        self._shards_per_process = shards_per_process
        self._group: ShardGroup | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._session: asyncio.Task[None] | None = None
        self._must_start_again: MustStartAgain | None = None
        self._limits: discord.SessionStartLimits | None = None
        self._limits_until = 0.0
        self._refused: discord.LoginFailure | None = None
        self._signed_in_at: dict[int, float] = {}
        self._away_since: dict[int, datetime] = {}

    @property
    def sign_ins_left(self) -> int | None:
        """The sign-ins that Discord still allows, as last fetched; None before that."""
        return self._limits.remaining if self._limits else None

    async def login(self, token: str) -> None:
        """Validate the token with Discord."""
        self._began = True
        await super().login(token)

    async def launch_shards(self) -> None:
        """Start this process's shards; of several processes, each first claims its share."""
        if self._processes is not None:
            self._group = await self._processes.claim(
                self._recommended_shards, self._shards_per_process
            )
            self.shard_count, self.shard_ids = self._group.count, list(self._group.shard_ids)
            _log.info(
                "Serving shards %d to %d of %d",
                *(self.shard_ids[0], self.shard_ids[-1], self.shard_count),
            )
            self._keeping = asyncio.create_task(self._keep(self._processes, self._group))
        await super().launch_shards()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Serve until closed. Raises MustStartAgain if the lease on the shards is lost."""
        self._session = asyncio.create_task(super().connect(reconnect=reconnect))
        try:
            await asyncio.shield(self._session)
        except asyncio.CancelledError:
            await _end(self._session)
            if self._must_start_again is not None:
                raise self._must_start_again from None
            raise

    async def close(self) -> None:
        """Close the connections, then release the shards to other processes."""
        if self._keeping is not None:
            self._keeping.cancel()
        if self._began:  # discord.py cannot close a client that never logged in
            await super().close()
        if self._processes is not None and self._group is not None:
            group, self._group = self._group, None
            try:
                await self._processes.release(group)
            except StoreAway:
                _log.warning(
                    "Could not release the shards; other processes will take them over soon"
                )

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Start one shard. The initial one waits until sign-ins are left for all shards."""
        self._raise_when_shut_out()
        if initial:
            await self._wait_for_sign_ins(len(self.shard_ids or range(self.shard_count or 1)))
        await super().launch_shard(gateway, shard_id, initial=initial)
        # The backoff has no public API; the alternative is to reimplement reconnecting.
        self.shards[shard_id]._parent._backoff._max = _LONGEST_WAIT  # noqa: SLF001

    async def before_identify_hook(
        self,
        shard_id: int | None,
        *,
        initial: bool = False,  # noqa: ARG002 - discord.py passes it
    ) -> None:
        """Wait until this shard may sign in, by the daily limit and the spacing of its bucket."""
        limits = await self._wait_for_sign_ins(1)
        bucket = (shard_id or 0) % limits.max_concurrency
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._signed_in_at.get(bucket, 0.0) + _SPACING_SECONDS - loop.time())
        if self._processes is not None:
            try:
                await self._processes.turn(bucket, _SPACING_SECONDS)
            except StoreAway:  # after a collision Discord rejects the sign-in, and it is retried
                _log.warning("Signing in without coordinating with other processes")
        self._signed_in_at[bucket] = loop.time()
        limits.remaining -= 1

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note when a connection was lost; discord.py reconnects by itself."""
        self._away_since.setdefault(shard_id, discord.utils.utcnow())

    async def on_shard_connect(self, shard_id: int) -> None:
        """Log the absence of a shard that has signed in again, or whose session resumed: then
        Discord replays the missed events.
        """
        if (since := self._away_since.pop(shard_id, None)) is not None:
            now = discord.utils.utcnow()
            seconds = (now - since).total_seconds()
            _log.info(
                "Shard %d was disconnected from Discord for %.1f s, from %s to %s UTC",
                *(shard_id, seconds, f"{since:%Y-%m-%d %H:%M:%S}", f"{now:%H:%M:%S}"),
            )

    on_shard_resumed = on_shard_connect

    async def _recommended_shards(self) -> int:
        return (await self.http.get_bot_gateway())[0]

    async def _keep(self, processes: Processes, group: ShardGroup) -> None:
        try:
            await processes.keep(group)
        except MustStartAgain as why:
            self._must_start_again = why
        except Exception:  # noqa: BLE001 - whoever serves must hold the lease
            # Without a lease another process may serve the same people.
            _log.exception("Could not renew the lease of the shards")
            self._must_start_again = MustStartAgain(
                "This process could not renew its lease on the shards."
            )
        if self._session is not None:
            # Ends the session before the client: a client closed during a session keeps it
            # resumable, and waits half a minute for Discord's close frame.
            await _end(self._session)

    def _raise_when_shut_out(self) -> None:
        # While starting shards, discord.py ignores that earlier ones failed, and signs in the rest.
        if self._refused is not None:
            raise self._refused
        for shard in self.shards.values():
            socket = shard._parent.ws.socket  # noqa: SLF001 - the close code has no public API
            if socket.close_code in _PERMANENT:
                raise discord.ConnectionClosed(socket, shard_id=shard.id)

    async def _wait_for_sign_ins(self, needed: int) -> discord.SessionStartLimits:
        """Wait until more than ``needed`` sign-ins are left; return Discord's limits.

        Raises LoginFailure if the token is no longer valid.
        """
        limits = await self._read_limits()
        while limits.remaining <= needed:
            wait = timedelta(milliseconds=limits.reset_after) + timedelta(seconds=1)
            _log.warning(
                "Discord allows %d more of %d sign-ins until %s UTC. This bot needs %d and keeps "
                "one in reserve, so it waits until then. Something made it sign in very often: "
                "check the log above, and look for another process with the same token.",
                *(limits.remaining, limits.total),
                *(f"{discord.utils.utcnow() + wait:%Y-%m-%d %H:%M:%S}", needed),
            )
            await asyncio.sleep(wait.total_seconds())
            self._limits = None
            limits = await self._read_limits()
        return limits

    async def _read_limits(self) -> discord.SessionStartLimits:
        now = asyncio.get_running_loop().time()
        if self._limits is None or now > self._limits_until:
            try:
                # discord.py would retry for half a minute.
                async with asyncio.timeout(_ANSWER_WITHIN_SECONDS):
                    self._limits = await self.fetch_session_start_limits()
            except discord.GatewayNotFound as error:
                if getattr(error.__cause__, "status", None) == _UNAUTHORIZED:
                    self._refused = discord.LoginFailure("The token was taken back.")
                    raise self._refused from error
                raise
            self._limits_until = now + _LIMITS_HOLD_SECONDS
        return self._limits


async def _end(session: asyncio.Task[None]) -> None:
    """Cancel ``session`` until it ends: discord.py ignores it once while a shard reconnects."""
    while not session.done():
        session.cancel()
        await asyncio.wait([session], timeout=_ENDS_WITHIN_SECONDS)


def read_json(text: str | bytes | bytearray | memoryview) -> Any:
    """Parse an event. A lone surrogate, which JSON can escape but UTF-8 cannot encode, becomes a
    question mark, so that the event is not lost. Raises ValueError for invalid JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        read = json.loads(text if isinstance(text, str) else bytes(text))
        _log.warning("Discord sent a broken character, which was read as “?”")
        return orjson.loads(json.dumps(read, ensure_ascii=False).encode("utf-8", "replace"))


_INTENT_REFUSED = (
    "Discord refused an intent that this bot asked for. Nice Note needs no privileged intents: "
    "update it, then restart it."
)
_SHUT_OUT = {
    4010: "Discord rejected the shard that this process signed in as. All processes of one bot "
    "need the same number of shards: restart them all.",
    4011: "The bot is on more servers than its shards can serve. Restart it: it asks Discord how "
    "many it needs. If several processes share a PostgreSQL store, raise their number first: "
    "python -m bot shards COUNT",
    4012: "Discord no longer supports the API version that this bot uses. Update Nice Note and "
    "its packages, then restart it.",
    4013: _INTENT_REFUSED,
    4014: _INTENT_REFUSED,
}


def shut_out(code: int) -> str:
    """A sentence on what to do after Discord closed the connection with a permanent ``code``."""
    told = _SHUT_OUT.get(
        code, "Discord closed the connection. Look at the bot in the developer portal."
    )
    return f"{told} Discord’s close code was {code}; retrying won’t help."
