"""Relations with two sides, whatever words express them: who gives and who takes, what is old and
what is new, who wins and who loses, what is more and what is less, what is earlier and what later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from facts.matching.data import listed
from facts.matching.decision.contradictions.alignment import Places
from facts.matching.decision.contradictions.phrases import (
    FURTHEST,
    LINKS,
    TWO_SIDED,
    are_converse,
    is_name,
    is_passive,
    links_behind,
    phrase,
    phrases_before,
    phrases_behind,
    subject,
    verbs_of,
)
from facts.matching.decision.contradictions.quantities import is_measure
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.judgement import Difference
from facts.matching.text.stemming import stem

_GRAMMAR = listed("grammar.txt")


def _stems(kind: str) -> frozenset[str]:
    return frozenset(stem(word) for row in _GRAMMAR[kind] for word in row)


# The families of verbs: what the subject is in the relation, and behind which prepositions the
# other side is found.
_GIVING, _TAKING = _stems("giving"), _stems("taking")
_WINNING, _LOSING = _stems("winning"), _stems("losing")
_REPLACING, _SWAPPING, _SUBSTITUTING = (
    _stems("replacing"),
    _stems("swapping"),
    _stems("substituting"),
)
_LESS = frozenset({"less", "fewer"})
_NO_COMPARISON = frozenset({"rather", "other", "later", "earlier", "no"})
# The most words on each side of a comparison or between two events, and on each side of others.
_COMPARED, _BESIDE = 8, 4
# The most relations of a text that are compared.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Sides:
    """A relation between two groups of words. ``at`` is the word that expresses it; ``degree`` the
    comparative of a comparison, with what it compares; ``factor`` its factor: "twice as many".
    """

    kind: str
    first: Sequence[Token]
    second: Sequence[Token]
    at: Token
    degree: Sequence[Token] = ()
    factor: Fraction | None = None


def sides(tokens: Sequence[Token]) -> list[Sides]:
    """The relations that a text states."""
    return list(_sides(tokens))[:_MOST]


def compare_sides(
    asked: Sequence[Sides], stored: Sequence[tuple[Sides, Places]]
) -> tuple[list[tuple[Difference, Token]], set[int]]:
    """Relations whose sides are exchanged between question and claim, and the ids of the words of
    those that are told the same, though perhaps from the other side.
    """
    apart: list[tuple[Difference, Token]] = []
    agreed: set[int] = set()
    for ours in asked:
        met = {_meet(ours, theirs, places) for theirs, places in stored if theirs.kind == ours.kind}
        if "converse" in met:
            agreed.update(map(id, (*ours.first, *ours.second, *ours.degree)))
        if met & {"same", "converse"}:
            agreed.add(id(ours.at))
        elif "exchanged" in met:
            words = (*ours.first[-2:], ours.at, *ours.second[:2])
            said = " ".join(dict.fromkeys(token.word for token in words))
            apart.append((Difference(f"“{said}”", "has it the other way round"), ours.at))
    return apart, agreed


def _meet(ours: Sides, theirs: Sides, places: Places) -> str:
    """Whether two relations of a kind tell the "same", its "converse", which is the same from the
    other side, have their sides "exchanged", or are about other things.
    """
    first, second = _apart(ours)
    kept = _shared(first, theirs.first, places) + _shared(second, theirs.second, places)
    crossed = _shared(first, theirs.second, places), _shared(second, theirs.first, places)
    if ours.kind == "precedes":
        turned = all(crossed) and sum(crossed) > kept
    else:
        turned = all(crossed) or (any(crossed) and not kept and _is_one_sided(ours, theirs, places))
    if not turned and not kept:
        return ""
    if ours.factor and theirs.factor:
        inverted = ours.factor == 1 / theirs.factor
        if not inverted and ours.factor != theirs.factor:
            return "exchanged"
    else:
        known = _are_inverted(ours.degree, theirs.degree)
        if known is None:
            return ""
        inverted = known
    if inverted:
        return "converse" if turned else "exchanged"
    return "exchanged" if turned else "same"


def _are_inverted(ours: Sequence[Token], theirs: Sequence[Token]) -> bool | None:
    """Whether the one comparative says that there is less of what the other says there is more of;
    None if they compare other things.
    """
    if not ours or not theirs:
        return False
    less = (ours[0].word in _LESS) != (theirs[0].word in _LESS)
    if ours[-1].is_opposite(theirs[-1]):
        return not less
    alike = ours[-1].stem == theirs[-1].stem or theirs[-1].stem in ours[-1].synonyms
    return less if alike or ours[0].word in _LESS | {"more"} else None


def _is_one_sided(ours: Sides, theirs: Sides, places: Places) -> bool:
    """Whether one side is left out, and the rest is told by the same verb or its converse."""
    if all((ours.first, ours.second, theirs.first, theirs.second)):
        return False
    verb, other = ours.at, theirs.at
    same = any(places.tokens[at] is other for at in places.find(verb))
    return ours.kind in ("gives", "replaces") and (same or are_converse(verb.stem, other.stem))


def _apart(one: Sides) -> tuple[list[Token], list[Token]]:
    """The words of both sides, less those that are on both."""
    first, second = ({token.stem for token in side} for side in (one.first, one.second))
    return (
        [token for token in one.first if token.stem not in second],
        [token for token in one.second if token.stem not in first],
    )


def _shared(tokens: Sequence[Token], stored: Sequence[Token], places: Places) -> int:
    return sum(
        any(places.tokens[at] is one for at in places.find(token) for one in stored)
        for token in tokens
    )


def _sides(tokens: Sequence[Token]) -> Iterator[Sides]:
    verbs: list[bool] | None = None
    for at, token in enumerate(tokens):
        if token.stem in TWO_SIDED:
            verbs = verbs or verbs_of(tokens)
            if verbs[at]:
                yield from _by_verb(tokens, verbs, at)
        elif token.word in ("instead", "place") and _is_before_of(tokens, at):
            new, old = phrases_before(tokens, at), phrase(tokens, at + 2)
            yield Sides("replaces", old, new, token)
        elif token.word == "than":
            yield from _compared(tokens, at)
        elif token.word == "as":
            yield from _times(tokens, at)
        elif token.word in ("before", "after") and not _is_dated(tokens, at):
            left, right = _around(tokens, at)
            events = (left, right) if token.word == "before" else (right, left)
            yield Sides("precedes", *events, token)
        elif token.word == "from":
            yield from _from_to(tokens, at)


def _is_before_of(tokens: Sequence[Token], at: int) -> bool:
    return any(token.word == "of" for token in tokens[at + 1 : at + 2])


def _around(tokens: Sequence[Token], at: int) -> tuple[list[Token], list[Token]]:
    return phrases_before(tokens, at, _COMPARED), phrases_behind(tokens, at, _COMPARED)


def _by_verb(tokens: Sequence[Token], verbs: Sequence[bool], at: int) -> Iterator[Sides]:
    token = tokens[at]
    before = subject(tokens, verbs, at, _BESIDE)
    links = links_behind(tokens, verbs, at)
    direct = phrase(tokens, at + 1)
    passive = is_passive(tokens, at) or (not direct and "by" in links)
    doer = links.get("by", []) if passive else before
    done = before if passive else direct
    none: list[Token] = []
    if token.stem in _GIVING:
        # "was paid a million", but not "was paid by"
        received = none if any(one.word in LINKS for one in tokens[at + 1 : at + 2]) else before
        taker = links.get("to", received if passive else _indirect(tokens, at))
        yield Sides("gives", doer, taker, token)
    elif token.stem in _TAKING:
        yield Sides("gives", links.get("from", none), doer, token)
    elif token.stem in _WINNING:
        loser = done or links.get("against", links.get("over", none))
        yield Sides("beats", doer, loser, token)
    elif token.stem in _LOSING:
        yield Sides("beats", links.get("to", links.get("against", none)), doer, token)
    elif token.stem in _REPLACING:
        new = links.get("with", links.get("by"))
        if new is None:
            yield Sides("replaces", done, doer, token)
        else:
            yield Sides("replaces", direct or before, new, token)
    elif "for" in links:
        old, new = done or before, links["for"]
        swapped = (old, new) if token.stem in _SWAPPING else (new, old)
        yield Sides("replaces", *swapped, token)


def _indirect(tokens: Sequence[Token], at: int) -> list[Token]:
    """The indirect object right behind the verb: "lent Brunland 12 locomotives"."""
    found = phrase(tokens, at + 1)
    names = [token for token in found if is_name(token)]
    follows = next((place for place in range(at + 1, len(tokens)) if not tokens[place].empty), at)
    end = follows + len(found)
    more = tokens[end : end + 1]
    if more and (more[0].value is not None or more[0].word in ("a", "an", "the", "his", "her")):
        return found
    return names if found[:1] == names[:1] and len(found) > len(names) else []


def _compared(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """What is more than something else, as the first side."""
    if tokens[at - 1].word in _NO_COMPARISON or any(
        token.value is not None for token in tokens[at + 1 : at + 2]
    ):
        return
    yield Sides("exceeds", *_around(tokens, at), tokens[at], degree=_degree(tokens, at))


def _degree(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The comparative before "than": one word, or "more" and "less" with the word behind them."""
    for place in range(at - 1, max(-1, at - 1 - FURTHEST), -1):
        token = tokens[place]
        if token.word == "more" or token.word in _LESS:
            return tokens[place : min(place + 2, at)]
        if token.word.endswith("er") and any(one.endswith("est") for one in token.synonyms):
            return (token,)
    return ()


def _times(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """A multiple: "twice as many as"; its left side is what is counted."""
    factor = _factor(tokens, at)
    if factor is None:
        return
    for end in range(at + 2, min(at + _COMPARED, len(tokens))):
        if tokens[end].word == "as":
            yield Sides("multiplies", *_around(tokens, end), tokens[at], factor=factor)
            return


def _factor(tokens: Sequence[Token], at: int) -> Fraction | None:
    before = tokens[max(0, at - 2) : at]
    if not before:
        return None
    last = before[-1]
    if last.word in ("half", "twice", "double", "thrice"):
        return {"half": Fraction(1, 2), "thrice": Fraction(3)}.get(last.word, Fraction(2))
    if last.word == "quarter":
        return Fraction(1, 4)
    if last.rank and last.value:
        return 1 / Fraction(last.value)
    if last.stem == stem("times") and before[0].value:
        return Fraction(before[0].value)
    return None


def _is_dated(tokens: Sequence[Token], at: int) -> bool:
    """Whether a date follows, which is no event."""
    return any(one.value is not None or is_measure(one) for one in tokens[at + 1 : at + 2])


def _from_to(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """From where to where, whatever moves."""
    start = phrase(tokens, at + 1)
    for to in (*range(at + 1, min(at + 6, len(tokens))), *range(max(0, at - 4), at)):
        if tokens[to].word == "to":
            end = phrase(tokens, to + 1)
            if start and end:
                yield Sides("gives", start, end, tokens[at])
            return
