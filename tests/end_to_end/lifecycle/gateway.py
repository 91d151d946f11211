"""The gateway of the small Discord: sessions by shard, and what it allows who signs in."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

import aiohttp
from aiohttp import web

from tests.end_to_end.lifecycle import payloads
from tests.end_to_end.lifecycle.happenings import Happenings
from tests.end_to_end.lifecycle.payloads import Payload

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _INVALID, _HELLO, _ACKNOWLEDGED = 0, 1, 2, 6, 9, 10, 11
_WRONG_TOKEN = 4004
_GOODBYES = (1000, 1001)


@dataclass(eq=False, slots=True)
class Session:
    """What one sign-in began; without a ``socket`` it can be resumed, unless it said goodbye."""

    id: str
    shard: int
    shards: int
    socket: web.WebSocketResponse | None
    sent: list[Payload] = field(default_factory=list)


class Gateway:
    """Sends events to whoever has the shard of a server, again to who resumes."""

    def __init__(self, token: str, happened: Happenings) -> None:
        self.shards = 1
        """How many shards Discord recommends."""
        self.max_concurrency = 1
        self.remaining = 1000
        self.reset_after = 14_400_000
        """Milliseconds until ``remaining`` is 1000 again, as it says; it never is by itself."""
        self.servers = [payloads.GUILD_ID]
        self.identified: list[Payload] = []
        self.identified_at: list[tuple[int, float]] = []
        """Bucket and time, in seconds of the loop's clock, of each sign-in."""
        self.resumed = 0
        self.closed_with: int | None = None
        """The code with which the bot closed its last connection; 1000 is a goodbye."""
        self.says_goodbye = True
        """Whether it answers when the bot closes the connection."""
        self.address = ""
        self.sessions: list[Session] = []
        self.token = token
        self._happened = happened
        self._ids = count(1)
        self._acknowledged = 0
        self._ended = asyncio.Event()

    @property
    def smallest_gap(self) -> float:
        """The shortest time between two sign-ins of one bucket, in seconds."""
        gaps = [
            later - earlier
            for place, (bucket, earlier) in enumerate(self.identified_at)
            for other, later in self.identified_at[place + 1 :]
            if other == bucket
        ]
        return min(gaps, default=float("inf"))

    def for_bots(self) -> Payload:
        """What /gateway/bot answers."""
        limit = {
            "total": 1000,
            "remaining": self.remaining,
            "reset_after": self.reset_after,
            "max_concurrency": self.max_concurrency,
        }
        return {"url": self.address, "shards": self.shards, "session_start_limit": limit}

    @property
    def connected(self) -> set[int]:
        """The shards that are served now."""
        return {one.shard for one in self.sessions if one.socket is not None}

    def is_served(self, server: str) -> bool:
        """Whether somebody is told at once what happens in ``server``."""
        return any(one.socket is not None for one in self.serving(server))

    def serving(self, server: str) -> list[Session]:
        """The sessions that are told what happens in ``server``."""
        return [one for one in self.sessions if (int(server) >> 22) % one.shards == one.shard]

    async def dispatch(self, event: str, data: Payload, *, server: str) -> None:
        """Tell whoever serves ``server``; nobody hears it where nobody does."""
        for session in self.serving(server):
            await self._tell(session, event, data)

    async def request_heartbeats(self) -> None:
        """Ask each connected session for a heartbeat and wait for as many."""
        connected = [session.socket for session in self.sessions if session.socket is not None]
        before = self._acknowledged
        for socket in connected:
            await socket.send_json({"op": _HEARTBEAT, "d": None})
        await self._happened.until(
            lambda: self._acknowledged >= before + len(connected), "the heartbeats"
        )

    async def end_sessions(self, code: int) -> None:
        """Close each connection with ``code``, as Discord does now and then."""
        for session in self.sessions:
            if (socket := session.socket) is not None:
                session.socket = None
                # ``socket.close`` would cut it off before the bot has seen the code.
                assert socket._writer is not None
                await socket._writer.close(code)

    async def close(self) -> None:
        """End all connections, also those that never get a goodbye."""
        self._ended.set()
        for session in self.sessions:
            if session.socket is not None:
                await session.socket.close()

    async def connection(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse(autoclose=self.says_goodbye)
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": 41250}})
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._received(socket, message.json())
        self._disconnected(socket)
        if not self.says_goodbye:
            await self._ended.wait()
        return socket

    async def _received(self, socket: web.WebSocketResponse, sent: Payload) -> None:
        match sent["op"]:
            case 1:
                await socket.send_json({"op": _ACKNOWLEDGED})
                self._acknowledged += 1
            case 2 | 6 if sent["d"]["token"] != self.token:
                await socket.close(code=_WRONG_TOKEN)
            case 2:
                await self._identify(socket, sent["d"])
            case 6:
                await self._resume(socket, sent["d"])
        self._happened.tell()

    async def _identify(self, socket: web.WebSocketResponse, given: Payload) -> None:
        shard, shards = given["shard"]
        session = Session(f"5e55{next(self._ids):x}", shard, shards, socket)
        self.remaining -= 1
        bucket = shard % self.max_concurrency
        self.identified_at.append((bucket, asyncio.get_running_loop().time()))
        self.sessions.append(session)
        own = [server for server in self.servers if (int(server) >> 22) % shards == shard]
        ready = payloads.ready(session.id, self.address, [shard, shards], own)
        await self._tell(session, "READY", ready)
        for server in own:
            await self._tell(session, "GUILD_CREATE", payloads.guild(server))
        self.identified.append(given)

    async def _resume(self, socket: web.WebSocketResponse, given: Payload) -> None:
        session = next((one for one in self.sessions if one.id == given["session_id"]), None)
        if session is None:
            await socket.send_json({"op": _INVALID, "d": False})
            return
        session.socket = socket
        for missed in session.sent[given["seq"] :]:
            await socket.send_json(missed)
        await self._tell(session, "RESUMED", {})
        self.resumed += 1

    async def _tell(self, session: Session, event: str, data: Payload) -> None:
        told = {"op": _DISPATCH, "t": event, "s": len(session.sent) + 1, "d": data}
        session.sent.append(told)
        if session.socket is not None and not session.socket.closed:
            # A bot that is just leaving hears of it when it resumes, or never.
            with suppress(ConnectionResetError):
                await session.socket.send_json(told)

    def _disconnected(self, socket: web.WebSocketResponse) -> None:
        self.closed_with = socket.close_code
        for session in [one for one in self.sessions if one.socket is socket]:
            session.socket = None
            if socket.close_code in _GOODBYES:
                self.sessions.remove(session)
        self._happened.tell()
