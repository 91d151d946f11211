"""Figures as values: "1.5 million", "1,500,000" and "$1.5m" are the same word, ``1500000``.

A figure is a word like any other, spelt with digits: ``34``, ``2.5``, ``1500000``; a rank ends in
``th`` whatever people write (``1th`` is the first), so that both are one word in every spelling.
From a million on its scale follows as a word, since people ask for "the billion" too.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from facts.matching.text.number_words import (
    BEGINNINGS,
    MISSPELT,
    MONTHS,
    RANKS,
    TENS,
    UNITS,
    corrected,
    plain,
    with_shares,
)

_MONTHS = frozenset({*MONTHS, *(month[:3] for month in MONTHS), "sept"})
_NAMED = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SPELT_SCALES = {"dozen": 12, "hundred": 10**2, "thousand": 10**3}
_SPELT_SCALES |= {name: scale for scale, name in _NAMED}
_SCALES = _SPELT_SCALES | {"bn": 10**9, "tn": 10**12}
_SCALES |= dict.fromkeys(("mln", "mn", "mil", "mill", "mio"), 10**6)
# Scale words that follow a figure whose value already includes them.
SCALES = frozenset(name for _, name in _NAMED)
_SUFFIXES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12} | _SCALES
_NUMBER = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)(k|m|b|t|bn|mn|mln|tn|mio|st|nd|rd|th)?")
# Whether a word is a figure or a rank: these begin with a digit.
is_figure = re.compile("[0-9]").match
_MEASURED = re.compile(r"(\d+(?:\.\d+)?)(km|kg|cm|mm|mg|mph|kph|kmh|lbs?|ft|oz|h|hrs?|mins?|secs?)")
# In words with spaces between them: "ninety-nine point nine", once read as 99 point 9.
_POINT = re.compile(r"(?<!\S)(\d+) point (\d+)(?!\S)")
_PERCENT = re.compile(r"(?<!\S)(?:per cent|pct)(?!\S)")
_AGED = re.compile(r"(\d{1,2})s")  # "under-12s"
_CODE = re.compile(r"([a-z]{1,12})(\d{1,12})")
_PARTS = ("half", "quarter", "quarters", *(f"{rank}s" for rank in RANKS))
_SPELT = frozenset({*UNITS, *TENS, *RANKS, *_SPELT_SCALES, *_PARTS})
# "one" is no figure in "no one" and "this one".
_NO_FIGURE_AFTER = frozenset({"no", "any", "every", "this", "that", "which", "each", "some", "the"})
# A text without digits and these words has no figure: ``as_values`` has nothing to do.
WORDS_OF_FIGURES = _SPELT | MISSPELT.keys() | {"cent", "pct"}
_RANK_ENDS = frozenset({"st", "nd", "rd", "th"})
_DIGITS_OF_A_YEAR = 4
_CENTURIES = range(17, 21)
_SPELLINGS = frozenset({*UNITS, *TENS})
# The figures whose spelled-out words begin with a prefix.
_FIGURES = {word: str(value) for word, value in (UNITS | TENS).items()}
_FIGURES |= {word: f"{value}th" for word, value in RANKS.items()}
FIGURES_BY_PREFIX = {
    begun: [figure for spelt, figure in _FIGURES.items() if spelt.startswith(begun)]
    for begun in {word[:end] for word in _FIGURES for end in range(1, len(word) + 1)}
}


def as_values(words: list[str], *, digits: bool) -> list[str]:
    """``words`` with each figure normalized to one word, and "per cent" to one word.

    ``digits`` tells whether any word has digits.
    """
    if not MISSPELT.keys().isdisjoint(words):
        words = [*corrected(words)]
    if digits or not _SPELT.isdisjoint(words):
        words = list(_values(list(_parted(with_shares(words)))))
    if "point" in words:
        words = _POINT.sub(r"\1.\2", " ".join(words)).split()
    if "cent" in words or "pct" in words:
        words = _PERCENT.sub("percent", " ".join(words)).split()
    return words


def in_scales(word: str) -> Iterator[str]:
    """The decimal figure ``word`` in millions, billions and trillions, as words."""
    if _NUMBER.fullmatch(word):
        yield from (plain(Decimal(word) * scale) for scale, _ in _NAMED)


def figure_value(word: str) -> tuple[Decimal | None, bool]:
    """The value of the figure ``word``, and whether it is a rank; None if it is no number."""
    rank = word.endswith("th")
    text = word.removesuffix("th") if rank else word
    return (Decimal(text), rank) if text.replace(".", "", 1).isdigit() else (None, False)


def _parted(words: Sequence[str]) -> Iterator[str]:
    """Letters and digits split apart, since people write ``b52``, ``B-52`` and ``b 52``."""
    for before, word in pairwise(("", *words)):
        parts = None
        if before in ("under", "over") and (aged := _AGED.fullmatch(word)):
            yield aged[1]
            continue
        if not (word.isalpha() or word.isdecimal()):
            parts = _CODE.fullmatch(word) or _MEASURED.fullmatch(word)
        if parts:
            yield from parts.groups()
        else:
            yield word


def _values(words: list[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        value, end, rank = _figure(words, at)
        if value is None:
            yield words[at]
            at += 1
            continue
        # A day of a month is no rank: "April 18th".
        dated = _month(words, at - 1) or _month(words, end + (words[end : end + 1] == ["of"]))
        rank = rank and not dated
        yield f"{plain(value)}{'th' if rank else ''}"
        if not rank and value >= _NAMED[-1][0]:
            yield next(name for least, name in _NAMED if value >= least)
        at = end


def _figure(words: list[str], at: int) -> tuple[Decimal | None, int, bool]:
    """The figure that starts at a position: its value, its end, and whether it is a rank."""
    if not (words[at] in BEGINNINGS or is_figure(words[at])):
        return None, at, False
    before = words[at - 1] if at else ""
    if words[at] == "one" and before in _NO_FIGURE_AFTER and not _scale(words, at + 1):
        return None, at, False
    if words[at] == "second" and (before in UNITS or _counts(before)):
        return None, at, False
    figure = _Reading(words, at)
    value, end = figure.value, figure.at
    spelt = end == at + 1 < len(words) and _SPELLINGS.issuperset(words[at : end + 1])
    if value is not None and value in _CENTURIES and not figure.rank and spelt:
        ten = _Reading(words, end)
        if ten.value is not None and 10 <= ten.value <= 99:  # noqa: PLR2004
            return value * 100 + ten.value, ten.at, False
    return value, end, figure.rank


def _counts(word: str) -> bool:
    """Whether the word is a figure that counts something and is no year."""
    return bool(is_figure(word)) and len(word) != _DIGITS_OF_A_YEAR


class _Reading:
    """A spelled-out figure, parsed word by word: ``total`` of completed scales, and ``current``."""

    def __init__(self, words: list[str], at: int) -> None:
        self.words, self.begun, self.at = words, at, at
        self.total, self.current = Decimal(0), Decimal(0)
        self.open = False  # whether ``current`` has been started
        self.closed_by = 0  # the last completed scale
        self.rank = False
        if words[at] in ("a", "an") and _scale(words, at + 1):
            self._take(Decimal(1), 1)
        elif words[at : at + 2] == ["half", "a"] and _scale(words, at + 2):
            self._take(Decimal("0.5"), 2)
        elif words[at + 1 : at + 4] == ["quarter", "of", "a"] and _scale(words, at + 4):
            self._take(Decimal("0.25"), 4)
        while self._goes_on():
            pass

    @property
    def value(self) -> Decimal | None:
        return self.total + self.current if self.at > self.begun else None

    def _goes_on(self) -> bool:
        """Whether the next word continues the figure; if so, consume it."""
        if self.rank or self.at >= len(self.words):
            return False
        return self._digits() or self._spelt() or self._scaled() or self._joined()

    def _take(self, value: Decimal, taken: int) -> bool:
        self.current, self.open, self.at = value, True, self.at + taken
        return True

    def _digits(self) -> bool:
        written = _NUMBER.fullmatch(self.words[self.at])
        if self.at > self.begun or written is None:
            return False
        self.rank = written[2] in _RANK_ENDS
        scale = 1 if self.rank else _SUFFIXES.get(written[2] or "", 1)
        return self._take(Decimal(written[1]) * scale, 1)

    def _spelt(self) -> bool:
        word, before = self.words[self.at], self.words[self.at - 1] if self.at > self.begun else ""
        small = UNITS.get(word, TENS.get(word, RANKS.get(word)))
        if small is None or (self.closed_by and _scale(self.words, self.at + 1, self.closed_by)):
            return False
        if self.open and not _fits(self.current, small, before):
            return False
        self.rank = word in RANKS
        return self._take(self.current + small, 1)

    def _scaled(self) -> bool:
        scale = _SCALES.get(self.words[self.at])
        if scale is None or not self.open:
            return False
        if scale <= 100:  # noqa: PLR2004 - a hundred and a dozen may be followed by a scale
            return self._take(self.current * scale, 1)
        if self.closed_by and scale >= self.closed_by:
            return False
        self.total += self.current * scale
        self._take(Decimal(0), 1)
        self.open, self.closed_by = False, scale
        return True

    def _joined(self) -> bool:
        words, at = self.words, self.at
        if self.open and words[at : at + 3] == ["and", "a", "half"]:
            return self._take(self.current + Decimal("0.5"), 3)
        goes_on = at > self.begun and words[at] == "and" and words[at - 1] in _SCALES
        self.at += goes_on and _small(words, at + 1)
        return self.at > at


def _fits(current: Decimal, small: int, before: str) -> bool:
    """Whether a number word continues the figure: "twenty" "five", "hundred" "five"."""
    if before in ("hundred", "and"):
        return current % 100 == 0
    return before in TENS and 0 < small < 10  # noqa: PLR2004


def _scale(words: list[str], at: int, least: int = 0) -> bool:
    return at < len(words) and words[at] in _SCALES and _SCALES[words[at]] >= least


def _small(words: list[str], at: int) -> bool:
    return at < len(words) and (words[at] in UNITS or words[at] in TENS)


def _month(words: list[str], at: int) -> bool:
    return 0 <= at < len(words) and words[at] in _MONTHS
