"""Something else was done, or somebody else did it, or denied or confirmed the claim."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from facts.matching.decision.contradictions.exchanged import may_be_same
from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.phrases import (
    VERB_ENDINGS,
    is_inflected,
    is_name,
)
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.predicates import Predicate, predicates
from facts.matching.decision.contradictions.reading.tokens import (
    REPORTING,
    Found,
    Token,
    content_words,
    grammar_stems,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import NEAR_WORDS, ROLE_WORDS, TOLD_SHARE
from facts.matching.text.relations import NOUNS, VERBS_TOO, Speech

_SHOWING = REPORTING | {"show", "depict"}  # what is said of a picture
_ANSWERING = grammar_stems("answering")


def other_responders(
    asked: Sequence[Token], claims: Sequence[Places], responders: Sequence[Places]
) -> Iterator[Found]:
    """Verbs by which somebody named answers, if only others did on record and no claim says so."""
    if not responders:
        return
    places = [at for at, token in enumerate(asked) if token.stem in _ANSWERING]
    for answer in predicates(asked, ROLE_WORDS, places):
        names = list(filter(is_name, _doers(answer)))
        if not names:
            continue
        told = any(
            text.is_among(name, _doers(stored))
            for text in claims
            for stored in predicates(text.tokens, ROLE_WORDS, text.find(answer.verb), text.verbs)
            for name in names
        )
        if not told and not any(by.find(one) for by in responders for one in names):
            said = " ".join(token.word for token in (*names, answer.verb))
            yield Difference(f"“{said}”", "was answered by others"), answer.verb


def _doers(one: Predicate) -> Sequence[Token]:
    return one.before if one.active else one.after


def other_doers(asked: Sequence[Token], claims: Sequence[Places]) -> Iterator[Found]:
    """Whoever the question says it was done "by", of whom the claims have nothing, where they say
    that somebody else did it whom the question does not have.
    """
    if all(token.word != "by" for token in asked):
        return
    heard = {text.tokens[at] for text in claims for token in asked for at in text.find(token)}
    verbs = [at for at, token in enumerate(asked) if any(text.find(token) for text in claims)]
    for ours in predicates(asked, ROLE_WORDS, verbs):
        if ours.active or not ours.before or not ours.after or not _is_somebody(ours.after[-1]):
            continue
        doers = [
            stored.before
            if stored.active
            else [*takewhile(lambda token: token.speech is not Speech.VERB, stored.after)]
            for text in claims
            for stored in predicates(text.tokens, ROLE_WORDS, text.find(ours.verb), text.verbs)
        ]
        if not doers or not all(doers):
            continue
        theirs = [token for side in doers for token in side]
        met = any(token in heard for token in theirs)
        same = any(text.find(one) for one in ours.after for text in claims)
        if not (met or same or any(may_be_same(a, b) for a in ours.after for b in theirs)):
            said, instead = (" ".join(t.word for t in side) for side in (ours.after, doers[0]))
            yield Difference(f"“by {said}”", f"says “{instead}”"), ours.verb


def _is_somebody(token: Token) -> bool:
    return is_name(token) or (token.speech in NOUNS and not token.commonplace)


def other_verbs(
    alignment: Alignment, unaccounted: Sequence[Token], *, sentence: bool
) -> Iterator[Found]:
    """``unaccounted`` verbs, where the claim has a verb too that the question does not.

    Without ``sentence``, in a list of words, only inflected ones.
    """
    ours = [one for one in unaccounted if _is_deed(one) and (sentence or is_inflected(one))]
    if alignment.passage:
        yield from _other_verb_beside(alignment)
        yield from _without_its_verb(alignment)
    if not ours:
        return
    met = {at for token in alignment.asked for at in alignment.places.find(token)}
    theirs = [
        one
        for at, one in enumerate(alignment.stored)
        if at not in met and (_is_deed(one) or (one.speech is Speech.VERB and one.is_negating))
    ]
    for token in ours:
        if theirs and not any(may_be_same(token, other) for other in theirs):
            yield Difference(f"“{token.shown}”", f"says “{theirs[0].shown}”"), token


def _other_verb_beside(alignment: Alignment) -> Iterator[Found]:
    """A verb just before or behind what a passage repeats, where the claim has another there."""
    for gap in alignment.gaps:
        asked, stored = gap.content
        if gap.edge and asked and stored:
            nearest = -1 if gap.asked and gap.start < alignment.anchors[0][1] else 0
            ours, theirs = asked[nearest], stored[nearest]
            same = alignment.places.find(ours) or may_be_same(ours, theirs)
            if not same and _is_deed(ours) and _is_deed(theirs):
                yield Difference(f"“{ours.shown}”", f"says “{theirs.shown}”"), ours


def _without_its_verb(alignment: Alignment) -> Iterator[Found]:
    """A verb about all that the claim is about, where a passage does not have the claim's own."""
    find, (start, end) = alignment.places.find, alignment.bounds
    told = {place for token in alignment.asked[start:end] for place in find(token)}
    said = (at for at, one in enumerate(alignment.stored) if _is_deed(one, _SHOWING))
    first = next(said, None)
    if (
        first is None
        or first in told
        or len(told) < TOLD_SHARE * len(content_words(alignment.stored))
    ):
        return
    beside = alignment.asked[max(0, start - NEAR_WORDS) : end + NEAR_WORDS]
    for token in beside:
        if _is_deed(token) and not find(token):
            yield Difference(f"“{token.shown}”", f"says “{alignment.stored[first].shown}”"), token
            return


def _is_deed(token: Token, but: frozenset[str] = frozenset()) -> bool:
    """Whether the word is used as a verb, as far as its form shows, ``but`` for some stems."""
    if token.stopword or token.split_off or token.commonplace or token.stem in but:
        return False
    if token.vague or token.name or token.is_wish or token.is_negating:
        return False
    return token.speech is Speech.VERB or (
        token.speech in VERBS_TOO and token.word.endswith(VERB_ENDINGS)
    )
