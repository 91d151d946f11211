"""Texts that are safe in chats and addresses: escaped for Discord's Markdown, cut, as slugs."""

import hashlib
import re
import unicodedata

# Discord's Markdown: a backslash before any of these shows the character itself. Without ``[``,
# ``<`` and ``@`` there is no masked link, mention, timestamp or custom emoji; without the colon
# of ``://`` there is no automatic link.
_ANYWHERE = re.compile(r"[\\`*_~|<\[\]@]|:(?=//)")
_ESCAPED = re.compile(r"\\(.)")
_AT_LINE_START = re.compile(r"^([^\S\n]*)([>#+-]|\d+(?=\.))", re.MULTILINE)
_MENTION = re.compile(
    r"<(?:@[!&]?|#|/[^:<>]{1,100}:|id:)\w{1,30}>|<a?:\w{1,32}:\d{1,20}>|@(?:everyone|here)\b"
)
# A code block ends at three backticks; with word joiners between them it does not.
_FENCE, _SAFE_FENCE = "```", "`\u2060`\u2060`"
# The longest slug: it is part of addresses and of button ids.
_LONGEST_SLUG, _DIGEST = 60, 8
# Unicode blocks of right-to-left letters: Hebrew, Arabic, Syriac and related scripts.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def size(text: str) -> int:
    """The length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def isolated(text: str) -> str:
    """``text`` with bidi isolates: right-to-left letters do not reorder what is around it."""
    if _RIGHT_TO_LEFT.search(text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text


def escape(text: str) -> str:
    """Escape ``text`` so that Discord shows it literally: no markup, no link, no mention.

    Right-to-left text is isolated, so that it does not reorder its surroundings.
    """
    escaped = _ANYWHERE.sub(lambda found: "\\" + found[0], text)
    return isolated(_AT_LINE_START.sub(_escape_line_start, escaped))


def _escape_line_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def unescape(text: str) -> str:
    """The inverse of ``escape``."""
    return _ESCAPED.sub(r"\1", text).strip(FIRST_STRONG_ISOLATE + POP_ISOLATE)


def without_mentions(text: str) -> str:
    """A question without mentions, which never name anybody to look up."""
    return _MENTION.sub(" ", text)


def one_line(text: str) -> str:
    """``text`` with line breaks and runs of white space folded to single spaces."""
    return " ".join(text.split())


def cut(text: str, limit: int) -> str:
    """``text`` on one line, truncated to ``limit`` units with an ellipsis.

    Cuts between words if that keeps at least half of what fits.
    """
    text = one_line(text)
    if size(text) <= limit:
        return text
    kept = head(text, limit - 1)
    space = kept.rfind(" ")
    if space >= len(kept) // 2:
        kept = kept[:space]
    return kept.rstrip(" ,;:–-") + "…"


def excerpt(text: str, limit: int) -> str:
    """``text`` escaped, on one line, truncated to ``limit`` units."""
    longest = limit
    while size(shown := escape(cut(text, longest))) > limit:
        longest -= max(1, (size(shown) - limit) // 2)
    return shown


def code_block(text: str) -> str:
    """``text`` as a code block, whatever backticks are in it. ``in_code_block`` is the inverse."""
    return f"{_FENCE}\n{text.replace(_FENCE, _SAFE_FENCE)}\n{_FENCE}"


def in_code_block(markdown: str) -> str | None:
    """The text of a code block; None if ``markdown`` is none."""
    if not markdown.startswith(_FENCE):
        return None
    text = markdown.removeprefix(f"{_FENCE}\n").removesuffix(f"\n{_FENCE}")
    return text.replace(_SAFE_FENCE, _FENCE)


def counted(count: int, what: str) -> str:
    """``1 claim`` or ``2,000 claims``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def split(text: str, capacity: int) -> tuple[str, str]:
    """Split ``text`` in two so that the first part, escaped, has at most ``capacity`` units.

    Between words if possible, else between characters. ``capacity`` is at least 16.
    """
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if size(escape(text[:middle])) <= capacity:
            low = middle
        else:
            high = middle - 1
    if low == len(text):
        return text, ""
    space = max(text.rfind(" ", 0, low + 1), text.rfind("\n", 0, low + 1))
    cut_at = space if space >= low // 2 and space > 0 else max(low, 1)
    return text[:cut_at].rstrip(), text[cut_at:].lstrip()


def head(text: str, limit: int) -> str:
    """The beginning of ``text`` up to that many units, without splitting a surrogate pair."""
    units = text[:limit].encode("utf-16-le", "surrogatepass")
    return units[: 2 * limit].decode("utf-16-le", "ignore")


def slug_of(name: str) -> str:
    """The slug of ``name``: letters and digits of any script, separated by hyphens.

    At most 60 characters; a longer name ends in a digest of it.
    """
    letters = (
        sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", name).casefold()
    )
    slug = "-".join("".join(letters).split()) or "unnamed"
    if len(slug) <= _LONGEST_SLUG:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:_DIGEST]
    return f"{slug[: _LONGEST_SLUG - _DIGEST - 1]}-{digest}"
