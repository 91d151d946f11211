"""One page has many links, and they are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.model import canonical_link

# Every way to write the link of one page that newsrooms were seen to paste.
_ONE_PAGE = {
    "example.org/a/b": (
        "https://example.org/a/b",
        "http://www.example.org/a/b/",
        "HTTPS://EXAMPLE.org:443/a/./x/../b",
        "http://example.org:80/a/b#part",
        "https://example.org./a/b#:~:text=what%20he%20said",
        "https://m.example.org/a/b",
        "https://www.m.example.org/a/b",
        "https://mobile.example.org/a/b/",
        "https://amp.example.org/a/b",
        "https://example.org/amp/a/b",
        "https://example.org/a/b/amp/",
        "https://example.org/a/b.amp",
        "https://example.org/a/b?amp",
        "https://example.org/a/b?outputType=amp",
        "https://example.org/a/b/index.html",
        "example.org/a/b",
        "www.example.org/a/b/",
        "//example.org/a/b",
        "  https://example.org/a/b\n",
        "https://example.org/a/b?",
        "https://example.org/%61/b",
        "https://example.org/a/b?utm_source=x&utm_medium=y&fbclid=z",
        "https://example.org/a/b?gclid=1&gbraid=2&msclkid=3&_ga=4&_gl=5",
        "https://example.org/a/b?mc_cid=1&mc_eid=2&_hsenc=3&mkt_tok=4",
        "https://example.org/a/b?ref=home&CMP=share&ocid=a&smid=tw-share&at_medium=x&igsh=y",
        "https://web.archive.org/web/20200418120000/https://www.example.org/a/b/?utm_source=x",
        "https://web.archive.org/web/20200418120000id_/http:/example.org/a/b",
        "web.archive.org/web/2020*/example.org/a/b",
        "https://archive.org/wayback/20200418/https://example.org/a/b",
        "https://archive.ph/o/AbCdE/https://example.org/a/b",
        "https://archive.is/2020.04.18-120000/https://example.org/a/b",
        "http://archive.today/newest/http://example.org/a/b",
        "https://web.archive.org/web/2021/https://archive.md/2020/https://example.org/a/b",
        "https://www.google.com/amp/s/example.org/a/b",
        "https://example-org.cdn.ampproject.org/c/s/example.org/a/b",
        "https://www.google.com/url?sa=D&q=https://example.org/a/b",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%2Fb%3Ffbclid%3Dx&h=AT",
    ),
    "xn--bcher-kva.example/t%C3%BCr?q=%C3%BC": (
        "https://bücher.example/tür?q=ü",
        "https://BÜCHER.example/t%c3%bcr/?q=%C3%BC",
        "https://xn--bcher-kva.example/tu\u0308r?q=u\u0308",
    ),
    "youtube.com/watch?v=AbC-_9": (
        "https://www.youtube.com/watch?v=AbC-_9",
        "https://m.youtube.com/watch?feature=share&v=AbC-_9&list=PL1&index=2&t=5s",
        "https://youtu.be/AbC-_9?si=x",
        "youtu.be/AbC-_9",
        "https://www.youtube.com/shorts/AbC-_9",
        "https://www.youtube-nocookie.com/embed/AbC-_9",
    ),
    "twitter.com/i/status/123": (
        "https://twitter.com/Jane/status/123",
        "https://twitter.com/jane/status/123?s=20",
        "https://mobile.twitter.com/jane/status/123?s=20&t=abc",
        "https://x.com/jane/status/123/photo/1",
        "https://x.com/i/web/status/123",
        "https://web.archive.org/web/2020/https://twitter.com/jane/status/123?s=20",
    ),
    "twitter.com/jane": ("https://twitter.com/jane?s=20", "https://x.com/jane/"),
    "instagram.com/p/AbC": (
        "https://www.instagram.com/p/AbC/?igsh=1",
        "https://instagram.com/jane/reel/AbC/",
    ),
    "t.me/harbour/12": ("https://t.me/s/harbour/12", "https://telegram.me/harbour/12?single"),
    "reddit.com/comments/abc": (
        "https://old.reddit.com/r/x/comments/abc/slug/?share_id=1",
        "https://redd.it/abc",
    ),
    "facebook.com/story.php?id=2&story_fbid=1": (
        "https://m.facebook.com/story.php?story_fbid=1&id=2&mibextid=z&__tn__=R",
    ),
    "en.wikipedia.org/wiki/Korea_(name)": ("https://en.m.wikipedia.org/wiki/Korea_(name)#Use",),
    "a.org/session": ("https://a.org/session;jsessionid=1A2B", "https://a.org/session/"),
    "archive.ph/AbCdE": ("https://archive.is/AbCdE", "https://archive.ph/AbCdE"),
    "bbc.com/news/1": ("https://www.bbc.co.uk/news/1?at_campaign=x", "https://www.bbc.com/news/1"),
}


@pytest.mark.parametrize(
    ("link", "page"), [(link, page) for page, links in _ONE_PAGE.items() for link in links]
)
def test_links_to_one_page_are_one(link: str, page: str) -> None:
    """Whatever was put around, before or behind the address on its way to a newsroom."""
    assert canonical_link(link) == page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.org/?id=1", "https://a.org/?id=2"),
        ("https://a.org/?p=4711", "https://a.org/?p=4712"),
        ("https://a.org/?p=4711", "https://a.org/"),
        ("https://a.org/a?page=1", "https://a.org/a?page=2"),
        ("https://a.org/a?lang=de", "https://a.org/a?lang=en"),
        ("https://a.org/a?share=1", "https://a.org/a?share=2"),
        ("https://a.org/x", "https://b.org/x"),
        ("https://a.org/x", "https://a.org/X"),
        ("https://a.org/x", "https://news.a.org/x"),
        ("https://a.org/x", "https://a.org:8080/x"),
        ("https://a.org/a/b", "https://a.org/a%2Fb"),
        ("https://a.org/amplify", "https://a.org/lify"),
        ("https://a.org/example", "https://a.org/ex"),
        ("https://a.org/#!/story/5", "https://a.org/#!/story/6"),
        ("https://amp.dev/x", "https://dev/x"),
        ("https://youtu.be/AbC", "https://youtu.be/aBc"),
        ("https://www.youtube.com/watch?v=a", "https://www.youtube.com/watch?v=b"),
        ("https://www.youtube.com/playlist?list=a", "https://www.youtube.com/playlist?list=b"),
        ("https://x.com/jane/status/1", "https://x.com/jane/status/2"),
        ("https://x.com/search?q=a", "https://x.com/search?q=b"),
        ("https://archive.ph/AbCdE", "https://archive.ph/AbCdF"),
        ("https://web.archive.org/web/2020/a.org/x", "https://web.archive.org/web/2020/a.org/y"),
        ("https://www.facebook.com/photo?fbid=1", "https://www.facebook.com/photo?fbid=2"),
        ("https://t.me/c/123/4", "https://t.me/c/123/5"),
        ("https://www.reddit.com/r/x/comments/a/s/c/", "https://www.reddit.com/r/x/comments/a/s/d"),
    ],
)
def test_links_to_other_pages_differ(one: str, other: str) -> None:
    """A parameter that is not known to be tracking chooses a page; so does case."""
    assert canonical_link(one) != canonical_link(other)


@pytest.mark.parametrize(
    "text",
    ["", "ref-12", "not a link", "St. Mary/Bob", "mailto:a@b.org", "ftp://a.org/x", "http://"],
)
def test_what_is_no_web_link_stays_as_it_is(text: str) -> None:
    """It is compared by its letters."""
    assert canonical_link(text) == text


@given(st.one_of(st.text(), st.text("/.:?&=#%@[]ampwtc20 ü\ud800", max_size=60)))
def test_any_text_has_a_normal_form(text: str) -> None:
    """Broken links too; none of them stops whoever reads it."""
    assert isinstance(canonical_link(text), str)
    assert isinstance(canonical_link(f"https://{text}"), str)
