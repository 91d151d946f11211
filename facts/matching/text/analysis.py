"""The analysis of a text: folding to one spelling, tokenization into words, stemming.

Case, marks on Latin, Cyrillic and Greek letters, kinds of quotes and hyphens, and full-width forms
tell no two claims apart, so folding drops them. Other scripts keep their marks: there they are
vowels.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

import Stemmer  # type: ignore[import-not-found]

from facts.matching.data import lines
from facts.matching.text.figures import as_values, signs_written_out

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


_STEMMER = Stemmer.Stemmer("english", 0)  # without a cache of its own, ``stem`` has one


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English Snowball stem of a folded word; a word of another script as it is."""
    if not word.isascii():
        return word
    return str(_STEMMER.stemWord(_irregular().get(word, word)))


@cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in lines("irregular.txt"):
        if not line.startswith("#"):
            first, *others = line.split()
            forms.update(dict.fromkeys(others, first))
    return forms


# "— A. Author (@handle) April 18, 2020", as embedded posts end when they are copied.
_AUTHOR = re.compile(r"\s[—–-]\s{0,3}([^—–\n]{1,80}?)\s{0,3}\(@\w{1,30}\)[^\n]{0,40}$")
_TAG = re.compile(r"(?<!\w)[#@](\w+)|pic\.twitter\.com/\w+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")


def without_post_markup(text: str) -> str:
    """``text`` with hashtags and handles parted into words, without its author's handle and date.

    ``#NorthKorea`` is read as ``North Korea`` and ``@JaneDoe`` as ``Jane Doe``.
    """
    if "@" in text or "#" in text:
        text = _AUTHOR.sub(r" \1", text)
        text = _TAG.sub(lambda tag: " " + _HUMP.sub(" ", tag[1] or "") + " ", text)
    return text


_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*")
_BY_CHARACTER = (
    # Scripts that do not put spaces between words, or glue particles to them: Thai, Lao, Myanmar,
    # Khmer, Hangul, kana, and Chinese characters.
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(
    rf"(?P<characters>[{_BY_CHARACTER}]+)"
    r"|(?P<initials>(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+\b)"
    r"|(?P<number>(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?:[kmbt]\b)?)"
    rf"|(?P<word>(?:(?![{_BY_CHARACTER}])[^\W_])+"
    rf"(?:'(?:(?![{_BY_CHARACTER}])[^\W_])+)*)"
)
# Most texts have nothing that needs the care above.
_NEEDS_CARE = re.compile(r"'|\w\.\w|\d,\d|://")
# Of a longer word so much tells it from others; floods of letters are not kept in caches.
_LONGEST_WORD = 100
_PLAIN_WORD = re.compile(rf"([a-z0-9]{{1,{_LONGEST_WORD}}})[a-z0-9]*")


def words(text: str) -> list[str]:
    """The folded words of ``text`` in order, without links.

    Hyphens part words, apostrophes do not (``don't`` is ``dont``) and a possessive ending is
    dropped; the dots of initials are dropped (``u.s.`` is ``us``). Figures come as values, see
    ``facts.matching.text.figures``; ``b52`` comes as ``b`` and ``52``.
    Scripts without spaces come as overlapping pairs of characters.
    """
    text = signs_written_out(fold(text))
    if text.isascii() and not _needs_care(text):
        return as_values(_with_initials_joined(_PLAIN_WORD.findall(text)))
    found: list[str] = []
    for match in _WORD.finditer(_LINK.sub(" ", text)):
        word = match.group()
        kind = match.lastgroup
        if kind == "characters":
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        elif kind == "initials":
            found.append(word.replace(".", "")[:_LONGEST_WORD])
        elif kind == "number":
            found.append(word.replace(",", "")[:_LONGEST_WORD])
        else:
            found.append(_plain(word)[:_LONGEST_WORD])
    return as_values(_with_initials_joined(found))


def _needs_care(text: str) -> bool:
    if "." not in text[:-1] and "'" not in text and "," not in text and ":" not in text:
        return False
    return _NEEDS_CARE.search(text) is not None


def _with_initials_joined(found: list[str]) -> list[str]:
    """Write ``u s`` as ``us``: single letters in a row are initials whose dots were lost."""
    if 1 not in map(len, found):
        return found
    joined: list[str] = []
    for letters, run in groupby(found, _is_letter):
        several = list(run)
        if letters and several[0] == "a" and len(several) > 1:
            joined.append(several.pop(0))  # the article begins no initials: "a u s marine"
        joined += ["".join(several)[:_LONGEST_WORD]] if letters else several
    return joined


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()


def _plain(word: str) -> str:
    if "'" not in word:
        return word
    if word.endswith(("'s", "s'")):
        word = word[:-2] if word.endswith("'s") else word[:-1]
    return word.replace("'", "") or word
