"""What feeds brought, on Discord."""

import pytest

from facts.wiring import Library
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import options, text
from tests.facts.usecases.feeds.local_feed import HOST, LocalFetcher, publishing, review


@pytest.fixture(autouse=True)
def _hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator lets feeds come from this machine."""
    monkeypatch.setenv("NICENOTE_FEED_HOSTS", HOST)


async def test_from_a_feed_to_a_published_fact(
    newsroom: Newsroom, library: Library, stored: Stored
) -> None:
    """Followed by command, opened from the list as a draft, published with its rating."""
    async with publishing() as publisher:
        publisher.answers["/feed"] = [review(), review("Fish fly.", "fish")]
        ben = newsroom.ben
        assert "No feeds" in text(await ben.type("desk follow"))
        followed = await ben.type("desk follow", url=f"{publisher.url}/feed")
        assert "will be read within a minute" in text(followed)
        await library.desk.feeds.turn(LocalFetcher())
        assert "2 new that day" in text(await ben.type("desk follow"))

    incoming = await newsroom.ada.type("fact incoming")
    assert "Incoming: 2" in text(incoming)
    assert "New fact-check:" in text(incoming)
    assert "Rated False by Example Check" in text(incoming)
    flat = next(o for o in options(incoming) if o["label"] == "The earth is flat.")
    card = await newsroom.ada.choose(incoming, flat["value"], control="incoming")
    await newsroom.ada.press(card, "Publish")
    [fact] = await stored()
    assert fact.claim.text == "The earth is flat."
    assert "Incoming: 1" in text(await newsroom.ada.type("fact incoming"))


async def test_a_host_that_nobody_named(newsroom: Newsroom) -> None:
    """The sentence names who can."""
    refused = await newsroom.ben.type("desk follow", url="https://other.example/feed")
    assert "operator has to allow it first" in text(refused)
