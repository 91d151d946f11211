"""Parsing of pasted messages: links, sentences, social media markup."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import islice, pairwise

from facts.matching.data import listed_words
from facts.matching.text.analysis import words
from facts.model import canonical_link

# A text to which nothing here applies: one clause without links, marks of posts, talk around it.
PLAIN = re.compile(r"(?:[\w '’\"“”]|(?<=\w)-(?=\w))*[.!?]?")
_LINK = re.compile(
    r"https?://[^\s<>\"'`|\\^{}]+"
    # A link without scheme. A false positive does no harm: no source has that page.
    r"|(?<![\w./@-])[\w-]++(?:\.[\w-]++)++(?::\d+)?/[^\s<>\"'`|\\^{}]+",
    re.IGNORECASE,
)
_ENDS_NO_LINK = ".,;:!?]}*_~’”»"


def links_in(text: str) -> tuple[str, ...]:
    """The links that stand in ``text``, in order, without the punctuation after them."""
    return tuple(map(_without_punctuation, _LINK.findall(text))) if "/" in text else ()


def link_hash(link: str) -> int:
    """A 64-bit hash of the canonical form of ``link``."""
    digest = blake2b(canonical_link(link).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _without_punctuation(link: str) -> str:
    link = link.rstrip(_ENDS_NO_LINK)
    # The address of an encyclopedia article may itself end in a bracket.
    unopened = link.count(")") - link.count("(")
    while unopened > 0 and link.endswith(")"):
        link = link[:-1].rstrip(_ENDS_NO_LINK)
        unopened -= 1
    return link


_END = re.compile(
    # A sentence ends at a stop, question or exclamation mark with its closing quotes, followed by
    # white space and a new sentence; Chinese and Japanese marks need no space. A line break always
    # ends one.
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


# "— A. Author (@handle) April 18, 2020", as embedded posts end when they are copied.
_AUTHOR = re.compile(r"\s[—–-]\s{0,3}([^—–\n]{1,80}?)\s{0,3}\(@\w{1,30}\)[^\n]{0,40}$")
_TAG = re.compile(r"(?<!\w)[#@](\w+)|pic\.twitter\.com/\w+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")


def without_post_markup(text: str) -> str:
    """``text`` with hashtags and handles split into words, without its author's handle and date.

    ``#NorthKorea`` is read as ``North Korea``, ``@JaneDoe`` as ``Jane Doe``, ``w/o`` as "without".
    """
    if "/" in text:
        text = _SHORT.sub(lambda short: _LONG[short[1].lower()], text)
    if "@" in text or "#" in text:
        text = _AUTHOR.sub(r" \1", text)
        text = _TAG.sub(lambda tag: " " + _HUMP.sub(" ", tag[1] or "") + " ", text)
    return text


_PART_ENDS = re.compile(r"[,:;!?…\n]+(?!\d)\s*|\.(?:\s+|$)|\s[-–—]+\s|—")
# Of more parts than this a text is read as one clause, and no more of its ends as talk: bounds the
# cost.
_MOST_PARTS = 100
_LONGEST_TALK = 14
# "..., hasn't she?", "..., is it not?"
_TAG_WORDS = (2, 3)
_ASKING = frozenset(
    word + end for word in listed_words("grammar.txt", "auxiliary") for end in ("", "nt")
)
# The words that mark talk, and all that it may hold.
_TELLING = listed_words("talk.txt", "telling")
_SPOKEN = listed_words("talk.txt", "telling", "other")
_OF_A_TAG = frozenset({"he", "she", "it", "they", "we", "you", "there", "not", "that"})
_SHORT = re.compile(r"(?<![\w/])(w/o|b/c|w/)(?!/)", re.IGNORECASE)
_LONG = {"w/o": "without ", "b/c": "because ", "w/": "with "}


def words_by_clause(
    text: str, language: str | None, most: int
) -> list[tuple[tuple[int, int], list[str]]]:
    """The first ``most`` words, by clause: what stands between commas and stops. Each clause comes
    with the number of its sentence and its own.
    """
    whole = words(text, language)[:most]
    found: list[tuple[tuple[int, int], list[str]]] = []
    number = 0
    parted = 0 < sum(1 for _ in islice(_PART_ENDS.finditer(text), _MOST_PARTS)) < _MOST_PARTS
    for sentence in sentences(text) if parted else ():
        ends = [0, *(end.end() for end in _PART_ENDS.finditer(sentence)), len(sentence)]
        for start, end in pairwise(ends):
            found.append(((number, len(found)), words(sentence[start:end], language)))
            # Before a small letter too a stop ends a sentence.
            part = sentence[start:end].rstrip()
            stops = part.endswith(("?", "!", ".")) and not _ABBREVIATION.search(part)
            number += stops or end == len(sentence)
    # A figure or the initials of a name may go on behind a stop.
    apart = [word for _, part in found for word in part] == whole
    return found if apart else [((0, 0), whole)]


def without_talk(text: str) -> str:
    """``text`` without the parts at its beginning and end that only talk around a question.

    A part ends at a comma, colon, dash or stop: "Hi, just wondering, is it ...", "..., yes or no?".
    The text itself, if all of it is talk.
    """
    ends = [0, *(end.end() for end in _PART_ENDS.finditer(text)), len(text)]
    parts = [(start, end) for start, end in pairwise(ends) if end > start]
    first, last = 0, len(parts)
    while first < min(last, _MOST_PARTS) and _is_spoken(text[slice(*parts[first])]):
        first += 1
    least = max(first, last - _MOST_PARTS)
    while last > least and _is_spoken(text[slice(*parts[last - 1])]):
        last -= 1
    return text[parts[first][0] : parts[last - 1][1]] if first < last else text


def _is_spoken(part: str) -> bool:
    found = words(part)
    if len(found) in _TAG_WORDS and found[0] in _ASKING and found[-1] in _OF_A_TAG:
        return True
    return not found or is_talk(found)


def is_talk(found: Sequence[str]) -> bool:
    """Whether all the words are such that people say around a question, one of them only there."""
    return len(found) <= _LONGEST_TALK and is_chat(found) and speaks(found)


def is_chat(found: Sequence[str]) -> bool:
    """Whether all the words are such as people say around a question."""
    return _SPOKEN.issuperset(found)


def speaks(found: Sequence[str]) -> bool:
    """Whether any of the words is one that people only say around a question."""
    return not _TELLING.isdisjoint(found)
