"""What an alert looks like, and what can be pressed under it."""

import simcord

from facts.wiring import Library
from tests.bot.alerts.conftest import (
    DAY,
    HOUR,
    MINUTE,
    Press,
    headlines,
    inbox,
    labels,
    subscribe,
    told,
    written,
)
from tests.bot.conftest import Room
from tests.bot.shown import buttons, options, parts, text


async def _subscribed(room: Room, **options: object) -> None:
    await subscribe(room.reader, room.channel, to="me", **options)


async def test_a_typo_alerts_nobody(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """What was published without a note is no correction, also for who wants all news."""
    await press.publish("bridge")
    await _subscribed(room)
    await press.publish("bridge", claim={"text": "The brigde is shut."})
    await simcord_env.advance_time(2 * MINUTE)

    assert not inbox(room.reader)


async def test_a_correction_shows_the_words_that_changed(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """Word by word, before the fact as it is now."""
    await press.publish("bridge")
    await _subscribed(room)
    await press.claim("bridge", "The new bridge is open.")
    await simcord_env.advance_time(2 * MINUTE)

    (alert,) = inbox(room.reader)
    assert headlines([alert]) == ["Corrected · claim: The new bridge is open."]
    changed = written(alert).split("\n")[1:3]
    assert changed[0] == "**What changed**"
    assert changed[1].startswith("The claim: The **new** bridge is ")
    assert "~~shut.~~" in changed[1]
    assert "**open.**" in changed[1]


async def test_what_the_desk_says_about_a_correction(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """Only what the desk calls a correction is one; its sentence is read with it."""
    await press.publish("bridge")
    await _subscribed(room)
    said = {"on": "2026-01-01", "sentence": "It was the new bridge.", "revision": 2}
    claim = {"text": "The new bridge is shut.", "speaker": "Ada Berg"}
    await press.publish("bridge", claim=claim, corrections=[said])
    await simcord_env.advance_time(2 * MINUTE)

    (alert,) = inbox(room.reader)
    assert headlines([alert]) == ["Corrected · claim: The new bridge is shut."]
    assert written(alert).count("Corrected on 1 January 2026: It was the new bridge.") == 1
    assert "### The new bridge is shut." not in written(alert)  # the headline says it


async def test_edits_within_two_minutes_are_one_alert(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """The burst is told once, from the state before it to the state after it."""
    await press.publish("bridge")
    await _subscribed(room)
    for word in ("first", "second", "third"):
        await press.claim("bridge", f"The {word} bridge is shut.")
        await simcord_env.advance_time(30)
    assert not inbox(room.reader)
    await simcord_env.advance_time(MINUTE)

    (alert,) = inbox(room.reader)
    assert "The **third** bridge is shut." in written(alert)
    assert "second" not in written(alert)


async def test_a_new_denial_names_who_denies(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """The denial stands first, with its words."""
    await press.publish("bridge")
    await _subscribed(room)
    await press.deny("bridge", "Jon Vik")
    await simcord_env.advance_time(2 * MINUTE)

    (alert,) = inbox(room.reader)
    assert headlines([alert]) == ["New denial by Jon Vik · claim: The bridge is shut."]
    assert "**New denial**\n**Denied by** Jon Vik\n> “None of it is true.”" in written(alert)


async def test_a_retraction_says_why(room: Room, press: Press) -> None:
    """At once, and above all else."""
    await press.publish("bridge")
    await _subscribed(room)

    await press.retract("bridge", "It was open all the time.")

    (alert,) = inbox(room.reader)
    shown = written(alert)
    assert headlines([alert]) == ["Retracted by the newsroom · claim: The bridge is shut."]
    assert shown.index("It was open all the time.") < shown.index("Claimed by Ada Berg")


async def test_a_removed_fact(room: Room, library: Library, simcord_env: simcord.Env) -> None:
    """That a fact went away is told, with the last that was known of it."""
    await _subscribed(room, stance="denies")

    await library.starter.remove(editor="a test")
    await simcord_env.settle()

    (alert,) = inbox(room.reader)
    assert headlines([alert])[0].startswith("Removed · claim: Kim Jong Un recently sent")
    assert "never sent the US president any letters" in written(alert)


class TestControls:
    """One click under each alert."""

    async def test_muting_its_topic(
        self, room: Room, press: Press, simcord_env: simcord.Env
    ) -> None:
        """Nothing more of that topic, everything else as before; the card undoes it."""
        await _subscribed(room)
        await press.publish("bridge")
        (alert,) = inbox(room.reader)
        assert labels(alert)[-3:] == ["Mute “harbour”", "Pause for a week", "Unsubscribe"]

        muted = await room.reader.user.click(alert, label="Mute “harbour”")
        await press.publish("tunnel")
        await press.publish("ferry", topics=["ferry"])

        assert muted.ephemeral
        assert "**Muted** the topic “harbour”" in text(muted)
        assert len(inbox(room.reader)) == 2
        heard_again = await room.reader.user.select(muted.response, ["harbour"])
        assert "**Muted:**" not in text(heard_again)
        await press.publish("quay")
        assert len(inbox(room.reader)) == 3

    async def test_several_topics_are_chosen_from(self, room: Room, press: Press) -> None:
        """Three topics are a select."""
        await _subscribed(room)
        await press.publish("bridge", topics=["harbour", "ferry", "winter"])
        (alert,) = inbox(room.reader)

        muted = await room.reader.user.select(alert, ["ferry"])

        assert "**Muted** the topic “ferry”" in text(muted)

    async def test_pausing_a_week(self, room: Room, press: Press, simcord_env: simcord.Env) -> None:
        """Nothing is told for a week, then what happened, in one message."""
        await _subscribed(room)
        await press.publish("bridge")

        paused = await room.reader.user.click(inbox(room.reader)[0], label="Pause for a week")
        for name in ("a", "b", "c", "d"):
            await press.publish(name)
        await simcord_env.advance_time(7 * DAY - 1)
        assert "**Paused** until" in text(paused)
        assert len(inbox(room.reader)) == 1
        await simcord_env.advance_time(1)

        assert headlines(inbox(room.reader))[1:] == ["4 claims: 4 new"]

    async def test_unsubscribing(self, room: Room, press: Press) -> None:
        """It is over at once."""
        await _subscribed(room, topic="harbour")
        await press.publish("bridge")

        gone = await room.reader.user.click(inbox(room.reader)[0], label="Unsubscribe")
        await press.publish("tunnel")

        assert "**Deleted.** You’ll get no more alerts for topic harbour." in text(gone)
        assert len(inbox(room.reader)) == 1

    async def test_others_in_the_channel_may_not(
        self, room: Room, press: Press, keeper: simcord.MemberActor
    ) -> None:
        """Who does not manage the channel is refused; who does is not."""
        await keeper.slash(room.channel, "alerts subscribe", to="here")
        await press.publish("bridge")
        (alert,) = told(room.channel)

        for label in ("Mute “harbour”", "Pause for a week", "Unsubscribe"):
            refused = await room.reader.click(alert, label=label)
            assert refused.ephemeral
            assert "You don’t have that subscription" in text(refused)
        paused = await keeper.click(alert, label="Pause for a week")

        assert "**Paused** until" in text(paused)

    async def test_a_long_fact_is_read_on_privately(self, room: Room, press: Press) -> None:
        """The message stays as it is; the pages come to who turns them, also after the fact has
        changed: they are those of the alert.
        """
        sources = [{"outlet": f"Paper {number}", "headline": "x" * 250} for number in range(40)]
        await _subscribed(room)
        await press.publish("bridge", sources=sources)
        (alert,) = inbox(room.reader)
        before = written(alert)
        await press.retract("bridge", "All wrong.")

        turned = await room.reader.user.click(alert, label="Next ▶")
        further = await room.reader.user.click(turned.response, label="Next ▶")

        assert turned.ephemeral
        assert "page 3 of" in text(further)
        assert "All wrong." not in text(further)
        assert written(inbox(room.reader)[0]) == before

    async def test_the_wordings_can_be_seen_where_the_reader_sees_the_fact(
        self, room: Room, press: Press, keeper: simcord.MemberActor
    ) -> None:
        """In the channel of its server, not in a direct message."""
        quoted = [
            {"outlet": "Harbour Post", "quotes": [{"of": "claim", "text": "It is shut!"}]},
            {"outlet": "Daily Ferry", "quotes": [{"of": "claim", "text": "It was shut."}]},
        ]
        await keeper.slash(room.channel, "alerts subscribe", to="here")
        await _subscribed(room)
        await press.publish("bridge", sources=quoted)

        wordings = await room.reader.click(told(room.channel)[0], label="How outlets worded it")

        assert "It is shut!" in text(wordings)
        assert "How outlets worded it" not in labels(inbox(room.reader)[0])


class TestDigests:
    """Several facts in one message."""

    async def test_a_digest_is_by_topic_and_says_how_many(
        self, room: Room, press: Press, simcord_env: simcord.Env
    ) -> None:
        """The largest topic first, each fact once, with the gist of what happened."""
        await press.publish("old", "wrong")
        await simcord_env.advance_time(MINUTE)
        await _subscribed(room, when="hourly")
        await press.publish("bridge", "tunnel")
        await press.publish("ferry", topics=["ferry"])
        await press.publish("island", topics=[])
        await press.claim("old", "The old quay is shut.")
        await press.retract("wrong", "Nobody said so.")
        await simcord_env.advance_time(HOUR)

        (digest,) = inbox(room.reader)
        shown = written(digest)
        assert headlines([digest]) == ["6 claims: 4 new, 1 corrected, 1 retracted"]
        assert shown.index("**harbour** (4)") < shown.index("**ferry** (1)")
        assert shown.index("**ferry** (1)") < shown.index("**Without a topic** (1)")
        assert shown.count("The bridge is shut.") == 1
        assert "-# Corrected on 2 January 2026: Correction 1 of the desk." in shown
        assert "-# Why: Nobody said so." in shown

    async def test_a_digest_has_pages(
        self, room: Room, press: Press, simcord_env: simcord.Env
    ) -> None:
        """Twenty facts are three pages, turned privately, each fact to be opened."""
        await _subscribed(room, when="hourly")
        await press.publish(*(f"bridge {number}" for number in range(20)))
        await simcord_env.advance_time(HOUR)
        (digest,) = inbox(room.reader)
        assert "page 1 of 3" in written(digest)

        turned = await room.reader.user.click(digest, label="Next ▶")
        assert "page 2 of 3" in text(turned)
        choice = next(one for one in options(turned) if one["label"] == "The bridge 9 is shut.")
        select = next(part["custom_id"] for part in parts(turned.response) if part["type"] == 3)
        opened = await room.reader.user.select(turned.response, [choice["value"]], custom_id=select)

        assert "New claim: The bridge 9 is shut. (NO RESPONSE ON RECORD)" in text(opened)
        assert "Harbour Post" in text(opened)
        assert "Unsubscribe" not in buttons(opened)

    async def test_pages_that_are_no_longer_kept(
        self, room: Room, press: Press, simcord_env: simcord.Env
    ) -> None:
        """After the subscription ended, turning says so kindly."""
        await _subscribed(room, when="hourly")
        await press.publish(*(f"bridge {number}" for number in range(20)))
        await simcord_env.advance_time(HOUR)
        (digest,) = inbox(room.reader)
        await room.reader.user.click(digest, label="Unsubscribe")

        gone = await room.reader.user.click(digest, label="Next ▶")

        assert "no longer stored" in text(gone)
