"""The public face under load: ``python -m tests.benchmarks.public_site [FACTS]``.

A store of FACTS made-up facts (10,000), served in this process; another process asks the API 200
times a second, open loop, while this one also asks what a reader on Discord would. Then the static
site is written whole, and once more after one change. Aims: the own answers under 50 ms at the 95th
percentile, 10,000 facts published in a minute, one change in a second, a page under 50 KB.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from facts.model import HOME, Member, visible_desks
from facts.usecases.admission import Limits, RateLimiter
from facts.web.page_rendering import Site, SiteSettings
from facts.web.server import AddressLimits, public_routes, web_server
from facts.web.static_site import StaticSite
from facts.wiring import Library, open_library
from tests.benchmarks.synthetic import Claims, fact_line

_FACTS = 10_000
_A_SECOND, _SECONDS = 200, 10
_READER_EVERY_SECONDS = 0.05


async def _measure(count: int, folder: Path) -> None:
    claims = Claims(count)
    async with open_library(folder / "book") as library:
        content = b"\n".join(fact_line(claims, place) for place in range(count))
        await library.importing.run(content, editor="a benchmark", desk=HOME)
        await library.desk.setup.change(Member(HOME, "1", "a", manages_server=True), public=True)
        await library.asking.catalogue.catch_up()
        await library.public.catch_up()
        await _served(library, claims)
        await _written(library, claims, folder / "site")


async def _served(library: Library, claims: Claims) -> None:
    settings = SiteSettings("http://127.0.0.1", searchable=True)
    limits = AddressLimits(RateLimiter(Limits(questions=0)))
    async with web_server("127.0.0.1", 0, public_routes(library, settings, limits)) as port:
        asker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.public_site", "--ask"),
            *(f"http://127.0.0.1:{port}", str(claims.count)),
            stdout=asyncio.subprocess.PIPE,
        )
        own: list[float] = []
        questions = [question.text for question in claims.questions(4, 100)]
        printed = asyncio.create_task(asker.communicate())
        while not printed.done():
            began = time.perf_counter()
            await library.asking.ask(questions[len(own) % len(questions)], visible_desks(None))
            own.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(_READER_EVERY_SECONDS)
        print((await printed)[0].decode(), end="")
        print(_row("the bot's own answers meanwhile", own) + "   aim 50")


async def _ask(origin: str, count: int) -> None:
    questions = [question.text for question in Claims(count).questions(4, 500)]
    times: list[float] = []
    failed = 0

    async def one(session: aiohttp.ClientSession, question: str) -> None:
        nonlocal failed
        began = time.perf_counter()
        async with session.get(f"{origin}/api/ask", params={"q": question}) as answer:
            failed += answer.status != 200
            await answer.read()
        times.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        begin = time.perf_counter()
        asked = []
        for number in range(_A_SECOND * _SECONDS):
            await asyncio.sleep(max(0.0, begin + number / _A_SECOND - time.perf_counter()))
            asked.append(asyncio.create_task(one(session, questions[number % len(questions)])))
        await asyncio.gather(*asked)
        took = time.perf_counter() - begin
    print(_row(f"the API, {len(times) / took:.0f} a second, {failed} failed", times))


async def _written(library: Library, claims: Claims, folder: Path) -> None:
    site = Site(SiteSettings("https://facts.example.org"))
    static = StaticSite(site, library.public, library.history, folder)
    began = time.perf_counter()
    count = await static.write_all()
    print(f"{count:,} facts written as a site in {time.perf_counter() - began:.1f} s   aim 60")
    largest = await asyncio.to_thread(_largest_page, folder)
    print(f"largest page of a fact: {largest / 1000:.1f} KB   aim 50")
    line = fact_line(claims, 0).replace(b"Made-up Post", b"Another Post")
    await library.importing.run(line, editor="a benchmark", desk=HOME)
    began = time.perf_counter()
    await static.follow()
    print(f"one change written in {time.perf_counter() - began:.1f} s   aim 1")


def _largest_page(folder: Path) -> int:
    return max(page.stat().st_size for page in folder.glob("*/index.html"))


def _row(name: str, times: Sequence[float]) -> str:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return (
        f"{name:44} n {len(times):>5}  p50 {statistics.median(times):>6.1f}  p95 {p95:>6.1f}"
        f"  max {max(times):>6.1f} ms"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        asyncio.run(_ask(sys.argv[2], int(sys.argv[3])))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            asyncio.run(
                _measure(int(sys.argv[1]) if len(sys.argv) > 1 else _FACTS, Path(temporary))
            )
