"""Relations with two sides, whatever words express them: who gives and who takes, what is old and
what is new, who wins and who loses, what is more and what is less, what is earlier and what later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import dropwhile, pairwise, product, takewhile

from facts.matching.decision.contradictions.reading.phrases import are_converse, is_inflected
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.tokens import CONTRASTING, Found, Kind, Token
from facts.matching.decision.judgement import Difference
from facts.matching.text.relations import Speech

_CONTRASTED = frozenset({"only", "just", "now", "later"})
_HALVES = tuple(product((False, True), repeat=2))  # of the question, of the claim
LESS = frozenset({"less", "fewer"})


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


def compare_sides(
    asked: Sequence[Sides], stored: Sequence[tuple[Sides, Places]]
) -> tuple[list[Found], set[Token]]:
    """Relations whose sides are exchanged between question and claim, and the words of
    those that are told the same, though perhaps from the other side.
    """
    apart: list[Found] = []
    agreed: set[Token] = set()
    for one in asked:
        more = (
            one.factor and one.factor > 1 and all(theirs.kind != one.kind for theirs, _ in stored)
        )
        # "twice as much as" is more than
        ours = replace(one, kind="exceeds", factor=None, degree=()) if more else one
        apart += _unequal(ours, stored)
        met = [_meet(ours, theirs, places) for theirs, places in stored if theirs.kind == ours.kind]
        most = max((shared for shared, _ in met), default=0)
        told = {verdict for shared, verdict in met if shared == most}
        if "converse" in told:
            agreed.update((*ours.first, *ours.second, *ours.degree))
        if told & {"same", "converse"}:
            agreed.add(ours.at)
        elif "exchanged" in told and "alike" not in told:
            words = (*ours.first[-2:], ours.at, *ours.second[:2])
            said = " ".join(dict.fromkeys(token.word for token in words))
            apart.append((Difference(f"“{said}”", "has it the other way round"), ours.at))
    return apart, agreed


def _unequal(ours: Sides, stored: Sequence[tuple[Sides, Places]]) -> list[Found]:
    """Where one text says that there is as much of one thing as of another, and one, more."""
    said = {"equals": "“as much as”", "exceeds": "“more than”"}
    told = [theirs for theirs, _ in stored if theirs.kind in said]
    if ours.kind not in said or not told or any(theirs.kind == ours.kind for theirs in told):
        return []
    for theirs, places in stored:
        sides = (theirs.first, theirs.second)
        whole = [*ours.first, *ours.second]
        if theirs.kind in said and all(_shared(whole, side, places) for side in sides):
            return [(Difference(said[ours.kind], f"says {said[theirs.kind]}"), ours.at)]
    return []


def _meet(ours: Sides, theirs: Sides, places: Places) -> tuple[int, str]:
    """How many words two relations of a kind share, and whether they tell the "same", its
    "converse", which is the same from the other side, leave a side out ("alike"), have their
    sides "exchanged", or are about other things.
    """
    first, second = _apart(ours)
    kept = _shared(first, theirs.first, places), _shared(second, theirs.second, places)
    crossed = _shared(first, theirs.second, places), _shared(second, theirs.first, places)
    shared = sum(kept) + sum(crossed)
    if ours.kind == "precedes":
        turned, same = all(crossed) and sum(crossed) > sum(kept), all(kept)
    else:
        same = any(kept)
        turned = all(crossed) or (any(crossed) and not same and _is_one_sided(ours, theirs, places))
    if not turned and not same:
        return shared, ""
    if ours.factor and theirs.factor:
        inverted = ours.factor == 1 / theirs.factor
        if not inverted and ours.factor != theirs.factor:
            return shared, "exchanged"
    else:
        known = _are_inverted(ours.degree, theirs.degree)
        if known is None:
            return shared, ""
        inverted = known
    if turned != inverted:
        return shared, "exchanged"
    if turned:
        return shared, "converse"
    told = all((ours.first, ours.second, theirs.first, theirs.second))
    return shared, "same" if told or all(kept) else "alike"


def _are_inverted(ours: Sequence[Token], theirs: Sequence[Token]) -> bool | None:
    """Whether the one comparative says that there is less of what the other says there is more of;
    None if they compare other things.
    """
    if not ours or not theirs:
        return False
    less = (ours[0].word in LESS) != (theirs[0].word in LESS)
    if ours[-1].is_opposite(theirs[-1]):
        return not less
    alike = ours[-1].stem == theirs[-1].stem or theirs[-1].stem in ours[-1].synonyms
    return less if alike or ours[0].word in LESS | {"more"} else None


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
    return sum(places.is_among(token, stored) for token in tokens)


def exchanged_clauses(asked: Sequence[Token], places: Places) -> list[Found]:
    """Where two contrasted clauses of the question each mix words of both such clauses of the
    claim: "it rained in Lund but snowed in Oslo" for "it snowed in Lund but rained in Oslo".

    Words that either text has in both clauses do not count.
    """
    here, there = contrast(asked), contrast(places.tokens)
    if not here or not there:
        return []
    halves: dict[int, set[bool]] = {}  # by place in the claim: the halves of the question with it
    for at, token in enumerate(asked):
        if not token.stopword and at != here:
            for place in places.find(token):
                halves.setdefault(place, set()).add(at > here)
    stems: dict[str, set[bool]] = {}
    for place, token in enumerate(places.tokens):
        stems.setdefault(token.stem, set()).add(place > there)
    met = {
        (next(iter(sides)), place > there)
        for place, sides in halves.items()
        if len(sides) == 1 and len(stems[places.tokens[place].stem]) == 1
    }
    if len(met) < len(_HALVES):
        return []
    return [(Difference(f"“{asked[here].word}”", "has it the other way round"), asked[here])]


def contrast(tokens: Sequence[Token]) -> int:
    """The place of the word that contrasts two clauses, or adds one; 0 if there is none."""
    near = enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False), 1)
    nothing = (
        at
        for at, (before, token, after) in near
        if token.word == "and"
        and (after.negates or after.word in _CONTRASTED or _adds_a_clause(before, after))
    )
    first = next(nothing, 0)
    return first or next((at for at, one in enumerate(tokens) if one.word in CONTRASTING), 0)


def _adds_a_clause(before: Token, after: Token) -> bool:
    """Whether an "and" adds another deed, with another object: "and moved to Lund"."""
    return after.speech is Speech.VERB and before.speech is not Speech.VERB


def denied(asked: Sequence[Token], places: Places) -> Iterator[Found]:
    """What the question says it was not ("the river, not the lake") where the claim says it was."""
    ours, theirs = _contrasted(asked), set(_contrasted(places.tokens))
    meant = (at for one in asked if one not in ours for at in places.find(one))
    same = all(places.tokens[at] not in theirs for at in meant)
    if not ours or (same if theirs else Kind.NEGATION in places.kinds):
        return
    for token in ours:
        if any(places.tokens[at] not in theirs for at in places.find(token)):
            yield Difference(f"“not {token.word}”", "does not say that"), token


def _contrasted(tokens: Sequence[Token]) -> list[Token]:
    """What a text contrasts with what it says: "the lake" of "the river and not the lake"."""
    found: list[Token] = []
    for at, (before, token) in enumerate(pairwise(tokens), 2):
        if token.word == "not" and (not before.stopword or before.word in ("and", "but")):
            behind = dropwhile(lambda one: one.stopword, tokens[at : at + 3])
            found += takewhile(lambda one: not (one.stopword or is_inflected(one)), behind)
    return found
