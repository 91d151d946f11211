"""Signs next to figures, written out as words: "5%", "$2bn", "7'4", "12/05/2021"."""

import re

from facts.matching.text.number_words import MONTHS

# Currency signs and their words.
CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "₽": "ruble"}
_SIGNS = "".join(CURRENCIES)

_DAYS = 31
_SIGN = re.compile(rf"[%°{_SIGNS}]|'\d\d|\d \d\d\d|\d'\s?\d|\d[/.-]\d{{1,2}}[/.-]\d")
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
_MONEY = re.compile(
    rf"([{_SIGNS}])\s?(\d[\d,.]*\d|\d)"
    r"(\s?(?:thousand|million|billion|trillion|mln|mio|bn|mn|tn|[kmbt])(?![a-z]))?"
)
_MONEY_BEHIND = re.compile(rf"(?<=[\d\sa-z])[{_SIGNS}](?![\w{_SIGNS}])")
_HEIGHT = re.compile(r"(?<![\d.'])(\d{1,2})'\s?(\d{1,2})(?:\"|''|(?![\d'a-z]))")
_SHARE = re.compile(r"(?<=\d)\s?%")
_DEGREES = re.compile(r"(?<=\d)\s?°\s?([cf]?)(?![a-z])")
_SCALE_OF_DEGREES = {"c": " celsius ", "f": " fahrenheit ", "": " degrees "}


def signs_written_out(text: str) -> str:
    """The folded ``text`` with the signs next to its figures as words: ``5%`` as ``5 percent``.

    A currency sign becomes a singular word, which nobody types after a figure.
    """
    if _SIGN.search(text) is None:
        return text
    text = _ISO_DATE.sub(lambda m: _dated(m, m[3], m[2], m[1]), text)
    text = _DATE.sub(lambda m: _dated(m, m[1], m[3], m[4]), text)
    text = _SHORT_YEAR.sub(_long_year, text)
    text = _GROUPED.sub(lambda m: m[0].replace(" ", ""), text)
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
