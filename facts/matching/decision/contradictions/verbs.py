"""Another verb: the question says that something else was done than the claim does."""

from collections.abc import Iterator, Sequence

from facts.matching.decision.contradictions.alignment import Alignment
from facts.matching.decision.contradictions.exchanged import VERB_ENDINGS, may_be_same
from facts.matching.decision.contradictions.modality import is_wish
from facts.matching.decision.contradictions.negation import is_negating
from facts.matching.decision.contradictions.predicates import is_inflected
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.judgement import Difference


def other_verbs(
    alignment: Alignment, unaccounted: Sequence[Token], *, sentence: bool
) -> Iterator[tuple[Difference, Token]]:
    """``unaccounted`` verbs, where the claim has a verb too that the question does not.

    Without ``sentence``, in a list of words, only inflected ones.
    """
    ours = [one for one in unaccounted if _is_deed(one) and (sentence or is_inflected(one))]
    if alignment.passage:
        yield from _other_verb_beside(alignment)
    if not ours:
        return
    met = {at for token in alignment.asked for at in alignment.places.find(token)}
    theirs = [one for at, one in enumerate(alignment.stored) if at not in met and _is_deed(one)]
    for token in ours:
        if theirs and not any(may_be_same(token, other) for other in theirs):
            yield Difference(f"“{token.shown}”", f"says “{theirs[0].shown}”"), token


def _other_verb_beside(alignment: Alignment) -> Iterator[tuple[Difference, Token]]:
    """A verb just before or behind what a passage repeats, where the claim has another there."""
    for gap in alignment.gaps:
        asked, stored = gap.telling
        if gap.edge and asked and stored:
            nearest = -1 if gap.asked and gap.start < alignment.anchors[0][1] else 0
            ours, theirs = asked[nearest], stored[nearest]
            same = alignment.places.find(ours) or may_be_same(ours, theirs)
            if not same and _is_deed(ours) and _is_deed(theirs):
                yield Difference(f"“{ours.shown}”", f"says “{theirs.shown}”"), ours


def _is_deed(token: Token) -> bool:
    """Whether the word is used as a verb, as far as its form shows."""
    if token.empty or token.part or token.added or token.vague or token.name:
        return False
    if is_wish(token) or is_negating(token):
        return False
    return token.speech == "verbs" or (
        token.speech.endswith("that are verbs too") and token.word.endswith(VERB_ENDINGS)
    )
