"""Markup, mentions, invisible characters, masked links and floods of text, in every field."""

import json
from typing import Any

import pytest
import simcord

from bot.rendering import layout as limits
from facts.markdown import size
from facts.model import Fact
from tests.bot.desk.acting import Moderator, inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import parts, text

NASTY = {
    "markup": "**bold** __under__ ||spoiler|| ~~gone~~ `code` ```block``` # big > quote - list",
    "mentions": "@everyone @here <@1234567890123456> <@&1234567890123456> <#1234567890123456>",
    "invisible": "har\u200bbour\u202e bridge\u2066 shut\x00\ufeff now",
    "masked link": "[harbour.example](https://evil.example) <https://evil.example/a>",
    "fences": "``` ``` `\u2060`` \\``` end ```",
    "zalgo": "b" + "\u0301\u0316\u0322" * 60 + "ridge",
    "hebrew": "שלום עולם, הגשר סגור",
    "stamps": "<t:1:R> <:emoji:1234567890123456> </fact add:1234567890123456> <id:customize>",
}


def assert_harmless(result: simcord.InteractionResult, env: simcord.Env) -> None:
    """Within Discord's limits, pinging nobody, and no markup of the typist's in it."""
    shown = text(result)
    assert size(shown) <= limits.MESSAGE_TEXT
    assert len(list(parts(result.response))) <= 40
    sent = json.dumps(env.http_requests[-1].json, ensure_ascii=False)
    assert '"allowed_mentions": {"parse": []}' in sent
    outside = _outside_code_blocks(shown)
    for alive in ("@everyone", "<@1", "<@&", "](https://evil", "<t:1:R", "<:emoji", "**bold**"):
        assert alive not in outside.replace("\\" + alive, "").replace("\\*\\*bold", "")
    assert "\u202e" not in outside
    assert "\u200b" not in outside


def _outside_code_blocks(shown: str) -> str:
    return "".join(shown.split("```")[::2])


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY.keys())
async def test_every_field_of_a_fact(
    newsroom: Newsroom, simcord_env: simcord.Env, stored: Stored, nasty: str
) -> None:
    """From the forms to the published fact, its history and the log."""
    ada = newsroom.ada
    card = await ada.add(
        {
            "text": nasty,
            "speaker": f"{nasty}, {nasty}",
            "when": f"3 May 2021, {nasty}",
            "quote": nasty,
            "source": "City Radio",
        }
    )
    assert_harmless(card, simcord_env)
    for button, values in (
        ("Add response", {"stance": ["denies"], "by": nasty, "when": nasty, "quote": nasty}),
        ("Add source", {"outlet": nasty, "headline": nasty, "author": nasty}),
        ("Other wordings", {"wordings": nasty}),
        ("Our finding", {"label": nasty, "explanation": nasty}),
    ):
        card = await ada.submit(await ada.press(card, button), values)
        assert_harmless(card, simcord_env)
    part = await ada.choose(card, "response:1")
    assert_harmless(part, simcord_env)
    card = await ada.submit(
        await ada.press(part, "Response and quote"), {"stance": ["denies"], "text": nasty}
    )
    card = await ada.submit(await ada.press(card, "Topics"), {"others": nasty[:40]})

    done = await ada.press(card, "Publish")

    assert_harmless(done, simcord_env)
    [fact] = await stored()
    assert_clean(fact)
    for command in ("fact history", "fact show"):
        assert_harmless(await ada.type(command, fact=f"#{fact.id}"), simcord_env)
    for command in ("fact list", "desk log", "fact drafts"):
        assert_harmless(await ada.type(command), simcord_env)
    retracted = await ada.type("fact retract", fact=f"#{fact.id}", reason=nasty)
    assert_harmless(retracted, simcord_env)


def assert_clean(fact: Fact) -> None:
    """Nothing that a reader cannot see is stored."""
    kept = fact.model_dump_json()
    assert not [hidden for hidden in "\u200b\u202e\u2066\ufeff" if hidden in kept]
    assert "\\u0000" not in kept


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY.keys())
async def test_what_is_handed_back_is_what_was_typed(
    newsroom: Newsroom, simcord_env: simcord.Env, nasty: str
) -> None:
    """To the character, whatever it is; and the form opens again with it."""
    typed = {"text": nasty, "speaker": nasty, "when": "03/04/2020", "quote": nasty}

    refused = await newsroom.ada.add(typed)

    assert_harmless(refused, simcord_env)
    again = await newsroom.ada.press(refused, "Reopen the form")
    assert {key: inputs(again)[key] for key in typed} == typed


@pytest.mark.parametrize("field", ["text", "speaker", "quote", "when", "source"])
async def test_the_longest_text_of_a_form(
    newsroom: Newsroom, claim: dict[str, str], field: str
) -> None:
    """4,000 characters are refused with what is allowed, and handed back whole as a file."""
    flood = ("flood " * 800)[:4000]

    refused = await newsroom.ada.add(claim | {field: flood})

    assert "Not saved" in text(refused)
    assert flood in await given_back(refused)
    again = await newsroom.ada.press(refused, "Reopen the form")
    kept = {key: value for key, value in claim.items() if key != field}
    assert {key: inputs(again)[key] for key in kept} == kept


async def test_a_quote_of_six_thousand_characters(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """The most that Discord lets through, in every option that takes text; all is handed back."""
    flood = "The bridge is shut. " * 300
    await newsroom.ada.publish(claim)
    before = await stored()
    tries: dict[str, dict[str, Any]] = {
        "fact add": {"claim": "Ferries stop.", "outlet": "City Radio", "quote": flood},
        "fact deny": {"fact": "harbour bridge", "by": "Jon Vik", "quote": flood},
        "fact confirm": {"fact": "harbour bridge", "by": "Jon Vik", "role": flood},
        "fact source": {"fact": "harbour bridge", "outlet": "City Radio", "wording": flood},
        "fact retract": {"fact": "harbour bridge", "reason": flood},
        "fact restore": {"fact": "harbour bridge", "reason": flood},
    }

    for command, options in tries.items():
        refused = await newsroom.ada.type(command, **options)
        assert "Not saved" in text(refused), command
        assert flood in await given_back(refused), command

    assert await stored() == before


async def test_floods_that_name_a_fact(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Where a fact is to be named, too, by typing and by autocomplete."""
    await newsroom.ada.publish(claim)
    for flood in ("bridge " * 857, "x" * 6000, "9" * 6000, "\u202e" * 6000):
        refused = await newsroom.ada.type("fact show", fact=flood)
        assert refused.response is not None
        offered = await newsroom.ada.actor.autocomplete(
            newsroom.channel, "fact show", "fact", flood
        )
        assert len(offered) <= limits.CHOICES


async def test_long_quotes_that_are_allowed(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], simcord_env: simcord.Env
) -> None:
    """Two thousand characters in each quote: the card has pages and no word is left out."""
    quote = ("The bridge was never shut, and I shut nothing. " * 45)[:2000].strip()
    card = await newsroom.ada.add(claim | {"quote": quote})
    card = await newsroom.ada.respond(card, denial | {"quote": quote})
    await turn_all(newsroom.ada, card, simcord_env)

    done = await newsroom.ada.press(card, "Publish")

    await turn_all(newsroom.ada, done, simcord_env)


async def turn_all(
    who: Moderator, card: simcord.InteractionResult, env: simcord.Env
) -> simcord.InteractionResult:
    """Go through all pages of a card."""
    for _ in range(4):
        assert_harmless(card, env)
        labels = [part.get("label") for part in parts(card.response) if not part.get("disabled")]
        if "Next ▶" not in labels:
            break
        card = await who.press(card, "Next ▶")
    return card


async def given_back(refused: simcord.InteractionResult) -> str:
    """What a message hands back: in its code blocks, and in its file."""
    assert refused.response is not None
    files = [(await attachment.read()).decode() for attachment in refused.response.attachments]
    return "\n".join([text(refused), *files])
