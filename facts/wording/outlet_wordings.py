"""The outlets' wordings of the same statement, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from facts.model import Claim, Fact, Source
from facts.wording.fact_words import responder, stance_words

_PUNCTUATION = ".,;:!?…()[]\"'“”‘’«»–—-"
_SAME_PASSAGE = 0.6
# Differences separated by at most this many words are combined: “it should” for “should it”.
_WORDS_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class OutletWording:
    """One outlet's wording of a passage.

    ``number`` is the source's, from 1. ``differences`` are pairs of the first outlet's words and
    this one's; either may be empty.
    """

    number: int
    source: Source
    text: str
    differences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """The claim or one response, as worded by at least one outlet.

    A passage groups the wordings of the same sentence, in the order of the sources.
    """

    made_by: str
    passages: tuple[tuple[OutletWording, ...], ...]


def difference_words(there: str, here: str) -> str:
    """One of the ``differences`` of a wording: ``“it should” instead of “should it”``."""
    if not here:
        return f"without “{there}”"
    return f"“{here}” instead of “{there}”" if there else f"adds “{here}”"


def statements(fact: Fact) -> tuple[Statement, ...]:
    """The statements of ``fact`` that sources quote: first the claim, then the responses."""
    made_by = ["The claim" + _speaker(fact.claim)]
    made_by += [f"{stance_words(answer.stance)} {responder(answer)}" for answer in fact.responses]
    found = [(title, _passages(fact, index)) for index, title in enumerate(made_by)]
    return tuple(Statement(title, passages) for title, passages in found if passages)


def _speaker(claim: Claim) -> str:
    speaker = claim.speaker
    return f" by {speaker.name or speaker.role}" if speaker else ""


def _passages(fact: Fact, index: int) -> tuple[tuple[OutletWording, ...], ...]:
    passages: list[list[OutletWording]] = []
    for number, source in enumerate(fact.sources, start=1):
        for quote in source.quotes:
            if quote.of == (index or "claim"):
                _place(OutletWording(number, source, quote.text), passages)
    return tuple(tuple(passage) for passage in passages)


def _place(wording: OutletWording, passages: list[list[OutletWording]]) -> None:
    """Add ``wording`` to the first passage with the same sentence, else to a new one."""
    for passage in passages:
        differences = _differences(passage[0].text, wording.text)
        if differences is not None:
            passage.append(replace(wording, differences=differences))
            return
    passages.append([wording])


def _differences(first: str, second: str) -> tuple[tuple[str, str], ...] | None:
    """The differing runs of words; None if the texts are not the same passage."""
    ours, theirs = first.split(), second.split()
    our_keys, their_keys = _keys(ours), _keys(theirs)
    if Indel.normalized_similarity(our_keys, their_keys) < _SAME_PASSAGE:
        return None
    runs: list[tuple[int, int, int, int]] = []
    for edit in Indel.opcodes(our_keys, their_keys):
        if edit.tag == "equal":
            continue
        a, b, c, d = edit.src_start, edit.src_end, edit.dest_start, edit.dest_end
        if runs and a - runs[-1][1] <= _WORDS_BETWEEN:
            runs[-1] = (runs[-1][0], b, runs[-1][2], d)
        else:
            runs.append((a, b, c, d))
    return tuple((_whole(ours, a, b), _whole(theirs, c, d)) for a, b, c, d in runs)


def _whole(words: Sequence[str], start: int, end: int) -> str:
    """The words of a run, extended to whole brackets."""
    if start == end:
        return ""
    for opening, closing in (("(", ")"), ("[", "]")):
        while end < len(words) and _count(words[start:end], opening, closing) > 0:
            end += 1
        while start > 0 and _count(words[start:end], opening, closing) < 0:
            start -= 1
    return " ".join(words[start:end])


def _count(words: Sequence[str], opening: str, closing: str) -> int:
    """The number of unclosed brackets in ``words``; negative for unopened ones."""
    text = " ".join(words)
    return text.count(opening) - text.count(closing)


def _keys(words: Sequence[str]) -> list[str]:
    return [word.casefold().strip(_PUNCTUATION) for word in words]
