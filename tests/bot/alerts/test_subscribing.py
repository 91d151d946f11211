"""/alerts subscribe: where, about what, when, and by whom."""

import discord
import pytest
import simcord

from facts.model import DeskId, Member
from facts.usecases.alerts.subscribing import PER_PERSON, PER_SERVER
from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, Press, headlines, inbox, subscribe, told, written
from tests.bot.conftest import Room
from tests.bot.shown import buttons, options, text


async def test_to_me_is_told_in_a_direct_message(room: Room, press: Press) -> None:
    """Who subscribes to themselves gets the card of a new fact, led by what happened."""
    answer = await subscribe(room.reader, room.channel, to="me", topic="harbour")
    assert "Subscribed." in text(answer)
    assert "Alerts for topic harbour" in text(answer)
    assert not inbox(room.reader), "nothing but alerts is written to anybody"

    await press.publish("bridge")

    (alert,) = inbox(room.reader)
    assert headlines([alert]) == ["New claim: The bridge is shut. (NO RESPONSE ON RECORD)"]
    assert "Claimed by Ada Berg" in written(alert)
    assert "Alert for topic harbour" in written(alert)
    assert not told(room.channel)


async def test_here_is_told_in_the_channel(
    room: Room, press: Press, keeper: simcord.MemberActor
) -> None:
    """Who manages the channel can have it told there."""
    await keeper.slash(room.channel, "alerts subscribe", to="here")

    await press.publish("bridge")

    assert headlines(told(room.channel)) == [
        "New claim: The bridge is shut. (NO RESPONSE ON RECORD)"
    ]


async def test_here_takes_the_right_to_manage_the_channel(room: Room, press: Press) -> None:
    """A reader is told who may, and nothing is kept."""
    refused = await room.reader.slash(room.channel, "alerts subscribe", to="here")

    assert refused.ephemeral
    assert "people who can manage that channel" in text(refused)
    await press.publish("bridge")
    assert not told(room.channel)


async def test_here_in_a_channel_the_bot_may_not_write_to(
    room: Room, keeper: simcord.MemberActor
) -> None:
    """What the bot would fail at later is said at once."""
    closed = room.guild.create_text_channel(
        "closed",
        overwrites={room.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )

    refused = await keeper.slash(closed, "alerts subscribe", to="here")

    assert "I can’t post in this channel" in text(refused)


async def test_in_a_direct_message_both_mean_there(
    room: Room, simcord_env: simcord.Env, library: Library
) -> None:
    """In direct messages “here” is the reader's own place; they see the shared desks."""
    reader = room.reader.user
    await subscribe(reader, to="here", topic="harbour")

    await Press(simcord_env, library, "home").publish("bridge")
    await Press(simcord_env, library, str(room.guild.id)).publish("tunnel")

    assert headlines(inbox(reader)) == ["New claim: The bridge is shut. (NO RESPONSE ON RECORD)"]


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        ({"topic": "harbour"}, ["bridge", "tunnel"]),
        ({"topic": "ferry"}, ["ferry"]),
        ({"topic": "ferry, harbour"}, ["bridge", "tunnel", "ferry"]),
        ({"topic": "harbour + winter"}, ["tunnel"]),
        ({"keyword": "shut bridge"}, ["bridge"]),
        ({"speaker": "jon vik"}, ["ferry"]),
        ({"outlet": "harbour post"}, ["bridge", "tunnel"]),
        ({"stance": "denies"}, ["tunnel"]),
        ({"topic": "harbour", "stance": "denies"}, ["tunnel"]),
        ({"topic": "ferry", "stance": "denies", "match": "any"}, ["tunnel", "ferry"]),
        ({"desk": "this server"}, ["bridge", "tunnel", "ferry"]),
        ({"desk": "home"}, []),
    ],
)
async def test_filters(room: Room, press: Press, asked: dict[str, str], heard: list[str]) -> None:
    """Each option asks for something, all of them together or any one."""
    await subscribe(room.reader, room.channel, to="me", **asked)

    await press.publish("bridge")
    denial = {"stance": "denies", "by": "Jon Vik", "sources": [1]}
    await press.publish("tunnel", topics=["harbour", "winter"], responses=[denial])
    await press.publish(
        "ferry",
        claim={"text": "The ferry is late.", "speaker": {"name": "Jon Vik"}},
        sources=[{"outlet": "Daily Ferry"}],
        topics=["ferry"],
    )

    texts = [written(message) for message in inbox(room.reader)]
    assert len(texts) == len(heard)
    assert all(name in shown for name, shown in zip(heard, texts, strict=True))


async def test_news_can_be_of_one_kind(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """Who wants retractions only is not told that something is new."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me", news="retractions")

    await press.publish("bridge")
    await simcord_env.advance_time(DAY)
    await press.retract("bridge", "It was open all the time.")

    assert headlines(inbox(room.reader)) == [
        "Retracted by the newsroom · claim: The bridge is shut."
    ]
    assert "It was open all the time." in written(inbox(room.reader)[0])


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"when": "daily", "at": "half past"}, "“half past” isn’t a time of day"),
        ({"when": "daily", "at": "25:00"}, "isn’t a time of day"),
        ({"quiet": "night"}, "Write quiet hours like 22:00-07:00"),
        ({"zone": "Middle Earth"}, "I don’t know the time zone “Middle Earth”"),
        ({"topic": "x" * 60}, "too long for a filter"),
    ],
)
async def test_what_cannot_be_understood_is_said(
    room: Room, asked: dict[str, str], sentence: str
) -> None:
    """Each slip is answered with how to write it."""
    refused = await subscribe(room.reader, room.channel, to="me", **asked)

    assert refused.ephemeral
    assert sentence in text(refused)


async def test_the_same_again_is_the_same(room: Room, press: Press) -> None:
    """Subscribing twice tells nothing twice."""
    await subscribe(room.reader, room.channel, to="me", topic="harbour")
    again = await subscribe(room.reader, room.channel, to="me", topic="Harbour")

    assert "You already have these alerts." in text(again)
    await press.publish("bridge")

    assert len(inbox(room.reader)) == 1


class TestUnknownTopics:
    """A topic that no claim has yet is often a slip, so it is asked about."""

    async def test_nothing_is_told_until_it_is_confirmed(self, room: Room, press: Press) -> None:
        """The question names the topic as it was typed; the answer outlives a restart."""
        asked = await room.reader.slash(
            room.channel, "alerts subscribe", to="me", topic="harbour, Ferrys"
        )
        assert asked.ephemeral
        assert "No claim has any of the topics “harbour”, “Ferrys” yet." in text(asked)
        assert buttons(asked) == ["Subscribe", "Change topics…", "Cancel"]
        await press.publish("bridge")
        assert not inbox(room.reader)

        listed = await room.reader.slash(room.channel, "alerts list")
        assert "**not confirmed**" in text(listed)
        opened = await room.reader.select(listed.response, [options(listed)[0]["value"]])
        done = await room.reader.click(opened.response, label="Subscribe")

        assert "**Subscribed.**" in text(done)
        await press.publish("tunnel")
        assert len(inbox(room.reader)) == 1

    async def test_a_topic_that_claims_have_is_not_asked_about(
        self, room: Room, press: Press
    ) -> None:
        """Whatever its case; of several only those that no claim has are named."""
        await press.publish("bridge")
        known = await room.reader.slash(room.channel, "alerts subscribe", to="me", topic="HARBOUR")
        assert "**Subscribed.**" in text(known)

        asked = await room.reader.slash(
            room.channel, "alerts subscribe", to="me", topic="harbour, Ferrys"
        )
        assert "No claim has the topic “Ferrys” yet. Subscribe all the same?" in text(asked)

    async def test_the_same_again_asks_again(self, room: Room) -> None:
        """It is not confirmed by being typed twice, and not kept twice."""
        for _ in range(2):
            asked = await room.reader.slash(
                room.channel, "alerts subscribe", to="me", topic="harbour"
            )
            assert "Subscribe all the same?" in text(asked)
        listed = await room.reader.slash(room.channel, "alerts list")
        assert len(options(listed)) == 1

    async def test_it_can_be_cancelled_or_mended(self, room: Room, press: Press) -> None:
        """Cancel leaves nothing; a mended topic is subscribed to at once."""
        await press.publish("bridge")
        for label in ("Cancel", "Change topics…"):
            asked = await room.reader.slash(
                room.channel, "alerts subscribe", to="me", topic="habour"
            )
            pressed = await room.reader.click(asked.response, label=label)
            if label == "Cancel":
                assert "**Cancelled.** You’re not subscribed to topic habour." in text(pressed)
                left = await room.reader.slash(room.channel, "alerts list")
                assert "You have no alerts yet" in text(left)
            else:
                await room.reader.submit_modal(pressed, {"topics": "harbour", "join": ["all"]})
        await press.publish("tunnel")
        assert len(inbox(room.reader)) == 1


async def test_a_person_has_a_limit(room: Room) -> None:
    """The sentence says which limit and what to do."""
    for number in range(PER_PERSON):
        await subscribe(room.reader, room.channel, to="me", topic=f"t{number}")

    refused = await subscribe(room.reader, room.channel, to="me", topic="more")

    assert f"reached the limit of {PER_PERSON} subscriptions" in text(refused)


async def test_a_server_has_a_limit(room: Room, keeper: simcord.MemberActor) -> None:
    """The channels of one server have a limit of their own."""
    for number in range(PER_SERVER):
        await subscribe(keeper, room.channel, to="here", topic=f"t{number}")

    refused = await subscribe(keeper, room.channel, to="here", topic="more")

    assert f"reached the limit of {PER_SERVER} subscriptions" in text(refused)


async def test_time_zones_are_offered(room: Room) -> None:
    """The city that is being typed comes first."""
    offered = await room.reader.autocomplete(
        room.channel, "alerts subscribe", "zone", "osl", to="me"
    )

    assert offered[0]["value"] == "Europe/Oslo"


async def test_topics_are_offered(room: Room, press: Press) -> None:
    """Topics of the facts that are being typed."""
    await press.publish("bridge")

    offered = await room.reader.autocomplete(
        room.channel, "alerts subscribe", "topic", "harb", to="me"
    )

    assert "harbour" in [one["value"] for one in offered]


class TestMentions:
    """An alert mentions nobody, unless a role was named by who may mention it."""

    async def test_nobody_is_mentioned(
        self, room: Room, press: Press, keeper: simcord.MemberActor
    ) -> None:
        """What a fact says mentions nobody, whatever it says."""
        await keeper.slash(room.channel, "alerts subscribe", to="here")

        claim = {"text": f"@everyone {room.reader.mention} <@&{room.guild.default_role.id}> came."}
        await press.publish("bridge", claim=claim)

        (alert,) = told(room.channel)
        assert not alert.mention_everyone
        assert not alert.mentions
        assert not alert.role_mentions

    async def test_the_named_role_is_mentioned(
        self, room: Room, press: Press, keeper: simcord.MemberActor
    ) -> None:
        """Only that role, and in the line that a phone shows."""
        role = room.guild.create_role("Harbour watchers", mentionable=True)
        await keeper.slash(room.channel, "alerts subscribe", to="here", mention=role)

        await press.publish("bridge", claim={"text": f"@everyone {room.reader.mention} came."})

        (alert,) = told(room.channel)
        assert headlines([alert])[0].startswith(f"<@&{role.id}> New claim: ")
        assert [one.id for one in alert.role_mentions] == [role.id]
        assert not alert.mentions
        assert not alert.mention_everyone

    async def test_a_role_that_the_person_may_not_mention(
        self, room: Room, keeper: simcord.MemberActor
    ) -> None:
        """A subscription is no way around Discord's own rule."""
        role = room.guild.create_role("Editors", mentionable=False)

        refused = await keeper.slash(room.channel, "alerts subscribe", to="here", mention=role)

        assert refused.ephemeral
        assert "mention" in text(refused)
        listed = await keeper.slash(room.channel, "alerts list")
        assert "You have no alerts yet" in text(listed)

    async def test_everyone_is_no_role_to_mention(
        self, room: Room, keeper: simcord.MemberActor
    ) -> None:
        """@everyone is refused whatever the person may do."""
        refused = await keeper.slash(
            room.channel, "alerts subscribe", to="here", mention=room.guild.default_role
        )

        assert "can’t mention everyone" in text(refused)

    async def test_a_role_in_a_direct_message(self, room: Room) -> None:
        """There is nobody to mention."""
        role = room.guild.create_role("Harbour watchers", mentionable=True)

        refused = await room.reader.slash(room.channel, "alerts subscribe", to="me", mention=role)

        assert "be mentioned only in a channel" in text(refused)


async def test_the_answer_says_what_it_would_have_told(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """Subscribing shows the last 30 days at once."""
    await press.publish("bridge")
    await simcord_env.advance_time(DAY)

    answer = await subscribe(room.reader, room.channel, to="me", topic="harbour")

    assert "You’d have received 1 alert in the last 30 days." in text(answer)


async def test_moderators_of_the_desk_may_set_it_up(
    room: Room, press: Press, simcord_env: simcord.Env, library: Library
) -> None:
    """A role that moderates the desk may, though it manages no channel; without it no longer."""
    role = room.guild.create_role("Fact desk")
    moderator = room.guild.add_member(simcord_env.create_user("mo"), roles=[role])
    owner = Member(DeskId(str(room.guild.id)), "1", "owner", manages_server=True)
    await library.desk.setup.change(owner, moderator_roles=frozenset({str(role.id)}))
    await moderator.slash(room.channel, "alerts subscribe", to="here")
    await press.publish("bridge")
    assert len(told(room.channel)) == 1

    await library.desk.setup.change(owner, moderator_roles=frozenset())
    refused = await subscribe(moderator, room.channel, to="here", topic="ferry")

    assert "people who can manage that channel" in text(refused)
