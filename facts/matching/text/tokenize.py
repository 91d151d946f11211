"""Text into the words that are matched."""

import re

from facts.matching.text.normalize import fold

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
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
    rf"|(?P<word>(?:(?![{_BY_CHARACTER}])[^\W_])+"
    rf"(?:'(?:(?![{_BY_CHARACTER}])[^\W_])+)*)"
)
# Most texts have nothing that needs the care above.
_NEEDS_CARE = re.compile(r"'|\w\.\w|\d,\d|://")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The folded words of ``text`` in order, without links.

    Hyphens part words, apostrophes do not (``don't`` is ``dont``) and a possessive ending is
    dropped; the dots of initials and the commas of numbers are dropped (``u.s.`` is ``us``).
    Scripts without spaces come as overlapping pairs of characters.
    """
    text = fold(text)
    if text.isascii() and not _needs_care(text):
        return _with_initials_joined(_PLAIN_WORD.findall(text))
    found: list[str] = []
    for match in _WORD.finditer(_LINK.sub(" ", text)):
        word = match.group()
        kind = match.lastgroup
        if kind == "characters":
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        elif kind == "initials":
            found.append(word.replace(".", ""))
        elif kind == "number":
            found.append(word.replace(",", ""))
        else:
            found.append(_plain(word))
    return _with_initials_joined(found)


def _needs_care(text: str) -> bool:
    if "." not in text[:-1] and "'" not in text and "," not in text and ":" not in text:
        return False
    return _NEEDS_CARE.search(text) is not None


def _with_initials_joined(found: list[str]) -> list[str]:
    """Write ``u s`` as ``us``: single letters in a row are initials whose dots were lost."""
    if 1 not in map(len, found):
        return found
    joined: list[str] = []
    run = False
    for word in found:
        letter = len(word) == 1 and word.isascii() and word.isalpha()
        if letter and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = letter
    return joined


def _plain(word: str) -> str:
    if "'" not in word:
        return word
    if word.endswith(("'s", "s'")):
        word = word[:-2] if word.endswith("'s") else word[:-1]
    return word.replace("'", "") or word
