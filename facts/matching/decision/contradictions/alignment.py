"""Which word of a question stands for which word of a claim, in order, and what is left between.

Linear in the length of the texts, but for the sorting of what they share.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.thresholds import (
    IN_ORDER_SHARE,
    IN_ORDER_WORDS,
    JOINED_WEIGHT,
    MEANT_WEIGHT,
    ONE_CLAIM_TERMS,
    RETOLD_SHARE,
)
from facts.matching.text.relations import Relations, one_spelling

# So many places of one word in a claim are looked at.
_MOST_PLACES = 4
# In a long text what lies further apart than so many telling words belongs to two sentences.
_FAR = 6
# So many words of a long text are compared beside what it repeats.
_OF_A_PASSAGE = 2
_BEGUN_FROM = 3


class Places:
    """Where in a text a word may stand."""

    def __init__(self, tokens: Sequence[Token], relations: Relations) -> None:
        self.tokens = tokens
        self._relations = relations
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

    def of(self, token: Token) -> list[int]:
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
        relations = self._relations
        for number, weight in token.near.items():
            if number in self._at and weight >= MEANT_WEIGHT:
                found.update(
                    place
                    for place in self._first(number)
                    if self._meant(token, self.tokens[place], weight)
                )
        for synonym in relations.synonyms(token.stem) if not found else ():
            found.update(self._first(synonym))
        return sorted(place for place in found if self._same(token, self.tokens[place]))[
            :_MOST_PLACES
        ]

    def _first(self, key: object) -> list[int]:
        return self._at.get(key, [])[:_MOST_PLACES]

    def _meant(self, token: Token, stored: Token, weight: float) -> bool:
        """Whether a typed word may be that one misspelt or begun, and not a word of its own."""
        return (
            weight >= JOINED_WEIGHT
            or (token.last and len(token.word) >= _BEGUN_FROM and _begins(token, stored))
            or not self._relations.is_known(token.stem)
            or one_spelling(token.stem) == one_spelling(stored.stem)
        )

    def _same(self, token: Token, stored: Token) -> bool:
        """Whether nothing speaks against it: opposites, and names that share a word."""
        if token.groups.isdisjoint(stored.groups) and token.is_joined and stored.is_joined:
            return token.stems == stored.stems
        return not self._relations.opposed(token.stem, stored.stem)


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two words that question and claim share, or beside the first or last.

    At an ``edge`` it is beside; ``cut`` where the claim goes on beyond what stands here.
    """

    asked: Sequence[Token]
    stored: Sequence[Token]
    edge: bool = False
    cut: bool = False

    @property
    def telling(self) -> tuple[list[Token], list[Token]]:
        return _telling(self.asked), _telling(self.stored)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A question beside one text: ``anchors`` pair their places, rising in both."""

    asked: Sequence[Token]
    stored: Sequence[Token]
    anchors: tuple[tuple[int, int], ...]
    passage: bool

    @property
    def share(self) -> float:
        """How much of the text the question repeats, in telling words."""
        return len(self.anchors) / (len(_telling(self.stored)) or 1)

    @property
    def is_in_order(self) -> bool:
        """Whether the question says the words of the text in their order, as a sentence does."""
        return len(self.anchors) >= IN_ORDER_WORDS and self.asked_share >= IN_ORDER_SHARE

    @property
    def asked_share(self) -> float:
        """How much of the question, where it aligns, repeats the text."""
        start, end = self.bounds
        return len(self.anchors) / (len(_telling(self.asked[start:end])) or 1)

    @property
    def retells(self) -> bool:
        """Whether the whole question is this text, but for little, or a part of it."""
        asked = len(_telling(self.asked)) or 1
        shares = len(self.anchors) / asked >= RETOLD_SHARE
        return shares and (asked <= ONE_CLAIM_TERMS or self.share >= RETOLD_SHARE)

    @property
    def bounds(self) -> tuple[int, int]:
        """The part of the question that is compared: of a passage only what aligns."""
        if not self.passage:
            return 0, len(self.asked)
        return (self.anchors[0][0], self.anchors[-1][0] + 1) if self.anchors else (0, 0)

    def gaps(self) -> Iterator[Gap]:
        """What is left over on both sides, in order."""
        if not self.anchors:
            return
        i, j = self.anchors[0]
        yield self._edge(self.asked[:i], self.stored[:j])
        for (i, j), (after, then) in pairwise(self.anchors):
            yield Gap(self.asked[i + 1 : after], self.stored[j + 1 : then])
        i, j = self.anchors[-1]
        edge = self._edge(self.asked[:i:-1], self.stored[:j:-1])
        yield Gap(edge.asked[::-1], edge.stored[::-1], edge=True, cut=edge.cut)

    def _edge(self, asked: Sequence[Token], stored: Sequence[Token]) -> Gap:
        """What ends with a shared word: of a passage only as much as the text has there too."""
        if self.passage:
            asked = _last(asked, min(_OF_A_PASSAGE, len(_telling(stored))))
        near = _last(stored, len(_telling(asked)))
        cut = bool(_telling(stored[: len(stored) - len(near)]))
        return Gap(asked, near, edge=True, cut=cut)


def align(asked: Sequence[Token], places: Places, *, passage: bool) -> Alignment:
    """Pair what question and text share, as much as can be paired in order."""
    tails: list[int] = []  # the lowest place in the text with which so long a row can end
    entries: list[tuple[int, int, int]] = []  # place, place, the entry before
    at_length: list[int] = []
    for i, token in enumerate(asked):
        if token.empty:
            continue
        for j in reversed(places.of(token)):
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
    anchors.reverse()
    whole = Alignment(asked, places.tokens, tuple(anchors), passage=False)
    if not passage or whole.retells:
        return whole
    return Alignment(asked, places.tokens, tuple(_closest(anchors, asked)), passage=True)


def _closest(anchors: list[tuple[int, int]], asked: Sequence[Token]) -> list[tuple[int, int]]:
    """The longest row of anchors that stand near each other in the question."""
    best: list[tuple[int, int]] = []
    row: list[tuple[int, int]] = []
    for anchor in anchors:
        if row and len(_telling(asked[row[-1][0] + 1 : anchor[0]])) > _FAR:
            row = []
        row.append(anchor)
        best = row if len(row) > len(best) else best
    return best


def _begins(token: Token, stored: Token) -> bool:
    return stored.word.startswith(token.word)


def _telling(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if not token.empty]


def _last(tokens: Sequence[Token], telling: int) -> Sequence[Token]:
    """As many of the last ``tokens`` as hold so many telling words, and the empty ones before."""
    left = telling
    for at in range(len(tokens) - 1, -1, -1):
        if not tokens[at].empty:
            left -= 1
            if left < 0:
                return tokens[at + 1 :]
    return tokens
