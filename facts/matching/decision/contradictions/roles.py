"""Who did it to whom: the same names around the same verb, the other way round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facts.matching.data import listed
from facts.matching.decision.contradictions.alignment import Places
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import ROLE_WORDS, ROLE_WORDS_OF_A_LIST
from facts.matching.text.stemming import stem

# Words around which two others cannot change places.
_ORDER = {"than": 4, "before": 4, "after": 4, "to": 1}
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "got", "getting"})
# So many verbs of a question, and so many places of each in a claim, are looked at.
_MOST_VERBS = 8
_NOUN_ENDINGS = ("ion", "ions", "ment", "ments")
_GRAMMAR = listed("grammar.txt")
_HELPING = _BE.union(_GRAMMAR["auxiliary"][0])
_CLAUSE = frozenset(_GRAMMAR["clause"][0])
# What stands behind these is where, when or why, and neither does it nor suffers it.
_AROUND = _CLAUSE.union(_GRAMMAR["around"][0])
_SYMMETRIC = frozenset(stem(word) for row in _GRAMMAR["mutual"] for word in row)
_PAIRS = [(stem(one), stem(other)) for one, other in _GRAMMAR["converse"]]
_CONVERSE = dict(_PAIRS) | {other: one for one, other in _PAIRS}


@dataclass(frozen=True, slots=True)
class Relation:
    """A verb, at its place in a text, with the words that stand before and after it; ``active``
    where the first does it.
    """

    at: int
    verb: Token
    before: Sequence[Token]
    after: Sequence[Token]
    active: bool


def roles(
    asked: Sequence[Token], texts: Sequence[Places], *, sentence: bool
) -> Iterator[tuple[Difference, Token]]:
    """Verbs of the question whose doer the claim has as the one it is done to.

    In a list of words, no ``sentence``, only names tell who did it.
    """
    reach = ROLE_WORDS if sentence else ROLE_WORDS_OF_A_LIST
    ours = [
        (relation, verbs)
        for relation in _relations(asked, reach)
        if (sentence or _is_inflected(relation.verb)) and (verbs := _verbs(relation.verb, texts))
    ][:_MOST_VERBS]
    if not ours:
        return
    theirs = {
        (number, other.at): (other, places)
        for number, places in enumerate(texts)
        for other in _relations(places.tokens, reach)
    }
    for relation, verbs in ours:
        met = [
            _compare(relation, *theirs[verb], only_names=not sentence)
            for verb in verbs
            if verb in theirs
        ]
        kept = set[int]().union(*(same for same, _ in met))
        if set[int]().union(*(crossed for _, crossed in met)) - kept:
            names = (*relation.before[-1:], relation.verb, *relation.after[:1])
            said = " ".join(token.word for token in names)
            yield Difference(f"“{said}”", "has it the other way round"), relation.verb


def _verbs(verb: Token, texts: Sequence[Places]) -> list[tuple[int, int]]:
    """The text and place of words that are this verb, or tell the same from the other side."""
    if verb.stem in _SYMMETRIC:
        return []
    return [
        (number, at)
        for number, places in enumerate(texts)
        for at in (
            *places.find(verb),
            *(at for at, one in enumerate(places.tokens) if verb.empty and one.stem == verb.stem),
            *(at for at, one in enumerate(places.tokens) if are_converse(one.stem, verb.stem)),
        )
    ][:_MOST_VERBS]


def are_converse(one: str, other: str) -> bool:
    """Whether the two verbs tell the same from either side: "send" and "receive"."""
    return _CONVERSE.get(one) == other


def _relations(tokens: Sequence[Token], most: int) -> Iterator[Relation]:
    for at, token in enumerate(tokens):
        order = _ORDER.get(token.word, 0)
        if not order and (token.word in _HELPING or not _is_verb(token)):
            continue
        reach = order or most
        before = _telling(tokens[:at][::-1], reach, _CLAUSE, anywhere=bool(order))[::-1]
        following = tokens[at + 1 :]
        by = None if order else _doer(tokens, at)
        if by is not None:
            following = tokens[by:]
        elif following and following[0].word == "that":
            following = following[1:]  # "said that"
        after = _telling(following, reach, _AROUND, anywhere=bool(order))
        suffered = not order and _is_done(tokens, at)
        if suffered and by is None:
            after = []  # "was closed": what follows neither did it nor suffered it
        if (before and after) or (not order and (before or after)):
            yield Relation(at, token, before, after, active=by is None and not suffered)


def _is_verb(token: Token) -> bool:
    if token.name or token.value is not None or token.word.endswith(_NOUN_ENDINGS):
        return False
    return token.speech == "verbs" or (
        token.speech.endswith("that are verbs too") and _is_inflected(token)
    )


def _is_inflected(token: Token) -> bool:
    """Whether it is written as something that was done: "fired", "paid"."""
    return token.word.endswith("ed") or not token.word.startswith(token.stem)


def _doer(tokens: Sequence[Token], at: int) -> int | None:
    """Where the doer stands that is named after the verb, by "by"; a figure there is no doer."""
    for place in range(at + 2, min(at + 6, len(tokens))):
        if tokens[place - 1].word == "by" and tokens[place].value is None:
            return place
    return None


def _is_done(tokens: Sequence[Token], at: int) -> bool:
    """Whether what stands before the verb suffers it: "was closed"."""
    if tokens[at].word.endswith("ing"):
        return False
    return any(token.word in _BE for token in tokens[max(0, at - 2) : at])


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


def _compare(
    asked: Relation, stored: Relation, places: Places, *, only_names: bool
) -> tuple[set[int], set[int]]:
    """The words of the question that stand on the same side of the verb, and on the other.

    They cross only together: one on each side.
    """
    converse = are_converse(asked.verb.stem, stored.verb.stem)
    turned = converse ^ (asked.active != stored.active)
    before, after = (stored.after, stored.before) if turned else (stored.before, stored.after)
    ours, others = _apart(asked.before, asked.after), _apart(asked.after, asked.before)
    kept = {id(token) for token in ours if _shared(token, before, places)}
    kept |= {id(token) for token in others if _shared(token, after, places)}
    if only_names:
        ours = [token for token in ours if _is_name(token)]
        others = [token for token in others if _is_name(token)]
    first = {id(token) for token in ours if _shared(token, after, places)} - kept
    second = {id(token) for token in others if _shared(token, before, places)} - kept
    return kept, first | second if first and second else set()


def _is_name(token: Token) -> bool:
    return token.name or not token.speech


def _apart(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """Those that stand on one side only."""
    return [token for token in tokens if all(token.stem != other.stem for other in others)]


def _shared(token: Token, stored: Sequence[Token], places: Places) -> bool:
    return any(places.tokens[at] is one for at in places.find(token) for one in stored)
