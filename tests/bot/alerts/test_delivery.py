"""What Discord answers is obeyed: waits, errors, cut connections, closed doors; each alert once."""

from typing import Any

import aiohttp
import discord
import pytest
import simcord

from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, HOUR, MINUTE, Press, headlines, inbox, told
from tests.bot.conftest import Room
from tests.bot.shown import text

POSTS = "/channels/*/messages"


@pytest.fixture
async def subscribed(room: Room) -> None:
    """The reader is told of everything."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me")


def _sends(env: simcord.Env) -> list[dict[str, Any]]:
    """The bodies of all messages that the bot tried to post."""
    return [
        one.json
        for one in env.http_requests
        if one.method == "POST" and one.path.endswith("/messages") and isinstance(one.json, dict)
    ]


@pytest.mark.usefixtures("subscribed")
class TestTrouble:
    """Trouble that passes."""

    @pytest.mark.parametrize("status", [500, 502, 503])
    async def test_a_servers_error_is_tried_again(
        self, room: Room, press: Press, simcord_env: simcord.Env, status: int
    ) -> None:
        """With growing delays, under the same nonce, until it is there once."""
        simcord_env.inject_error("POST", POSTS, status=status, times=3)

        await press.publish("bridge")
        assert not inbox(room.reader)
        await simcord_env.advance_time(2 * MINUTE)

        assert headlines(inbox(room.reader)) == [
            "New claim: The bridge is shut. (NO RESPONSE ON RECORD)"
        ]
        sends = _sends(simcord_env)
        assert len(sends) == 4
        assert len({one["nonce"] for one in sends}) == 1
        assert all(one["enforce_nonce"] for one in sends)

    async def test_delays_grow(self, press: Press, simcord_env: simcord.Env) -> None:
        """An hour of errors is no storm of requests."""
        simcord_env.inject_error("POST", POSTS, status=503, times=None)

        await press.publish("bridge")
        await simcord_env.advance_time(HOUR)

        assert 5 <= len(_sends(simcord_env)) <= 15

    async def test_too_many_requests_are_waited_out(
        self, room: Room, press: Press, simcord_env: simcord.Env
    ) -> None:
        """Nothing at all is sent meanwhile, then everything, each once."""
        simcord_env.inject_error("POST", POSTS, status=429, times=1)

        await press.publish("bridge")
        await simcord_env.advance_time(MINUTE - 10)
        await press.publish("tunnel")
        assert len(_sends(simcord_env)) == 1
        await simcord_env.advance_time(10)

        assert len(inbox(room.reader)) == 2

    async def test_as_long_as_discord_says(
        self, room: Room, press: Press, simcord_env: simcord.Env, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """discord.py raises for a limit that is longer than it waits out by itself."""
        _break(simcord_env, monkeypatch, discord.RateLimited(300.0), after=False)

        await press.publish("bridge")
        await simcord_env.advance_time(299)
        assert not inbox(room.reader)
        await simcord_env.advance_time(1)

        assert len(inbox(room.reader)) == 1

    @pytest.mark.parametrize("after", [False, True], ids=["before it was sent", "after it was"])
    async def test_a_cut_connection(
        self,
        room: Room,
        press: Press,
        simcord_env: simcord.Env,
        monkeypatch: pytest.MonkeyPatch,
        after: bool,  # noqa: FBT001 - a parameter of the test
    ) -> None:
        """Whether the message got through or not: it is there once."""
        _break(simcord_env, monkeypatch, aiohttp.ServerDisconnectedError(), after=after)

        await press.publish("bridge")
        await simcord_env.advance_time(MINUTE)

        assert len(inbox(room.reader)) == 1

    async def test_a_message_that_discord_does_not_take(
        self, room: Room, press: Press, simcord_env: simcord.Env, library: Library
    ) -> None:
        """It fails for good, is to be seen among the deliveries, and holds up no other."""
        simcord_env.inject_error("POST", POSTS, status=400, code=50035, times=1)

        await press.publish("bridge")
        await press.publish("tunnel")

        assert headlines(inbox(room.reader)) == [
            "New claim: The tunnel is shut. (NO RESPONSE ON RECORD)"
        ]
        (failed,) = await library.delivering.deliveries.list()
        assert "Discord rejected the message" in (failed.delivery.reason or "")


def _break(
    env: simcord.Env, monkeypatch: pytest.MonkeyPatch, error: Exception, *, after: bool
) -> None:
    """Let the next post of the bot end in ``error``, before or ``after`` Discord has it."""
    request = env.bot.http.request
    broken = []

    async def cut(route: discord.http.Route, **options: Any) -> Any:
        first = route.method == "POST" and route.path.endswith("/messages") and not broken
        if not first:
            return await request(route, **options)
        broken.append(route)
        if after:
            await request(route, **options)
        raise error

    monkeypatch.setattr(env.bot.http, "request", cut)


class TestClosedDoors:
    """Trouble that does not pass: sending stops at once, and the owner is told once elsewhere."""

    @pytest.mark.parametrize(
        "answer",
        [
            (403, 50007, "Your direct messages are closed to me."),
            (403, 50278, "We no longer share a server"),
            (404, 10003, "Our direct-message channel no longer exists."),
        ],
    )
    async def test_closed_direct_messages(
        self, room: Room, press: Press, simcord_env: simcord.Env, answer: tuple[int, int, str]
    ) -> None:
        """One try, then silence; the reader hears of it with their next command, and only then."""
        status, code, sentence = answer
        await room.reader.slash(room.channel, "alerts subscribe", to="me")
        simcord_env.inject_error("POST", POSTS, status=status, code=code, times=None)

        await press.publish("bridge")
        await press.publish("tunnel")
        await simcord_env.advance_time(DAY)
        assert len(_sends(simcord_env)) == 1
        first = await room.reader.slash(room.channel, "claim", question="nice note")
        second = await room.reader.slash(room.channel, "claim", question="nice note")

        (notice,) = first.followups
        assert notice.ephemeral
        assert sentence in notice.content
        assert not second.followups

    async def test_a_channel_that_was_closed(
        self,
        room: Room,
        press: Press,
        keeper: simcord.MemberActor,
        simcord_env: simcord.Env,
    ) -> None:
        """The card says why it stopped; resuming tells what failed then."""
        await keeper.slash(room.channel, "alerts subscribe", to="here")
        simcord_env.inject_error("POST", POSTS, status=403, code=50013, times=1)
        await press.publish("bridge")

        listed = await keeper.slash(room.channel, "alerts list")
        assert "· **stopped**" in text(listed)
        assert f"I can no longer send messages in <#{room.channel.id}>" in (
            listed.followups[0].content
        )
        value = next(
            option["value"]
            for row in (listed.response.components if listed.response else ())
            for part in row.get("components", ())
            for option in part.get("options", ())
        )
        opened = await keeper.select(listed.response, [value])
        assert "**Stopped** on" in text(opened)
        await keeper.click(opened.response, label="Resume")
        await simcord_env.settle()

        assert headlines(told(room.channel)) == [
            "New claim: The bridge is shut. (NO RESPONSE ON RECORD)"
        ]
