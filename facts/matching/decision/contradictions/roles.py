"""Who did it to whom: the same names around the same verb, the other way round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facts.matching.data import lines
from facts.matching.decision.contradictions.alignment import Places
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.judgement import Difference
from facts.matching.text.analysis import stem
from facts.matching.text.relations import Relations

# So many telling words on either side of a verb may be who did it and to whom.
_REACH, _REACH_OF_A_LIST = 3, 2
# Words around which two others cannot change places.
_ORDER = {"than": 4, "before": 4, "after": 4, "to": 1}
_CLAUSE = frozenset("that who which when because while if after before where".split())
# What stands behind these is where, when or why, and neither does it nor suffers it.
_AROUND = _CLAUSE | frozenset("in at on near for of over about during as under between".split())


def _read(heading: str) -> tuple[frozenset[str], dict[str, str]]:
    words: set[str] = set()
    pairs: dict[str, str] = {}
    at = ""
    for line in lines("verbs.txt"):
        if line.startswith("# "):
            at = line.removeprefix("# ")
        elif at == heading:
            listed = [stem(word) for word in line.split()]
            words.update(listed)
            if len(listed) > 1:
                pairs.update({listed[0]: listed[1], listed[1]: listed[0]})
    return frozenset(words), pairs


_SYMMETRIC, _ = _read("mutual: one does it with the other")
_, _CONVERSE = _read("converse: what the one gives the other gets")


@dataclass(frozen=True, slots=True)
class Relation:
    """A verb with the words that stand before and after it; ``active`` where the first does it."""

    verb: Token
    before: Sequence[Token]
    after: Sequence[Token]
    active: bool


def roles(
    asked: Sequence[Token], texts: Sequence[Places], relations: Relations, *, sentence: bool
) -> Iterator[tuple[Difference, Token]]:
    """Verbs of the question whose doer the claim has as the one it is done to."""
    reach = _REACH if sentence else _REACH_OF_A_LIST
    # Of a list of words only names tell who did it.
    named = None if sentence else relations
    stems = {token.stem for places in texts for token in places.tokens}
    ours = [
        relation
        for relation in _relations(asked, relations, reach)
        if relation.verb.stem in stems or _CONVERSE.get(relation.verb.stem) in stems
    ]
    if not ours:
        return
    theirs = [(r, places) for places in texts for r in _relations(places.tokens, relations, reach)]
    for relation in ours:
        ways = [_way(relation, other, places, named) for other, places in theirs]
        told = [way for way in ways if way is not None]
        if told and not any(told):
            names = (*relation.before[-1:], relation.verb, *relation.after[:1])
            said = " ".join(token.word for token in names)
            yield Difference(f"“{said}”", "has it the other way round"), relation.verb


def are_converse(one: str, other: str) -> bool:
    """Whether the two verbs tell the same from either side: "send" and "receive"."""
    return _CONVERSE.get(one) == other


def _relations(
    tokens: Sequence[Token], relations: Relations, most: int
) -> Iterator[Relation]:
    for at, token in enumerate(tokens):
        order = _ORDER.get(token.word, 0)
        if not order and (token.empty or not _is_verb(token, relations)):
            continue
        reach = order or most
        before = _telling(tokens[:at][::-1], reach, _CLAUSE, anywhere=bool(order))[::-1]
        after = _telling(tokens[at + 1 :], reach, _AROUND, anywhere=bool(order))
        if (before and after) or (not order and (before or after)):
            yield Relation(token, before, after, active=not _is_passive(tokens, at))


def _is_verb(token: Token, relations: Relations) -> bool:
    if token.name or token.value is not None:
        return False
    if relations.is_mostly(token.stem, "verbs"):
        return True
    inflected = token.word.endswith("ed") or not token.word.startswith(token.stem[:-1])
    return inflected and relations.is_mostly(
        token.stem, "nouns that are verbs too", "adjectives that are verbs too"
    )


def _is_passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether the doer is named after the verb, by "by"; a figure there is no doer."""
    return any(
        token.word == "by" and tokens[place + 1 : place + 2] and tokens[place + 1].value is None
        for place, token in enumerate(tokens[at + 1 : at + 4], at + 1)
    )


def _telling(
    tokens: Sequence[Token], most: int, stops: frozenset[str], *, anywhere: bool
) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        if not anywhere and token.word in stops:
            break
        if not token.empty and token.value is None:
            found.append(token)
            if len(found) == most:
                break
    return found


def _way(
    asked: Relation, stored: Relation, places: Places, named: Relations | None
) -> bool | None:
    """Whether the two tell it the same way; None where they do not tell of the same."""
    same_verb = asked.verb.stem == stored.verb.stem
    converse = are_converse(asked.verb.stem, stored.verb.stem)
    if not (same_verb or converse) or asked.verb.stem in _SYMMETRIC:
        return None
    turned = converse ^ (asked.active != stored.active)
    before, after = (stored.after, stored.before) if turned else (stored.before, stored.after)
    ours, others = _apart(asked.before, asked.after), _apart(asked.after, asked.before)
    if named is not None:
        ours = [token for token in ours if _is_name(token, named)]
        others = [token for token in others if _is_name(token, named)]
    if _crossed(ours, before, after, places) and _crossed(others, after, before, places):
        return False
    kept = any(_shared(token, before, places) for token in ours) or any(
        _shared(token, after, places) for token in others
    )
    return True if kept else None


def _is_name(token: Token, relations: Relations) -> bool:
    return token.name or not relations.is_known(token.stem)


def _apart(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """Those that stand on one side only."""
    return [token for token in tokens if all(token.stem != other.stem for other in others)]


def _crossed(
    asked: Sequence[Token], same: Sequence[Token], other: Sequence[Token], places: Places
) -> bool:
    """Whether the claim has one of ``asked`` only on the other side of the verb."""
    return any(
        _shared(token, other, places) and not _shared(token, same, places) for token in asked
    )


def _shared(token: Token, stored: Sequence[Token], places: Places) -> bool:
    there = {id(one) for one in stored}
    return any(id(places.tokens[at]) in there for at in places.of(token))
