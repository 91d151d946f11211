"""Health, metrics, the line that says it is ready, and the doctor: of the real process."""

import re
from collections.abc import Mapping

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.program import Program


async def _address(bot: Program) -> str:
    line = await bot.says("Web server listening on")
    return line.split()[-1]


async def _metrics(address: str) -> Mapping[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
        return {
            f"{sample.name}{sorted(sample.labels.values())}": sample.value
            for family in families
            for sample in family.samples
        }


async def _health(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as answer:
        return answer.status, await answer.text()


async def test_every_answer_moves_the_metrics(loopback: Loopback, start_bot: StartBot) -> None:
    """Questions by decision, first responses by kind; servers, facts and sign-ins are there."""
    async with start_bot(NICENOTE_WEB_PORT="0") as bot:
        address = await _address(bot)
        await loopback.signed_in()
        await bot.says("Ready: Nice Note")
        before = await _metrics(address)
        await loopback.answer(await loopback.ask("nice note"))
        await loopback.answer(await loopback.ask("best pizza in town"))
        after = await _metrics(address)

    def moved(name: str) -> float:
        return after.get(name, 0.0) - before.get(name, 0.0)

    assert moved("nicenote_questions_total['found']") == 1
    assert moved("nicenote_questions_total['not_found']") == 1
    assert moved("nicenote_first_response_seconds_count['application_command']") == 2
    assert after["nicenote_facts[]"] == 32
    assert after["nicenote_servers[]"] == 1
    assert after["nicenote_sign_ins_left[]"] > 0
    assert after["nicenote_store_bytes[]"] > 0
    assert after["nicenote_cursor_lag_changes['index']"] == 0


async def test_it_says_when_it_is_ready_and_well(loopback: Loopback, start_bot: StartBot) -> None:
    """One line with version, name, servers, facts and store; then /healthz is 200."""
    loopback.signing_in.clear()
    async with start_bot(NICENOTE_WEB_PORT="0") as bot:
        address = await _address(bot)
        status, told = await _health(address)
        assert status == 503
        assert "isn’t signed in" in told
        loopback.signing_in.set()
        line = await bot.says("Ready: Nice Note")
        assert re.search(r"Nice Note \d+\.\d+\.\d+ as .+, 1 servers, 32 facts, store ", line)
        assert await _health(address) == (200, '{"status": "ok", "troubles": {}}')


async def test_the_public_pages_are_routes_of_the_bot(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """With their address set; without a web port they are refused in a sentence."""
    pages = {"NICENOTE_PAGES": "on", "NICENOTE_PUBLIC_URL": "https://facts.example.org"}
    async with start_bot(NICENOTE_WEB_PORT="0", **pages) as bot:
        address = await _address(bot)
        await loopback.signed_in()
        async with aiohttp.ClientSession() as session, session.get(f"{address}/1/") as answer:
            assert answer.status == 200
            assert "DENIED" in await answer.text()
    async with start_bot(**pages) as bot:
        assert await bot.ended() == 2
        assert "NICENOTE_WEB_PORT" in bot.log


async def test_a_log_for_machines(loopback: Loopback, start_bot: StartBot) -> None:
    """One JSON object a line."""
    async with start_bot(LOG_FORMAT="json") as bot:
        await loopback.signed_in()
        line = await bot.says("Ready: Nice Note")
    assert re.fullmatch(
        r'\{"time": ".*", "level": "INFO", "logger": "bot.monitoring".*\}', line.strip()
    )
