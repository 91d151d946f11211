"""Question words for which the claim has an antonym, or another word at the same position."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from facts.matching.decision.contradictions.mentions import ROLES, is_counted, is_role
from facts.matching.decision.contradictions.reading.alignment import Alignment, Gap
from facts.matching.decision.contradictions.reading.phrases import are_converse
from facts.matching.decision.contradictions.reading.places import is_respelt
from facts.matching.decision.contradictions.reading.tokens import (
    PARTS,
    Found,
    Token,
    grammar_stems,
    grammar_words,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import (
    EXCHANGED_MOST,
    EXCHANGED_SHARE,
    EXCHANGED_WORDS,
    MOST_ALONE,
    MOST_IN_A_GAP,
    NEAR_WORDS,
    REFUSED_WORDS,
)
from facts.matching.text.relations import Speech

_WAYS = frozenset({"from", "to", "into", "onto", "toward", "towards"})
_PARTED = grammar_stems("parted")
_ORDERING = grammar_words("ordering")


def opposites(alignment: Alignment) -> Iterator[Found]:
    """Antonyms: words of the question whose opposite is in the claim, with that opposite."""
    stems = {token.stem for token in alignment.asked if not token.stopword}
    for gap in alignment.gaps:
        counted = _counted(gap.asked)
        for asked, stored in _pairs(gap):
            if not _opposed(asked, stored) or asked in counted:
                continue
            moved = alignment.places.stems(asked.stem) and stored.stem in stems
            if not (moved or (stored.is_negating and _is_negated(asked, alignment))):
                yield _difference(asked, stored), asked
        yield from _ordered(gap)
        if alignment.asked_share == 1.0 and not any(gap.content):
            yield from _turned(gap)
    yield from _before_anchors(alignment)
    if not alignment.passage:
        yield from opposites_anywhere(alignment)


def _before_anchors(alignment: Alignment) -> Iterator[Found]:
    """What the claim has just before a word: another part of a place, an opposite, another rank."""
    for i, j in alignment.anchors:
        yield from _other_part(alignment, i, j)
        ours, theirs = alignment.asked[max(0, i - 1)], alignment.stored[max(0, j - 1)]
        if not (ours.stopword or theirs.stopword) and _opposed(ours, theirs):
            yield _difference(ours, theirs), ours  # "girl scouts", "boy scouts"
        # "The largest" for "the second largest", "the most watched" for "the third most watched".
        most = ours.word == theirs.word == "most"
        rank, other = alignment.stored[j - 1 - most], alignment.asked[i - 1 - most]
        word = "most" if most else alignment.stored[j].word
        if rank.rank and rank.value != 1 and not other.rank and (most or word.endswith("est")):
            token = alignment.asked[i]
            yield Difference(f"“{token.word}”", f"says “{rank.shown} {word}”"), token


def substitutions(alignment: Alignment, *, sentence: bool) -> Iterator[Found]:
    """Words of the question at whose position the claim has a different word.

    ``sentence``: the question is a sentence rather than a list of keywords.
    """
    if len(alignment.anchors) < EXCHANGED_WORDS or alignment.asked_share < EXCHANGED_SHARE:
        return
    places, anchored = alignment.places, dict(alignment.anchors)
    asked_for = {
        at
        for place, token in enumerate(alignment.asked)
        if not token.stopword
        for at in ([anchored[place]] if place in anchored else places.find(token))
    }
    for gap in alignment.gaps:
        telling = gap.content
        if gap.cut or (not sentence and (gap.edge or max(map(len, telling)) > 1)):
            continue
        # Words that only moved, and figures, are compared by their own checks.
        theirs = [
            one
            for at, one in enumerate(gap.stored, gap.start)
            if not (one.stopword or one.is_measure) and one.value is None and at not in asked_for
        ]
        things = not gap.edge and any(one.speech is Speech.NOUN for one in theirs)
        ours = [
            one
            for one in telling[0]
            if one.value is None
            and (things or not one.commonplace)
            and not _moved(one, gap, alignment, anywhere=not sentence)
            and not is_counted(one, alignment)
            and not (one.stem in ROLES and is_role(one, alignment))
        ]
        if all(any(t.negates or t.is_negating for t in side) for side in (gap.asked, gap.stored)):
            # "did not let", "refused to let"
            ours, theirs = ([t for t in side if not t.is_negating] for side in (ours, theirs))
        if not (0 < len(ours) <= EXCHANGED_MOST and 0 < len(theirs) <= EXCHANGED_MOST):
            continue
        if any(token.split_off or token.is_measure for token in ours):
            continue
        if not any(may_be_same(one, other) for one in ours for other in theirs):
            asked, stored = (" ".join(one.shown for one in side) for side in (ours, theirs))
            yield Difference(f"“{asked}”", f"says “{stored}”"), ours[0]


def opposites_anywhere(alignment: Alignment) -> Iterator[Found]:
    """Words missing from the claim whose antonym it has, at any position."""
    find = alignment.places.find
    counted = _counted(alignment.asked)
    alone = [
        token
        for token in alignment.asked
        if not token.stopword and token not in counted and not find(token)
    ][:MOST_ALONE]
    if not alone:
        return
    met = {j for _, j in alignment.anchors}
    rest = [
        stored
        for place, stored in enumerate(alignment.stored)
        if place not in met and not stored.stopword
    ]
    for token, stored in product(alone, rest[:MOST_ALONE]):
        if _opposed(token, stored) and not _is_negated(token, alignment):
            yield _difference(token, stored), token


def _is_negated(token: Token, alignment: Alignment) -> bool:
    """Whether the question negates the word just before: "refused to give" for "denied"."""
    at = alignment.position(token)
    before = alignment.asked[max(0, at - REFUSED_WORDS) : at]
    return any(one.negates or one.is_negating for one in before)


def _moved(token: Token, gap: Gap, alignment: Alignment, *, anywhere: bool) -> bool:
    """Whether a word only stands elsewhere in the text, but near the words that surround it here:
    "a Houston mall" for "a mall in Houston". ``anywhere``: for a list of keywords, the distance
    does not matter.
    """
    found = alignment.places.find(token)
    around = range(gap.start - NEAR_WORDS, gap.start + len(gap.stored) + NEAR_WORDS)
    return bool(found) and (
        anywhere or gap.edge or len(gap.content[0]) > 1 or any(at in around for at in found)
    )


def _ordered(gap: Gap) -> Iterator[Found]:
    """Function words that express order ("before", "after"), whatever else is in the gap."""
    if gap.edge or not any(gap.content):
        return
    ours, theirs = (
        {token.word: token for token in side if token.word in _ORDERING}
        for side in (gap.asked, gap.stored)
    )
    for word, other in product(ours.keys() - theirs.keys(), theirs.keys() - ours.keys()):
        if _opposed(ours[word], theirs[other]):
            yield _difference(ours[word], theirs[other]), ours[word]


def _counted(tokens: Sequence[Token]) -> set[Token]:
    """The units after figures: "seven days" may match a week."""
    return {
        unit for figure, unit in pairwise(tokens) if figure.value is not None and unit.is_measure
    }


def _turned(gap: Gap) -> Iterator[Found]:
    """A "from" of one side where the other has "to"."""
    ours, theirs = ([t for t in side if t.word in _WAYS] for side in (gap.asked, gap.stored))
    ways = [{token.word for token in side} for side in (ours, theirs)]
    if all(len(way) == 1 for way in ways) and sum("from" in way for way in ways) == 1:
        yield _difference(ours[0], theirs[0]), ours[0]


def _other_part(alignment: Alignment, i: int, j: int) -> Iterator[Found]:
    """A place that has different parts at matched positions: "South Sudan" and "Sudan"."""
    asked, stored = alignment.asked[i], alignment.stored[j]
    ours = _parts(asked, alignment.asked[i - 1] if i else None)
    theirs = _parts(stored, alignment.stored[j - 1] if j else None)
    same = ours == theirs or not asked.groups.isdisjoint(stored.groups)  # "wv", "West Virginia"
    if not same and ((ours and theirs) or not _PARTED.isdisjoint({*asked.stems, *stored.stems})):
        yield Difference(_placed(ours, asked), f"says {_placed(theirs, stored)}"), asked


def _parts(token: Token, before: Token | None) -> set[str]:
    stems = {*token.stems, before.stem if before else ""}
    return {PARTS[stemmed] for stemmed in stems if stemmed in PARTS}


def _placed(parts: set[str], token: Token) -> str:
    return " ".join(word.title() for word in (*sorted(parts - {*token.stems}), token.word))


def _pairs(gap: Gap) -> Iterator[tuple[Token, Token]]:
    asked, stored = gap.content
    yield from product(asked[:MOST_IN_A_GAP], stored[:MOST_IN_A_GAP])
    # Function words ("before", "all", "up") only count where the gap has hardly any other word.
    if len(asked) + len(stored) <= 1:
        here, there = ({token.stem for token in side} for side in (gap.asked, gap.stored))
        ours = [token for token in gap.asked if token.stem not in there]
        yield from product(ours, [token for token in gap.stored if token.stem not in here])


def _opposed(asked: Token, stored: Token) -> bool:
    return asked.is_opposite(stored) and not are_converse(asked.stem, stored.stem)


def _difference(asked: Token, stored: Token) -> Difference:
    return Difference(f"“{asked.shown}”", f"says “{stored.shown}”")


def may_be_same(asked: Token, stored: Token) -> bool:
    """Whether two words at one position may say the same."""
    if asked.vague or stored.stem in asked.synonyms or are_converse(asked.stem, stored.stem):
        return True
    if not (
        asked.weak_groups.isdisjoint(stored.weak_groups | stored.groups)
        and asked.senses.isdisjoint(stored.senses)
    ):
        return not asked.is_opposite(stored)
    part = PARTS.get(asked.stem)
    if is_respelt(asked, stored) or (part and part == PARTS.get(stored.stem)):
        return True
    manner = asked.word.endswith("ly") and asked.speech is not Speech.NOUN
    return manner or Speech.ADVERB in (asked.speech, stored.speech)
