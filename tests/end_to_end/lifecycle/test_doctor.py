"""``python -m bot doctor``, asking a real server that speaks as Discord does."""

from pathlib import Path

import pytest

from facts.wiring import open_library
from tests.end_to_end.lifecycle import payloads
from tests.end_to_end.lifecycle.loopback import TOKEN, Loopback
from tests.end_to_end.lifecycle.payloads import CHANNEL_ID, GUILD_ID, USER_ID
from tests.end_to_end.lifecycle.program import running
from tests.postgres import Server

_LAUNCHER = str(Path(__file__).with_name("launcher.py"))
_SEND_MESSAGES = 1 << 11


async def _told(
    loopback: Loopback, folder: Path, *channels: str, token: str = TOKEN
) -> tuple[int, str]:
    named = [word for channel in channels for word in ("--channel", channel)]
    arguments = [_LAUNCHER, loopback.origin, "doctor", *named]
    async with running(arguments, folder=folder, DISCORD_TOKEN=token) as doctor:
        code = await doctor.ended()
        return code, doctor.output


def _channel(loopback: Loopback, *, denied: int = 0) -> None:
    overwrite = {"id": GUILD_ID, "type": 0, "allow": "0", "deny": str(denied)}
    channel = payloads.channel() | {"guild_id": GUILD_ID, "permission_overwrites": [overwrite]}
    everybody = str(1 << 10 | 1 << 11 | 1 << 16)
    guild = payloads.guild()
    guild["roles"][0]["permissions"] = everybody
    member = payloads.member(payloads.own_user())
    loopback.resources |= {
        f"channels/{CHANNEL_ID}": channel,
        f"guilds/{GUILD_ID}": guild,
        f"guilds/{GUILD_ID}/members/{USER_ID}": member,
    }


@pytest.fixture(autouse=True)
async def book(tmp_path: Path) -> None:
    """The store of a bot that ran before."""
    async with open_library(tmp_path / "data" / "nicenote"):
        pass


async def test_a_healthy_bot(loopback: Loopback, tmp_path: Path) -> None:
    """A line for each thing that was looked at, and exit code 0."""
    _channel(loopback)
    code, told = await _told(loopback, tmp_path, CHANNEL_ID)
    assert code == 0, told
    assert "BAD" not in told
    for subject in (
        *("Store:", "Backup:", "Disk:", "Token:", "Intents:", "Time to Discord:", "Sign-ins:"),
        *("Discord's limits:", "Clock:", "Channel #fact-desk: Alerts can be sent here."),
    ):
        assert subject in told


async def test_what_is_wrong_is_said_with_what_to_do(loopback: Loopback, tmp_path: Path) -> None:
    """A permission that is missing, and a channel that is not there; exit code 1."""
    _channel(loopback, denied=_SEND_MESSAGES)
    code, told = await _told(loopback, tmp_path, CHANNEL_ID, "99")
    assert code == 1
    assert "BAD   Channel #fact-desk: Missing permissions: Send Messages." in told
    assert "BAD   Channel 99: The bot can’t see this channel." in told


@pytest.mark.parametrize(
    ("token", "says", "advice"),
    [
        ("MTIz.wrong.token", "Discord doesn’t accept the DISCORD_TOKEN.", "Reset Token"),
        ("", "DISCORD_TOKEN is missing", ".env.example"),
        ("a b", "DISCORD_TOKEN contains a space", "Reset Token"),
    ],
)
async def test_a_wrong_token(
    loopback: Loopback, tmp_path: Path, token: str, says: str, advice: str
) -> None:
    """One line says so and where to get the right one; the rest is looked at all the same."""
    code, told = await _told(loopback, tmp_path, CHANNEL_ID, token=token)
    assert code == 1
    assert f"BAD   Token: {says}" in told
    assert advice in told
    assert told.count("BAD") == 1
    for subject in (
        "ok    Store: 32 facts",
        "Backup:",
        "Disk:",
        "ok    Clock:",
        "Time to Discord:",
    ):
        assert subject in told
    assert "note  Discord: Intents, sign-ins, servers and channels were not checked." in told


async def test_discord_that_cannot_be_asked(loopback: Loopback, tmp_path: Path) -> None:
    """The store is looked at all the same."""
    loopback.turn_down["GET application"] = 403
    code, told = await _told(loopback, tmp_path)
    assert code == 1
    assert "BAD   Discord: It can’t be reached" in told
    assert "ok    Store: 32 facts" in told


async def test_a_store_in_postgresql_is_backed_up_elsewhere(
    loopback: Loopback, postgres: Server, tmp_path: Path
) -> None:
    """The doctor says by what, and looks at no disk; the address is not printed."""
    arguments = [_LAUNCHER, loopback.origin, "doctor"]
    settings = {"DISCORD_TOKEN": TOKEN, "NICENOTE_STORE": postgres.new_database()}
    async with running(arguments, folder=tmp_path, **settings) as doctor:
        assert await doctor.ended() == 0
    assert "engine PostgreSQL" in doctor.output
    assert "pg_dump" in doctor.output
    assert "Disk:" not in doctor.output
    assert "postgresql://" not in doctor.output
