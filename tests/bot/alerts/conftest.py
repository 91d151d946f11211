"""A newsroom that publishes, and readers who are told: in SimCord's time, which a test moves."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord

from facts.model import DeskId
from facts.wiring import Library, open_library
from tests.bot.conftest import Room
from tests.bot.shown import text

MINUTE, HOUR, DAY = 60, 3600, 86400


class Clock:
    """SimCord's time, from before it runs."""

    def __init__(self) -> None:
        self.env: simcord.Env | None = None

    def __call__(self) -> datetime:
        return self.env.now() if self.env else datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """The one clock of the library and of the alerts."""
    return Clock()


@pytest.fixture
async def library(clock: Clock) -> AsyncIterator[Library]:
    """The use-cases over a store in memory whose time is SimCord's."""
    async with open_library(None, clock=clock) as opened:
        yield opened


@pytest.fixture
def simcord_env(clock: Clock, simcord_env: simcord.Env) -> simcord.Env:
    """The simulated Discord of this test, which the clock goes with."""
    clock.env = simcord_env
    return simcord_env


class Press:
    """Publishes facts of one desk as an import does: who names a ``ref`` again edits that fact."""

    def __init__(self, env: simcord.Env, library: Library, desk: str) -> None:
        self._env = env
        self._library = library
        self._desk = DeskId(desk)
        self._known: dict[str, dict[str, Any]] = {}

    async def publish(self, *refs: str, **content: Any) -> None:
        """Publish facts named ``refs``, or change those there are, and let the bot hear of it."""
        for ref in refs:
            fact = self._known.get(ref) or _fact(ref)
            self._known[ref] = fact | content
        lines = [json.dumps({"ref": ref} | self._known[ref]) for ref in refs]
        await self._library.importing.run(
            "\n".join(lines).encode(), editor="the desk", desk=self._desk
        )
        await self._env.settle()

    async def claim(self, ref: str, text: str) -> None:
        """Correct the claim of a fact."""
        known = self._known[ref].get("corrections", ())
        correction = {"on": "2026-01-02", "sentence": f"Correction {len(known) + 1} of the desk."}
        corrections = [*known, correction]
        claim = self._known[ref]["claim"] | {"text": text}
        await self.publish(ref, claim=claim, corrections=corrections)

    async def deny(self, ref: str, by: str) -> None:
        """Add a denial to a fact."""
        denial = {"stance": "denies", "by": by, "quote": "None of it is true.", "sources": [1]}
        await self.publish(ref, responses=[*self._known[ref].get("responses", ()), denial])

    async def retract(self, ref: str, reason: str) -> None:
        """Retract a fact."""
        await self.publish(ref, retraction={"on": "2026-01-01", "reason": reason})


def _fact(ref: str) -> dict[str, Any]:
    return {
        "claim": {"text": f"The {ref} is shut.", "speaker": {"name": "Ada Berg"}},
        "sources": [{"outlet": "Harbour Post", "headline": f"On the {ref}"}],
        "topics": ["harbour"],
    }


@pytest.fixture
def press(simcord_env: simcord.Env, library: Library, room: Room) -> Press:
    """The desk of the room's server."""
    return Press(simcord_env, library, str(room.guild.id))


@pytest.fixture
def keeper(simcord_env: simcord.Env, room: Room) -> simcord.MemberActor:
    """A member of the room's server who may manage its channels."""
    role = room.guild.create_role("Keepers", permissions=discord.Permissions(manage_channels=True))
    return room.guild.add_member(simcord_env.create_user("kim"), roles=[role])


async def subscribe(
    who: simcord.MemberActor | simcord.UserHandle, *channel: Any, **options: Any
) -> simcord.InteractionResult:
    """Subscribe, all the same where no claim has the topic yet; the card of the subscription."""
    answer = await who.slash(*channel, "alerts subscribe", **options)
    if "Subscribe all the same?" in text(answer):
        return await who.click(answer.response, label="Subscribe")
    return answer


def told(place: simcord.ChannelHandle) -> list[discord.Message]:
    """The bot's own messages in a channel that answer nobody: alerts, oldest first."""
    messages = sorted(place.history(), key=lambda message: message.id)
    return [one for one in messages if one.interaction_metadata is None and one.author.bot]


def inbox(reader: simcord.MemberActor | simcord.UserHandle) -> list[discord.Message]:
    """The alerts in somebody's direct messages."""
    user = reader.user if isinstance(reader, simcord.MemberActor) else reader
    return told(user.dm_channel)


def written(message: discord.Message) -> str:
    """All the text of a message."""
    layout = discord.ui.LayoutView.from_message(message, timeout=None)
    layout.stop()
    texts = [
        item.content for item in layout.walk_children() if isinstance(item, discord.ui.TextDisplay)
    ]
    return "\n".join(texts)


def headlines(messages: list[discord.Message]) -> list[str]:
    """The first lines of messages: what a phone shows."""
    return [written(message).split("\n")[0] for message in messages]


def labels(message: discord.Message) -> list[str]:
    """The labels of a message's buttons."""
    layout = discord.ui.LayoutView.from_message(message, timeout=None)
    layout.stop()
    return [
        str(item.label) for item in layout.walk_children() if isinstance(item, discord.ui.Button)
    ]
