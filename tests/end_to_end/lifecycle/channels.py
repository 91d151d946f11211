"""The channels of the small Discord: the messages in them, who may write how often, direct messages
too. What was written is kept with how often each message was edited.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count, repeat

from aiohttp import web
from discord.utils import time_snowflake

from tests.end_to_end.lifecycle import payloads
from tests.end_to_end.lifecycle.happenings import Happenings
from tests.end_to_end.lifecycle.payloads import Payload, failure, response, sent_body
from tests.end_to_end.lifecycle.posted import words_of

# In place of a status: the message is taken, and instead of an answer the connection is cut.
TAKEN_AND_CUT = 598
_TOO_MANY_OLD_EDITS = 30046
# Edits in a channel: so many in so many seconds.
_EDITS, _SECONDS = 5, 1.0


class Channels:
    """Messages of the bot by channel, with the limits that Discord has for edits."""

    def __init__(self, happened: Happenings) -> None:
        self.messages: dict[str, dict[str, Payload]] = defaultdict(dict)
        self.edits: Counter[str] = Counter()
        """How often each message was edited, by its id."""
        self.refused: Counter[int] = Counter()
        """How often an edit was refused, by the code: 30046, or 0 for a limit told beforehand."""
        self.most_at_once = 0
        """The most edits in one channel that were under way at the same time."""
        self.old_edits: Iterator[bool] = iter(())
        """For each edit from now on whether it is one of too many; then none is."""
        self.steps: Callable[[], bool] | None = None
        """Called before and after each message is written; False: it never arrived."""
        self.send_with: Iterator[int] = repeat(200)
        """The statuses with which new messages are answered from now on."""
        self.deleted: set[str] = set()
        """The ids of channels that are no longer there."""
        self._happened = happened
        self._ids = count(1)
        self._under_way: Counter[str] = Counter()
        self._edited_at: dict[str, list[float]] = defaultdict(list)

    def add_routes(self, application: web.Application, api: str) -> None:
        """Let ``application`` have these channels."""
        router = application.router
        router.add_post(f"{api}/users/@me/channels", self._open)
        router.add_post(f"{api}/channels/{{channel}}/messages", self._post)
        router.add_get(f"{api}/channels/{{channel}}/messages", self._list)
        router.add_get(f"{api}/channels/{{channel}}/messages/{{message}}", self._read)
        router.add_patch(f"{api}/channels/{{channel}}/messages/{{message}}", self._edit)

    def keep(self, message: Payload) -> None:
        """A message that came in answer to an interaction is there."""
        self.messages[message["channel_id"]][message["id"]] = message
        self._happened.tell()

    def words(self, channel: str) -> list[str]:
        """What stands in a channel, oldest first."""
        held = self.messages[channel]
        return ["\n".join(words_of(held[key])) for key in sorted(held, key=int)]

    def direct(self, person: str) -> list[str]:
        """What stands in the direct messages of a person, oldest first."""
        return self.words(_direct(person))

    async def _open(self, request: web.Request) -> web.Response:
        person = (await request.json())["recipient_id"]
        recipient = payloads.user(person, f"person-{person}")
        return response({"id": _direct(person), "type": 1, "recipients": [recipient]})

    async def _post(self, request: web.Request) -> web.Response:
        body = await sent_body(request)
        number = time_snowflake(datetime.now(UTC)) + next(self._ids)
        status, channel = next(self.send_with), request.match_info["channel"]
        if channel in self.deleted:
            return response(payloads.error(10003, "Unknown Channel"), status=404)
        if status not in (200, TAKEN_AND_CUT):
            return failure(status)
        if not self._step():
            return _gone(request)
        message = payloads.message(str(number), channel, body)
        self.keep(message)
        heard = self._step() and status != TAKEN_AND_CUT
        return response(message) if heard else _gone(request)

    async def _list(self, request: web.Request) -> web.Response:
        held = self.messages[request.match_info["channel"]]
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        keys = sorted(int(key) for key in held if int(key) > after)[:limit]
        return response([held[str(key)] for key in keys[::-1]])

    async def _read(self, request: web.Request) -> web.Response:
        held = self.messages[request.match_info["channel"]].get(request.match_info["message"])
        return response(held) if held else _unknown()

    async def _edit(self, request: web.Request) -> web.Response:
        channel, key = request.match_info["channel"], request.match_info["message"]
        self._under_way[channel] += 1
        self.most_at_once = max(self.most_at_once, self._under_way[channel])
        try:
            body = await sent_body(request)
            await asyncio.sleep(0)
            return self._edited(request, channel, key, body)
        finally:
            self._under_way[channel] -= 1

    def _edited(self, request: web.Request, channel: str, key: str, body: Payload) -> web.Response:
        known = self.messages[channel].get(key)
        if known is None:
            return _unknown()
        if next(self.old_edits, False):
            return self._refuse(_TOO_MANY_OLD_EDITS, 0.2)
        now = asyncio.get_running_loop().time()
        recent = [at for at in self._edited_at[channel] if at > now - _SECONDS]
        if len(recent) >= _EDITS:
            return self._refuse(0, recent[0] + _SECONDS - now)
        if not self._step():
            return _gone(request)
        self._edited_at[channel] = [*recent, now]
        self.messages[channel][key] = payloads.message(key, channel, body) | {
            "edited_timestamp": payloads.MOMENT
        }
        self.edits[key] += 1
        self._happened.tell()
        if not self._step():
            return _gone(request)
        left = _EDITS - len(recent) - 1
        reset = (recent[0] if recent else now) + _SECONDS - now
        return response(self.messages[channel][key], headers=_limit(left, reset))

    def _refuse(self, code: int, seconds: float) -> web.Response:
        self.refused[code] += 1
        told = {"message": "Slow down", "code": code, "retry_after": seconds, "global": False}
        # Discord tells some limits itself and some by what stands before it, which names no "Via".
        headers = _limit(0 if code == 0 else 1, seconds) | {"Retry-After": f"{seconds:.3f}"}
        if self.refused[code] % 2:
            headers["Via"] = "1.1 google"
        return response(told, status=429, headers=headers)

    def _step(self) -> bool:
        return self.steps is None or self.steps()


def _limit(left: int, reset: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(_EDITS),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset-After": f"{reset:.3f}",
        "X-RateLimit-Bucket": "edits",
    }


def _direct(person: str) -> str:
    return str(int(person) + 7)


def _unknown() -> web.Response:
    return response(payloads.error(10008, "Unknown Message"), status=404)


def _gone(request: web.Request) -> web.Response:
    """Whoever asked is dead, or hears nothing."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
