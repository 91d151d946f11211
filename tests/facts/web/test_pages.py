"""The public pages: what they say, of whose facts, and how they answer for what is gone."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from facts.model import HOME, DeskId
from facts.store.protocol import Merge, Redact, Remove
from tests.facts.web.conftest import Visitor

_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"
_ATOM = "{http://www.w3.org/2005/Atom}"


async def test_a_fact_has_a_page_with_its_denial_and_sources(visitor: Visitor) -> None:
    """The claim, who denied it in which words, the sources, and how to cite it."""
    page = await visitor.get("/1/")

    assert page.status == 200
    for words in ("DENIED", "Donald Trump", "Foreign Ministry", "VOA News", "18 April 2020"):
        assert words in page.text
    assert re.search(r"cite as 1\.1-[0-9a-z]{6}", page.text)
    assert '<link rel="canonical" href="https://facts.example.org/claims/1/">' in page.text
    assert page.headers["Content-Security-Policy"].startswith(_POLICY)
    assert len(page.text.encode()) < 50_000


async def test_desks_are_public_only_by_their_own_choice(
    visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """Off by default; on, its facts have pages; off again, they have none."""
    number = await visitor.publish(a_fact)
    assert (await visitor.get(f"/{number}/")).status == 404

    await visitor.go_public()
    assert (await visitor.get(f"/{number}/")).status == 200
    assert "harbour bridge" in (await visitor.get("/")).text

    await visitor.go_public(public=False)
    for path in (f"/{number}/", f"/{number}/1/", f"/api/facts/{number}"):
        assert (await visitor.get(path)).status == 404
    for path in ("/", "/topics/", "/facts.jsonl", "/sitemap.xml", "/feed.atom", "/search?q=bridge"):
        assert "harbour" not in (await visitor.get(path)).text, path


async def test_an_older_revision_says_that_it_is_old_and_what_changed(
    visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """With the words that are gone and those that came, and the way to the latest."""
    await visitor.go_public()
    number = await visitor.publish(a_fact | {"ref": "bridge"})
    claim = a_fact["claim"] | {"text": "The mayor closed the old harbour bridge for repairs."}
    await visitor.publish(a_fact | {"ref": "bridge", "claim": claim})

    old = await visitor.get(f"/{number}/1/")
    latest = await visitor.get(f"/{number}/2/")

    assert "This isn’t the latest revision." in old.text
    assert '<ins dir="auto">The mayor closed the old harbour bridge' in old.text
    assert f'href="/claims/{number}/"' in old.text
    assert "isn’t the latest" not in latest.text
    assert (await visitor.get(f"/{number}/3/")).status == 404


async def test_what_was_merged_or_taken_away_says_so(
    visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """301 to the fact that answers now, 410 for one that is gone."""
    await visitor.go_public()
    first = await visitor.publish(a_fact | {"ref": "first"})
    second = await visitor.publish(a_fact | {"ref": "second"})
    store = visitor.library.asking.catalogue.store
    await store.apply([Merge(second, 1, first)], editor="a test")
    moved = await visitor.get(f"/{second}/")
    assert (moved.status, moved.headers["Location"]) == (301, f"/claims/{first}/")

    await store.apply([Remove(first, 1)], editor="a test")
    gone = await visitor.get(f"/{first}/")
    assert gone.status == 410
    assert "removed it from this site" in gone.text


async def test_a_retraction_stands_first(visitor: Visitor, a_fact: dict[str, Any]) -> None:
    """Above the claim, with its day and its reason."""
    await visitor.go_public()
    taken_back = {"on": "2021-06-02", "reason": "The speaker was another."}
    number = await visitor.publish(a_fact | {"retraction": taken_back})

    page = (await visitor.get(f"/{number}/")).text
    assert page.index("The speaker was another.") < page.index("<h1")


async def test_a_correction_is_seen_on_the_page_and_in_the_feed(
    visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """With its day and its sentence; the rating of another checker stands by its source."""
    await visitor.go_public()
    number = await visitor.publish(a_fact | {"ref": "bridge"})
    said = {"on": "2021-06-02", "sentence": "The bridge was shut in May.", "revision": 2}
    rated = a_fact["sources"][0] | {"rating": {"label": "Half true"}}
    await visitor.publish(a_fact | {"ref": "bridge", "corrections": [said], "sources": [rated]})

    page = (await visitor.get(f"/{number}/")).text
    words = "Corrected on 2 June 2021: The bridge was shut in May."
    assert page.index(words) < page.index("<h1")
    assert "Half true" in page
    assert "<title>Claim corrected: The mayor" in (await visitor.get("/feed.atom")).text


async def test_a_text_that_was_taken_out_is_on_no_page(
    visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """Not in any revision, feed or answer; the revisions that held it are gone."""
    await visitor.go_public()
    private = "Lives at 4 Harbour Lane."
    bad = a_fact["claim"] | {"text": f"The mayor closed the bridge. {private}"}
    number = await visitor.publish(a_fact | {"ref": "bridge", "claim": bad})
    store = visitor.library.asking.catalogue.store
    await store.redact(Redact(number, private, "a private address", HOME), editor="a test")

    assert (await visitor.get(f"/{number}/1/")).status == 410
    for path in (f"/{number}/", f"/{number}/1/", "/", "/feed.atom", "/facts.jsonl", "/api/changes"):
        assert "Harbour Lane" not in (await visitor.get(path)).text, path
    assert "a private address" in (await visitor.get(f"/{number}/")).text


async def test_lists_by_topic_speaker_and_outlet(visitor: Visitor, a_fact: dict[str, Any]) -> None:
    """Each has its page and its feed; the overview counts them."""
    await visitor.go_public()
    await visitor.publish(a_fact)
    assert (
        '<a href="/claims/topic/harbour/" dir="auto">harbour</a> (1)'
        in (await visitor.get("/topics/")).text
    )
    for path in ("/topic/harbour/", "/speaker/ada-berg/", "/outlet/harbour-post/"):
        assert "The mayor closed the harbour bridge" in (await visitor.get(path)).text
        feed = ET.fromstring((await visitor.get(f"{path}feed.atom")).text)  # noqa: S314
        assert len(feed.findall(f"{_ATOM}entry")) == 1
    assert (await visitor.get("/topic/nothing/")).status == 404


async def test_the_feed_has_an_entry_for_each_thing_that_readers_should_hear_of(
    visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """New, newly denied and retracted are entries of their own; a changed comma is none."""
    await visitor.go_public()
    fact = a_fact | {"ref": "bridge"}
    number = await visitor.publish(fact | {"responses": []})
    await visitor.publish(fact)
    await visitor.publish(fact | {"topics": ["harbour", "bridges"]})
    await visitor.publish(fact | {"retraction": {"on": "2021-06-02", "reason": "Wrong speaker."}})

    feed = ET.fromstring((await visitor.get("/feed.atom")).text)  # noqa: S314 - our own
    entries = [
        (entry.findtext(f"{_ATOM}title") or "").split(":")[0]
        for entry in feed.findall(f"{_ATOM}entry")
        if f"/{number}/" in (entry.findtext(f"{_ATOM}id") or "")
    ]
    assert len(entries) == 3
    assert entries[0] == "Claim retracted by the newsroom"
    assert entries[1].startswith("Claim now DENIED")
    assert entries[2] == "New claim, NO RESPONSE ON RECORD"


async def test_a_reader_who_has_it_already_gets_nothing_twice(visitor: Visitor) -> None:
    """ETag and Last-Modified on every page; 304 for who names the tag."""
    for path in ("/", "/1/", "/feed.atom", "/sitemap.xml", "/claimreview.json"):
        first = await visitor.get(path)
        assert "Last-Modified" in first.headers, path
        again = await visitor.get(path, **{"If-None-Match": first.headers["Etag"]})
        assert (again.status, again.text) == (304, ""), path


async def test_claim_review_in_the_page_and_in_the_feed(visitor: Visitor) -> None:
    """The denial is a Quotation; without a finding of the desk there is no rating."""
    page = (await visitor.get("/1/")).text
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    review = json.loads(found)
    assert review["@type"] == "ClaimReview"
    assert review["url"] == "https://facts.example.org/claims/1/"
    assert [one["genre"] for one in review["citation"]] == ["denies"]
    assert "reviewRating" not in review
    feed = (await visitor.get("/claimreview.json")).json()
    assert review | {"@context": "https://schema.org"} in [
        entry["item"] for entry in feed["dataFeedElement"]
    ]


async def test_search_answers_as_the_bot_does(visitor: Visitor) -> None:
    """Found, unsure and nothing, in the words of every other front end."""
    found = (await visitor.get("/search?q=nice+note")).text
    assert "DENIED" in found
    nothing = (await visitor.get("/search?q=best+pizza+in+town")).text
    assert 'class="card' not in nothing
    refused = await visitor.get("/search?q=%3F%3F")
    assert refused.status == 400
    assert "There’s no word in that" in refused.text


@pytest.mark.parametrize(
    "path", ["/99/", "/0/", "/1/99/", "/newest/9/", "/speaker/nobody/", "/nope", "/a/b/c"]
)
async def test_what_never_was_is_not_found(visitor: Visitor, path: str) -> None:
    """As a page that leads back."""
    page = await visitor.get(path)
    assert page.status == 404
    assert "Page not found" in page.text


async def test_machines_find_everything(visitor: Visitor, a_fact: dict[str, Any]) -> None:
    """robots.txt names the sitemap, which names every page; all facts are there as lines."""
    robots = (await visitor.get("/robots.txt")).text
    assert "Sitemap: https://facts.example.org/claims/sitemap.xml" in robots
    sitemap = (await visitor.get("/sitemap.xml")).text
    lines = (await visitor.get("/facts.jsonl")).text.splitlines()
    assert sitemap.count("<loc>") == len(lines) == 32
    await visitor.publish(a_fact, desk=DeskId("home"))
    assert len((await visitor.get("/facts.jsonl")).text.splitlines()) == 32
