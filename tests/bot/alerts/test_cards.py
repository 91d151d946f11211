"""/alerts list and the card of a subscription: all that can be done there."""

from datetime import UTC, datetime

import pytest
import simcord

from bot.client import NiceNote
from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, HOUR, Press, headlines, inbox, subscribe, told, written
from tests.bot.conftest import Room
from tests.bot.shown import buttons, options, parts, text


@pytest.fixture
async def card(room: Room) -> simcord.InteractionResult:
    """The card of a subscription of the reader's own."""
    return await subscribe(room.reader, room.channel, to="me", topic="harbour", zone="Europe/Oslo")


def _select(result: simcord.InteractionResult, placeholder: str) -> str:
    """The custom id of the select with that placeholder."""
    return next(
        part["custom_id"]
        for part in parts(result.response)
        if part["type"] == 3 and part["placeholder"] == placeholder
    )


async def test_nothing_to_list(room: Room) -> None:
    """Who has no alerts is told how to get some."""
    listed = await room.reader.slash(room.channel, "alerts list")

    assert listed.ephemeral
    assert "You have no alerts yet" in text(listed)


@pytest.mark.usefixtures("card")
async def test_the_list_opens_a_card(room: Room) -> None:
    """All of one's own, each with what it is about, where and when."""
    await subscribe(
        room.reader, room.channel, to="me", topic="ferry", when="weekly", day=4, at="7:30"
    )

    listed = await room.reader.slash(room.channel, "alerts list")
    assert "topic harbour · in your direct messages · at once" in text(listed)
    assert "topic ferry · in your direct messages · on Fridays at 07:30" in text(listed)
    opened = await room.reader.select(listed.response, [options(listed)[1]["value"]])

    assert "Alerts for topic ferry" in text(opened)
    friday = int(datetime(2026, 1, 2, 7, 30, tzinfo=UTC).timestamp())
    assert f"next <t:{friday}:f>" in text(opened)
    assert buttons(opened) == [
        "Pause for a week",
        "Change",
        "Send a test",
        "Last 30 days",
        "Delete",
    ]


async def test_a_long_list_has_pages(room: Room) -> None:
    """Twenty subscriptions are two pages."""
    for number in range(20):
        await subscribe(room.reader, room.channel, to="me", topic=f"t{number}")

    listed = await room.reader.slash(room.channel, "alerts list")
    assert "page 1 of 2" in text(listed)
    turned = await room.reader.click(listed.response, label="Next ▶")

    assert "page 2 of 2" in text(turned)
    assert "topic t19" in text(turned)


async def test_pausing_gathers_and_resuming_tells(
    room: Room, card: simcord.InteractionResult, press: Press, simcord_env: simcord.Env
) -> None:
    """Nothing is told in a pause; what happened in it is told when it ends by itself."""
    paused = await room.reader.click(card.response, label="Pause for a week")
    assert "**Paused** until" in text(paused)
    assert "Resume" in buttons(paused)

    await press.publish("bridge")
    await simcord_env.advance_time(6 * DAY)
    assert not inbox(room.reader)
    await simcord_env.advance_time(DAY)

    assert headlines(inbox(room.reader)) == [
        "New claim: The bridge is shut. (NO RESPONSE ON RECORD)"
    ]


async def test_resuming_by_hand(
    room: Room, card: simcord.InteractionResult, press: Press, simcord_env: simcord.Env
) -> None:
    """Resume ends a pause at once."""
    paused = await room.reader.click(card.response, label="Pause for a week")
    await press.publish("bridge")

    resumed = await room.reader.click(paused.response, label="Resume")
    await simcord_env.settle()

    assert "Paused" not in text(resumed)
    assert len(inbox(room.reader)) == 1


async def test_changing_what_for_and_when(
    room: Room, card: simcord.InteractionResult, press: Press, simcord_env: simcord.Env
) -> None:
    """The selects of the change card take effect at once."""
    change = await room.reader.click(card.response, label="Change")
    changed = await room.reader.select(
        change.response, ["retracted"], custom_id=_select(change, "Which news")
    )
    changed = await room.reader.select(
        changed.response, ["daily"], custom_id=_select(changed, "When")
    )
    done = await room.reader.click(changed.response, label="Done")
    assert "**What:** retractions" in text(done)
    assert "daily at 08:00, in one message (Europe/Oslo)" in text(done)

    await press.publish("bridge")
    await press.retract("bridge", "It was open.")
    await simcord_env.advance_time(6 * HOUR)
    assert not inbox(room.reader)
    await simcord_env.advance_time(HOUR)  # 08:00 in Oslo is 07:00 UTC

    assert headlines(inbox(room.reader)) == [
        "Retracted by the newsroom · claim: The bridge is shut."
    ]


async def test_changing_the_stance(
    room: Room, card: simcord.InteractionResult, press: Press
) -> None:
    """Only facts that somebody denies, from now on."""
    change = await room.reader.click(card.response, label="Change")
    await room.reader.select(
        change.response, ["denies"], custom_id=_select(change, "Which response")
    )

    await press.publish("bridge")
    await press.publish("tunnel", responses=[{"stance": "denies", "by": "Jon", "sources": [1]}])

    assert headlines(inbox(room.reader)) == ["New claim: The tunnel is shut. (DENIED by Jon)"]


async def test_changing_the_filter_in_a_form(
    room: Room,
    card: simcord.InteractionResult,
    press: Press,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    """The form comes filled in, is taken in after a restart, and changes the filter."""
    change = await room.reader.click(card.response, label="Change")
    form = await room.reader.click(change.response, label="Topics and words…")
    assert form.modal is not None
    topics = form.modal["components"][0]["component"]
    assert topics["value"] == "harbour"

    await simcord_env.restart_bot(NiceNote(library))
    changed = await room.reader.submit_modal(
        form, {"topics": "ferry, bridge", "speakers": "Ada Berg", "join": ["all"]}
    )
    assert "speaker Ada Berg" in text(changed)
    await press.publish("bridge", topics=["bridge"])
    await press.publish("tunnel")

    assert headlines(inbox(room.reader)) == [
        "New claim: The bridge is shut. (NO RESPONSE ON RECORD)"
    ]


async def test_changing_the_times_in_a_form(
    room: Room, card: simcord.InteractionResult, press: Press, simcord_env: simcord.Env
) -> None:
    """Quiet hours and the zone; what cannot be understood is said and changes nothing."""
    change = await room.reader.click(card.response, label="Change")
    form = await room.reader.click(change.response, label="Times…")
    refused = await room.reader.submit_modal(form, {"zone": "Nowhere", "quiet": ""})
    assert "I don’t know the time zone “Nowhere”" in text(refused)

    form = await room.reader.click(change.response, label="Times…")
    changed = await room.reader.submit_modal(form, {"zone": "UTC", "quiet": "22-06"})
    assert "quiet from 22:00 to 06:00 (UTC)" in text(changed)
    await press.publish("bridge")
    await simcord_env.advance_time(6 * HOUR - 1)
    assert not inbox(room.reader)
    await simcord_env.advance_time(1)

    assert len(inbox(room.reader)) == 1


async def test_a_test_message(room: Room, card: simcord.InteractionResult, press: Press) -> None:
    """It says that it is one, is sent where alerts are, and mentions nobody."""
    await press.publish("bridge")

    sent = await room.reader.click(card.response, label="Send a test")

    assert sent.followups[-1].content == "Test sent: it’s in your direct messages."
    assert headlines(inbox(room.reader))[-1].startswith("This is a test.")


async def test_a_test_message_that_cannot_be_sent(
    room: Room, card: simcord.InteractionResult, simcord_env: simcord.Env
) -> None:
    """Closed direct messages are found out this way, with what to do about it."""
    simcord_env.inject_error("POST", "/channels/*/messages", status=403, code=50007)

    sent = await room.reader.click(card.response, label="Send a test")

    assert "Your direct messages are closed to me." in sent.followups[-1].content


async def test_deleting(room: Room, card: simcord.InteractionResult, press: Press) -> None:
    """Nothing is told any more; pressing again says that it is gone."""
    before = await room.reader.slash(room.channel, "alerts list")
    deleted = await room.reader.click(card.response, label="Delete")
    again = await room.reader.select(before.response, [options(before)[0]["value"]])

    await press.publish("bridge")

    assert "**Deleted.** You’ll get no more alerts for topic harbour." in text(deleted)
    assert "You don’t have that subscription any more." in text(again)
    assert not inbox(room.reader)


async def test_a_channels_alerts_are_cared_for_by_who_manages_the_server(
    room: Room, keeper: simcord.MemberActor, simcord_env: simcord.Env
) -> None:
    """Another manager finds them in their list; a reader does not."""
    await subscribe(keeper, room.channel, to="here", topic="harbour")
    role = next(role for name, role in room.guild.roles.items() if name == "Keepers")
    other = room.guild.add_member(simcord_env.create_user("olga"), roles=[role])

    hers = await other.slash(room.channel, "alerts list")
    his = await room.reader.slash(room.channel, "alerts list")

    assert f"topic harbour · in <#{room.channel.id}>" in text(hers)
    assert "You have no alerts yet" in text(his)


async def test_everything_works_after_a_restart(
    room: Room,
    card: simcord.InteractionResult,
    press: Press,
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    """The card's controls and the subscription itself outlive the process."""
    await simcord_env.restart_bot(NiceNote(library))

    paused = await room.reader.click(card.response, label="Pause for a week")
    resumed = await room.reader.click(paused.response, label="Resume")
    await press.publish("bridge")

    assert "Alerts for topic harbour" in text(resumed)
    assert len(inbox(room.reader)) == 1
    assert "The bridge is shut." in written(inbox(room.reader)[0])
    assert not told(room.channel)
