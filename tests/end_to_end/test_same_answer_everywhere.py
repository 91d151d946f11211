"""One question, one answer: on Discord, in the terminal, by the API and by the tools."""

import asyncio
import json
import re
from pathlib import Path

import pytest
import simcord
from mcp.client import Client

from facts.terminal.app import run
from facts.web.mcp_server import mcp_server
from facts.web.page_rendering import SiteSettings
from facts.web.server import public_api
from facts.wiring import Library, open_library
from tests.bot.shown import options, text

_ASKED = (
    *("nice note", "nise note", "who denied the nice note", "did kim write to trump", "letter"),
    *("trump recieved a nice note", "did Trump send Kim a nice note", "best pizza in town"),
    *("north korea world cup", "moon jae-in phone call", "ilegal coal exprots china", "#3"),
    *("Kim offered Trump help with coronavirus", "nice note 2018", "trump's letter to kim"),
)
_CITED = re.compile(r"(?:Fact|Claim #?|claim #?)\s*(\d+)\.\d+-")
_SHOWN_AT_ONCE = 5
# What was decided, and the numbers of the facts that were shown or offered.
Heard = tuple[str, tuple[int, ...]]


@pytest.fixture
async def questions(library: Library) -> list[str]:
    """Every starter claim, word for word, and questions that are found, asked back or refused."""
    store = library.asking.catalogue.store
    return [*_ASKED, *[fact.claim.text async for fact in store.facts()]]


async def _on_discord(env: simcord.Env, channel: simcord.ChannelHandle, question: str) -> Heard:
    # A new reader each time: one person may not ask so much.
    reader = channel.guild.add_member(env.create_user(f"reader{len(question)}"))
    result = await reader.slash(channel, "claim", question=question)
    offered = tuple(int(one["value"]) for one in options(result) if one["value"].isdigit())
    if found := _CITED.search(text(result)):
        return "found", (int(found[1]), *offered)
    return ("unsure", offered) if offered else ("not_found", ())


def _in_the_terminal(store: Path, question: str, capfd: pytest.CaptureFixture[str]) -> Heard:
    run(["ask", "--json", "--store", str(store), question])
    record = json.loads(capfd.readouterr().out)
    return record["decision"], tuple(one["id"] for one in record["results"])


def _by_the_api(answer: dict[str, object]) -> Heard:
    shown = [answer["fact"]["id"]] if answer["fact"] else []  # type: ignore[index]
    candidates = [one["fact"]["id"] for one in answer["candidates"]]  # type: ignore[attr-defined]
    return str(answer["decision"]), (*shown, *candidates)


async def test_all_front_ends_answer_alike(
    library: Library,
    simcord_env: simcord.Env,
    questions: list[str],
) -> None:
    """The same decision, the same fact, the same candidates in the same order; a select on Discord
    ends after some.
    """
    api = public_api(library, SiteSettings("https://facts.example.org"))
    channel = simcord_env.create_guild("The Newsroom").create_text_channel("fact-desk")
    async with Client(mcp_server(api, "Nice Note")) as assistant:
        for question in questions:
            on_discord = await _on_discord(simcord_env, channel, question)
            by_api = _by_the_api((await api.answer(question)).model_dump(mode="json"))
            told = (await assistant.call_tool("ask", {"question": question})).structured_content
            assert told is not None
            assert by_api == _by_the_api(told), question
            decision, shown = on_discord
            assert decision == by_api[0], question
            assert shown == by_api[1][: len(shown)], question
            assert len(shown) >= min(len(by_api[1]), _SHOWN_AT_ONCE), question


async def test_the_terminal_answers_alike(
    library: Library, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Over a store on disk: the same decision, and the same candidates first."""
    async with open_library(tmp_path / "book"):
        pass
    api = public_api(library, SiteSettings("https://facts.example.org"))
    answers = [
        (question, _by_the_api((await api.answer(question)).model_dump(mode="json")))
        for question in _ASKED
    ]
    for question, (decision, shown) in answers:
        told, listed = await asyncio.to_thread(_in_the_terminal, tmp_path / "book", question, capfd)
        assert told == decision, question
        alike = min(len(shown), _SHOWN_AT_ONCE)
        assert listed[:alike] == shown[:alike], question
