"""Words that mean the opposite of each other, at the same place or one instead of the other."""

from collections.abc import Iterator

from facts.matching.data import listed
from facts.matching.decision.contradictions.alignment import Alignment, Gap, Places
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.contradictions.roles import are_converse
from facts.matching.decision.judgement import Difference
from facts.matching.text.relations import Relations
from facts.matching.text.stemming import stem

# So many words between two that are shared, and so many that are not shared at all, are compared.
_MOST_OF_A_GAP, _MOST_ALONE = 6, 30
_WAYS = frozenset({"from", "to"})
_GRAMMAR = listed("grammar.txt")
_PARTS = frozenset(map(stem, _GRAMMAR["part"][0]))
_PARTED = frozenset(map(stem, _GRAMMAR["parted"][0]))


def opposites(
    alignment: Alignment, places: Places, relations: Relations
) -> Iterator[tuple[Difference, Token]]:
    """Where the claim has the opposite of a word of the question, with that word."""
    for gap in alignment.gaps():
        for asked, stored in _pairs(gap):
            if _opposed(asked, stored, relations):
                yield _difference(asked, stored), asked
        if _is_turned(gap) and alignment.asked_share == 1.0:
            token = next(token for token in gap.asked if token.word in _WAYS)
            yield _difference(token, next(t for t in gap.stored if t.word in _WAYS)), token
    for i, j in alignment.anchors:
        if parted := _other_part(alignment, i, j, relations):
            yield parted, alignment.asked[i]
    if not alignment.passage:
        yield from _instead(alignment, places, relations)


def _instead(
    alignment: Alignment, places: Places, relations: Relations
) -> Iterator[tuple[Difference, Token]]:
    """Words that the claim has not, but their opposites, wherever they stand."""
    met = {j for _, j in alignment.anchors}
    rest = [
        stored
        for place, stored in enumerate(alignment.stored)
        if place not in met and not stored.empty
    ]
    alone = [t for t in alignment.asked if not t.empty and not places.of(t)]
    for token in alone[:_MOST_ALONE]:
        for stored in rest[:_MOST_ALONE]:
            if _opposed(token, stored, relations):
                yield _difference(token, stored), token


def _is_turned(gap: Gap) -> bool:
    """Whether one has "from" where the other has "to", and nothing else differs around."""
    asked, stored = gap.telling
    ways = [{token.word for token in side} & _WAYS for side in (gap.asked, gap.stored)]
    return not asked and not stored and all(len(way) == 1 for way in ways) and ways[0] != ways[1]


def _other_part(alignment: Alignment, i: int, j: int, relations: Relations) -> Difference | None:
    """Of a place that both name: whether they mean another part, "South Sudan" and "Sudan"."""
    asked, stored = alignment.asked[i], alignment.stored[j]
    ours = {alignment.asked[i - 1].stem} if i else set()
    theirs = {alignment.stored[j - 1].stem} if j else set()
    ours, theirs = ours.union(asked.stems) & _PARTS, theirs.union(stored.stems) & _PARTS
    opposed = any(relations.opposed(one, other) for one in ours for other in theirs)
    apart = (not ours or not theirs) and not _PARTED.isdisjoint({*asked.stems, *stored.stems})
    if ours == theirs or not (opposed or apart):
        return None
    return Difference(_placed(ours, asked), f"says {_placed(theirs, stored)}")


def _placed(parts: set[str], token: Token) -> str:
    return " ".join(word.title() for word in (*sorted(parts - {*token.stems}), token.word))


def _pairs(gap: Gap) -> Iterator[tuple[Token, Token]]:
    asked, stored = gap.telling
    for token in asked[:_MOST_OF_A_GAP]:
        yield from ((token, other) for other in stored[:_MOST_OF_A_GAP])
    if len(asked) + len(stored) > 1:
        return
    # Empty words ("before", "all", "up") tell only where hardly anything else stands between.
    for token in gap.asked:
        if all(token.stem != other.stem for other in gap.stored):
            for other in gap.stored:
                if all(other.stem != one.stem for one in gap.asked):
                    yield token, other


def _opposed(asked: Token, stored: Token, relations: Relations) -> bool:
    return relations.opposed(asked.stem, stored.stem) and not are_converse(asked.stem, stored.stem)


def _difference(asked: Token, stored: Token) -> Difference:
    return Difference(f"“{asked.shown}”", f"says “{stored.shown}”")
