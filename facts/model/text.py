"""What every text in the store has gone through before it is measured or kept."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
_MARKS_PER_LETTER = 4
# They turn into marks where widths are folded away.
_HALF_WIDTH_MARKS = "\uff9e\uff9f"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_BREAK = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_JOINED = re.compile(rf"([^{_JOINERS}]?)([{_JOINERS}])[{_JOINERS}]*(?=(.?))", re.DOTALL)


def clean_text(text: str) -> str:
    """Return ``text`` as it may be stored: the same words, without what a reader cannot see.

    Composes letters with their marks (NFC), drops control characters, zero-width characters and
    bidirectional overrides (they hide or reorder words), keeps at most four marks on one letter,
    and folds white space (line breaks stay, at most one empty line in a row). Idempotent, and
    linear in the length of ``text``.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most text: all that follows would leave it as it is
    # Twice: what is dropped can bring a letter and its mark together, and composing frees marks.
    text = _composed(_composed(_LINE_ENDS.sub("\n", text)))
    text = _SPACES.sub(" ", _JOINED.sub(_joined, text))
    return _BLANK_LINES.sub("\n\n", _LINE_BREAK.sub("\n", text)).strip()


def _composed(text: str) -> str:
    """``text`` in NFC, without hidden characters and floods of marks.

    Sorting a flood of marks is quadratic, so they are dropped before and not after.
    """
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me") or _combines(character):
            marks += 1
            if marks > _MARKS_PER_LETTER:
                continue
        elif character in _JOINERS:
            pass  # a joiner does not begin a new letter
        elif category in _HIDDEN and character not in "\n\t":
            continue
        else:
            marks = 0
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _combines(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in _HALF_WIDTH_MARKS


def _joined(found: re.Match[str]) -> str:
    """One of a run of joiners, where it does its work: in an emoji or a script that needs it."""
    before, joiner, after = found.groups()
    between = bool(before and after) and not (before.isspace() or after.isspace())
    return before + joiner if between and not (before + after).isascii() else before
