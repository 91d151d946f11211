"""``publish``: the same site as files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facts.model import HOME, Member
from facts.store.protocol import Merge, Remove
from facts.web.page_rendering import Site, SiteSettings
from facts.web.static_site import StaticSite
from facts.wiring import Library
from tests.facts.web.conftest import Visitor

_LINK = re.compile(r'(?:href|src)="(/claims/[^"?#]*)')


@pytest.fixture
def static(library: Library, tmp_path: Path) -> StaticSite:
    """The site of the library, on its way into a folder."""
    site = Site(SiteSettings("https://facts.example.org/claims"))
    return StaticSite(site, library.public, library.history, tmp_path)


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    for page in folder.rglob("*.html"):
        yield str(page.relative_to(folder)), page.read_text("utf-8")


async def test_every_link_leads_to_a_file(static: StaticSite, tmp_path: Path) -> None:
    """Nothing on the site is broken, and nothing on it needs a server."""
    assert await static.write_all() == 32
    for name, html in _pages(tmp_path):
        assert "<form" not in html
        for link in _LINK.findall(html):
            place = tmp_path / link.removeprefix("/claims/")
            assert place.is_file() or (place / "index.html").is_file(), f"{name}: {link}"


async def test_a_change_rewrites_what_it_touches(
    static: StaticSite, tmp_path: Path, visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """A new fact, its next revision, its feed entries; other pages are left as they lie."""
    boss = Member(HOME, "1", "Ada", manages_server=True)
    await visitor.library.desk.setup.change(boss, public=True)
    await static.write_all()
    untouched = tmp_path / "1" / "index.html"
    before = untouched.stat().st_mtime_ns
    number = await visitor.publish(a_fact | {"ref": "bridge"}, desk=HOME)
    other = await visitor.publish(a_fact | {"ref": "other"}, desk=HOME)

    assert await static.follow() == 2
    assert "harbour bridge" in (tmp_path / str(number) / "index.html").read_text("utf-8")
    assert "harbour bridge" in (tmp_path / "feed.atom").read_text("utf-8")
    assert untouched.stat().st_mtime_ns == before

    store = visitor.library.asking.catalogue.store
    await store.apply([Merge(other, 1, number)], editor="a test")
    await static.follow()
    assert f"/claims/{number}/" in (tmp_path / str(other) / "index.html").read_text("utf-8")
    assert await static.follow() == 0


async def test_what_is_public_no_more_is_gone_everywhere(
    static: StaticSite, tmp_path: Path, visitor: Visitor, a_fact: dict[str, Any]
) -> None:
    """A fact that was removed, then a desk that is public no more: no page, list, feed or file of
    all facts has it, and whoever has its address is told. Nor where the site is written anew.
    """
    boss = Member(HOME, "1", "Ada", manages_server=True)
    await visitor.library.desk.setup.change(boss, public=True)
    one = await visitor.publish(a_fact | {"ref": "one", "topics": ["Zeppelins"]}, desk=HOME)
    two = await visitor.publish(a_fact | {"ref": "two", "topics": ["Airships"]}, desk=HOME)
    await static.write_all()
    assert (tmp_path / "topic" / "zeppelins" / "index.html").is_file()

    store = visitor.library.asking.catalogue.store
    await store.apply([Remove(one, 1)], editor="a test")
    assert await static.follow() == 1
    for page in (f"{one}/index.html", f"{one}/1/index.html"):
        assert "removed it from this site" in (tmp_path / page).read_text("utf-8")
    assert _naming("zeppelins", tmp_path) == []
    assert _naming("airships", tmp_path) != []

    await visitor.library.desk.setup.change(boss, public=False)
    await static.follow()
    assert "removed it from this site" in (tmp_path / f"{two}/1/index.html").read_text("utf-8")
    assert _naming("harbour bridge", tmp_path) == []

    await visitor.library.desk.setup.change(boss, public=True)
    await static.follow()
    assert _naming("harbour bridge", tmp_path) != []
    await visitor.library.desk.setup.change(boss, public=False)
    anew = StaticSite(static.site, visitor.library.public, visitor.library.history, tmp_path)
    await anew.write_all()
    assert _naming("harbour bridge", tmp_path) == []


def _naming(words: str, folder: Path) -> list[str]:
    """The files that have ``words`` in them, or in their name."""
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file()
        and (words in str(file).casefold() or words in file.read_text("utf-8").casefold())
    ]
