"""Text as matching reads it: one spelling for what people spell in several ways.

Case, marks on Latin, Cyrillic and Greek letters, kinds of quotes and hyphens, and full-width forms
tell no two claims apart, so they are folded away. Other scripts keep their marks: there they are
vowels.
"""

import re
import unicodedata

_MARKED = re.compile(r"([A-Za-zͰ-Ͽἀ-῿Ѐ-ԯ])[\u0300-\u036f]+")
_STRAY_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\ufe20-\ufe2f]+")
_UNDIVIDED = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ς": "σ",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "＇": "'",
    }
)


def fold(text: str) -> str:
    """Return ``text`` without differences of case, marks, quotes and widths. Idempotent."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKD", text.casefold().translate(_UNDIVIDED))
    text = _STRAY_MARKS.sub("", _MARKED.sub(r"\1", text))
    return unicodedata.normalize("NFKC", text).casefold().translate(_UNDIVIDED)
