"""What every text in the store has gone through before it is measured or kept."""

import re
import unicodedata

_ZERO_WIDTH_JOINERS = "\u200c\u200d"
_MARKS_PER_LETTER = 4
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")


def clean_text(text: str) -> str:
    """Return ``text`` as it may be stored: the same words, without what a reader cannot see.

    Composes letters with their marks (NFC), drops control characters, zero-width characters and
    bidirectional overrides (they hide or reorder words), keeps at most four marks on one letter,
    and folds white space (line breaks stay, at most one empty line in a row). Idempotent.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most text: all that follows would leave it as it is
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    kept: list[str] = []
    marks = 0
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MARKS_PER_LETTER:
            continue
        hidden = category in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in "\n\t"
        if hidden and not _joins(text, position):
            continue
        kept.append(character)
    folded = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", "".join(kept)))
    folded = re.sub(r" ?\n ?", "\n", folded).strip()
    # Dropping a character can bring a letter and a mark together that now compose.
    composed = unicodedata.normalize("NFC", folded)
    return composed if composed == text else clean_text(composed)


def _joins(text: str, position: int) -> bool:
    """Whether a zero-width joiner does its work here: in an emoji, or in a script that needs it."""
    if text[position] not in _ZERO_WIDTH_JOINERS:
        return False
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return bool(before and after) and not (before + after).isascii() and not after.isspace()
