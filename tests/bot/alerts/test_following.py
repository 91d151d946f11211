"""The Follow button under an answer: hear of changes to this fact."""

import simcord

from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, MINUTE, Press, headlines, inbox, labels, written
from tests.bot.conftest import Room
from tests.bot.shown import buttons, options, text


async def _follow(room: Room, question: str) -> simcord.InteractionResult:
    answer = await room.reader.slash(room.channel, "claim", question=question)
    return await room.reader.click(answer.response, label="Follow")


async def test_following_a_fact(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """Corrections, new denials and the retraction of that fact are told, of no other."""
    await press.publish("bridge", "tunnel")
    followed = await _follow(room, "bridge shut")
    assert followed.ephemeral
    assert "You’re following this claim" in text(followed)

    await press.claim("bridge", "The old bridge is shut.")
    await press.claim("tunnel", "The old tunnel is shut.")
    await simcord_env.advance_time(DAY)
    await press.deny("bridge", "Jon Vik")
    await simcord_env.advance_time(DAY)
    await press.retract("bridge", "It was open.")
    await simcord_env.advance_time(DAY)

    assert headlines(inbox(room.reader)) == [
        "Corrected · claim: The old bridge is shut.",
        "New denial by Jon Vik · claim: The old bridge is shut.",
        "Retracted by the newsroom · claim: The old bridge is shut.",
    ]
    assert "You follow this claim." in written(inbox(room.reader)[0])


async def test_following_twice_says_so(room: Room, press: Press) -> None:
    """The second press offers the way back."""
    await press.publish("bridge")
    await _follow(room, "bridge shut")

    again = await _follow(room, "bridge shut")

    assert "You already follow this claim" in text(again)
    assert buttons(again) == ["Unfollow"]


async def test_unfollowing(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """Nothing of it is told any more."""
    await press.publish("bridge")
    followed = await _follow(room, "bridge shut")

    stopped = await room.reader.click(followed.response, label="Unfollow")
    await press.claim("bridge", "The old bridge is shut.")
    await simcord_env.advance_time(DAY)

    assert "You no longer follow this claim." in text(stopped)
    assert not inbox(room.reader)


async def test_unfollowing_under_the_alert(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """One click in the direct message."""
    await press.publish("bridge")
    await _follow(room, "bridge shut")
    await press.claim("bridge", "The old bridge is shut.")
    await simcord_env.advance_time(2 * MINUTE)
    (alert,) = inbox(room.reader)
    assert labels(alert) == ["Unfollow", "Pause for a week", "Unfollow all"]

    stopped = await room.reader.user.click(alert, label="Unfollow")

    assert "You no longer follow this claim." in text(stopped)
    await press.retract("bridge", "It was open.")
    assert len(inbox(room.reader)) == 1


async def test_unfollowing_all_under_a_digest(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """It is about several claims, so its button ends all and says so."""
    named = ("bridge", "tunnel", "ferry", "crane")
    await press.publish(*named)
    for one in named:
        await _follow(room, f"{one} shut")
    for one in named:
        await press.claim(one, f"The old {one} is shut.")
    await simcord_env.advance_time(2 * MINUTE)
    (digest,) = inbox(room.reader)
    assert labels(digest)[-2:] == ["Pause for a week", "Unfollow all"]

    await room.reader.user.click(digest, label="Unfollow all")
    await press.retract("tunnel", "It was open.")

    assert len(inbox(room.reader)) == 1


async def test_what_one_follows_is_one_card(room: Room, press: Press) -> None:
    """The list has one entry for all; its card lists the facts and lets one go."""
    await press.publish("bridge", "tunnel")
    await _follow(room, "bridge shut")
    await _follow(room, "tunnel shut")

    listed = await room.reader.slash(room.channel, "alerts list")
    assert "2 claims you follow" in text(listed)
    opened = await room.reader.select(listed.response, [options(listed)[0]["value"]])
    assert [one["label"] for one in options(opened)] == [
        "The bridge is shut.",
        "The tunnel is shut.",
    ]
    left = await room.reader.select(opened.response, [options(opened)[0]["value"]])
    assert [one["label"] for one in options(left)] == ["The tunnel is shut."]
    none = await room.reader.select(left.response, [options(left)[0]["value"]])
    assert "You no longer follow any claims." in text(none)


async def test_following_in_direct_messages(
    room: Room, simcord_env: simcord.Env, library: Library
) -> None:
    """The shared facts can be followed from there, too."""
    home = Press(simcord_env, library, "home")
    await home.publish("bridge")
    answer = await room.reader.user.slash("claim", question="bridge shut")

    await room.reader.user.click(answer.response, label="Follow")
    await home.claim("bridge", "The old bridge is shut.")
    await simcord_env.advance_time(DAY)

    assert headlines(inbox(room.reader)) == ["Corrected · claim: The old bridge is shut."]


async def test_following_a_fact_that_is_gone(room: Room, library: Library) -> None:
    """Pressing under an old answer says so kindly."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    await library.starter.remove(editor="a test")

    refused = await room.reader.click(answer.response, label="Follow")

    assert refused.ephemeral
    assert "There’s no claim #1 here" in text(refused)
