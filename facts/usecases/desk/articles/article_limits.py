"""Rejects pages built to keep an HTML parser busy, before they are parsed."""

import re

# The exit code of the reader process for such a page.
NO_ARTICLE = 3
# Articles have some thousand tags, nested a few dozen deep. Extraction time is quadratic in both
# and must be seconds at most.
_MOST_TAGS, _DEEPEST = 20_000, 120
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# Elements without an end tag, or whose end tag is optional.
_MAY_STAY_OPEN = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd tr td th thead tbody tfoot colgroup option optgroup rp rt html head body".split()
)


def is_no_article(page: bytes) -> bool:
    """Whether ``page`` has more tags, or deeper nesting, than any article."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(page), start=1):
        closes, name = tag.groups()
        if name.lower() not in _MAY_STAY_OPEN:
            depth = max(0, depth - 1) if closes else depth + 1
        if count > _MOST_TAGS or depth > _DEEPEST:
            return True
    return False
