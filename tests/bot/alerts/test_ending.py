"""Removing the bot, the channel or the member ends what depended on it."""

import discord
import simcord

from facts.wiring import Library
from tests.bot.alerts.conftest import HOUR, Press, inbox, subscribe, told
from tests.bot.conftest import Room
from tests.bot.shown import text


async def test_a_member_who_left_is_told_nothing_of_the_server(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """Not one alert on facts that they no longer see."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me")
    room.guild.remove_member(room.reader)
    await simcord_env.settle()

    await press.publish("bridge")

    assert not inbox(room.reader)
    listed = await room.reader.user.slash("alerts list")
    assert "You have no alerts yet" in text(listed)


async def test_membership_is_asked_for_now_and_then(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """Not with every alert: Discord answers only so many questions."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me")
    for number in range(5):
        await press.publish(f"bridge {number}")
    asked = [one for one in simcord_env.http_requests if f"/members/{room.reader.id}" in one.path]
    assert len(asked) == 1

    await simcord_env.advance_time(7 * HOUR)
    await press.publish("tunnel")

    asked = [one for one in simcord_env.http_requests if f"/members/{room.reader.id}" in one.path]
    assert len(asked) == 2
    assert len(inbox(room.reader)) == 6


async def test_a_deleted_channel(
    room: Room,
    press: Press,
    keeper: simcord.MemberActor,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    """Its subscriptions are gone, and nothing is sent after it."""
    doomed = room.guild.create_text_channel("doomed")
    await keeper.slash(doomed, "alerts subscribe", to="here")

    channel = simcord_env.bot.get_channel(doomed.id)
    await channel.delete()  # type: ignore[union-attr]
    await simcord_env.settle()
    await press.publish("bridge")

    listed = await keeper.slash(room.channel, "alerts list")
    assert "You have no alerts yet" in text(listed)
    assert not await library.delivering.deliveries.list()


async def test_a_server_that_the_bot_left(
    room: Room,
    press: Press,
    keeper: simcord.MemberActor,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    """What was told there and what its members had made there end; other servers' go on."""
    other = simcord_env.create_guild("Elsewhere")
    channel = other.create_text_channel("general")
    eve = other.add_member(simcord_env.create_user("eve"))
    await eve.slash(channel, "alerts subscribe", to="me")
    await keeper.slash(room.channel, "alerts subscribe", to="here")
    await room.reader.slash(room.channel, "alerts subscribe", to="me")

    guild = simcord_env.bot.get_guild(room.guild.id)
    assert guild is not None
    await guild.leave()
    await simcord_env.settle()
    await press.publish("bridge")
    await Press(simcord_env, library, "home").publish("tunnel")

    assert not told(room.channel)
    assert not inbox(room.reader)
    assert len(inbox(eve)) == 1


async def test_a_thread_can_be_told_and_ends_with_its_subscriptions(
    room: Room, press: Press, simcord_env: simcord.Env, library: Library
) -> None:
    """A thread is a place of its own, also when it is deleted."""
    powers = discord.Permissions(manage_channels=True, manage_threads=True)
    role = room.guild.create_role("Keepers", permissions=powers)
    keeper = room.guild.add_member(simcord_env.create_user("kim"), roles=[role])
    channel = simcord_env.bot.get_channel(room.channel.id)
    assert isinstance(channel, discord.TextChannel)
    made = await channel.create_thread(name="Harbour", type=discord.ChannelType.public_thread)
    await simcord_env.settle()
    (thread,) = room.channel.threads
    await keeper.slash(thread, "alerts subscribe", to="here")
    await press.publish("bridge")
    assert len(told(thread)) == 1
    assert not [one for one in told(room.channel) if one.components]

    await made.delete()
    await simcord_env.settle()
    await press.publish("tunnel")

    listed = await keeper.slash(room.channel, "alerts list")
    assert "You have no alerts yet" in text(listed)
    assert not await library.delivering.deliveries.list()


async def test_an_erased_account_has_no_alerts(room: Room, library: Library) -> None:
    """What was told to the account alone ends, and what a channel is told goes on."""
    await subscribe(room.reader, room.channel, to="me", topic="harbour")
    listed = await room.reader.slash(room.channel, "alerts list")
    assert "harbour" in text(listed)

    await library.erasing.erase(str(room.reader.id), editor="the operator")

    listed = await room.reader.slash(room.channel, "alerts list")
    assert "harbour" not in text(listed)
