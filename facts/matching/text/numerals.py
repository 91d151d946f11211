"""Number words of languages other than English, as digits: 二〇一八年, 六十, 3만, sechzig."""

import re
from collections.abc import Callable
from functools import cache

# The languages whose number words are parsed by ``text2num``, from the extra ``languages``.
_SPELT = frozenset({"es", "de", "fr", "pt", "it", "nl", "da"})
# Smaller number words are ambiguous: un, ein, neuf, sei.
_SPELT_FROM = 10.0

_DIGITS = {word: value for value, word in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_HANGUL = str.maketrans("일이삼사오육칠팔구십백천만억조", "一二三四五六七八九十百千万億兆")
_FIGURE = rf"\d[\d,]*(?:\.\d+)?|[{''.join(_DIGITS | _UNITS | _SCALES)}]"
_TOKEN = re.compile(_FIGURE)
_RUN = re.compile(rf"(?:{_FIGURE})+")
# Counters: a single character is a number only before one, as it also begins other words.
_COUNTED = re.compile("[年月日天人名个個歳岁回次件条台架座所家倍円元時点秒度種种项項位本匹頭头]")
# Korean number syllables occur in other words; only before a counter are they numbers.
_KOREAN = re.compile(
    r"(?<![가-힣\d,.])(?=[\d일이삼사오육칠팔구십백천만억조,.]*[십백천만억조])"
    r"([\d,.]{0,20}[일이삼사오육칠팔구십백천만억조\d]{1,20})"
    r"(?=여?\s?(?:명|년|개|살|세|건|번|원|달러|유로|톤|킬로|가구|대|마리|표|곳|채|시간|분|초|배|퍼센트|%|사람))"
)
_ERA = re.compile(r"(令和|平成|昭和)(\d{1,2}|元)年")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_OF_A_YEAR = 4
_LONGEST = 20
# Phrases that contain a number word but mean none: "in case", "by no means".
_WORDS = frozenset({"万一", "千万", "万千", "百千", "千百", "萬一", "千萬"})
_WRITTEN = re.compile(rf"[{''.join(_UNITS | _SCALES | _DIGITS)}십백천만억조]|令和|平成|昭和")


def words_as_digits(text: str, language: str | None) -> str:
    """``text`` with the number words of its ``language`` as digits, from ten on."""
    if language is None or language not in _SPELT or (reader := _reader()) is None:
        return text
    return reader(text, language, _SPELT_FROM)


def characters_as_digits(text: str) -> str:
    """``text`` with Chinese, Japanese and Korean numbers as digits, and era years converted."""
    if _WRITTEN.search(text) is None:
        return text
    text = _KOREAN.sub(lambda number: _value(number[1].translate(_HANGUL)) or number[1], text)
    text = _RUN.sub(_replaced, text)
    return _ERA.sub(lambda era: f"{_ERAS[era[1]] + (1 if era[2] == '元' else int(era[2]))}年", text)


def _replaced(run: re.Match[str]) -> str:
    written, behind = run.group(), run.string[run.end() : run.end() + 1]
    if written[0].isdigit() and written.isdecimal() and written.isascii():
        return written
    if len(written) == 1:
        counted = _COUNTED.match(behind) and written not in _SCALES
        # 一 is a plain article unless it is part of a date: "a person".
        if not counted or (written == "一" and behind not in "年月日"):
            return written
    elif written in _WORDS:
        return written
    return _value(written, year=behind == "年") or written


def _value(written: str, *, year: bool = False) -> str | None:
    """The value of a number written in characters and digits; None if it is none."""
    tokens = _TOKEN.findall(written)
    if all(token in _DIGITS for token in tokens):
        digits = "".join(str(_DIGITS[token]) for token in tokens)
        return digits if len(digits) == 1 or (year and len(digits) == _OF_A_YEAR) else None
    if all(token[0].isdecimal() for token in tokens) or len(written) > _LONGEST:
        return None
    total = section = 0.0
    current: float | None = None
    for token in tokens:
        if token in _DIGITS:
            current = 10 * (current or 0) + _DIGITS[token]
        elif token in _UNITS:
            section += (1 if current is None else current) * _UNITS[token]
            current = None
        elif token in _SCALES:
            total += ((section + (current or 0)) or 1) * _SCALES[token]
            section, current = 0.0, None
        else:
            current = float(token.replace(",", ""))
    number = total + section + (current or 0)
    return f"{number:.9f}".rstrip("0").rstrip(".")


@cache
def _reader() -> Callable[[str, str, float], str] | None:
    try:
        # An optional extra, loaded with the first text that needs it.
        from text_to_num import alpha2digit  # type: ignore[import-untyped]  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    reader: Callable[[str, str, float], str] = alpha2digit
    return reader
