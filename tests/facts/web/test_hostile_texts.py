"""Texts that people wrote, on pages, in JSON blocks and in XML: shown, never obeyed."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

import lxml.html
import pytest
from hypothesis import given

from facts.model import (
    Change,
    ChangeKind,
    Claim,
    Correction,
    Fact,
    Member,
    PartialDate,
    Response,
    Source,
    Stance,
)
from facts.usecases.public_facts import Shown
from facts.web.embed import MOST_BYTES, embed_json, script_json
from facts.web.page_rendering import Site, SiteSettings
from facts.web.site_files import SiteFiles
from facts.wording.fact_words import status
from tests import strategies
from tests.facts.web.conftest import DESK, Reply, Visitor
from tests.facts.web.embed_limits import embed_problems
from tests.strategies import published

_SITE = Site(SiteSettings("https://facts.example.org"))
_MARKS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "<!--",
    "]]>",
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "\u2028\u2029",
)


def _shown(fact: Fact) -> Shown:
    change = Change(
        number=7,
        kind=ChangeKind.ADDED,
        fact_id=fact.id,
        revision=fact.revision,
        editor="a test",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        after=fact,
    )
    return Shown(fact, fact, change)


def _hostile(text: str) -> Fact:
    draft = strategies.FactDraft(
        claim=Claim(text=text, quote=text),
        responses=(Response(stance=Stance.DENIES, by=text[:200], quote=text),),
        sources=(Source(outlet=text[:200], headline=text[:300]),),
        topics=(text[:50],),
    )
    return published(draft)


@pytest.mark.parametrize("text", _MARKS)
def test_a_page_shows_the_text_and_holds_nothing_else(text: str) -> None:
    """No element, attribute or script comes out of it, in HTML and in both JSON blocks."""
    fact = _hostile(f"A {text} B")
    shown = _shown(fact)
    html = _SITE.fact(shown, [shown.change])
    elements = list(lxml.html.document_fromstring(html).iter())
    assert [element.get("type") for element in elements if element.tag == "script"] == [
        "application/json",
        "application/ld+json",
    ]
    assert not {element.tag for element in elements} & {"img", "b", "iframe", "object"}
    assert not [name for one in elements for name in one.attrib if name.startswith("on")]
    assert not [
        link for one in elements for link in one.iterlinks() if link[2].startswith("javascript:")
    ]
    for block in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL):
        assert not set(block) & set("<>&\u2028\u2029")
        json.loads(block)


async def _walk(visitor: Visitor, *begin: str) -> AsyncIterator[tuple[str, Reply]]:
    """Every page and file of the site that links lead to."""
    waiting, seen = list(begin), set(begin)
    while waiting:
        path = waiting.pop()
        reply = await visitor.get(path)
        yield path, reply
        if "text/html" not in reply.headers["Content-Type"]:
            continue
        for _, _, link, _ in lxml.html.document_fromstring(reply.text).iterlinks():
            inner = link.partition("/claims")[2].partition("#")[0]
            is_ours = link.startswith(("/claims/", "https://facts.example.org/claims/"))
            if is_ours and inner not in seen:
                seen.add(inner)
                waiting.append(inner)


@pytest.mark.parametrize(
    "text", [_MARKS[0], _MARKS[1], _MARKS[2], "]]><!--&lt;", "{{ 7*7 }}{% x %}"]
)
async def test_no_page_list_feed_or_answer_obeys_a_text(visitor: Visitor, text: str) -> None:
    """In whatever field, in a question, an address, and the desk's own words."""
    about = f"We check. {text}"
    boss = Member(DESK, "1", "Ada", manages_server=True)
    await visitor.library.desk.setup.change(boss, public=True, about=about)
    said = f"A {text} B"
    await visitor.publish(
        {
            "claim": {"text": said, "quote": said, "venue": said, "speaker": {"name": said}},
            "responses": [{"stance": "denies", "by": said, "role": said, "quote": said}],
            "sources": [
                {"outlet": said, "headline": said, "author": said, "rating": {"label": said}}
            ],
            "topics": [text[:50]],
            "verdict": {"label": text[:60], "explanation": said},
        }
    )
    asked = quote(said)
    pages = 0
    async for path, reply in _walk(
        visitor,
        "/",
        "/33/",
        f"/search?q={asked}",
        f"/topic/{asked}/",
        f"/33/?r={asked}",
        f"/api/ask?q={asked}",
        f"/api/verify?citation={asked}",
        f"/api/facts/{asked}",
    ):
        kind = reply.headers["Content-Type"]
        assert reply.status in (200, 400, 404, 422), path
        if "json" in kind and "x-ndjson" not in kind and "jsonl" not in path:
            reply.json()
        elif "xml" in kind:
            ET.fromstring(reply.text)  # noqa: S314 - our own
        elif "html" in kind:
            pages += 1
            _expect_nothing_obeyed(reply.text)
            assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert pages > 40


def _expect_nothing_obeyed(html: str) -> None:
    elements = [
        one
        for one in lxml.html.document_fromstring(html).iter()
        if one.tag is not lxml.etree.Comment
    ]
    kinds = [element.get("type") for element in elements if element.tag == "script"]
    assert set(kinds) <= {"application/json", "application/ld+json"}
    assert not {element.tag for element in elements} & {"img", "iframe", "object", "style", "base"}
    assert not [name for one in elements for name in one.attrib if name.startswith("on")]
    assert "49" not in " ".join(one.text or "" for one in elements if one.tag == "h1")


@given(strategies.facts)
def test_every_fact_has_a_feed_that_is_xml(fact: Fact) -> None:
    """And a sitemap, whatever it says."""
    shown = _shown(fact)
    feed = SiteFiles(_SITE).feed("All", "/feed.atom", "/", [shown.change])
    assert len(ET.fromstring(feed)) >= 4  # noqa: S314 - our own
    ET.fromstring(SiteFiles(_SITE).sitemap([SiteFiles(_SITE).sitemap_entry(fact)]))  # noqa: S314 - our own


@given(strategies.facts)
def test_every_fact_has_an_embed_that_discord_shows(fact: Fact) -> None:
    """Within its limits, with the status and the way to the latest."""
    text = embed_json(fact, "https://facts.example.org/12/?r=3")
    assert embed_problems(text) == []
    assert status(fact).split()[0] in text
    assert "https://facts.example.org/12/?r=3" in text


@pytest.mark.parametrize(
    "script", ["김정은이 친서를 보냈다 ", "قال الرئيس إنه تلقى رسالة ", "<&> "]
)
def test_an_embed_is_cut_until_it_fits(script: str) -> None:
    """In bytes, escapes at their full length: a letter of Korean or Arabic is two or three."""
    fact = _hostile((script * 300)[:999].strip())
    correction = Correction(on=PartialDate(2020), sentence=fact.claim.text)
    fact = fact.model_copy(update={"corrections": (correction,) * 100})
    text = embed_json(fact, "https://facts.example.org/12/")
    assert embed_problems(text) == []
    assert len(text.encode()) > MOST_BYTES / 4


def test_the_validator_finds_what_discord_would_not_show() -> None:
    """Each rule of the docs, broken once."""
    text = {"type": 10, "content": "a"}

    def problems(*components: object, root: int = 17) -> str:
        card = {"component": {"type": root, "components": components}}
        return " ".join(embed_problems(script_json(card)))

    assert problems(text) == ""
    assert "not one container" in problems(text, root=10)
    assert "41 components" in problems(*[text] * 40)
    assert "bytes" in problems(text | {"content": "a" * 3_000})
    assert "type 3" in problems({"type": 3})
    assert "custom_id" in problems(text | {"custom_id": "x"})
    assert "no link" in problems({"type": 1, "components": [{"type": 2, "style": 1, "label": "a"}]})
    assert "accessory" in problems({"type": 9, "components": [text]})
    assert "empty" in problems(text | {"content": " "})
