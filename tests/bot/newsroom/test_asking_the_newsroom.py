"""A question without an answer reaches the desk, and everybody who asked is told."""

from typing import Any

import pytest
import simcord

from facts.store.protocol import Remove
from facts.usecases.desk.desk_settings import Telling
from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, Press, told, written
from tests.bot.newsroom.conftest import Desk
from tests.bot.shown import buttons, options, text, words

ASKED = "did the mayor sell the old ferry"


async def hand_over(
    reader: simcord.MemberActor, channel: simcord.ChannelHandle, question: str = ASKED
) -> simcord.InteractionResult:
    """Ask with /claim, press the button, send the form as it opens."""
    answer = await reader.slash(channel, "claim", question=question)
    form = await reader.click(answer.response, label="Ask the newsroom…")
    return await reader.submit_modal(form, values_of(form))


def values_of(form: simcord.InteractionResult) -> dict[str, Any]:
    """What the form is filled in with when it opens."""
    assert form.modal is not None
    inputs = [label["component"] for label in form.modal["components"]]
    return {one["custom_id"]: one.get("value", "") for one in inputs}


async def test_nobody_can_ask_where_no_desk_takes_requests(desk: Desk, library: Library) -> None:
    """There is no button then."""
    await library.desk.setup.change(desk.member, takes_requests=False)
    answer = await desk.readers[0].slash(desk.channel, "claim", question=ASKED)
    assert "Ask the newsroom…" not in buttons(answer)


async def test_an_empty_queue_says_whether_readers_can_ask(desk: Desk, library: Library) -> None:
    """A desk that takes no requests learns how to take them."""
    assert "Nobody is waiting." in text(await desk.moderator.slash(desk.channel, "desk requests"))
    await library.desk.setup.change(desk.member, takes_requests=False)
    queue = await desk.moderator.slash(desk.channel, "desk requests")
    assert "Readers can’t send this desk requests yet." in text(queue)


async def test_three_ask_one_answers_and_all_are_told_once(
    desk: Desk, press: Press, simcord_env: simcord.Env
) -> None:
    """From the question to the direct message, with a correction afterwards."""
    for number, reader in enumerate(desk.readers, start=1):
        handed = await hand_over(reader, desk.channel)
        assert "The newsroom has your question" in text(handed)
        assert handed.response is not None
        assert handed.response.ephemeral
        others = {1: "", 2: "1 person is waiting", 3: "2 people are waiting"}[number]
        assert others in text(handed).lower() or others in text(handed)

    queue = await desk.moderator.slash(desk.channel, "desk requests")
    assert "3 people are waiting" in text(queue)
    assert "rita" not in text(queue)
    opened = await desk.moderator.select(queue.response, [options(queue)[0]["value"]])
    assert ASKED in text(opened)
    await press.publish("ferry", claim={"text": "The mayor sold the old ferry"})
    form = await desk.moderator.click(opened.response, label="Answer with a claim…")
    done = await desk.moderator.submit_modal(form, {"claim": "mayor sold the old ferry"})
    assert "The answer goes to 3 people." in text(done)
    await simcord_env.settle()

    for reader in desk.readers:
        (message,) = told(reader.user.dm_channel)
        assert "The newsroom has an answer" in written(message)
        assert "The mayor sold the old ferry" in written(message)

    note = {"on": "2026-01-01", "sentence": "It was sold by the council."}
    await press.publish("ferry", claim={"text": "The council sold it"}, corrections=[note])
    await simcord_env.settle()
    for reader in desk.readers:
        first, second = told(reader.user.dm_channel)
        assert "It was sold by the council." in written(first)
        assert "The council sold it" in written(first)
        assert written(second).startswith("An answer you were given has changed.\nClaim #")
        assert "The council sold it" in written(second)


async def test_an_answer_that_was_merged_names_both_claims(
    desk: Desk, library: Library, press: Press, simcord_env: simcord.Env
) -> None:
    """Who asked is told which answer it was, and which claim covers it now."""
    await hand_over(desk.readers[0], desk.channel)
    await press.publish("ferry", "tunnel")
    facts = {one.ref: one async for one in library.asking.catalogue.store.facts([desk.member.desk])}
    ferry, tunnel = facts["ferry"].id, facts["tunnel"].id
    queue = await desk.moderator.slash(desk.channel, "desk requests")
    opened = await desk.moderator.select(queue.response, [options(queue)[0]["value"]])
    form = await desk.moderator.click(opened.response, label="Answer with a claim…")
    await desk.moderator.submit_modal(form, {"claim": f"#{ferry}"})
    await simcord_env.settle()

    await library.desk.merging.merge(desk.member, tunnel, ferry)
    await simcord_env.settle()

    first, second = told(desk.readers[0].user.dm_channel)
    assert "The tunnel is shut." in written(first)
    assert f"Claim #{ferry}: The ferry is shut." in written(second)
    assert f"Claim #{tunnel} covers claim #{ferry} now." in written(second)


async def test_a_request_is_withdrawn(desk: Desk) -> None:
    """From its card, or from the list of one's own."""
    reader = desk.readers[0]
    handed = await hand_over(reader, desk.channel)
    withdrawn = await reader.click(handed.response, label="Withdraw")
    assert "not waiting for anything" in text(withdrawn)
    await hand_over(reader, desk.channel)
    mine = await reader.slash(desk.channel, "requests")
    assert ASKED in text(mine)
    left = await reader.select(mine.response, [options(mine)[0]["value"]])
    assert "Withdrawn." in text(left)
    queue = await desk.moderator.slash(desk.channel, "desk requests")
    assert "Nobody is waiting" in text(queue)


async def test_after_publishing_the_desk_is_offered_to_tell(
    desk: Desk, simcord_env: simcord.Env
) -> None:
    """The draft begins as the question; publishing it offers to tell who asked."""
    await hand_over(desk.readers[0], desk.channel)
    queue = await desk.moderator.slash(desk.channel, "desk requests")
    opened = await desk.moderator.select(queue.response, [options(queue)[0]["value"]])
    draft = await desk.moderator.click(opened.response, label="Answer with a new fact")
    assert ASKED in text(draft)
    form = await desk.moderator.click(draft.response, label="Add source")
    sourced = await desk.moderator.submit_modal(form, {"outlet": "Harbour Post"})
    published = await desk.moderator.click(sourced.response, label="Publish")
    [tell] = [label for label in buttons(published) if label.startswith("Tell everyone who asked")]
    answered = await desk.moderator.click(published.response, label=tell)
    assert "Everyone who asked will get this claim" in text(answered)
    await simcord_env.settle()
    (message,) = told(desk.readers[0].user.dm_channel)
    assert "The newsroom has an answer" in written(message)


@pytest.mark.parametrize("label", ["Decline…", "Block this asker"])
async def test_what_the_desk_will_not_answer(
    desk: Desk, simcord_env: simcord.Env, label: str
) -> None:
    """Declined with a sentence; or blocked, and nobody learns who it was."""
    await hand_over(desk.readers[0], desk.channel)
    queue = await desk.moderator.slash(desk.channel, "desk requests")
    opened = await desk.moderator.select(queue.response, [options(queue)[0]["value"]])
    pressed = await desk.moderator.click(opened.response, label=label)
    if label == "Decline…":
        await desk.moderator.submit_modal(pressed, {"sentence": "We check claims only."})
        await simcord_env.settle()
        (message,) = told(desk.readers[0].user.dm_channel)
        assert "We check claims only." in written(message)
    else:
        assert "rita" not in text(pressed)
        again = await hand_over(desk.readers[0], desk.channel, "who owns the port crane")
        assert "has blocked requests from you" in words(again.followups[0])
        blocked = await desk.moderator.slash(desk.channel, "desk block")
        assert "someone blocked on" in text(blocked)
        assert str(desk.readers[0].id) not in str(blocked.response.components)
        [choice] = options(blocked)
        lifted = await desk.moderator.select(blocked.response, [choice["value"]])
        assert "Nobody is blocked here" in text(lifted)
        again = await hand_over(desk.readers[0], desk.channel, "who owns the port crane")
        assert "The newsroom has your question" in text(again)


async def test_words_that_are_not_taken_are_handed_back(desk: Desk, library: Library) -> None:
    """With the sentence why, and a button that opens the form with them again."""
    await library.desk.setup.change(desk.member, requests_a_day=1)
    await hand_over(desk.readers[0], desk.channel)
    reader, asked = desk.readers[1], "who owns the `port` crane"
    refused = await hand_over(reader, desk.channel, asked)
    (told,) = refused.followups
    assert "can’t take any more new questions today" in words(told)
    assert asked in words(told)
    form = await reader.click(told, label="Reopen the form")
    assert values_of(form)["question"] == asked
    await library.desk.setup.change(desk.member, requests_a_day=2)
    handed = await reader.submit_modal(form, values_of(form))
    assert "The newsroom has your question" in text(handed)


async def test_an_error_is_reported_and_its_correction_told(
    desk: Desk, press: Press, simcord_env: simcord.Env
) -> None:
    """Behind More… on an answer; the report is closed by the correction."""
    await press.publish("ferry", claim={"text": "The mayor sold the old ferry"})
    reader = desk.readers[0]
    answer = await reader.slash(desk.channel, "claim", question="mayor sold the old ferry")
    more = await reader.click(answer.response, label="More…")
    assert more.response is not None
    assert more.response.ephemeral
    form = await reader.click(more.response, label="Report an error…")
    reported = await reader.submit_modal(form, {"error": "It was the council."})
    assert "The newsroom has your report" in text(reported)
    queue = await desk.moderator.slash(desk.channel, "desk requests")
    assert "error in claim" in text(queue)
    await simcord_env.advance_time(1)
    note = {"on": "2026-01-01", "sentence": "It was sold by the council."}
    await press.publish("ferry", claim={"text": "The council sold it"}, corrections=[note])
    await simcord_env.settle()
    (message,) = told(reader.user.dm_channel)
    assert "The claim you reported has changed" in written(message)
    assert "It was sold by the council." in written(message)


async def test_the_removal_of_a_reported_claim_is_told(
    desk: Desk, library: Library, press: Press, simcord_env: simcord.Env
) -> None:
    """In words about the report: no question was answered."""
    await press.publish("ferry")
    store = library.asking.catalogue.store
    (fact,) = [one async for one in store.facts([desk.member.desk]) if one.ref == "ferry"]
    reader = desk.readers[0]
    answer = await reader.slash(desk.channel, "claim", question=f"#{fact.id}")
    more = await reader.click(answer.response, label="More…")
    form = await reader.click(more.response, label="Report an error…")
    await reader.submit_modal(form, {"error": "It was the council."})
    await simcord_env.advance_time(1)
    await store.apply([Remove(fact.id, fact.revision)], editor="a test")
    await simcord_env.settle()
    (message,) = told(reader.user.dm_channel)
    assert "The claim you reported has since been removed." in written(message)


async def test_what_a_desk_sets(desk: Desk, library: Library) -> None:
    """Whether it takes requests, how many a day, and what its log channel hears."""
    card = await desk.moderator.slash(desk.channel, "desk setup")
    form = await desk.moderator.click(card.response, label="Readers’ requests…")
    typed = {"takes": ["on"], "aday": "7", "telling": ["daily"], "weekly": ["on"]}
    saved = await desk.moderator.submit_modal(form, typed)
    assert "on, 7 new questions a day at most" in text(saved)
    settings = await library.desk.setup.read(desk.member.desk)
    assert (settings.tell_requests, settings.weekly_report) == (Telling.DAILY, True)
    form = await desk.moderator.click(saved.response, label="Readers’ requests…")
    refused = await desk.moderator.submit_modal(form, typed | {"aday": "many"})
    assert "give a number from 1 to 500" in text(refused)


async def test_the_log_channel_hears_in_the_morning(
    desk: Desk, library: Library, simcord_env: simcord.Env
) -> None:
    """One digest of the new requests, and the report on a Monday."""
    log = desk.guild.create_text_channel("log")
    await library.desk.setup.change(
        desk.member, log_channel=str(log.id), tell_requests=Telling.DAILY, weekly_report=True
    )
    await simcord_env.advance_time(DAY)
    await hand_over(desk.readers[0], desk.channel)
    assert told(log) == []
    await simcord_env.advance_time(7 * DAY)
    shown = [written(one) for one in told(log)]
    assert len([one for one in shown if "1 new requests" in one and ASKED in one]) == 1
    assert len([one for one in shown if "What readers asked here" in one]) == 1
