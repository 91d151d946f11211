"""Semantic roles: the same verb with agent and patient swapped, or with another object."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product, takewhile

from facts.matching.decision.contradictions.mentions import counts
from facts.matching.decision.contradictions.reading.phrases import (
    AROUND,
    LINKS,
    are_converse,
    converses,
    is_inflected,
    is_name,
    is_passive,
    phrase,
    verbs_of,
)
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.predicates import (
    Predicate,
    links_behind,
    predicates,
)
from facts.matching.decision.contradictions.reading.tokens import (
    REPORTING,
    Found,
    Token,
    grammar_stems,
)
from facts.matching.decision.contradictions.sides import contrast
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import MOST_VERBS, ROLE_WORDS, ROLE_WORDS_OF_A_LIST
from facts.matching.text.relations import Speech

# Prepositions that say the opposite before one word.
_CROSSED = frozenset({("from", "for"), ("for", "from"), ("from", "to"), ("to", "from")})
_THEM = frozenset({"him", "her", "them"})
_SYMMETRIC = grammar_stems("mutual")


def roles(
    asked: Sequence[Token],
    texts: Sequence[Places],
    agreed: Collection[Token],
    *,
    sentence: bool,
    long: bool,
) -> Iterator[Found]:
    """Verbs of the question whose agent is the patient in the claim, but for the ``agreed`` ones.

    Unless it is a ``sentence``, only names count as agents. Of a ``long`` one, which has the words
    in another order, only what is before a "but" is read.
    """
    asked = asked[: contrast(asked)] if long else asked
    reach = ROLE_WORDS if sentence else ROLE_WORDS_OF_A_LIST
    verbs = verbs_of(asked)
    shared = [
        at
        for at, token in enumerate(asked)
        if verbs[at]
        and token.stem not in _SYMMETRIC
        and token not in agreed
        and _places(token, texts)
    ]
    ours = [
        one
        for one in predicates(asked, reach, shared, verbs)
        if sentence or is_inflected(one.verb) or one.verb.word.endswith("s")
    ][:MOST_VERBS]
    for relation in ours:
        theirs = [
            (other, text)
            for text, places in _places(relation.verb, texts)
            for other in predicates(text.tokens, reach, places, text.verbs)
        ]
        met = [
            _compare(relation, stored, asked, places, only_names=not sentence)
            for stored, places in theirs
        ]
        kept = set[Token]().union(*(same for same, _ in met))
        if set[Token]().union(*(crossed for _, crossed in met)) - kept:
            names = (*relation.before[-1:], relation.verb, *relation.after[:1])
            said = " ".join(token.word for token in names)
            yield Difference(f"“{said}”", "has it the other way round"), relation.verb
        elif sentence and kept:
            for stored, places in theirs:
                if not are_converse(relation.verb.stem, stored.verb.stem):
                    yield from _other_objects(relation, stored, places)


def _places(verb: Token, texts: Sequence[Places]) -> list[tuple[Places, list[int]]]:
    """Where the texts have the verb or its converse."""
    converse = converses(verb.stem)
    found: list[tuple[Places, list[int]]] = []
    for text in texts:
        places = {*text.find(verb), *(at for one in converse for at in text.stems(one))}
        if verb.stopword:
            places.update(text.stems(verb.stem))
        if places:
            found.append((text, sorted(places)))
    return found


def _other_objects(ours: Predicate, theirs: Predicate, places: Places) -> Iterator[Found]:
    """The object next to the verb, where the claim's verb has another object."""
    if not (ours.finite and theirs.finite and ours.after and theirs.after):
        return
    asked, stored = ours.after[0], theirs.after[0]
    if counts(asked):
        return  # "a couple of"
    if not all(one.speech is Speech.NOUN and not one.commonplace for one in (asked, stored)):
        return
    same = places.find(asked) or not asked.weak_groups.isdisjoint(stored.weak_groups)
    if not same and not any(places.is_among(one, [stored]) for one in ours.after):
        verb = ours.verb.word
        yield Difference(f"“{verb} {asked.word}”", f"says “{verb} {stored.word}”"), asked


def _compare(
    ours: Predicate, theirs: Predicate, asked: Sequence[Token], places: Places, *, only_names: bool
) -> tuple[set[Token], set[Token]]:
    """The question's words on the same side of the verb as in the claim, and on the other side.

    A swap needs one word crossing in each direction. With ``only_names`` only names count.
    """
    converse = are_converse(ours.verb.stem, theirs.verb.stem)
    turned = converse ^ (ours.active != theirs.active)
    before, after = (theirs.after, theirs.before) if turned else (theirs.before, theirs.after)
    finite = ours.finite and theirs.finite and not turned
    behind = theirs.behind if finite else after
    doers, others = _apart(ours.before, ours.after), _apart(ours.after, ours.before)
    kept = {token for token in doers if places.is_among(token, before)}
    kept |= {token for token in others if places.is_among(token, after)}
    if only_names:
        # "library closed treadwell" may be a passive, "mayor chases bear" is none.
        present = ours.verb.word.endswith("s") and ours.at
        beside = asked[ours.at - 1 : ours.at + 2 : 2] if present else ()
        doers = [one for one in doers if is_name(one) or one in beside]
        others = [one for one in others if is_name(one) or one in beside]
    elif finite and not converse:
        others = [*others, *(one for one in ours.behind if one not in others and is_name(one))]
    first = {one for one in doers if places.is_among(one, behind)} - kept
    done = theirs.behind if turned and not converse else before  # "the swans of villagers"
    second = {one for one in others if places.is_among(one, done)} - kept
    if turned and not converse:  # "asked by teachers to stop": a verb suffers nothing
        second -= {
            one for one in others if one.speech is Speech.VERB and not one.word.endswith("s")
        }
    crossed = first | second if first and second else set()
    if not (crossed or only_names or turned or converse):
        crossed = _behind_exchanged(ours, theirs, asked, places)
        kept -= crossed
        same = any(places.is_among(token, before) for token in doers)
        if not (crossed or same) and kept and before:
            near = places.tokens[max(0, theirs.at - 2) : theirs.at]
            # Somebody did it who is mentioned besides: "who saved two girls".
            told_of = any(token.word == "who" for token in near)
            crossed = {token for token in doers if told_of and places.find(token)}
    if not (crossed or only_names) and (back := _turned_back(ours, theirs, asked, places)):
        return set(), back
    if not crossed and not only_names and turned and not converse:
        crossed = _suffering_doers(ours, theirs, places)
    if finite and not only_names and not converse and not crossed:
        displaced = _displaced(doers, others, theirs, places)
        if displaced or (others and _is_another(doers, before, asked, places)):
            crossed = set(doers)
    return kept, crossed


def _turned_back(
    ours: Predicate, theirs: Predicate, asked: Sequence[Token], places: Places
) -> set[Token]:
    """Who does it to somebody of whom the question only says "him" ("her boss sued her"), or
    suffers it, where the claim says so of another whom the question mentions besides.
    """
    behind = asked[ours.at + 1 : ours.at + 2]
    if ours.active and theirs.finite and any(token.word in _THEM for token in behind):
        verbs = verbs_of(asked[: ours.at])
        if any(verbs[at] and asked[at].stem not in REPORTING for at in range(ours.at)):
            return set()  # "arrested a marine and tortured him": the marine may be "him"
        return {token for token in ours.before[-1:] if places.is_among(token, theirs.after)}
    if ours.active or theirs.active or ours.after or theirs.after:
        return set()
    heads, others = _heads(asked, ours), _heads(places.tokens, theirs)
    same = any(places.is_among(token, theirs.before) for token in heads)
    return set(heads) if not same and _is_another(heads, others, asked, places) else set()


def _heads(tokens: Sequence[Token], one: Predicate) -> list[Token]:
    """The words before a passive that no preposition leads to: "guides" of "guides at the pass".
    None if they are in another clause, as whose subject is uncertain: "saw a manager, was traded".
    """
    first = one.before[0] if one.before else None
    start = next((at for at in range(one.at - 1, -1, -1) if tokens[at] is first), one.at)
    if not is_passive(tokens, one.at) or (start and tokens[start - 1].word in LINKS):
        return []
    if tokens[start].clause != tokens[one.at].clause:
        return []
    near = takewhile(lambda token: token.word not in AROUND, tokens[start : one.at])
    return [token for token in near if any(token is other for other in one.before)]


def _behind_exchanged(
    ours: Predicate, theirs: Predicate, asked: Sequence[Token], places: Places
) -> set[Token]:
    """What the claim has behind another preposition than the question, or as the object:
    "represented the bank against the pensioners", "stole it for a doctor".
    """
    here, there = _objects(asked, ours), _objects(places.tokens, theirs)
    moved = [
        (link, other, {one for one in here[link] if places.is_among(one, there[other])})
        for link, other in product(here, there)
    ]
    same = set[Token]().union(*(words for link, other, words in moved if link == other))
    crossed = {(link, other): words - same for link, other, words in moved if words - same}
    return set[Token]().union(
        *(words for one, words in crossed.items() if one in _CROSSED or one[::-1] in crossed)
    )


def _objects(tokens: Sequence[Token], one: Predicate) -> dict[str, list[Token]]:
    """The object of a verb, as of an empty preposition, and what is behind those after it."""
    links = links_behind(tokens, [place == one.at for place in range(len(tokens))], one.at)
    return {"": phrase(tokens, one.at + 1), **links}


def _suffering_doers(ours: Predicate, theirs: Predicate, places: Places) -> set[Token]:
    """The agents of the question's passive ("by X") that are objects in the claim."""
    if ours.active or not is_inflected(ours.verb) or not theirs.before:
        return set()
    if any(places.is_among(token, theirs.before) for token in ours.after):
        return set()
    return {token for token in ours.after if places.is_among(token, theirs.after)}


def _is_another(
    doers: Sequence[Token], before: Sequence[Token], asked: Sequence[Token], places: Places
) -> bool:
    """Whether question and claim name different agents, where each has both roles."""
    if not doers or not before or any(places.is_among(token, before) for token in doers):
        return False
    elsewhere = all(places.find(token) for token in doers)
    there = {at for token in asked for at in places.find(token)}
    return elsewhere and any(places.tokens[at] is one for at in there for one in before)


def _displaced(
    doers: Sequence[Token], others: Sequence[Token], theirs: Predicate, places: Places
) -> bool:
    """Whether the claim's patient is the agent in the question, acting on somebody else."""
    there = [*theirs.before, *theirs.behind]
    moved = any(places.is_among(token, theirs.after) for token in doers)
    other = any(places.find(token) and not places.is_among(token, there) for token in others)
    return moved and other and bool(theirs.before)


def _apart(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """The words that are on one side only."""
    return [token for token in tokens if all(token.stem != other.stem for other in others)]
