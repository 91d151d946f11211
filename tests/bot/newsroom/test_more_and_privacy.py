"""What stands behind More…, and what a person sees of what is kept."""

import pytest
import simcord

from facts.wiring import Library
from tests.bot.alerts.conftest import DAY, Press
from tests.bot.newsroom.conftest import Desk
from tests.bot.newsroom.test_asking_the_newsroom import values_of
from tests.bot.shown import buttons, options, text


async def test_an_answer_that_was_not_asked_for(desk: Desk, library: Library) -> None:
    """Is voted on behind More…, and offers to ask the newsroom; nobody else sees it."""
    reader = desk.readers[0]
    answer = await reader.slash(desk.channel, "claim", question="nice note")
    more = await reader.click(answer.response, label="More…")
    assert buttons(more) == [
        "Cite",
        "History",
        "Show all",
        "Helpful",
        "Not what I asked",
    ]  # starter claims have no desk here
    voted = await reader.click(more.response, label="Not what I asked")
    assert "Ask the newsroom…" in buttons(voted)
    (count,) = await library.newsroom.feedback.counts()
    assert (count.fact_id, count.helpful, count.not_asked) == (1, 0, 1)


@pytest.mark.parametrize("found", ["in other words", "in a message", "among several"])
async def test_what_was_not_asked_for_is_asked_with_the_words_typed(
    desk: Desk, press: Press, found: str
) -> None:
    """The form opens with them wherever the answer named them; nothing of them is stored."""
    reader = desk.readers[0]
    await press.publish("ferry", claim={"text": "The mayor sold the old ferry"})
    asked = "mayor sold the *old* ferrry"
    if found == "in other words":
        shown = await reader.slash(desk.channel, "claim", question=asked)
    elif found == "in a message":
        asked = "The mayor sold the *old* ferrry."
        message = await reader.send(desk.channel, f"{asked} Nobody knows for how much.")
        shown = await reader.context_menu(desk.channel, "Check this claim", message)
    else:
        await press.publish("tram", claim={"text": "The mayor sold the old tram"})
        asked = "what did the mayor sell"
        several = await reader.slash(desk.channel, "claim", question=asked)
        shown = await reader.select(several.response, [options(several)[0]["value"]])
    more = await reader.click(shown.response, label="More…")
    voted = await reader.click(more.response, label="Not what I asked")
    form = await reader.click(voted.response, label="Ask the newsroom…")
    assert values_of(form)["question"] == asked


async def test_forget_me(desk: Desk, simcord_env: simcord.Env) -> None:
    """The card counts what is kept and has it as a file; one press and it is gone."""
    reader = desk.readers[0]
    answer = await reader.slash(desk.channel, "claim", question="nice note")
    await reader.click(answer.response, label="Follow")
    more = await reader.click(answer.response, label="More…")
    await reader.click(more.response, label="Helpful")
    kept = await reader.slash(desk.channel, "privacy")
    assert "Alerts: 1" in text(kept)
    assert "Votes on answers, for 30 days: 1" in text(kept)
    forgotten = await reader.click(kept.response, label="Forget me")
    assert "**Forgotten.**" in text(forgotten)
    again = await reader.slash(desk.channel, "privacy")
    assert "No alerts, requests, votes, stored answers or drafts." in text(again)
    assert "your name stays on published changes" in text(again)
    assert buttons(again) == []
    await simcord_env.settle()


async def test_a_server_that_removed_the_bot(
    desk: Desk, library: Library, press: Press, simcord_env: simcord.Env
) -> None:
    """Its facts go thirty days later."""
    await press.publish("ferry")
    guild = simcord_env.bot.get_guild(desk.guild.id)
    assert guild is not None
    await guild.leave()
    await simcord_env.settle()
    for _ in range(4):
        await simcord_env.advance_time(8 * DAY)
    count = await library.asking.catalogue.store.count([desk.member.desk])
    assert count == 0
