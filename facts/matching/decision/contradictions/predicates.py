"""Verbs with what stands around them: who does it, and to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facts.matching.data import listed
from facts.matching.decision.contradictions.quantities import is_measure
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.thresholds import ROLE_WORDS
from facts.matching.text.stemming import stem

# Prepositions around which two words cannot swap places.
ORDER = {"than": 4, "before": 4, "after": 4, "to": 1}
_REASONS = frozenset({"because", "since", "although", "though", "while", "which", "who"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "got", "getting"})
_GET = frozenset({"get", "got", "gets", "gotten"})
# The most words on each side of a verb that are compared.
_FURTHEST = 12
_DOER_ENDINGS = ("er", "ers")
_NOUN_ENDINGS = ("ion", "ions", "ment", "ments")
_GRAMMAR = listed("grammar.txt")
_HELPING = _BE.union(_GRAMMAR["auxiliary"][0], _GRAMMAR["preposition"][0])
_BEFORE_A_VERB = frozenset(
    {"did", "does", "do", "didnt", "will", "would", "to", "can", "could", "not"}
)
_REPORTING = frozenset(map(stem, _GRAMMAR["reporting"][0]))
_CLAUSE = frozenset(_GRAMMAR["clause"][0])
_DOERS_BEHIND = _CLAUSE | {"he", "she", "they", "it", "we", "i", "you"}
# What follows these words is a place, time or reason: neither agent nor patient.
_AROUND = _CLAUSE.union(_GRAMMAR["around"][0])
_CONVERSE = frozenset(frozenset(map(stem, pair)) for pair in _GRAMMAR["converse"])
_TURNED = frozenset[str]().union(*_CONVERSE)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb at its position, with the words before and after it. ``active``: the words before it
    are the agent; ``finite``: certainly so. ``behind`` are the words after it up to the end of the
    clause.
    """

    at: int
    verb: Token
    before: Sequence[Token]
    after: Sequence[Token]
    behind: Sequence[Token]
    active: bool
    finite: bool


def are_converse(one: str, other: str) -> bool:
    """Whether the verbs tell the same event from opposite sides: "send" and "receive"."""
    return {one, other} in _CONVERSE


def predicates(tokens: Sequence[Token], most: int) -> Iterator[Predicate]:
    for at, token in enumerate(tokens):
        order = ORDER.get(token.word, 0)
        gets = token.word in _GET and _gets(tokens, at)
        if not (order or gets or _is_verb(token, tokens[max(0, at - 4) : at])):
            continue
        reach = order or most
        before = _telling(
            tokens[max(0, at - _FURTHEST) : at][::-1], reach, _DOERS_BEHIND, anywhere=bool(order)
        )
        following = tokens[at + 1 : at + 1 + _FURTHEST]
        by = None if order else _doer(tokens, at)
        if by is not None:
            following = tokens[by : by + _FURTHEST]
        elif following and following[0].word == "that":
            following = following[1:]  # "said that"
        after = _telling(following, reach, _AROUND, anywhere=bool(order))
        behind = after if order else _telling(following, _FURTHEST, _CLAUSE, anywhere=False)
        around = {one.word for one in tokens[at + 1 : at + 2]} & _AROUND
        reduced = token.word.endswith("ed") and bool(around - _CLAUSE)  # "machines used in states"
        suffered = not order and (reduced or _is_done(tokens, at))
        if suffered and by is None:
            after = behind = []  # "was closed": the words after it are neither agent nor patient
        if after and token.stem in _REPORTING and _is_said_before(tokens, at):
            before, after, behind = after[::-1], [], []  # "..., says the mayor"
        if (before and after) or (not order and (before or after)):
            active = by is None and not suffered
            finite = active and not token.word.endswith("ing")
            finite = finite and all(one.word != "by" for one in tokens[at:])
            yield Predicate(at, token, before[::-1], after, behind, active, finite)


def _is_said_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether the quoted words precede the verb and the speaker ends the text."""
    ends = [token for token in tokens[at + 1 :] if not token.empty]
    said = any(
        one.value is not None or (one.speech == "verbs" and one.stem not in _REPORTING)
        for one in tokens[:at]
    )
    return said and len(ends) <= ROLE_WORDS and any(map(is_name, ends))


def _gets(tokens: Sequence[Token], at: int) -> bool:
    """Whether "got" is a main verb ("got a note from") and not an auxiliary."""
    following = tokens[at + 1 : at + 2]
    return bool(following) and not following[0].word.endswith(("ed", "en")) and following[0].empty


def _is_verb(token: Token, before: Sequence[Token]) -> bool:
    if token.word in _HELPING:
        return False
    if token.name or token.value is not None or token.word.endswith(_NOUN_ENDINGS):
        return False
    if token.word.endswith("ing") and before and before[-1].word.endswith("ing"):
        return False  # "using voting machines"
    if token.word.endswith(_DOER_ENDINGS) and not token.stem.endswith("er"):
        return False
    if token.speech == "verbs" or token.stem in _TURNED:
        return True
    return token.speech.endswith("that are verbs too") and (
        is_inflected(token) or _follows_auxiliary(before)
    )


def _follows_auxiliary(before: Sequence[Token]) -> bool:
    """Whether an auxiliary before this position calls for a verb: "did the mayor", "will"."""
    for token in reversed(before):
        if token.word in _BEFORE_A_VERB:
            return True
        if token.speech == "verbs":
            return False
    return False


def is_inflected(token: Token) -> bool:
    """Whether the form is inflected as a verb: "fired", "paid", "refuses"."""
    ends = token.word.endswith("ed") or (token.speech == "verbs" and token.word.endswith("s"))
    return ends or not token.word.startswith(token.stem)


def _doer(tokens: Sequence[Token], at: int) -> int | None:
    """The position of the agent that follows the verb after "by"; a figure is no agent."""
    for place in range(at + 2, min(at + 6, len(tokens))):
        if tokens[place - 1].word == "by" and tokens[place].value is None:
            return place
    return None


def _is_done(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb is passive, so that the words before it are the patient: "was closed"."""
    if tokens[at].word.endswith("ing"):
        return False
    if any(token.word in _BE for token in tokens[max(0, at - 2) : at]):
        return True
    asked = at < _FURTHEST and tokens[0].word in _BE and tokens[at].word.endswith("ed")
    return asked and not any(token.speech == "verbs" for token in tokens[1:at])


def _telling(
    tokens: Sequence[Token], most: int, stops: frozenset[str], *, anywhere: bool
) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        if token.word in _REASONS and found:
            break
        if not anywhere and (token.word in stops or (token.stem in _REPORTING and found)):
            break
        if not token.empty and token.value is None and not is_measure(token):
            found.append(token)
            if len(found) == most:
                break
    return found


def is_name(token: Token) -> bool:
    return token.name or not token.speech
