"""Where a desk wants a second person: propose, approve, return."""

import re
from typing import Any

import pytest
import simcord

from tests.bot.desk.acting import Moderator, inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, parts, text


@pytest.fixture
async def log(newsroom: Newsroom) -> simcord.ChannelHandle:
    """The desk's log channel; from now on a second person is needed."""
    channel = newsroom.guild.create_text_channel("desk-log")
    setup = await newsroom.ada.type("desk setup")
    setup = await newsroom.ada.choose(setup, channel, control="log")
    await newsroom.ada.press(setup, "Require second approval")
    return channel


async def press_in_log(
    who: Moderator, log: simcord.ChannelHandle, label: str
) -> simcord.InteractionResult:
    """Press a button of the newest message in the log channel."""
    message = log.last_message
    assert message is not None
    return await who.actor.click(message, label=label)


def newest(log: simcord.ChannelHandle) -> str:
    """All the text of the newest message in the log channel."""
    return texts(log)[-1]


def texts(log: simcord.ChannelHandle) -> list[str]:
    """The text of each message in the log channel, oldest first."""
    return [
        "\n".join(
            child.content
            for item in message.components
            for child in getattr(item, "children", [])
            if hasattr(child, "content")
        )
        for message in log.history()
    ]


async def test_propose_and_approve(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, stored: Stored
) -> None:
    """Nothing is public until another moderator approves it in the log channel."""
    proposed = await newsroom.ada.publish(claim)
    assert "Proposed: New fact" in text(proposed)
    assert await stored() == []
    assert "Ada proposes a new fact" in newest(log)
    assert claim["quote"] in newest(log)

    approved = await press_in_log(newsroom.ben, log, "Approve and publish")

    [fact] = await stored()
    assert f"Approved by Ben: fact #{fact.id}" in text(approved)
    assert [f"Fact #{fact.id}.1" in told for told in texts(log)] == [False, False, True]
    answer = await newsroom.rita.type("claim", question="mayor closed harbour bridge")
    assert claim["text"] in text(answer)


async def test_a_proposal_with_a_time(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle
) -> None:
    """Its card says that the time counts only if it is approved by then."""
    form = await newsroom.ada.press(await newsroom.ada.add(claim), "Publish at…")
    proposed = await newsroom.ada.submit(form, {"when": "tomorrow 09:30", "zone": "Europe/Oslo"})
    assert "Proposed: New fact" in text(proposed)
    assert re.search(r"Goes out on .*, 09:30 \(.*\), if approved by then", text(proposed))

    approved = await press_in_log(newsroom.ben, log, "Approve and publish")

    assert "goes out on" in text(approved)


async def test_nobody_approves_their_own(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, stored: Stored
) -> None:
    """The author is refused, and so is who is no moderator."""
    await newsroom.ada.publish(claim)

    own = await press_in_log(newsroom.ada, log, "Approve and publish")
    strangers = await press_in_log(newsroom.rita, log, "Approve and publish")
    returned = await press_in_log(newsroom.rita, log, "Return…")

    assert own.ephemeral
    assert strangers.ephemeral
    assert returned.modal is None
    assert await stored() == []
    assert "Ada proposes" in newest(log)


async def test_return_with_a_reason(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, stored: Stored
) -> None:
    """The author sees it with the draft, mends it and proposes again."""
    await newsroom.ada.publish(claim)
    form = await press_in_log(newsroom.ben, log, "Return…")
    decided = await newsroom.ben.submit(form, {"reason": "Which bridge?"})
    assert "Returned to Ada by Ben" in text(decided)

    drafts = await newsroom.ada.type("fact drafts")
    assert "returned to you" in text(drafts)
    card = await newsroom.ada.choose(drafts, options(drafts)[0]["value"])
    assert "Returned by Ben" in text(card)
    assert "Which bridge?" in text(card)
    await newsroom.ada.press(card, "Publish")
    await press_in_log(newsroom.ben, log, "Approve and publish")

    assert len(await stored()) == 1


async def test_take_a_proposal_back(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, stored: Stored
) -> None:
    """Its author works on it again; approving the old message does nothing."""
    proposed = await newsroom.ada.publish(claim)
    card = await newsroom.ada.press(proposed, "Withdraw")
    assert "Draft: New fact" in text(card)

    late = await press_in_log(newsroom.ben, log, "Approve and publish")

    assert late.ephemeral
    assert await stored() == []


async def test_proposals_without_a_log_channel(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """They wait in the list of drafts of the other moderators."""
    await newsroom.ada.press(await newsroom.ada.type("desk setup"), "Require second approval")
    await newsroom.ada.publish(claim)

    drafts = await newsroom.ben.type("fact drafts")
    assert "Waiting for your approval" in text(drafts)
    proposal = await newsroom.ben.choose(drafts, options(drafts)[0]["value"])
    assert "Ada proposes a new fact" in text(proposal)
    await newsroom.ben.press(proposal, "Approve and publish")

    assert len(await stored()) == 1


async def test_changes_of_facts_are_proposals_too(
    newsroom: Newsroom,
    claim: dict[str, str],
    log: simcord.ChannelHandle,
    stored: Stored,
) -> None:
    """A response in one command waits; the proposal shows what it would change."""
    await newsroom.ada.publish(claim)
    await press_in_log(newsroom.ben, log, "Approve and publish")

    proposed = await newsroom.ben.type(
        "fact deny", fact="harbour bridge", by="Jon Vik", quote="I closed nothing."
    )

    assert "Proposed: Change to fact" in text(proposed)
    assert "Response 1: " in text(proposed), "its author is not shown what it changes"
    assert "Changes" in newest(log)
    assert "I closed nothing." in newest(log)
    [fact] = await stored()
    assert fact.responses == ()
    await press_in_log(newsroom.ada, log, "Approve and publish")
    [fact] = await stored()
    assert len(fact.responses) == 1


async def test_an_emergency_retraction_needs_one(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, stored: Stored
) -> None:
    """An ordinary one waits for a second person, an emergency is told in the log."""
    await newsroom.ada.publish(claim)
    await press_in_log(newsroom.ben, log, "Approve and publish")
    reason = "The source is a forgery."

    waits = await newsroom.ada.type("fact retract", fact="harbour bridge", reason=reason)
    assert "Proposed" in text(waits)
    [fact] = await stored()
    assert fact.retraction is None
    await newsroom.ada.press(waits, "Withdraw")
    done = await newsroom.ada.type(
        "fact retract", fact="harbour bridge", reason=reason, emergency=True
    )

    assert "Retracted." in text(done)
    [fact] = await stored()
    assert fact.retraction is not None
    assert "mergency retraction" in newest(log)


async def test_a_long_proposal_has_pages(
    newsroom: Newsroom,
    claim: dict[str, str],
    denial: dict[str, Any],
    log: simcord.ChannelHandle,
) -> None:
    """All of it can be read before it is approved."""
    card = await newsroom.ada.add(claim)
    for number in range(4):
        said = {"by": f"Person {number}", "quote": "It was not closed. " * 90, "source": "1"}
        card = await newsroom.ada.respond(card, denial | said)
    await newsroom.ada.press(card, "Publish")
    assert "page 1 of" in newest(log)

    turned = await press_in_log(newsroom.ben, log, "Next ▶")

    assert "page 2 of" in text(turned)
    assert "Approve and publish" in buttons(turned)


async def test_every_change_is_told_in_the_log_channel(
    newsroom: Newsroom, claim: dict[str, str], simcord_env: simcord.Env
) -> None:
    """Who changed what, and nobody is pinged."""
    channel = newsroom.guild.create_text_channel("desk-log")
    setup = await newsroom.ada.type("desk setup")
    await newsroom.ada.choose(setup, channel, control="log")

    await newsroom.ada.publish(claim | {"text": "@everyone The bridge is shut."})

    assert "added by Ada" in newest(channel)
    [_, sent] = [
        request.json
        for request in simcord_env.http_requests
        if request.path == f"/channels/{channel.id}/messages"
    ]
    assert sent["allowed_mentions"] == {"parse": []}
    assert sent["enforce_nonce"] is True


async def test_a_returned_proposal_is_news_again(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    """Discord drops a second message of the same nonce, so each proposal has its own."""
    await newsroom.ada.publish(claim)
    await newsroom.ben.submit(await press_in_log(newsroom.ben, log, "Return…"), {"reason": "Why?"})
    drafts = await newsroom.ada.type("fact drafts")
    card = await newsroom.ada.choose(drafts, options(drafts)[0]["value"])
    form = await newsroom.ada.choose(card, "claim:0", control="edit")
    card = await newsroom.ada.submit(form, claim_with(form, venue="the town hall"))
    await newsroom.ada.press(card, "Publish")

    nonces = [
        request.json["nonce"]
        for request in simcord_env.http_requests
        if request.path == f"/channels/{log.id}/messages"
    ]

    assert len(set(nonces)) == len(nonces) == 3
    assert all(len(nonce) <= 25 for nonce in nonces)


def claim_with(form: simcord.InteractionResult, **changed: str) -> dict[str, Any]:
    """What an opened form says, with some fields changed."""
    return inputs(form) | changed


async def test_a_log_channel_that_is_closed_to_the_bot(
    newsroom: Newsroom, simcord_env: simcord.Env
) -> None:
    """Is noticed when it is chosen."""
    channel = newsroom.guild.create_text_channel("desk-log")
    simcord_env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, times=1)

    setup = await newsroom.ada.type("desk setup")
    chosen = await newsroom.ada.choose(setup, channel, control="log")

    assert "Saved." in text(chosen)
    assert "couldn’t post in the log channel" in chosen.followups[0].content


async def test_a_log_channel_that_cannot_be_reached(
    newsroom: Newsroom, claim: dict[str, str], log: simcord.ChannelHandle, simcord_env: simcord.Env
) -> None:
    """The work is done all the same, and the moderator is told."""
    simcord_env.inject_error("POST", f"/channels/{log.id}/messages", status=403, times=None)

    proposed = await newsroom.ada.publish(claim)

    assert "Proposed: New fact" in text(proposed)
    [told] = proposed.followups
    assert "couldn’t post in the log channel" in told.content
    assert not list(parts(told))
