"""Words that mean the opposite of each other, at the same place or one instead of the other."""

from collections.abc import Iterator

from facts.matching.decision.contradictions.alignment import Alignment, Gap, Places
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.contradictions.roles import are_converse
from facts.matching.decision.judgement import Difference
from facts.matching.text.relations import Relations


def opposites(
    alignment: Alignment, places: Places, relations: Relations
) -> Iterator[tuple[Difference, Token]]:
    """Where the claim has the opposite of a word of the question, with that word."""
    for gap in alignment.gaps():
        for asked, stored in _pairs(gap):
            if _opposed(asked, stored, relations):
                yield _difference(asked, stored), asked
    if alignment.passage:
        return
    met = {j for _, j in alignment.anchors}
    for token in alignment.asked:
        if token.empty or places.of(token):
            continue
        for place, stored in enumerate(alignment.stored):
            if place not in met and not stored.empty and _opposed(token, stored, relations):
                yield _difference(token, stored), token


def _pairs(gap: Gap) -> Iterator[tuple[Token, Token]]:
    asked, stored = gap.telling
    for token in asked:
        yield from ((token, other) for other in stored)
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
    return Difference(f"“{asked.word}”", f"says “{stored.word}”")
