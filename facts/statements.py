"""How outlets worded the same statement, side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from facts.model import Claim, Fact, Source
from facts.wording import responder, stance_words

_SAME_PASSAGE = 0.6


@dataclass(frozen=True, slots=True)
class OutletWording:
    """One outlet's words for a statement.

    ``number`` is the source's, from 1. ``differences`` pairs what the first outlet has with what
    this one has in its place, either of them empty; only where both quote the same passage.
    """

    number: int
    source: Source
    text: str
    differences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """The claim, or one response to it, as at least one outlet worded it."""

    made_by: str
    wordings: tuple[OutletWording, ...]


def statements(fact: Fact) -> tuple[Statement, ...]:
    """The statements of ``fact`` that its sources quote: the claim first, then the responses."""
    made_by = ["The claim" + _speaker(fact.claim)]
    made_by += [f"{stance_words(answer.stance)} {responder(answer)}" for answer in fact.responses]
    quoted = [(title, _wordings(fact, index)) for index, title in enumerate(made_by)]
    return tuple(Statement(title, wordings) for title, wordings in quoted if wordings)


def _speaker(claim: Claim) -> str:
    speaker = claim.speaker
    return f" by {speaker.name or speaker.role}" if speaker else ""


def _wordings(fact: Fact, index: int) -> tuple[OutletWording, ...]:
    wordings: list[OutletWording] = []
    for number, source in enumerate(fact.sources, start=1):
        for quote in source.quotes:
            if quote.of == (index or "claim"):
                wordings.append(
                    OutletWording(
                        number, source, quote.text, _first_difference(wordings, quote.text)
                    )
                )
    return tuple(wordings)


def _first_difference(earlier: Sequence[OutletWording], text: str) -> tuple[tuple[str, str], ...]:
    """What ``text`` has otherwise than the first earlier wording of the same passage."""
    for wording in earlier:
        if not wording.differences:
            differences = _differences(wording.text, text)
            if differences is not None:
                return differences
    return ()


def _differences(first: str, second: str) -> tuple[tuple[str, str], ...] | None:
    """The differing runs of words; None where the two are not the same passage."""
    ours, theirs = first.split(), second.split()
    matcher = SequenceMatcher(None, _keys(ours), _keys(theirs), autojunk=False)
    if matcher.ratio() < _SAME_PASSAGE:
        return None
    return tuple(
        (" ".join(ours[a:b]), " ".join(theirs[c:d]))
        for operation, a, b, c, d in matcher.get_opcodes()
        if operation != "equal"
    )


def _keys(words: Sequence[str]) -> list[str]:
    return [re.sub(r"\W", "", word.casefold()) for word in words]
