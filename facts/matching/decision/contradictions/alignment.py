"""Which word of a question stands for which word of a claim, in order, and what is left between.

Linear in the length of the texts, but for the sorting of what they share.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.thresholds import (
    BEGUN_LETTERS,
    BESIDE_WORDS,
    DENSE_SHARE,
    HELD_SHARE,
    HELD_WORDS,
    IN_ORDER_SHARE,
    IN_ORDER_WORDS,
    JOINED_WEIGHT,
    MEANT_WEIGHT,
    ONE_CLAIM_TERMS,
    PASSAGE_TERMS,
    REPEATED_SHARE,
    RETOLD_SHARE,
)
from facts.matching.text.relations import one_spelling

# So many places of one word in a claim are looked at, which bounds what a comparison costs.
_MOST_PLACES = 4


class Places:
    """Where in a text a word may stand."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._at: dict[object, list[int]] = {}
        self._known: dict[tuple[str, bool], list[int]] = {}
        for place, token in enumerate(tokens):
            if token.empty:
                continue
            if token.value is not None:
                self._at.setdefault((token.value, token.rank), []).append(place)
                continue
            for key in {*token.stems, *token.numbers, *token.groups}:
                self._at.setdefault(key, []).append(place)

    def find(self, token: Token) -> list[int]:
        """The first places whose word says the same as ``token``, in order."""
        key = token.word, token.last
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._find(token)
        return known

    def _find(self, token: Token) -> list[int]:
        if token.value is not None:
            return self._first((token.value, token.rank))
        found = {place for key in (*token.stems, *token.groups) for place in self._first(key)}
        for number, weight in token.near.items():
            if number in self._at and weight >= MEANT_WEIGHT:
                found.update(
                    place
                    for place in self._first(number)
                    if _is_meant(token, self.tokens[place], weight)
                )
        for synonym in token.synonyms if not found else ():
            found.update(self._first(synonym))
        same = [place for place in found if _may_be_same(token, self.tokens[place])]
        return sorted(same)[:_MOST_PLACES]

    def _first(self, key: object) -> list[int]:
        return self._at.get(key, [])[:_MOST_PLACES]


@dataclass(frozen=True)
class Gap:
    """What stands between two words that question and claim share, or beside the first or last.

    At an ``edge`` it is beside; ``cut`` where the claim goes on beyond what stands here. ``start``
    is the place of the first of ``stored`` in its text.
    """

    asked: Sequence[Token]
    stored: Sequence[Token]
    start: int
    edge: bool = False
    cut: bool = False

    @cached_property
    def telling(self) -> tuple[list[Token], list[Token]]:
        return telling(self.asked), telling(self.stored)


@dataclass(frozen=True)
class Alignment:
    """A question beside one text: ``anchors`` pair their places, rising in both.

    ``bounds`` are those of what is compared: of a ``passage`` only what repeats the text.
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
        """The places of the question that are paired."""
        return frozenset(i for i, _ in self.anchors)

    @property
    def is_in_order(self) -> bool:
        """Whether the question says the words of the text in their order, as a sentence does."""
        return len(self.anchors) >= IN_ORDER_WORDS and self.asked_share >= IN_ORDER_SHARE

    @cached_property
    def asked_share(self) -> float:
        """How much of the question, where it aligns, repeats the text."""
        start, end = self.bounds
        return len(self.anchors) / (len(telling(self.asked[start:end])) or 1)

    @cached_property
    def shared(self) -> tuple[int, int]:
        """How many telling words of what is compared the text has, in any order, and how many of
        its words these are.
        """
        start, end = self.bounds
        found = [self.places.find(token) for token in telling(self.asked[start:end])]
        return sum(map(bool, found)), len({place for some in found for place in some[:1]})

    @property
    def is_loose(self) -> bool:
        """Whether it is this text as a whole, but in quite another order."""
        asked = len(telling(self.asked))
        return asked > PASSAGE_TERMS and len(self.anchors) / asked < RETOLD_SHARE

    @property
    def retells(self) -> bool:
        """Whether the whole question is this text, but for little, or a part of it."""
        asked = len(telling(self.asked)) or 1
        ours, theirs = self.shared
        stored = len(telling(self.stored)) or 1
        return ours / asked >= RETOLD_SHARE and (
            asked <= ONE_CLAIM_TERMS or theirs / stored >= RETOLD_SHARE
        )

    @cached_property
    def repeats(self) -> bool:
        """Whether question and text share enough to be held to each other word by word."""
        if len(self.anchors) < HELD_WORDS:
            return False
        if not self.passage:
            return self.asked_share >= HELD_SHARE
        return self.shared[1] >= REPEATED_SHARE * len(telling(self.stored))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What is left over on both sides, in order; nothing where one side has nothing left."""
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
        """What ends with a shared word: of a passage only as much as the text has there too."""
        if self.passage:
            asked = _last(asked, min(BESIDE_WORDS, len(telling(stored))))
        near = _last(stored, len(telling(asked)))
        cut = bool(telling(stored[: len(stored) - len(near)]))
        return asked, near, cut


def align(asked: Sequence[Token], places: Places, *, passage: bool) -> Alignment:
    """Pair what question and text share, as much as can be paired in order."""
    found = [[] if token.empty else places.find(token) for token in asked]
    bounds = 0, len(asked)
    whole = Alignment(asked, places, _in_order(found, *bounds), bounds, passage=False)
    if not passage or whole.retells:
        return whole
    bounds = _densest(found, asked)
    return Alignment(asked, places, _in_order(found, *bounds), bounds, passage=True)


def _in_order(found: Sequence[list[int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The longest row of places that rises on both sides, among those ``found`` by each word."""
    tails: list[int] = []  # the lowest place in the text with which so long a row can end
    entries: list[tuple[int, int, int]] = []  # place, place, the entry before
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


def telling(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if not token.empty]


def _densest(found: Sequence[list[int]], asked: Sequence[Token]) -> tuple[int, int]:
    """The part of the question that repeats most of the text and says least besides: words that the
    text has weigh against others so that they are at least ``DENSE_SHARE`` of it.
    """
    best, bounds = 0.0, (0, 0)
    start, weight = 0, 0.0
    row: set[int] = set()
    for at, token in enumerate(asked):
        if weight <= 0:
            start, weight, row = at, 0.0, set()
        if not found[at]:
            weight -= 0.0 if token.empty else DENSE_SHARE
        elif found[at][0] not in row:
            row.add(found[at][0])
            weight += 1 - DENSE_SHARE
            if weight > best:
                best, bounds = weight, (start, at + 1)
    return bounds


def _is_meant(token: Token, stored: Token, weight: float) -> bool:
    """Whether a typed word may be that one misspelt or begun, and not a word of its own."""
    begins = token.last and stored.word.startswith(token.word)
    return (
        weight >= JOINED_WEIGHT
        or (begins and len(token.word) >= BEGUN_LETTERS)
        or not token.speech
        or one_spelling(token.stem) == one_spelling(stored.stem)
    )


def _may_be_same(token: Token, stored: Token) -> bool:
    """Whether nothing speaks against it: opposites, and names that share a word."""
    if token.groups.isdisjoint(stored.groups) and token.is_joined and stored.is_joined:
        return token.stems == stored.stems
    return not token.is_opposite(stored)


def _last(tokens: Sequence[Token], many: int) -> Sequence[Token]:
    """As many of the last ``tokens`` as hold so many telling words, and the empty ones before."""
    left = many
    for at in range(len(tokens) - 1, -1, -1):
        if not tokens[at].empty:
            left -= 1
            if left < 0:
                return tokens[at + 1 :]
    return tokens
