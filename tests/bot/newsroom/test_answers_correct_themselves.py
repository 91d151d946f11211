"""Public answers are edited when their fact is corrected, by the channel's endpoint."""

from typing import Any

import discord
import simcord

from facts.model import HOME
from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, HOUR, Press, written
from tests.bot.newsroom.conftest import Desk
from tests.bot.shown import text

ASKED = "mayor sold the old ferry"
EDITS = "/channels/*/messages/*"
SOLD = {"text": "The mayor sold the old ferry"}


async def shown_in(reader: simcord.MemberActor, channel: simcord.ChannelHandle) -> discord.Message:
    """The answer to /claim in a channel, as it stands there."""
    await reader.slash(channel, "claim", question=ASKED)
    return messages(channel)[-1]


def messages(channel: simcord.ChannelHandle) -> list[discord.Message]:
    """The bot's messages in a channel, oldest first."""
    return sorted((one for one in channel.history() if one.author.bot), key=lambda one: one.id)


def edits(env: simcord.Env) -> list[str]:
    """The paths of the edits that the bot made or tried."""
    return [
        one.path for one in env.http_requests if one.method == "PATCH" and "messages" in one.path
    ]


def correction(sentence: str = "It was sold by the council.") -> dict[str, Any]:
    return {"on": "2026-01-01", "sentence": sentence}


async def test_a_correction_is_made_days_later(
    desk: Desk, press: Press, simcord_env: simcord.Env
) -> None:
    """On top of the card as it is now, though the interaction's token died long ago."""
    await press.publish("ferry", claim=SOLD)
    await shown_in(desk.readers[0], desk.channel)
    await simcord_env.advance_time(3 * DAY)
    await press.publish(
        "ferry", claim={"text": "The council sold the old ferry"}, corrections=[correction()]
    )
    (message,) = messages(desk.channel)
    assert written(message).startswith("✏️ **Corrected on")
    assert "It was sold by the council." in written(message)
    assert "The council sold the old ferry" in written(message)


async def test_a_long_claim_is_corrected_in_its_short_card(desk: Desk, press: Press) -> None:
    """As it was shown: every denial with who answered, without the quotes."""
    quoted = "Nobody sold the ferry. " * 60
    denial = {"stance": "denies", "by": "Mayor Berg", "quote": quoted}
    await press.publish("ferry", claim=SOLD, responses=[denial])
    await shown_in(desk.readers[0], desk.channel)
    await press.publish("ferry", claim=SOLD, responses=[denial], corrections=[correction()])
    (message,) = messages(desk.channel)
    assert written(message).startswith("✏️ **Corrected on")
    assert "Mayor Berg" in written(message)
    assert "Nobody sold the ferry." not in written(message)
    assert "The rest: `/claim #" in written(message)


async def test_a_retraction_replaces_the_card(desk: Desk, press: Press) -> None:
    """What was retracted is not to be read there as if it stood."""
    await press.publish("ferry", claim=SOLD)
    reader = desk.readers[0]
    private = await reader.slash(desk.channel, "claim", question=ASKED, private=True)
    await reader.click(private.response, label="Show everyone")
    await press.retract("ferry", "It was a hoax.")
    (message,) = messages(desk.channel)
    assert "It was a hoax." in written(message)
    assert "Harbour Post" not in written(message)


async def test_thirty_messages_in_three_servers(
    desk: Desk, library: Library, simcord_env: simcord.Env
) -> None:
    """Thirty corrected messages, each edited once, though Discord says "too many edits" between."""
    home = Press(simcord_env, library, HOME)
    await home.publish("ferry", claim=SOLD)
    guilds = [desk.guild, *(simcord_env.create_guild(f"Server {n}") for n in (2, 3))]
    channels = []
    for guild in guilds:
        reader = guild.add_member(simcord_env.create_user(f"reader of {guild.name}"))
        for n in range(10):
            channels.append(guild.create_text_channel(f"room-{n}"))
            await shown_in(reader, channels[-1])
    await simcord_env.advance_time(2 * HOUR)
    simcord_env.inject_error("PATCH", EDITS, status=429, code=30046, times=4)
    await home.retract("ferry", "It was a hoax.")
    await simcord_env.advance_time(HOUR)
    for channel in channels:
        (message,) = messages(channel)
        assert "It was a hoax." in written(message)
    assert len(edits(simcord_env)) == 34
    assert len(set(edits(simcord_env))) == 30


async def test_a_message_that_was_deleted_is_forgotten(
    desk: Desk, press: Press, simcord_env: simcord.Env
) -> None:
    """One try, and no other."""
    await press.publish("ferry", claim=SOLD)
    message = await shown_in(desk.readers[0], desk.channel)
    await message.delete()
    await press.retract("ferry", "It was a hoax.")
    await simcord_env.advance_time(HOUR)
    assert len(edits(simcord_env)) == 1


async def test_where_the_bot_does_not_see_the_channel_the_copy_says_so(
    desk: Desk, press: Press, simcord_env: simcord.Env
) -> None:
    """It cannot edit there later, and tells so at once; nothing is remembered."""
    await press.publish("ferry", claim=SOLD)
    channel = desk.guild.create_text_channel(
        "hidden",
        overwrites={
            desk.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            desk.readers[0]: discord.PermissionOverwrite(view_channel=True),
        },
    )
    answer = await desk.readers[0].slash(channel, "claim", question=ASKED)
    assert "This copy won’t be updated; check it with `/verify" in text(answer)
    await press.retract("ferry", "It was a hoax.")
    assert edits(simcord_env) == []


async def test_an_alert_in_a_channel_is_corrected_too(
    desk: Desk, press: Press, simcord_env: simcord.Env
) -> None:
    """As an answer is."""
    await desk.moderator.slash(desk.channel, "alerts subscribe", to="here", news="new claims")
    await press.publish("ferry", claim=SOLD)
    await simcord_env.settle()
    await press.retract("ferry", "It was a hoax.")
    await simcord_env.settle()
    [alert] = [one for one in messages(desk.channel) if one.interaction_metadata is None]
    assert "It was a hoax." in written(alert)
