"""The words of figures: their values, how people misspell them, and fractions as percentages."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from facts.matching.data import listed

_LISTED = listed("figures.txt")
_WORDS = {kind: rows[0] for kind, rows in _LISTED.items()}
_MISSPELT = {typed: row[0] for row in _LISTED["misspelt"] for typed in row[1:]}
UNITS = {word: value for value, word in enumerate(_WORDS["units"])}
TENS = {word: 10 * value for value, word in enumerate(_WORDS["tens"], 2)}
RANKS = {word: value for value, word in enumerate(_WORDS["ranks"], 1)} | {
    f"{ten[:-1]}ieth": value for ten, value in TENS.items()
}
MONTHS = _WORDS["months"]
BEGINNINGS = frozenset({*UNITS, *TENS, *RANKS, "half", "a", "an"})
# What begins a fraction, and what may follow it.
_PARTS = {"a": 1, "an": 1} | {word: n for word, n in UNITS.items() if 0 < n < 10}  # noqa: PLR2004
_AFTER_A_SHARE = frozenset(_LISTED["after_share"][0])


def are_misspelt(words: Sequence[str]) -> bool:
    """Whether any of the words may be a misspelt one of a figure."""
    return not _MISSPELT.keys().isdisjoint(words)


def corrected(words: Sequence[str]) -> Iterator[str]:
    """The words with misspelt ones of figures corrected; a scale only behind a figure."""
    for before, word in pairwise(("", *words)):
        meant = _MISSPELT.get(word, word)
        counted = before[:1].isdigit() or before in BEGINNINGS or before in ("few", "several")
        yield meant if meant in UNITS or meant in TENS or meant in RANKS or counted else word


def with_shares(words: Sequence[str]) -> list[str]:
    """The words with fractions as percentages: "a fifth of", "by a tenth", "two thirds"."""
    found: list[str] = []
    at = 0
    while at < len(words):
        share = _share(words, at)
        found += [share, "percent"] if share else [words[at]]
        at += 2 if share else 1
    return found


def _share(words: Sequence[str], at: int) -> str | None:
    part = _PARTS.get(words[at])
    ends = words[at + 1] if part and at + 1 < len(words) else ""
    after = words[at + 2] if at + 2 < len(words) else ""
    by = at > 0 and words[at - 1] == "by"
    if part is None or not (by or not after or after in _AFTER_A_SHARE):
        return None
    whole = RANKS.get(ends if part == 1 else ends.removesuffix("s"), 0)
    if ends.removesuffix("s") == "quarter" and (part > 1 or not after or by):
        whole = 4
    if whole <= max(2, part) or (part > 1 and not ends.endswith("s")):
        return None
    share = Decimal(100 * part) / whole
    return plain(share if share % 1 in (0, Decimal("0.5")) else share.quantize(Decimal(1)))


def plain(value: Decimal) -> str:
    """The figure as digits."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
