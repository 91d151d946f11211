"""Whatever is typed gets an answer or a sentence, pings nobody and breaks no layout."""

import json

import pytest
import simcord

from bot.rendering import layout as limits
from facts.markdown import size
from tests.bot.conftest import Room
from tests.bot.shown import parts, text

_NO_WORD = "There’s no word in that to look up."
_ZALGO = "n" + "\u0301\u0316\u0322" * 40 + "i\u0353\u0300" * 30 + "ce note"


@pytest.mark.parametrize(
    "question",
    ["", " ", "\u200b", "🎉🎉", "???", "\u202e", "\x00", "**__**", "<@123456789012345678>"],
    ids=["empty", "blank", "zero-width", "emoji", "marks", "override", "NUL", "markup", "mention"],
)
async def test_a_question_without_words(room: Room, question: str) -> None:
    """The reader is told kindly what to type."""
    result = await room.reader.slash(room.channel, "claim", question=question)

    assert result.ephemeral
    assert text(result).startswith(_NO_WORD)
    assert "for example: nice note" in text(result)


@pytest.mark.parametrize(
    "question",
    [
        "@everyone nice note",
        "<@&123456789012345678> nice note",
        "**nice** ||note||",
        "[nice note](https://evil.example)",
        "ni\u200bce no\u200bte",
        "\u202enice note",
        "nice\x00 note",
        "NICE   NOTE!!!",
        "‘nice note’?",
    ],
)
async def test_disguised_words_are_still_found(
    room: Room, simcord_env: simcord.Env, question: str
) -> None:
    """Markup, mentions and invisible characters neither hide the words nor ping anybody."""
    result = await room.reader.slash(room.channel, "claim", question=question)

    assert "Claim 1." in text(result)
    sent = simcord_env.http_requests[-1].json["data"]
    assert sent["allowed_mentions"] == {"parse": []}
    assert "@everyone" not in json.dumps(sent).replace("\\\\@everyone", "")


@pytest.mark.parametrize(
    "question",
    [
        "a" * 6000,
        "nice note " * 600,
        "@everyone " * 600,
        "# big\n> quote\n- list\n" * 300,
        _ZALGO * 20,
        "שלום עולם " * 500,
        "🎉 party " * 700,
        "the a of to in " * 400,
        "https://example.org/" + "x" * 5000,
    ],
    ids=[
        "one word",
        "repeated",
        "pings",
        "markup",
        "zalgo",
        "hebrew",
        "emoji",
        "stop words",
        "link",
    ],
)
async def test_six_thousand_characters(room: Room, question: str) -> None:
    """The longest questions that Discord lets through are answered within its limits."""
    result = await room.reader.slash(room.channel, "claim", question=question[:6000])

    assert result.response is not None
    assert size(text(result)) <= limits.MESSAGE_TEXT
    assert len(list(parts(result.response))) <= 40


@pytest.mark.parametrize(
    "typed", ["", "🎉", "\x00", "@everyone", "a" * 6000, _ZALGO, "#", "#1", "#99"]
)
async def test_suggestions_for_anything(room: Room, typed: str) -> None:
    """Autocomplete never fails, and never offers more than Discord takes."""
    choices = await room.reader.autocomplete(room.channel, "claim", "question", typed)

    assert len(choices) <= limits.CHOICES
    assert all(1 <= size(choice["name"]) <= limits.CHOICE_TEXT for choice in choices)


async def test_an_unknown_id_says_what_to_do(room: Room) -> None:
    """An id that is not there is refused with a sentence."""
    result = await room.reader.slash(room.channel, "claim", question="#123456")

    assert result.ephemeral
    assert text(result) == "There’s no claim #123456 here. Type a few words of the claim instead."
