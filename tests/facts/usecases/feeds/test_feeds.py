"""Feeds fill the incoming list of a desk, from a real server that behaves in every bad way."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from facts.forms.typed import SourceForm
from facts.model import DeskId, DoesNotExist, Member, NotAllowed, Refusal
from facts.usecases.desk.drafts.publishing import Published
from facts.usecases.feeds.feeds import Feed, HostNotAllowed
from facts.usecases.feeds.fetching import FeedRequest
from facts.usecases.feeds.incoming import IncomingItem, News
from facts.web.outgoing.feed_fetching import FeedFetching
from facts.web.outgoing.feed_reader import FeedReader
from facts.wiring import Library
from tests.facts.usecases.desk.newsroom import Clock
from tests.facts.usecases.feeds.local_feed import HOST, LocalFetcher, Publisher, review


async def look(library: Library, ada: Member, url: str) -> Feed:
    """Follow ``url`` for Ada's desk and look at it."""
    feed = await library.desk.followed.follow(ada, url)
    return await library.desk.feeds.look(feed.id, LocalFetcher())


async def waiting(library: Library, ada: Member) -> list[tuple[str, str]]:
    """What is on the incoming list: what happened, and the claim, in the order of letters."""
    return sorted((item.news.value, item.draft.claim.text) for item in await items(library, ada))


async def items(library: Library, ada: Member) -> list[IncomingItem]:
    """What is on the incoming list."""
    return list((await library.desk.incoming.waiting(ada, size=100)).items)


async def published(library: Library, ada: Member) -> int:
    """The id of the fact that the one item became."""
    [item] = await items(library, ada)
    draft = await library.desk.incoming.open(ada, item.id)
    done = await library.desk.publishing.publish(ada, draft.id)
    assert isinstance(done, Published)
    return done.fact.id


async def test_a_feed_of_reviews_becomes_an_incoming_list(
    library: Library, ada: Member, publisher: Publisher
) -> None:
    """Never facts by itself; whoever opens one takes it off the list, as a draft of theirs."""
    publisher.answers["/feed.json"] = {
        "@type": "DataFeed",
        "dataFeedElement": [{"item": [review()]}, {"item": [review("Fish fly.", "fish")]}],
    }
    before = await library.asking.searched(None)
    feed = await look(library, ada, f"{publisher.url}/feed.json")
    assert (feed.problem, feed.new_that_day) == ("", 2)
    assert await library.asking.searched(None) == before
    assert await waiting(library, ada) == [("new", "Fish fly."), ("new", "The earth is flat.")]
    second, first = sorted(await items(library, ada), key=lambda item: item.draft.claim.text)
    draft = await library.desk.incoming.open(ada, first.id)
    assert (draft.author, str(draft.content.sources[0].rating)) == (ada.id, "False")
    with pytest.raises(DoesNotExist):
        await library.desk.incoming.open(ada, first.id)
    await library.desk.incoming.dismiss(ada, second.id)
    await library.desk.feeds.look(feed.id, LocalFetcher())
    assert await waiting(library, ada) == []


async def test_requests_are_conditional(
    library: Library, ada: Member, publisher: Publisher
) -> None:
    """With what the server said of the last answer; "not modified" is nothing new."""

    def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"':
            return web.Response(status=304)
        return web.json_response(review(), headers={"ETag": '"v1"'})

    publisher.answers["/feed"] = answer
    feed = await look(library, ada, f"{publisher.url}/feed")
    again = await library.desk.feeds.look(feed.id, LocalFetcher())
    assert (again.etag, again.problem, len(publisher.asked)) == ('"v1"', "", 2)
    assert publisher.headers[1]["If-None-Match"] == '"v1"'


async def test_a_changed_review_becomes_a_change_draft(
    library: Library, ada: Member, publisher: Publisher
) -> None:
    """Of the fact that it is; what the desk added to that stays."""
    publisher.answers["/feed"] = review()
    feed = await look(library, ada, f"{publisher.url}/feed")
    fact_id = await published(library, ada)
    await library.desk.changing.cite(ada, fact_id, SourceForm(outlet="KCNA"))
    publisher.answers["/feed"] = review(reviewRating={"alternateName": "Half true"})
    await library.desk.feeds.look(feed.id, LocalFetcher())
    [item] = await items(library, ada)
    assert (item.news, item.fact_id) == (News.CHANGED, fact_id)
    draft = await library.desk.incoming.open(ada, item.id)
    assert (draft.fact_id, draft.revision) == (fact_id, 2)
    assert [source.outlet for source in draft.content.sources] == ["Example Check", "KCNA"]
    assert str(draft.content.sources[0].rating) == "Half true"


async def test_withdrawn_reviews_are_flagged(
    library: Library, ada: Member, publisher: Publisher
) -> None:
    """One that waits, and one that is a fact by now: it stays, and the desk is told."""
    publisher.answers["/feed"] = [review()]
    feed = await look(library, ada, f"{publisher.url}/feed")
    fact_id = await published(library, ada)
    publisher.answers["/feed"] = [review(), review("Fish fly.", "fish")]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    publisher.answers["/feed"] = [review("Cats bark.", "cats")]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    news = {item.draft.claim.text: (item.news, item.fact_id) for item in await items(library, ada)}
    assert news == {
        "The earth is flat.": (News.WITHDRAWN, fact_id),
        "Fish fly.": (News.WITHDRAWN, None),
        "Cats bark.": (News.NEW, None),
    }
    assert (await library.asking.fact(fact_id, None)).retraction is None


def rss(publisher: Publisher, *pages: tuple[str, str]) -> web.Response:
    """An RSS feed of pages with the days of their last change."""
    entries = "".join(
        f"<item><title>x</title><link>{publisher.url}/{page}</link><pubDate>{day}</pubDate></item>"
        for page, day in pages
    )
    channel = f'<rss version="2.0"><channel><title>c</title>{entries}</channel></rss>'
    return web.Response(text=channel, content_type="application/rss+xml")


def page(*reviews: dict[str, Any]) -> str:
    """A page with reviews as JSON-LD."""
    script = json.dumps(list(reviews))
    return f'<!doctype html><html><script type="application/ld+json">{script}</script></html>'


async def test_pages_that_rss_names(library: Library, ada: Member, publisher: Publisher) -> None:
    """Each is fetched once, and again when the feed says that it changed; one that went is told."""
    days = {"a": "Sat, 18 Apr 2020 10:00:00 GMT", "b": "Sat, 18 Apr 2020 11:00:00 GMT"}
    publisher.answers["/feed"] = lambda _: rss(publisher, *days.items())
    publisher.answers["/a"] = page(review("A is false.", "a"))
    publisher.answers["/b"] = page(review("B is false.", "b"))
    feed = await look(library, ada, f"{publisher.url}/feed")
    assert await waiting(library, ada) == [("new", "A is false."), ("new", "B is false.")]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    assert publisher.asked == ["/feed", "/a", "/b", "/feed"]
    days["b"] = "Sun, 19 Apr 2020 11:00:00 GMT"
    del publisher.answers["/b"]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    assert ("withdrawn", "B is false.") in await waiting(library, ada)


async def test_pages_that_take_too_long_come_at_the_next_look(
    library: Library, ada: Member, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came in time is kept, and the feed is asked for all of itself again."""
    publisher.answers["/feed"] = lambda _: rss(publisher, ("a", "Sat, 18 Apr 2020 10:00:00 GMT"))
    publisher.answers["/a"] = page(review())
    with monkeypatch.context() as hurry:
        hurry.setattr("facts.web.outgoing.feed_fetching._SECONDS_FOR_PAGES", -1)
        feed = await look(library, ada, f"{publisher.url}/feed")
    assert (feed.problem, feed.left_out, publisher.asked) == ("", 1, ["/feed"])
    await library.desk.feeds.look(feed.id, LocalFetcher())
    assert await waiting(library, ada) == [("new", "The earth is flat.")]


async def test_atom_is_read_too(library: Library, ada: Member, publisher: Publisher) -> None:
    """With links that are relative to the feed."""
    publisher.answers["/atom"] = web.Response(
        text='<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>x</title>'
        '<link href="/a"/><updated>2020-04-18T10:00:00Z</updated></entry></feed>',
        content_type="application/atom+xml",
    )
    publisher.answers["/a"] = page(review())
    await look(library, ada, f"{publisher.url}/atom")
    assert await waiting(library, ada) == [("new", "The earth is flat.")]


async def test_answers_of_googles_api(library: Library, ada: Member, publisher: Publisher) -> None:
    """A query is a feed; an error answer is told with Google's words."""
    publisher.answers["/v1"] = {
        "claims": [{"text": "A.", "claimReview": [{"url": "https://check.example/1"}]}]
    }
    await look(library, ada, f"{publisher.url}/v1")
    assert await waiting(library, ada) == [("new", "A.")]
    publisher.answers["/v2"] = {"error": {"code": 403, "message": "API key not valid."}}
    assert "API key not valid." in (await look(library, ada, f"{publisher.url}/v2")).problem


async def test_at_most_fifty_new_a_day(
    library: Library, ada: Member, publisher: Publisher, clock: Clock
) -> None:
    """The others come on the next days, though the feed has not changed since."""
    publisher.answers["/feed"] = lambda _: web.json_response(
        [review(f"Claim {number} about fish.", str(number)) for number in range(60)],
        headers={"ETag": '"x"'},
    )
    feed = await look(library, ada, f"{publisher.url}/feed")
    assert feed.new_that_day == 50
    assert (await library.desk.feeds.look(feed.id, LocalFetcher())).new_that_day == 50
    clock.now += timedelta(days=1)
    assert (await library.desk.feeds.look(feed.id, LocalFetcher())).new_that_day == 10
    assert await library.desk.incoming.count(ada.desk) == 60


async def test_feeds_are_looked_at_every_hour(
    library: Library, ada: Member, publisher: Publisher, clock: Clock
) -> None:
    """And later and later where they fail."""
    publisher.answers["/feed"] = review()
    feed = await library.desk.followed.follow(ada, f"{publisher.url}/feed")
    for _ in range(2):
        await library.desk.feeds.turn(LocalFetcher())
    assert len(publisher.asked) == 1
    clock.now += timedelta(minutes=61)
    publisher.answers.clear()
    await library.desk.feeds.turn(LocalFetcher())
    [failed] = await library.desk.followed.show(ada)
    assert "answered with status 404" in failed.problem
    assert failed.next_look - clock.now < timedelta(minutes=16)
    await library.desk.followed.unfollow(ada, feed.id)
    clock.now += timedelta(days=1)
    await library.desk.feeds.turn(LocalFetcher())
    assert len(publisher.asked) == 2


def elsewhere(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "http://elsewhere.example/feed"})


def within(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "http://localhost:1/feed"})


def in_a_circle(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/feed"})


def to_a_file(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "file:///etc/passwd"})


def bomb(_: web.Request) -> web.Response:
    body = gzip.compress(b" " * (11 * 1024 * 1024))
    return web.Response(body=body, headers={"Content-Encoding": "gzip"})


def broken_gzip(_: web.Request) -> web.Response:
    return web.Response(body=b"no gzip", headers={"Content-Encoding": "gzip"})


def half(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response(text="x")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (elsewhere, "I may not fetch from elsewhere.example: the operator hasn’t allowed it"),
        (within, "I may not fetch from localhost"),
        (to_a_file, "I may not fetch from file:///etc/passwd"),
        (in_a_circle, "redirected more than 5 times"),
        (bomb, "larger than the limit of 10,485,760 bytes"),
        (broken_gzip, "can’t be reached"),
        (half, "can’t be reached"),
        (lambda _: web.Response(status=500), "answered with status 500"),
        (lambda _: web.Response(text=""), "isn’t ClaimReview, RSS or Atom"),
        (lambda _: web.Response(text="<rss><channel>"), "isn’t ClaimReview, RSS or Atom"),
        (lambda _: web.Response(text="{"), "can’t be read"),
        (lambda _: web.Response(text='{"a": 1}'), "neither ClaimReview nor an answer"),
        (lambda _: web.Response(body=b"\xff\xfe\x00"), "isn’t ClaimReview, RSS or Atom"),
        (lambda _: web.Response(text="[" * 100_000), "can’t be read"),
    ],
)
async def test_every_misbehaviour_ends_in_a_sentence(
    library: Library,
    ada: Member,
    publisher: Publisher,
    answer: Callable[[web.Request], web.Response],
    problem: str,
) -> None:
    """Nothing comes in, nothing is fetched from anywhere else, and it is tried again later."""
    publisher.answers["/feed"] = answer
    feed = await look(library, ada, f"{publisher.url}/feed")
    assert problem in feed.problem
    assert await waiting(library, ada) == []


@pytest.mark.parametrize(
    "url",
    ["https://other.example/feed", "http://127.0.0.1.example/feed", "https://10.0.0.1/feed"],
)
async def test_only_hosts_that_the_operator_named(library: Library, ada: Member, url: str) -> None:
    """Whoever asks: the sentence names the setting."""
    with pytest.raises(HostNotAllowed, match="NICENOTE_FEED_HOSTS"):
        await library.desk.followed.follow(ada, url)


@pytest.mark.parametrize(
    "url", ["", "ftp://127.0.0.1/x", "http://u:p@127.0.0.1/x", "http://[", "x"]
)
async def test_what_is_no_address_of_a_feed(library: Library, ada: Member, url: str) -> None:
    """The sentence says what one looks like."""
    with pytest.raises(Refusal, match="isn’t a feed address"):
        await library.desk.followed.follow(ada, url)


async def test_the_bot_follows_a_hundred_feeds(library: Library, ada: Member) -> None:
    """Those of all desks count; one that is followed already takes no further place."""
    urls = [f"http://{HOST}/{number}" for number in range(101)]
    others = Member(DeskId("9"), "9", "Bo", manages_server=True)
    for number, url in enumerate(urls[:100]):
        await library.desk.followed.follow(ada if number % 2 else others, url)
    with pytest.raises(Refusal, match="This bot already follows 100 feeds"):
        await library.desk.followed.follow(ada, urls[100])
    assert (await library.desk.followed.follow(ada, urls[1])).url == urls[1]


async def test_private_addresses_are_refused_by_the_program(publisher: Publisher) -> None:
    """Though the operator named the host: what is inside is not for feeds. In its own process."""
    publisher.answers["/feed"] = review()
    for url in (f"{publisher.url}/feed", publisher.url.replace(HOST, "localhost") + "/feed"):
        answer = await FeedReader().fetch(FeedRequest(url=url, hosts=(HOST, "localhost")))
        assert "isn’t a public internet address" in answer.problem
    assert publisher.asked == []


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "0.0.0.0"),  # noqa: S104  nothing listens
        *("[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "[::127.0.0.1]", "localhost."),
        *("１２７.０.０.１", "①②⑦.0.0.1", "127。0。0。1", "ip6-localhost", "169.254.169.254"),
    ],
)
async def test_private_addresses_in_every_spelling(publisher: Publisher, host: str) -> None:
    """Though the operator named it just so."""
    publisher.answers["/feed"] = review()
    url = publisher.url.replace(HOST, host) + "/feed"
    request = FeedRequest(url=url, hosts=(host.strip("[]"), host))
    answer = await FeedFetching(request).run()
    assert answer.problem
    assert publisher.asked == []


async def test_a_review_in_new_words_is_one_change(
    library: Library, ada: Member, publisher: Publisher
) -> None:
    """The only one of its page: not a new one beside one that was withdrawn."""
    publisher.answers["/feed"] = [review()]
    feed = await look(library, ada, f"{publisher.url}/feed")
    publisher.answers["/feed"] = [review("Our planet has the shape of a disc.")]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    assert await waiting(library, ada) == [("new", "Our planet has the shape of a disc.")]
    fact_id = await published(library, ada)
    publisher.answers["/feed"] = [review("Ships fall off the edge.")]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    [item] = await items(library, ada)
    assert (item.news, item.fact_id) == (News.CHANGED, fact_id)
    publisher.answers["/feed"] = [review("Cats bark.", "cats")]
    await library.desk.feeds.look(feed.id, LocalFetcher())
    assert await waiting(library, ada) == [
        ("new", "Cats bark."),
        ("withdrawn", "Ships fall off the edge."),
    ]


async def test_a_program_that_takes_too_long_is_stopped() -> None:
    """Its feed says so."""
    answer = await FeedReader(seconds=0.01).fetch(FeedRequest(url="http://a.example", hosts=()))
    assert answer.problem == "Reading the feed took too long."


async def test_who_may_say_what_is_followed(library: Library, ada: Member) -> None:
    """Who manages the server; moderators see it, others nothing."""
    reader = Member(ada.desk, "9", "Eve", manages_server=False)
    for refused in (
        library.desk.followed.follow(reader, f"http://{HOST}/feed"),
        library.desk.followed.unfollow(reader, "x"),
        library.desk.followed.show(reader),
        library.desk.incoming.waiting(reader),
        library.desk.incoming.open(reader, "x"),
        library.desk.incoming.dismiss(reader, "x"),
    ):
        with pytest.raises(NotAllowed):
            await refused
