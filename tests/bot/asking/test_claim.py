"""/claim: what a reader sees for a question."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import simcord

from facts.wiring import Library, open_library
from tests.bot.conftest import AddFact, Room
from tests.bot.shown import buttons, options, parts, text


async def test_nice_note_as_typed(room: Room) -> None:
    """`/claim nice note` shows the claim, who denied it in which words, and the sources."""
    result = await room.reader.slash(room.channel, "claim", question="nice note")

    answer = text(result)
    assert not result.ephemeral
    assert "DENIED" in answer
    assert "Claimed by Donald Trump, President of the United States" in answer
    assert "18 April 2020" in answer
    assert "“I received a nice note from him recently." in answer
    assert "**Denied by** an unnamed press chief of the Foreign Ministry" in answer
    assert "North Korea's Foreign Ministry" in answer
    assert "via KCNA, 19 April 2020" in answer
    assert "never sent the US president any letters" in answer
    assert "VOA News, “North Korea Denies Sending ‘Nice Note’ to Trump”, 19 April 2020" in answer
    assert "Unattributed article (no outlet, author, date or link)" in answer
    assert re.search(r"Claim 1\.1-[0-9a-z]{6} · starter claim", answer)
    assert "starter claim" in answer
    assert buttons(result) == ["How outlets worded it", "Follow", "More…"]


async def test_a_misspelt_question_says_what_was_understood(room: Room) -> None:
    """A typo is answered, with one short line on how the words were read."""
    result = await room.reader.slash(room.channel, "claim", question="nise note")

    assert "You asked: “nise note” (nise → nice)" in text(result)
    assert "DENIED" in text(result)


async def test_a_private_answer_can_be_shown_to_everyone(room: Room) -> None:
    """`private` answers the asker alone; a button posts it and says who did."""
    result = await room.reader.slash(room.channel, "claim", question="nice note", private=True)
    assert result.ephemeral
    assert "Show everyone" in buttons(result)
    assert not room.channel.history()

    shown = await room.reader.click(result.response, label="Show everyone")

    assert not shown.ephemeral
    assert f"Shown by {room.reader.mention}" in text(shown)
    assert "DENIED" in text(shown)
    assert "Show everyone" not in buttons(shown)


async def test_other_candidates_are_offered_below(room: Room) -> None:
    """The select under an answer names other facts and a way to say none of them."""
    result = await room.reader.slash(room.channel, "claim", question="nice note")

    offered = options(result)
    claims = [option for option in offered if option["value"].isdecimal()]
    assert 1 <= len(claims) <= 5
    assert all(option["description"] for option in claims)
    assert offered[-1]["label"] == "None of these"
    topics = [option["label"] for option in offered[len(claims) : -1]]
    assert topics
    assert all(label.startswith("Topic: ") for label in topics)


@pytest.mark.parametrize("question", ["best pizza", "hello", "did kim write to putin"])
async def test_what_is_not_stored_is_never_answered(room: Room, question: str) -> None:
    """Nothing found, or at most an offer to choose, is told to the asker alone, as neither true
    nor false."""
    result = await room.reader.slash(room.channel, "claim", question=question)

    assert result.ephemeral
    assert "Said by" not in text(result)
    assert "doesn’t mean it’s true or false" in text(result) or "Which of these" in text(result)


async def test_nothing_found_says_what_it_means_and_what_to_try(room: Room) -> None:
    """It is no finding, and other words may find the claim."""
    result = await room.reader.slash(room.channel, "claim", question="best pizza")

    assert "We have nothing on this claim yet" in text(result)
    assert "doesn’t mean it’s true or false. Try a name and one or two other words" in text(result)


async def test_unsure_offers_the_candidates(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """Where a name differs from the stored claim, the bot asks instead of answering."""
    await add_fact(a_fact, str(room.guild.id))

    result = await room.reader.slash(
        room.channel, "claim", question="the mayor closed the harbour tunnel for repairs 2019"
    )

    assert result.ephemeral
    assert "do you mean" in text(result) or "the one you mean" in text(result)
    assert "Said by" not in text(result)
    assert [option["label"] for option in options(result)] == [
        "The mayor closed the harbour bridge for repairs.",
        "None of these",
    ]


async def test_a_claim_without_denial_says_so_in_words(room: Room) -> None:
    """No response on record is said, not left to a missing section."""
    result = await room.reader.slash(
        room.channel, "claim", question="three meetings of trump and kim"
    )

    assert "NO RESPONSE ON RECORD" in text(result)


async def test_a_confirmation_is_no_denial(room: Room) -> None:
    """Trump's letter of March 2020 was confirmed by a US official through AP."""
    result = await room.reader.slash(
        room.channel, "claim", question="trump offers kim help with coronavirus"
    )

    assert "CONFIRMED" in text(result)
    assert "**Confirmed by** an unnamed senior official in Washington" in text(result)
    assert "Denied by" not in text(result)


async def test_links_and_archived_copies_are_links(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """A source is linked where there is a link, with the archived copy beside it."""
    await add_fact(a_fact, "home")

    result = await room.reader.slash(room.channel, "claim", question="mayor closed harbour bridge")

    assert (
        "[Harbour Post, “Mayor: I closed nothing”, 4 May 2021](<https://harbour.example/bridge>)"
        in text(result)
    )
    assert "([archived copy](<https://archive.example/bridge>))" in text(result)


async def test_the_verdict_stands_apart(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """The newsroom's own finding has a section of its own, below all that others said."""
    await add_fact(
        a_fact | {"verdict": {"label": "Misleading", "explanation": "Half shut."}}, "home"
    )

    result = await room.reader.slash(room.channel, "claim", question="mayor closed harbour bridge")

    sections = [part["content"] for part in parts(result.response) if part["type"] == 10]
    assert sections[-2] == "**The newsroom’s finding**\nMisleading\nHalf shut."
    assert all("Misleading" not in section for section in sections[:-2])


async def test_a_picked_suggestion_is_answered_for_certain(room: Room) -> None:
    """Every suggestion carries its fact's id, and asking with it gives that very fact."""
    choices = await room.reader.autocomplete(room.channel, "claim", "question", "trump")
    assert 1 < len(choices) <= 25

    for choice in choices:
        result = await room.reader.slash(room.channel, "claim", question=choice["value"])
        assert f"Claim {choice['value'].removeprefix('#')}." in text(result)


@pytest.mark.parametrize("typed", ["n", "ni", "nice", "nice n", "nice note"])
async def test_suggestions_begin_with_what_is_typed(room: Room, typed: str) -> None:
    """The nice note is offered from the first letters on, at the top once they tell it apart."""
    choices = await room.reader.autocomplete(room.channel, "claim", "question", typed)

    names = [choice["name"] for choice in choices]
    assert any("nice note" in name for name in names)
    assert len(typed) < 4 or "nice note" in names[0]


async def test_suggestions_before_the_first_letter(room: Room) -> None:
    """With nothing typed there are suggestions already, no more than Discord takes."""
    choices = await room.reader.autocomplete(room.channel, "claim", "question", "")
    assert 1 <= len(choices) <= 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in choices)


async def test_no_mention_of_an_answer_pings(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any], simcord_env: simcord.Env
) -> None:
    """Mentions in a fact are shown as text, and every message forbids pings besides."""
    a_fact["claim"]["text"] = "@everyone <@1> closed the [bridge](https://evil.example) # now"
    await add_fact(a_fact, "home")

    result = await room.reader.slash(room.channel, "claim", question="closed the bridge now")

    assert r"\@everyone \<\@1> closed the \[bridge\](https\://evil.example) # now" in text(result)
    sent = simcord_env.http_requests[-1].json
    assert json.dumps(sent["data"]["allowed_mentions"]) == '{"parse": []}'


class TestPublicPage:
    """Where the facts have public pages."""

    @pytest.fixture
    async def library(self) -> AsyncIterator[Library]:
        """A library whose pages are somewhere."""
        async with open_library(None, public_url="https://facts.example.org") as opened:
            yield opened

    async def test_an_answer_leads_to_its_page(
        self, room: Room, add_fact: AddFact, a_fact: Any
    ) -> None:
        """By a link that names the revision; a desk that is not public has none."""
        public = await room.reader.slash(room.channel, "claim", question="nice note")
        links = [part.get("url") for part in parts(public.response)]
        assert "https://facts.example.org/1/?r=1" in links

        await add_fact(a_fact, str(room.guild.id))
        private = await room.reader.slash(room.channel, "claim", question="mayor harbour bridge")
        assert "DENIED" in text(private)
        assert not [part["url"] for part in parts(private.response) if part.get("url")]
