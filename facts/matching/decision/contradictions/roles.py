"""Semantic roles: same names and same verb, but agent and patient are swapped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facts.matching.data import listed
from facts.matching.decision.contradictions.alignment import Places, telling
from facts.matching.decision.contradictions.quantities import is_measure
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import ROLE_WORDS, ROLE_WORDS_OF_A_LIST
from facts.matching.text.stemming import stem

# Prepositions around which two words cannot swap places.
_ORDER = {"than": 4, "before": 4, "after": 4, "to": 1}
_REASONS = frozenset({"because", "since", "although", "though", "while", "which", "who"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "got", "getting"})
_GET = frozenset({"get", "got", "gets", "gotten"})
# The most verbs per text, and the most words on each side of a verb, that are compared.
_MOST_VERBS, _FURTHEST = 12, 12
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
_SYMMETRIC = frozenset(stem(word) for row in _GRAMMAR["mutual"] for word in row)
_CONVERSE = frozenset(frozenset(map(stem, pair)) for pair in _GRAMMAR["converse"])
# Verbs whose agent gives what the agent of the converse verb gets.
_GIVING = frozenset(stem(pair[0]) for pair in _GRAMMAR["converse"])
_TURNED = frozenset[str]().union(*_CONVERSE)


@dataclass(frozen=True, slots=True)
class Relation:
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


def roles(
    asked: Sequence[Token], texts: Sequence[Places], *, sentence: bool
) -> Iterator[tuple[Difference, Token]]:
    """Verbs of the question whose agent is the patient in the claim.

    Unless it is a ``sentence``, only names count as agents.
    """
    reach = ROLE_WORDS if sentence else ROLE_WORDS_OF_A_LIST
    yield from _from_to(asked, texts, reach)
    ours = [one for one in _relations(asked, reach) if sentence or is_inflected(one.verb)]
    ours = [one for one in ours if one.verb.stem not in _SYMMETRIC][:_MOST_VERBS]
    if not ours:
        return
    theirs = [(other, places) for places in texts for other in _relations(places.tokens, reach)][
        :_MOST_VERBS
    ]
    for relation in ours:
        met = [
            _compare(relation, stored, asked, places, only_names=not sentence)
            for stored, places in theirs
            if are_converse(relation.verb.stem, stored.verb.stem)
            or _is_same(relation, stored, places)
        ]
        kept = set[int]().union(*(same for same, _ in met))
        if set[int]().union(*(crossed for _, crossed in met)) - kept:
            names = (*relation.before[-1:], relation.verb, *relation.after[:1])
            said = " ".join(token.word for token in names)
            yield Difference(f"“{said}”", "has it the other way round"), relation.verb
        elif sentence:
            for stored, places in theirs:
                if kept and _is_same(relation, stored, places):
                    yield from _other_objects(relation, stored, places)


def _other_objects(
    ours: Relation, theirs: Relation, places: Places
) -> Iterator[tuple[Difference, Token]]:
    """The object next to the verb, where the claim's verb has another object."""
    if not (ours.finite and theirs.finite and ours.after and theirs.after):
        return
    asked, stored = ours.after[0], theirs.after[0]
    if not all(one.speech == "nouns" and not one.added for one in (asked, stored)):
        return
    same = places.find(asked) or not asked.weak_groups.isdisjoint(stored.weak_groups)
    if not same and not any(_shared(one, [stored], places) for one in ours.after):
        verb = ours.verb.word
        yield Difference(f"“{verb} {asked.word}”", f"says “{verb} {stored.word}”"), asked


def _from_to(
    asked: Sequence[Token], texts: Sequence[Places], reach: int
) -> Iterator[tuple[Difference, Token]]:
    """Swapped direction: "from X to Y" where the claim has Y giving to X."""
    words = [token.word for token in asked]
    start = words.index("from") if "from" in words else len(words)
    end = words.index("to", start) if "to" in words[start:] else len(words)
    givers, takers = telling(asked[start:end]), telling(asked[end : end + 1 + reach])
    if not givers or not takers or not all(map(_is_name, givers)):
        return
    for places in texts:
        for one in _relations(places.tokens, reach):
            if one.verb.stem in _GIVING and one.active:
                crossed = any(_shared(token, one.behind, places) for token in givers)
                if crossed and any(_shared(token, one.before, places) for token in takers):
                    said = f"“from {givers[-1].word} to {takers[0].word}”"
                    yield Difference(said, "has it the other way round"), givers[-1]
                    return


def _is_same(ours: Relation, theirs: Relation, places: Places) -> bool:
    verb, stored = ours.verb, theirs.verb
    return theirs.at in places.find(verb) or (verb.empty and verb.stem == stored.stem)


def are_converse(one: str, other: str) -> bool:
    """Whether the verbs tell the same event from opposite sides: "send" and "receive"."""
    return {one, other} in _CONVERSE


def _relations(tokens: Sequence[Token], most: int) -> Iterator[Relation]:
    for at, token in enumerate(tokens):
        order = _ORDER.get(token.word, 0)
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
            yield Relation(at, token, before[::-1], after, behind, active, finite)


def _is_said_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether the quoted words precede the verb and the speaker ends the text."""
    ends = [token for token in tokens[at + 1 :] if not token.empty]
    said = any(
        one.value is not None or (one.speech == "verbs" and one.stem not in _REPORTING)
        for one in tokens[:at]
    )
    return said and len(ends) <= ROLE_WORDS and any(map(_is_name, ends))


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


def _compare(
    ours: Relation,
    theirs: Relation,
    asked: Sequence[Token],
    places: Places,
    *,
    only_names: bool,
) -> tuple[set[int], set[int]]:
    """The question's words on the same side of the verb as in the claim, and on the other side.

    A swap needs one word crossing in each direction. With ``only_names`` only names count.
    """
    converse = are_converse(ours.verb.stem, theirs.verb.stem)
    turned = converse ^ (ours.active != theirs.active)
    before, after = (theirs.after, theirs.before) if turned else (theirs.before, theirs.after)
    finite = ours.finite and theirs.finite and not turned
    behind = theirs.behind if finite else after
    doers, others = _apart(ours.before, ours.after), _apart(ours.after, ours.before)
    kept = {id(token) for token in doers if _shared(token, before, places)}
    kept |= {id(token) for token in others if _shared(token, after, places)}
    if only_names:
        doers = [token for token in doers if _is_name(token)]
        others = [token for token in others if _is_name(token)]
    elif finite and not converse:
        others = [*others, *(one for one in ours.behind if one not in others and _is_name(one))]
    first = {id(one) for one in doers if _shared(one, behind, places)} - kept
    second = {id(token) for token in others if _shared(token, before, places)} - kept
    crossed = first | second if first and second else set()
    if not crossed and not only_names and turned and not converse:
        crossed = _suffering_doers(ours, theirs, places)
    if finite and not only_names and not converse and not crossed and ours.verb.word not in _ORDER:
        displaced = _displaced(doers, others, theirs, places)
        if displaced or _is_another(doers, before, asked, places):
            crossed = {id(token) for token in doers}
    return kept, crossed


def _suffering_doers(ours: Relation, theirs: Relation, places: Places) -> set[int]:
    """The agents of the question's passive ("by X") that are objects in the claim."""
    if ours.active or not is_inflected(ours.verb) or not theirs.before:
        return set()
    if any(_shared(token, theirs.before, places) for token in ours.after):
        return set()
    return {id(token) for token in ours.after if _shared(token, theirs.after, places)}


def _is_another(
    doers: Sequence[Token], before: Sequence[Token], asked: Sequence[Token], places: Places
) -> bool:
    """Whether question and claim name different agents, where each has both roles."""
    if not doers or not before or any(_shared(token, before, places) for token in doers):
        return False
    elsewhere = all(places.find(token) for token in doers)
    there = {at for token in asked for at in places.find(token)}
    return elsewhere and any(places.tokens[at] is one for at in there for one in before)


def _displaced(
    doers: Sequence[Token], others: Sequence[Token], theirs: Relation, places: Places
) -> bool:
    """Whether the claim's patient is the agent in the question, acting on somebody else."""
    there = [*theirs.before, *theirs.behind]
    moved = any(_shared(token, theirs.after, places) for token in doers)
    other = any(places.find(token) and not _shared(token, there, places) for token in others)
    return moved and other and bool(theirs.before)


def _is_name(token: Token) -> bool:
    return token.name or not token.speech


def _apart(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """The words that are on one side only."""
    return [token for token in tokens if all(token.stem != other.stem for other in others)]


def _shared(token: Token, stored: Sequence[Token], places: Places) -> bool:
    return any(places.tokens[at] is one for at in places.find(token) for one in stored)
