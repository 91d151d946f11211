"""Links in a text, and what the index keeps of a link."""

import re
from hashlib import blake2b

from facts.model import canonical_link

_LINK = re.compile(
    r"https?://[^\s<>\"'`|\\^{}]+"
    # Typed without a scheme. What is no link after all is a page that no source has.
    r"|(?<![\w./@-])[\w-]++(?:\.[\w-]++)++(?::\d+)?/[^\s<>\"'`|\\^{}]+",
    re.IGNORECASE,
)
_ENDS_NO_LINK = ".,;:!?]}*_~’”»"


def links_in(text: str) -> tuple[str, ...]:
    """The links that stand in ``text``, in order, without the punctuation after them."""
    return tuple(map(_without_punctuation, _LINK.findall(text))) if "/" in text else ()


def link_hash(link: str) -> int:
    """64 bits that stand for the page of ``link``."""
    digest = blake2b(canonical_link(link).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _without_punctuation(link: str) -> str:
    link = link.rstrip(_ENDS_NO_LINK)
    # The address of an encyclopedia's article may itself end in a bracket.
    unopened = link.count(")") - link.count("(")
    while unopened > 0 and link.endswith(")"):
        link = link[:-1].rstrip(_ENDS_NO_LINK)
        unopened -= 1
    return link
