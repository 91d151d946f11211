"""A message of any length as sentences, each of which may repeat a claim."""

import re

_END = re.compile(
    # A stop, question or exclamation mark with its closing quotes, before white space and a new
    # sentence; the marks of Chinese and Japanese need no space; a line break always ends one.
    r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\sa-z])|(?<=[。！？])|\n"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|gen|sen|rep|gov|lt|col|sgt|st|jr|sr|vs|no|inc|feb|aug|sept?|oct|nov|dec|jan)"
    r"|\b[a-z])\.$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = len("sept.")


def sentences(text: str) -> tuple[str, ...]:
    """Split ``text`` into its sentences, in order, without the white space around them.

    Abbreviated titles, months and initials end no sentence. Nothing but white space is dropped.
    """
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        last_word = max(start, end.start() - _LONGEST_ABBREVIATION)
        abbreviated = _ABBREVIATION.search(text, last_word, end.start())
        if abbreviated and "\n" not in end.group():
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)
