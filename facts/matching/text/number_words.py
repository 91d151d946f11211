"""How people write figures: in words, misspelt, as fractions, and with signs ("5%", "$2bn")."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from facts.matching.data import listed

_LISTED = listed("figures.txt")
_WORDS = {kind: rows[0] for kind, rows in _LISTED.items()}
# The words of figures by how they are misspelt.
MISSPELT = {typed: row[0] for row in _LISTED["misspelt"] for typed in row[1:]}
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
# "Four out of ten" are four in ten: what stands between two figures.
_FIGURE = rf"(?:{'|'.join(UNITS)}|\d+)"
_OUT_OF = re.compile(rf"(?<!\S)({_FIGURE}) out of(?= {_FIGURE}(?!\S))")
_THREE = 3  # of quarters only these are a fraction, not two
# Currency signs and their words.
CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "₽": "ruble"}
CURRENCIES |= {"₦": "naira", "₱": "peso", "₪": "shekel", "₩": "won", "₺": "lira"}
_SIGNS = "".join(CURRENCIES)
# Currencies written with letters before the figure; one letter only right before it.
_CODES = {code: row[0] for row in _LISTED["currency"] for code in row[1:]}
_CODE = rf"(?<![\w.$])({'|'.join(sorted(map(re.escape, _CODES), key=len, reverse=True))})"
_SUM = (
    r"(\d[\d,.]*\d|\d)(\s?(?:thousand|million|billion|trillion|mln|mio|bn|mn|tn|[kmbt])(?![a-z]))?"
)
_CODED = re.compile(rf"{_CODE}(?:(?<=\w\w)|(?<=\$)|(?=\d+,\d))\.?\s?{_SUM}")
_DIGIT = re.compile(r"\d")

_DAYS = 31
_SIGN = re.compile(rf"[%°{_SIGNS}]|'\d\d|\d \d\d\d|\d'\s?\d|\d[/.-]\d{{1,2}}[/.-]\d|\d[/⁄]\d+ of")
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![/.-]?\d)")
_ISO_DATE = re.compile(r"(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![/.-]?\d)")
# "'21" beside another year or what says when, and "250 000".
_SHORT_YEAR = re.compile(
    r"(?<![\w'])(in|since|from|to|and|between|of|until|till|by|before|after|spring|summer|autumn"
    r"|fall|winter|late|early|mid|\d{4}|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*"
    r"|sep\w*|oct\w*|nov\w*|dec\w*)([\s/–-]+)'(\d\d)(?![\w'])"
)
_PIVOT = 40  # '39 is 2039, '40 is 1940
_GROUPED = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?: \d{3})+)(?![\d.,]?\d)(?<=00)")
_MONEY = re.compile(rf"([{_SIGNS}])\s?{_SUM}")
_MONEY_BEHIND = re.compile(rf"(?<=[\d\sa-z])[{_SIGNS}](?![\w{_SIGNS}])")
_HEIGHT = re.compile(r"(?<![\d.'])(\d{1,2})'\s?(\d{1,2})(?:\"|''|(?![\d'a-z]))")
_FRACTION = re.compile(r"(?<![\d/.,-])([1-9])[/⁄]([2-9]|10)(?= of\b)")
_SHARE = re.compile(r"(?<=[\da-z])\s?%")
_DEGREES = re.compile(r"(?<=\d)\s?°\s?([cf]?)(?![a-z])")
_SCALE_OF_DEGREES = {"c": " celsius ", "f": " fahrenheit ", "": " degrees "}


def corrected(words: Sequence[str]) -> Iterator[str]:
    """The words with misspelt ones of figures corrected; a scale only behind a figure."""
    for before, word in pairwise(("", *words)):
        meant = MISSPELT.get(word, word)
        counted = before[:1].isdigit() or before in BEGINNINGS or before in ("few", "several")
        yield meant if meant in UNITS or meant in TENS or meant in RANKS or counted else word


def with_shares(words: Sequence[str]) -> list[str]:
    """The words with fractions as percentages: "a fifth of", "by a tenth", "two thirds"."""
    if "out" in words:
        words = _OUT_OF.sub(r"\1 in", " ".join(words)).split()
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
    if part is None or not (part > 1 or by or not after or after in _AFTER_A_SHARE):
        return None
    whole = RANKS.get(ends if part == 1 else ends.removesuffix("s"), 0)
    if (ends == "quarter" and (not after or by)) or (part == _THREE and ends == "quarters"):
        whole = 4
    if whole <= max(2, part) or (part > 1 and not ends.endswith("s")):
        return None
    return _percent(part, whole)


def _percent(part: int, whole: int) -> str:
    share = Decimal(100 * part) / whole
    return plain(share if share % 1 in (0, Decimal("0.5")) else share.quantize(Decimal(1)))


def plain(value: Decimal) -> str:
    """The figure as digits."""
    return f"{value.normalize():f}"


def signs_written_out(text: str) -> str:
    """The folded ``text`` with the signs next to its figures as words: ``5%`` as ``5 percent``.

    A currency sign becomes a singular word, which nobody types after a figure.
    """
    if _DIGIT.search(text) is not None:
        text = _CODED.sub(lambda m: f" {m[2]}{m[3] or ''} {_CODES[m[1]]} ", text)
    if _SIGN.search(text) is None:
        return text
    text = _ISO_DATE.sub(lambda m: _dated(m, m[3], m[2], m[1]), text)
    text = _DATE.sub(lambda m: _dated(m, m[1], m[3], m[4]), text)
    text = _SHORT_YEAR.sub(_long_year, text)
    text = _GROUPED.sub(lambda m: m[0].replace(" ", ""), text)
    text = _FRACTION.sub(lambda m: f"{_percent(int(m[1]), int(m[2]))} percent", text)
    text = _SHARE.sub(" percent ", text)
    text = _MONEY.sub(lambda m: f" {m[2]}{m[3] or ''} {CURRENCIES[m[1]]} ", text)
    text = _MONEY_BEHIND.sub(lambda m: f" {CURRENCIES[m[0]]} ", text)
    text = _DEGREES.sub(lambda m: _SCALE_OF_DEGREES[m[1]], text)
    return _HEIGHT.sub(r"\1 feet \2 inches ", text)


def _long_year(written: re.Match[str]) -> str:
    century = "20" if int(written[3]) < _PIVOT else "19"
    return f"{written[1]}{written[2]}{century}{written[3]}"


def _dated(written: re.Match[str], day: str, month: str, year: str) -> str:
    """A date with its month as a word: day first, unless only month first is possible."""
    if int(month) > len(MONTHS):
        day, month = month, day
    if not 1 <= int(month) <= len(MONTHS) or not 1 <= int(day) <= _DAYS:
        return written[0]
    return f" {int(day)} {MONTHS[int(month) - 1]} {year} "
