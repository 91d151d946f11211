"""From nothing to a published fact: by form, by options, from a message."""

from typing import Any

import pytest
import simcord

from bot.client import NiceNote
from facts.wiring import Library
from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, text


async def test_from_nothing_to_a_published_fact(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """A form, two responses with their sources, publish: a reader finds it at once."""
    card = await newsroom.ada.add(claim)
    card = await newsroom.ada.respond(card, denial)
    second = {
        "stance": ["denies"],
        "by": "press officer (unnamed), for the port",
        "when": "5 May 2021, through Coast News",
        "quote": "Nothing was closed.",
        "source": "Coast News\nPort denies closure\n5 May 2021\nhttps://coast.example/3",
    }
    card = await newsroom.ada.respond(card, second)
    shown = text(card)
    done = await newsroom.ada.press(card, "Publish")

    assert "Published." in text(done)
    answer = text(await newsroom.rita.type("claim", question="mayor closed harbour bridge"))
    assert "Denied by** an unnamed press officer, for the port, via Coast News" in answer
    as_readers_see_it = answer.split("-# Claim")[0].split("### ")[1].strip()
    assert as_readers_see_it in shown, "the draft did not show what readers see"
    assert [number in answer for number in ("\\[1\\]", "\\[2\\]", "\\[3\\]")] == [True] * 3


async def test_everything_as_options(newsroom: Newsroom, stored: Stored) -> None:
    """Who types it all gets the draft card without a form."""
    card = await newsroom.ada.type(
        "fact add",
        claim="The ferry stops at night.",
        speaker="Ada Berg",
        role="harbour master",
        on_behalf_of="the port",
        date="18 April 2020",
        venue="the port council",
        quote="No ferry after ten.",
        outlet="Harbour Post",
        headline="Ferry stops",
        published="2020-04",
        link="https://harbour.example/ferry",
        topics="Harbour, ferries",
    )

    assert "Claimed by Ada Berg, harbour master, for the port, at the port council" in text(card)
    assert "18 April 2020" in text(card)
    assert "Harbour Post, “Ferry stops”, April 2020" in text(card)
    await newsroom.ada.press(card, "Publish")
    [fact] = await stored()
    assert fact.topics == ("Harbour", "ferries")


async def test_options_without_a_claim_fill_the_form(newsroom: Newsroom) -> None:
    """What was typed already stands in the form that asks for the rest."""
    form = await newsroom.ada.type(
        "fact add", speaker="Ada Berg", role="harbour master", date="2020", link="https://a.example"
    )

    filled = inputs(form)
    assert filled["speaker"] == "Ada Berg, harbour master"
    assert filled["when"] == "2020"
    assert filled["source"] == "https://a.example"


async def test_from_a_message(newsroom: Newsroom) -> None:
    """The menu of a message opens the form with its words and its link."""
    message = await newsroom.rita.actor.send(
        newsroom.channel, "The ferry stops at night. https://harbour.example/ferry"
    )

    form = await newsroom.ada.actor.context_menu(newsroom.channel, "Add as a fact", message)

    assert inputs(form)["text"] == "The ferry stops at night."
    assert inputs(form)["source"] == "https://harbour.example/ferry"
    card = await newsroom.ada.submit(form, {"text": "The ferry stops at night."})
    assert "The ferry stops at night." in text(card)


async def test_from_a_message_without_a_link(newsroom: Newsroom) -> None:
    """Then the message itself is the first source."""
    message = await newsroom.rita.actor.send(newsroom.channel, "The ferry stops at night.")

    form = await newsroom.ada.actor.context_menu(newsroom.channel, "Add as a fact", message)

    assert str(message.id) in inputs(form)["source"]
    assert inputs(form)["source"].startswith("https://discord.com/channels/")


async def test_a_linked_page_is_proposed_from_what_discord_shows_of_it(
    newsroom: Newsroom, simcord_env: simcord.Env
) -> None:
    """Outlet and headline come from the card that Discord made of the link; nothing is fetched."""
    link = "https://harbour.example/ferry"
    stored = simcord_env.backend.create_message(
        newsroom.channel.id,
        newsroom.rita.actor.id,
        f"Look: {link}",
        embeds=[{"url": link, "title": "Ferry stops", "provider": {"name": "Harbour Post"}}],
    )
    message = await newsroom.channel_message(stored.id)

    form = await newsroom.ada.actor.context_menu(newsroom.channel, "Add as a fact", message)

    assert inputs(form)["source"] == f"Harbour Post\nFerry stops\n{link}"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("18 April 2020", "18 April 2020"),
        ("2020-04", "April 2020"),
        ("18/04/2020", "18 April 2020"),
    ],
)
async def test_dates_as_people_write_them(
    newsroom: Newsroom, claim: dict[str, str], typed: str, read: str
) -> None:
    """They are read back in full on the card."""
    card = await newsroom.ada.add(claim | {"when": typed})

    assert f"for the port, {read}" in text(card)


async def test_a_relative_date_is_told_with_its_weekday(
    newsroom: Newsroom, claim: dict[str, str]
) -> None:
    """So that a slip is seen."""
    card = await newsroom.ada.add(claim | {"when": "last Saturday, the port council"})

    assert "Date understood as Saturday, " in text(card)


async def test_a_date_that_could_be_several_is_refused(
    newsroom: Newsroom, claim: dict[str, str]
) -> None:
    """Nothing is guessed; every word is handed back, and the form opens again with it."""
    refused = await newsroom.ada.add(claim | {"when": "03/04/2020"})

    assert "03/04/2020" in text(refused)
    assert claim["quote"] in text(refused)
    again = await newsroom.ada.press(refused, "Reopen the form")
    assert inputs(again) == claim | {"when": "03/04/2020"}
    card = await newsroom.ada.submit(again, claim)
    assert "Draft: New fact" in text(card)


async def test_a_draft_outlives_a_restart(
    newsroom: Newsroom, claim: dict[str, str], simcord_env: simcord.Env, library: Library
) -> None:
    """Its card works on, and so does a form that was open meanwhile."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Add source")
    await simcord_env.restart_bot(NiceNote(library))

    card = await newsroom.ada.submit(form, {"outlet": "City Radio"})
    assert "City Radio" in text(card)
    done = await newsroom.ada.press(card, "Publish")
    assert "Published." in text(done)


async def test_ones_own_drafts(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """They are listed for their author alone, and open from the list."""
    await newsroom.ada.add(claim)

    mine = await newsroom.ada.type("fact drafts")
    others = await newsroom.ben.type("fact drafts")

    assert claim["text"] in text(mine)
    assert "No drafts" in text(others)
    card = await newsroom.ada.choose(mine, options(mine)[0]["value"])
    assert "Draft: New fact" in text(card)
    assert "Publish" in buttons(card)


@pytest.mark.parametrize(
    ("command", "stance"), [("deny", "Denied by"), ("confirm", "Confirmed by")]
)
async def test_a_response_in_one_command(
    newsroom: Newsroom, claim: dict[str, str], command: str, stance: str
) -> None:
    """With its source, on a fact that autocomplete found."""
    await newsroom.ada.publish(claim)
    [offered] = await newsroom.ada.actor.autocomplete(
        newsroom.channel, f"fact {command}", "fact", "harbour bridge"
    )

    done = await newsroom.ada.type(
        f"fact {command}",
        fact=offered["value"],
        by="Jon Vik",
        role="mayor",
        date="4 May 2021",
        quote="I closed nothing.",
        outlet="City Radio",
        link="https://radio.example/2",
    )

    assert f"{stance}** Jon Vik, mayor, 4 May 2021" in text(done)
    assert "[City Radio](<https://radio.example/2>)" in text(done)


async def test_a_response_without_its_author_opens_the_form(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """What was typed already stands in it."""
    await newsroom.ada.publish(claim)

    form = await newsroom.ada.type("fact deny", fact="harbour bridge", quote="I closed nothing.")

    assert inputs(form)["stance"] == ["denies"]
    assert inputs(form)["quote"] == "I closed nothing."
    done = await newsroom.ada.submit(form, denial)
    assert "Denied by** Jon Vik" in text(done)


async def test_a_source_in_one_command(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """With how it worded the claim."""
    await newsroom.ada.publish(claim)

    done = await newsroom.ada.type(
        "fact source",
        fact="harbour bridge",
        outlet="City Radio",
        headline="Bridge shut",
        published="2021-05",
        link="https://radio.example/1",
        wording="The bridge is shut till June.",
    )

    assert "City Radio, “Bridge shut”, May 2021" in text(done)
    wordings = await newsroom.rita.type("claim", question="harbour bridge mayor closed")
    assert "How outlets worded it" in buttons(wordings)


async def test_a_source_without_its_name_opens_the_form(
    newsroom: Newsroom, claim: dict[str, str]
) -> None:
    """What was typed already stands in it."""
    await newsroom.ada.publish(claim)

    form = await newsroom.ada.type("fact source", fact="harbour bridge", published="2021-05")

    assert inputs(form)["published"] == "2021-05"
    done = await newsroom.ada.submit(form, inputs(form) | {"outlet": "City Radio"})
    assert "City Radio, May 2021" in text(done)


async def test_the_same_response_is_not_added_twice(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """A command that was sent twice says so the second time."""
    await newsroom.ada.publish(claim)
    response = {"fact": "harbour bridge", "by": "Jon Vik", "quote": "I closed nothing."}

    await newsroom.ada.type("fact deny", **response)
    again = await newsroom.ada.type("fact deny", **response)

    [fact] = await stored()
    assert len(fact.responses) == 1
    assert "already" in text(again)


async def test_only_facts_of_the_desk_are_offered(newsroom: Newsroom) -> None:
    """The starter facts are not the desk's to change."""
    for command in ("deny", "edit", "retract", "history"):
        offered = await newsroom.ada.actor.autocomplete(
            newsroom.channel, f"fact {command}", "fact", "nice note"
        )
        assert offered == []
    for named in ("#1", "nice note"):
        refused = await newsroom.ada.type("fact edit", fact=named)
        assert "#1 is a starter fact and can’t be changed here" in text(refused)
        assert not buttons(refused)
