"""Canonical links: all links to the same page have the same canonical form.

w3lib handles RFC 3986 (case, percent-encoding, dot segments, IDNA). This adds what no RFC defines:
which hosts are one site, which parameters are mere tracking, and which links wrap another one
(archives, AMP caches).
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from w3lib.url import canonicalize_url

# Most stored links: w3lib would not change them, and takes ten times as long.
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9_-]+)*)/?")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)
_AFTER_THE_HOST = re.compile("[/?#]")
_ONE_SLASH = re.compile(r"^(https?):/(?!/)")
_AMP_ENDING, _AMP_FOLDER = re.compile(r"\.amp(?=(?:\.html?)?\Z)"), re.compile("/amp/[^/]")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_INDEX = re.compile(r"/index\.(?:html?|php)\Z")
_UNWRAPPED_TIMES = 3
_STANDARD_PORTS = (None, 80, 443)

# Host prefixes of the same site (mobile, AMP, "www"); then sites with several names.
_SAME_SITE = re.compile(r"(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")
_PHONE_WIKI = re.compile(r"\.m(?=\.wiki\w+\.org$)")
_ALIASES = {
    alias: host
    for host, aliases in {
        "bbc.com": "bbc.co.uk",
        "cnn.com": "edition.cnn.com",
        "twitter.com": "x.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com nitter.net",
        "youtube.com": "music.youtube.com youtube-nocookie.com",
        "facebook.com": "fb.com web.facebook.com mbasic.facebook.com touch.facebook.com",
        "instagram.com": "instagr.am",
        "t.me": "telegram.me telegram.dog",
        "reddit.com": "old.reddit.com new.reddit.com np.reddit.com",
        "archive.ph": "archive.is archive.today archive.li archive.md archive.vn archive.fo",
    }.items()
    for alias in aliases.split()
}

# Tracking parameters, which never select the page. All other parameters are kept (?id=, ?p=,
# ?page=, ?lang= and unknown ones): mistaking two pages for one puts a wrong fact under a link,
# while mistaking one page for two only costs a look.
_TRACKING = re.compile(
    r"""
      (?:utm|itm|otm|hsa|at|ns|wt|stm)_\w+ | wt\.\w+  # campaigns, by their prefix
    | (?:pk|mtm|matomo|piwik)_(?:campaign|source|medium|content|kwd|keyword|cid|group)
    | fbclid | gclid | gclsrc | [gw]braid | gad_source | gad_campaignid | dclid | msclkid  # a click
    | twclid | ttclid | yclid | ysclid | igshid | igsh | li_fat_id | epik | srsltid | _ga | _gl
    | fb_(?:action_ids|action_types|ref|source) | action_object_map | __twitter_impression
    | mc_[ce]id | _hsenc | _hsmi | __hs\w+ | hsctatracking | mkt_tok | vero_\w+  # newsletters
    | oly_(?:anon|enc)_id | __s | _kx | ml_subscriber(?:_hash)? | sc_(?:cid|src|l?lid|uid) | s_cid
    | ref_? | ref_(?:src|url) | referr?er | cmp | cmpid | ocid | icid | ncid | spm  # referrers
    | smid | smtyp | xtor | _openstat | cvid | taid
    | sr_share | share_?token | share_id | echobox | mibextid | sfnsn  # share buttons
    | guccounter | guce_\w+ | amp | amp_\w+ | usqp | aoh | output_?type  # consent pages, AMP
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Sites that often add new tracking parameters: the only parameters that select a page there.
_CHOOSES_THE_PAGE = {
    "facebook.com": {"fbid", "id", "multi_permalinks", "q", "set", "story_fbid", "v"},
    "instagram.com": set[str](),
    "tiktok.com": {"q"},
    "twitter.com": {"q"},
    "youtube.com": {"list", "search_query", "v"},
}
# Posts and videos, identified by their id whatever else is in the link.
_POSTS = {
    host: (re.compile(pattern), normal)
    for host, pattern, normal in (
        ("twitter.com", r"/(?:i/web|i|\w+)/status(?:es)?/(\d+)", "twitter.com/i/status/"),
        ("youtu.be", r"/([\w-]+)", "youtube.com/watch?v="),
        (
            "youtube.com",
            r"/(?:watch/?\?(?:.*&)?v=|(?:shorts|embed|live|v|e)/)([\w-]+)",
            "youtube.com/watch?v=",
        ),
        ("instagram.com", r"/(?:[\w.]+/)?(?:p|reels?|tv)/([\w-]+)", "instagram.com/p/"),
        ("tiktok.com", r"/@[^/]*/(?:video|photo)/(\d+)", "tiktok.com/video/"),
        ("t.me", r"/(?:s/)?(c/\d+/\d+|\w+/\d+)", "t.me/"),
        ("redd.it", r"/(\w+)", "reddit.com/comments/"),
        (
            "reddit.com",
            r"(?:/r/\w+|/user/[\w-]+)?/comments/(\w+)(?=/?(?:[^/]+/?)?(?:\?|$))",
            "reddit.com/comments/",
        ),
    )
}
# Wrapping links: these hosts have the original address in the path.
_WRAPPED = {
    host: re.compile(pattern, re.DOTALL)
    for host, pattern in {
        "web.archive.org": r"/(?:web|save)/(?:(?:\d{4,14}\w*\*?|\*)/)?(.+\..+)",
        "archive.org": r"/wayback/(?:\d{4,14}\w*/)?(.+\..+)",
        "archive.ph": r"/(?:o/\w+|newest|oldest|\d{4}[\d.-]*)/(.+\..+)",
        "google.com": r"/amp/(?:s/)?(.+\..+)",
        "cdn.ampproject.org": r"/[civ]/(?:s/)?(.+\..+)",
    }.items()
}
# Wrapping links of these hosts have it in a parameter.
_REDIRECTS = {
    "google.com/url": ("url", "q"),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "l.instagram.com/": ("u",),
}
# Hosts whose links may wrap another one or be those of a post.
_SPECIAL = {*_POSTS, *_WRAPPED, *(address.partition("/")[0] for address in _REDIRECTS)}


class _Parts(NamedTuple):
    host: str
    path: str
    query: str = ""
    fragment: str = ""


def canonical_link(link: str) -> str:
    """The canonical form of ``link``: ``example.org/a/b?id=1``.

    Without scheme, "www", tracking and fragment; for comparing, not for opening. A text that is no
    web link is returned as it is. Linear in the length of the link.
    """
    if (plain := _PLAIN.fullmatch(link)) and (host := _host(plain[1])) not in _SPECIAL:
        path = plain[2]  # the fast path: a path without dots and semicolons
        return host + (_path(path) if "/amp" in path else path)
    try:
        parts = _parts(link)
        for _ in range(_UNWRAPPED_TIMES):
            inner = parts and _inner(parts)
            if not inner:
                break
            parts = _parts(inner)
        return _page(parts) if parts else link
    except ValueError:
        return link


def _parts(link: str) -> _Parts | None:
    """The parts of a web link, normalized as in RFC 3986. Raises ValueError."""
    if plain := _PLAIN.fullmatch(link):
        return _Parts(_host(plain[1]), plain[2])
    text = unicodedata.normalize("NFC", link.strip())
    address = _WEB.sub("", text, count=1) if (web := _WEB.match(text)) else text
    name = _AFTER_THE_HOST.split(address, maxsplit=1)[0]
    if not name or " " in name or (not web and ("." not in name or _OTHER_SCHEME.match(text))):
        return None
    parts = urlsplit(canonicalize_url(f"http://{address}", keep_fragments=True))
    port = "" if parts.port in _STANDARD_PORTS else f":{parts.port}"
    host = _host((parts.hostname or "").rstrip("."))
    return _Parts(host + port, parts.path, parts.query, parts.fragment)


@lru_cache(maxsize=1024)
def _host(name: str) -> str:
    host = _SAME_SITE.sub("", name, count=1) if _SAME_SITE.match(name) else name
    if ".m.wiki" in host:
        host = _PHONE_WIKI.sub("", host)
    if host.endswith(".cdn.ampproject.org"):
        return "cdn.ampproject.org"
    return _ALIASES.get(host, host)


def _inner(parts: _Parts) -> str | None:
    """The link wrapped by ``parts``, if any."""
    if names := _REDIRECTS.get(parts.host + parts.path):
        given = parse_qs(parts.query)
        return next((given[name][0] for name in names if name in given), None)
    pattern = _WRAPPED.get(parts.host)
    wrapped = pattern.fullmatch(parts.path) if pattern else None
    if wrapped is None:
        return None
    inner = unquote(wrapped[1]) if wrapped[1].lower().startswith("http%3a") else wrapped[1]
    inner = _ONE_SLASH.sub(r"\1://", inner)
    return f"{inner}?{parts.query}" if parts.query else inner


def _page(parts: _Parts) -> str:
    host, path, query, fragment = parts
    whole = f"{path}?{query}" if query else path
    post = _POSTS.get(host)
    if post and (named := post[0].match(whole)):
        return post[1] + named[1]
    chosen = _CHOOSES_THE_PAGE.get(host)
    kept = "&".join(
        pair for pair in query.split("&") if pair and _is_kept(pair.partition("=")[0], chosen)
    )
    # Drop the fragment, unless the site uses it for addresses: "#!/story/5".
    route = f"#{fragment}" if fragment[:1] in ("!", "/") and fragment else ""
    return host + _path(path) + (f"?{kept}" if kept else "") + route


def _is_kept(name: str, chosen: set[str] | None) -> bool:
    return name in chosen if chosen is not None else _TRACKING.fullmatch(name) is None


def _path(path: str) -> str:
    """``path`` without trailing slashes, index file names and AMP markers."""
    path = _SESSION.sub("", path).rstrip("/").removesuffix("/amp")
    path = _AMP_ENDING.sub("", path)
    path = _INDEX.sub("", path).rstrip("/")
    return path.removeprefix("/amp") if _AMP_FOLDER.match(path) else path
