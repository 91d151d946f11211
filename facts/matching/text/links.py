"""Links as they are compared: two that lead to the same page are one."""

import re
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit

_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_ENDS_NO_LINK = ".,;:!?)]}*_~’”»"
# What is appended to tell where a reader came from, and nothing of the page.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|igshid|mc_[ce]id|ref_src|cmpid|smid", re.IGNORECASE
)
_SAME_PAGE = re.compile(r"^(?:www|m|amp|mobile)\.")


def canonical(link: str) -> str:
    """``link`` without scheme, www, tracking, fragment and what else does not tell pages apart.

    Links that cannot be read are returned as they are.
    """
    try:
        parts = urlsplit(link.strip())
        host = _SAME_PAGE.sub("", (parts.hostname or "").lower())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return link
    kept = sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k))
    path = re.sub(r"/(?:amp|index\.html?)?/*$", "", parts.path)
    return f"{host}{port}{path}" + (f"?{urlencode(kept)}" if kept else "")


def links_in(text: str) -> tuple[str, ...]:
    """The links that stand in ``text``, in order, without the punctuation after them."""
    if "://" not in text:
        return ()
    return tuple(match.group().rstrip(_ENDS_NO_LINK) for match in _LINK.finditer(text))


def link_hash(link: str) -> int:
    """64 bits that stand for the page of ``link``."""
    digest = blake2b(canonical(link).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
