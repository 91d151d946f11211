"""Aligns a question with a claim word by word, in order, and gives what is left between the
matches.

Linear in the length of the texts, except for sorting the words they share.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.tokens import Token, content_words
from facts.matching.decision.thresholds import (
    BESIDE_WORDS,
    DENSE_SHARE,
    HELD_SHARE,
    HELD_WORDS,
    IN_ORDER_SHARE,
    IN_ORDER_WORDS,
    ONE_CLAIM_TERMS,
    PASSAGE_TERMS,
    REPEATED_SHARE,
    RETOLD_SHARE,
)


@dataclass(frozen=True)
class Gap:
    """The unmatched words between two matched ones, or before the first or after the last.

    ``edge``: before the first or after the last match. ``cut``: the claim continues beyond these
    words. ``start`` is the position in its text of the first word of ``stored``.
    """

    asked: Sequence[Token]
    stored: Sequence[Token]
    start: int
    edge: bool = False
    cut: bool = False

    @cached_property
    def content(self) -> tuple[list[Token], list[Token]]:
        return content_words(self.asked), content_words(self.stored)


@dataclass(frozen=True)
class Alignment:
    """A question aligned with one text: ``anchors`` are pairs of positions, ascending in both.

    ``bounds`` limit the comparison: in a ``passage``, to the part that repeats the text.
    """

    asked: Sequence[Token]
    places: Places
    anchors: tuple[tuple[int, int], ...]
    bounds: tuple[int, int]
    passage: bool

    @property
    def stored(self) -> Sequence[Token]:
        return self.places.tokens

    @cached_property
    def anchored(self) -> frozenset[int]:
        """The positions of the question's matched words."""
        return frozenset(i for i, _ in self.anchors)

    @cached_property
    def matched_places(self) -> frozenset[int]:
        """The positions in the text of all words of the question, matched in order or not."""
        return frozenset(place for token in self.asked for place in self.places.find(token))

    @cached_property
    def _position(self) -> dict[Token, int]:
        return {token: at for at, token in enumerate(self.asked)}

    def position(self, token: Token) -> int:
        """The position of a word of the question."""
        return self._position[token]

    @property
    def is_in_order(self) -> bool:
        """Whether the question has the words of the text in the same order, as a sentence would."""
        return len(self.anchors) >= IN_ORDER_WORDS and self.asked_share >= IN_ORDER_SHARE

    @cached_property
    def asked_share(self) -> float:
        """The share of the aligned part of the question that repeats the text."""
        start, end = self.bounds
        return len(self.anchors) / (len(content_words(self.asked[start:end])) or 1)

    @cached_property
    def shared(self) -> tuple[int, int]:
        """How many content words of the aligned part occur in the text, in any order, and how many
        different words of the text they match.
        """
        start, end = self.bounds
        found = [self.places.find(token) for token in content_words(self.asked[start:end])]
        return sum(map(bool, found)), len({place for some in found for place in some[:1]})

    @property
    def is_verbatim(self) -> bool:
        """Whether the question is the text, or a piece of it, word for word."""
        ours, theirs = (
            [str(token.value or token.stem) for token in side] for side in (self.asked, self.stored)
        )
        return f" {' '.join(ours)} " in f" {' '.join(theirs)} "

    @property
    def is_loose(self) -> bool:
        """Whether the question repeats the whole text, but in a very different order."""
        asked = len(content_words(self.asked))
        return asked > PASSAGE_TERMS and len(self.anchors) / asked < RETOLD_SHARE

    @property
    def is_told(self) -> bool:
        """Whether the question says what the text says, in its order or another."""
        return self.repeats or self.retells

    @property
    def retells(self) -> bool:
        """Whether the whole question is nearly all of this text, or a part of it: no passage."""
        asked = len(content_words(self.asked)) or 1
        ours, theirs = self.shared
        stored = len(content_words(self.stored)) or 1
        return ours / asked >= RETOLD_SHARE and (
            asked <= ONE_CLAIM_TERMS or theirs / stored >= RETOLD_SHARE
        )

    @cached_property
    def repeats(self) -> bool:
        """Whether question and text share enough for a word-by-word comparison."""
        if len(self.anchors) < HELD_WORDS:
            return False
        if not self.passage:
            return self.asked_share >= HELD_SHARE
        return self.shared[1] >= REPEATED_SHARE * len(content_words(self.stored))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The unmatched words on both sides, in order; only gaps with words on both sides."""
        return tuple(gap for gap in self._gaps() if gap.asked and gap.stored)

    def _gaps(self) -> Iterator[Gap]:
        if not self.anchors:
            return
        i, j = self.anchors[0]
        asked, stored, cut = self._edge(self.asked[:i], self.stored[:j])
        yield Gap(asked, stored, j - len(stored), edge=True, cut=cut)
        for (i, j), (after, then) in pairwise(self.anchors):
            yield Gap(self.asked[i + 1 : after], self.stored[j + 1 : then], j + 1)
        i, j = self.anchors[-1]
        asked, stored, cut = self._edge(self.asked[:i:-1], self.stored[:j:-1])
        yield Gap(asked[::-1], stored[::-1], j + 1, edge=True, cut=cut)

    def _edge(
        self, asked: Sequence[Token], stored: Sequence[Token]
    ) -> tuple[Sequence[Token], Sequence[Token], bool]:
        """An edge gap; in a passage no longer than the text's own edge there."""
        if self.passage:
            asked = _last(asked, min(BESIDE_WORDS, len(content_words(stored))))
        near = _last(stored, len(content_words(asked)))
        cut = bool(content_words(stored[: len(stored) - len(near)]))
        return asked, near, cut


def align(asked: Sequence[Token], places: Places, *, passage: bool) -> Alignment:
    """Align ``asked`` with the text of ``places``: the longest common subsequence of words."""
    found = places.find_all(asked)
    bounds = 0, len(asked)
    whole = Alignment(asked, places, _in_order(found, *bounds), bounds, passage=False)
    if not passage or whole.retells:
        return whole
    bounds = _densest(found, asked)
    return Alignment(asked, places, _in_order(found, *bounds), bounds, passage=True)


def _in_order(found: Sequence[list[int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The most position pairs that ascend on both sides (longest increasing subsequence)."""
    tails: list[int] = []  # by length: the lowest text position that ends one
    entries: list[tuple[int, int, int]] = []  # question position, text position, previous entry
    at_length: list[int] = []
    for i in range(start, end):
        for j in reversed(found[i]):
            length = bisect_left(tails, j)
            entries.append((i, j, at_length[length - 1] if length else -1))
            if length == len(tails):
                tails.append(j)
                at_length.append(len(entries) - 1)
            else:
                tails[length] = j
                at_length[length] = len(entries) - 1
    anchors: list[tuple[int, int]] = []
    entry = at_length[-1] if at_length else -1
    while entry >= 0:
        i, j, entry = entries[entry]
        anchors.append((i, j))
    return tuple(reversed(anchors))


def _densest(found: Sequence[list[int]], asked: Sequence[Token]) -> tuple[int, int]:
    """The part of a passage that repeats the most of the text while at least ``DENSE_SHARE`` of its
    content words are shared with the text.
    """
    best, bounds = 0.0, (0, 0)
    start, weight = 0, 0.0
    row: set[int] = set()
    for at, token in enumerate(asked):
        if weight <= 0:
            start, weight, row = at, 0.0, set()
        if not found[at]:
            weight -= 0.0 if token.stopword else DENSE_SHARE
        elif found[at][0] not in row:
            row.add(found[at][0])
            weight += 1 - DENSE_SHARE
            if weight > best:
                best, bounds = weight, (start, at + 1)
    return bounds


def _last(tokens: Sequence[Token], many: int) -> Sequence[Token]:
    """The last ``tokens`` with that number of content words, and the empty ones before."""
    left = many
    for at in range(len(tokens) - 1, -1, -1):
        if not tokens[at].stopword:
            left -= 1
            if left < 0:
                return tokens[at + 1 :]
    return tokens
