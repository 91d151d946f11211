"""One word exchanged in a sentence that otherwise repeats the claim, whatever the word."""

from collections.abc import Iterator

from facts.matching.decision.contradictions.alignment import Alignment, Gap, Places
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.contradictions.roles import are_converse
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import (
    EXCHANGED_SHARE,
    EXCHANGED_WORDS,
)
from facts.matching.text.lexicon import Lexicon


def substitutions(
    alignment: Alignment, places: Places, lexicon: Lexicon, *, sentence: bool
) -> Iterator[tuple[Difference, Token]]:
    """Words of the question in whose place the claim has another one.

    ``sentence`` for a question that is more than a list of words.
    """
    if len(alignment.anchors) < EXCHANGED_WORDS or alignment.asked_share < EXCHANGED_SHARE:
        return
    anchored = dict(alignment.anchors)
    asked_for = {
        id(places.tokens[at])
        for place, token in enumerate(alignment.asked)
        if not token.empty
        for at in ([anchored[place]] if place in anchored else places.of(token))
    }
    for gap in alignment.gaps():
        exchanged = _exchanged(gap)
        if exchanged is None:
            continue
        asked, stored = exchanged
        # A list of words may stand in any order, and leave out what it likes.
        if (gap.edge or not sentence) and places.of(asked):
            continue
        if gap.edge and not sentence:
            continue
        if places.of(asked) and lexicon.relations.is_mostly(stored.stem, "verbs"):
            continue
        if asked.part:
            continue
        if not _may_be_same(asked, stored, lexicon) and id(stored) not in asked_for:
            yield Difference(f"“{asked.shown}”", f"says “{stored.shown}”"), asked


def _exchanged(gap: Gap) -> tuple[Token, Token] | None:
    asked, stored = gap.telling
    if len(asked) != 1 or len(stored) != 1 or gap.cut:
        return None
    return asked[0], stored[0]


def _may_be_same(asked: Token, stored: Token, lexicon: Lexicon) -> bool:
    relations = lexicon.relations
    if asked.stem in lexicon.vague_words:
        return True
    if stored.stem in relations.synonyms(asked.stem) or are_converse(asked.stem, stored.stem):
        return True
    if not asked.weak_groups.isdisjoint(stored.weak_groups | stored.groups):
        return not relations.opposed(asked.stem, stored.stem)
    return relations.is_mostly(asked.stem, "adverbs") or relations.is_mostly(stored.stem, "adverbs")
