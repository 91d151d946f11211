"""Pages that are made to keep a reader of HTML busy, told from articles before they are read."""

import re

# The exit code of the reader's process for such a page.
NO_ARTICLE = 3
# News pages have some thousand tags, a few dozen within each other. Extraction takes time by the
# square of both, and is to be done in seconds.
_MOST_TAGS, _DEEPEST = 20_000, 120
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# Elements that have no end, or one that is often left out and understood.
_MAY_STAY_OPEN = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd tr td th thead tbody tfoot colgroup option optgroup rp rt html head body".split()
)


def is_no_article(page: bytes) -> bool:
    """Whether ``page`` has more tags, or more of them within each other, than any article."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(page), start=1):
        closes, name = tag.groups()
        if name.lower() not in _MAY_STAY_OPEN:
            depth = max(0, depth - 1) if closes else depth + 1
        if count > _MOST_TAGS or depth > _DEEPEST:
            return True
    return False
