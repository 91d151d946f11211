"""Folding to one spelling, and tokenization into words.

Folding removes what never distinguishes two claims: case, diacritics on Latin, Cyrillic and Greek
letters, vowel signs and points of Arabic and Hebrew, digits of other scripts, kinds of quotes and
hyphens, full-width forms. Marks that are vowels (Hindi, Thai, ...) stay, and so does the Russian й.
"""

import re
import unicodedata
from itertools import groupby

from facts.matching.text.east_asian import segmented
from facts.matching.text.figures import WORDS_OF_FIGURES, as_values
from facts.matching.text.languages import ENGLISH
from facts.matching.text.number_words import signs_written_out
from facts.matching.text.numerals import characters_as_digits, words_as_digits

_MARKED = re.compile(r"([A-Za-zͰ-Ͽἀ-῿Ѐ-ԯ])[\u0300-\u036f]+")
_STRAY_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\ufe20-\ufe2f"
    # Hebrew points, Arabic vowel signs and the tatweel, the nukta of Hindi.
    r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c]+"
)
_KEPT_LETTER, _PLACEHOLDER = "й", "\ue000"
_UNDIVIDED = (
    str.maketrans("øđðłıħŧŋς’‘ʼ`´＇", "oddlihtnσ''''''")
    | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
    # Letters with two spellings in Arabic, or in Arabic and Persian.
    | str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
    | {zero + n: str(n) for zero in (0x0660, 0x06F0, 0x0966) for n in range(10)}
)


def fold(text: str) -> str:
    """Return ``text`` without differences of case, marks, quotes and widths. Idempotent."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFC", text.casefold()).translate(_UNDIVIDED)
    text = unicodedata.normalize("NFKD", text.replace(_KEPT_LETTER, _PLACEHOLDER))
    text = _STRAY_MARKS.sub("", _MARKED.sub(r"\1", text)).replace(_PLACEHOLDER, _KEPT_LETTER)
    return unicodedata.normalize("NFKC", text).casefold().translate(_UNDIVIDED)


_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*")
# Chinese characters and kana, without the dot between parts of foreign names.
_EAST_ASIAN = (
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Other scripts that do not put spaces between words: Thai, Lao, Myanmar, Khmer.
_BY_CHARACTER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTER = rf"[^\W_{_BY_CHARACTER}{_EAST_ASIAN}]"
# Vowel signs of Indian scripts: not letters to Python, but part of words.
_SIGNS = "".join(
    f"{chr(block + first)}-{chr(block + last)}"
    for block in range(0x0900, 0x0D80, 0x80)
    for first, last in ((0x00, 0x03), (0x3A, 0x3C), (0x3E, 0x4F), (0x51, 0x57), (0x62, 0x63))
)
_LETTERS = rf"{_LETTER}+(?:[{_SIGNS}]+{_LETTER}*)*"
_WORD = re.compile(
    rf"(?P<east_asian>[{_EAST_ASIAN}]+)"
    rf"|(?P<characters>[{_BY_CHARACTER}]+)"
    r"|(?P<initials>(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+\b)"
    r"|(?P<number>(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{1,3},\d{1,2}(?![\d,.]?\d))(?:[kmbt]\b)?)"
    # Digits before Hangul are a number and its unit: 2018년.
    rf"|(?P<word>\d+(?=[\uac00-\ud7a3])|{_LETTERS}(?:'{_LETTERS})*)"
)
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}[kmbt]?")
# French and Italian words elided before a vowel: l'autisme, dell'acqua.
_ELIDED = re.compile(r"^(?:l|d|qu|s|j|un|dell|all|nell|sull|dall|quest)'(?=\w{3})")
_NEEDS_CARE = re.compile(r"'|\w\.\w|\d,\d|://")
# Longer words are truncated to this many letters, which bounds the caches.
_LONGEST_WORD = 100
# One letter can fold to up to 18. A text with more folded letters than this is truncated.
_LONGEST_TEXT = 12_000
_DIGIT = re.compile(r"[0-9]")
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PLAIN_WORD = re.compile(rf"([a-z0-9]{{1,{_LONGEST_WORD}}})[a-z0-9]*")


def words(text: str, language: str | None = None) -> list[str]:
    """The folded words of ``text`` in order, without links; ``language`` selects the number words.

    Hyphens separate words, apostrophes do not (``don't`` is ``dont``); a possessive ending and the
    dots of initials are dropped (``u.s.`` is ``us``). Figures are normalized to values, see
    ``facts.matching.text.figures``; ``b52`` becomes ``b`` and ``52``. Chinese and Japanese are
    segmented, see ``facts.matching.text.east_asian``; other scripts without spaces become
    overlapping bigrams of characters.
    """
    text = text[:_LONGEST_TEXT]
    # English number words are found below, among the words.
    if language not in (None, ENGLISH):
        text = words_as_digits(text, language)
    text = fold(text)[:_LONGEST_TEXT]
    if not text.isascii():
        text = characters_as_digits(text)
    digits = _DIGIT.search(text) is not None
    if digits:
        text = signs_written_out(text)
    # The fast path: most texts need none of the care that ``_WORD`` takes.
    careful = not text.isascii() or (
        ("." in text[:-1] or "'" in text or "," in text or ":" in text)
        and _NEEDS_CARE.search(text) is not None
    )
    found = _words_with_care(text) if careful else _PLAIN_WORD.findall(text)
    if 1 in map(len, found):
        found = _with_initials_joined(found)
    needs_values = digits or not WORDS_OF_FIGURES.isdisjoint(found)
    return as_values(found, digits=digits) if needs_values else found


def _words_with_care(text: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(_LINK.sub(" ", text)):
        kind, word = match.lastgroup, match.group()
        if kind == "east_asian":
            found += [one[:_LONGEST_WORD] for one in segmented(word)]
            continue
        if kind == "characters":
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
            continue
        if kind == "initials":
            word = word.replace(".", "")
        elif kind == "number":
            # A comma before one or two digits is a decimal comma: 5,4.
            word = word.replace(",", "." if _DECIMAL_COMMA.fullmatch(word) else "")
        elif "'" in word:
            word = _ELIDED.sub("", word).removesuffix("'s").replace("'", "")
        found.append(word[:_LONGEST_WORD])
    return found


def _with_initials_joined(found: list[str]) -> list[str]:
    """Join ``u s`` to ``us``: consecutive single letters are initials without their dots."""
    joined: list[str] = []
    for letters, run in groupby(found, _is_letter):
        several = list(run)
        if letters and several[0] == "a" and len(several) > 1:
            joined.append(several.pop(0))  # the article is no initial: "a u s marine"
        if letters and len(several) > 1 and joined and joined[-1][-1:].isdigit():
            joined.append(several.pop(0))  # nor is a unit: "50 g a day"
        joined += ["".join(several)[:_LONGEST_WORD]] if letters else several
    return joined


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()


def capitalised(text: str) -> frozenset[str]:
    """The folded words that look like names: capitalized in a text with lower-case words too."""
    if not any(map(str.isupper, text)):
        return frozenset()
    tokens = _CAPITALISED.findall(text)
    large = [token for token in tokens[1:] if token[:1].isupper()]
    if 2 * len(large) > len(tokens):
        return frozenset()
    return frozenset(word for token in large for word in words(fold(token)))
