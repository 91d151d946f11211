"""Verbs with what stands around them: who does it, and to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facts.matching.decision.contradictions.reading.phrases import (
    AROUND,
    CLAUSE,
    DETERMINERS,
    LINKS,
    is_amount,
    is_name,
    is_participle,
    is_passive,
    is_telling,
    phrase,
    subject,
    telling_until,
    verbs_of,
)
from facts.matching.decision.contradictions.reading.tokens import REPORTING, Token
from facts.matching.decision.thresholds import AGENT_WORDS, CLAUSE_WORDS, ROLE_WORDS
from facts.matching.text.relations import Speech

_PARTS = frozenset({"half", "all", "most", "some"})
_BEFORE_A_THING = DETERMINERS | _PARTS | {"him", "them"}
_BEFORE_A_GERUND = frozenset({"of", "for", "from", "to", "without", "started", "began"})


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


def predicates(
    tokens: Sequence[Token], most: int, places: Sequence[int], verbs: Sequence[bool] | None = None
) -> Iterator[Predicate]:
    """The verbs at some places of a text with at most ``most`` content words on each side, those of
    "in Leeds" not counted. ``verbs``: which words are verbs, if that is known.
    """
    if not places:
        return
    verbs = verbs or verbs_of(tokens)
    agents = [at for at, token in enumerate(tokens) if token.word == "by"]
    for at in places:
        token = tokens[at]
        if not verbs[at]:
            continue
        before = subject(tokens, verbs, at, most)
        by = _doer(tokens, verbs, at) if is_participle(token) else None
        starts = _starts_behind(tokens, at) if by is None else by
        following = tokens[starts : starts + CLAUSE_WORDS]
        after = telling_until(following, most, AROUND)
        behind = telling_until(following, CLAUSE_WORDS, CLAUSE)
        around = {one.word for one in tokens[at + 1 : at + 2]} & AROUND
        # "machines used in states", "age lowered 64 to 60"
        reduced = bool(around - CLAUSE) or (at + 1 < len(tokens) and is_amount(tokens, at + 1))
        suffered = (reduced and token.word.endswith(("ed", "en"))) or is_passive(tokens, at)
        if suffered and by is None:
            after = behind = []  # "was closed": the words after it are neither agent nor patient
        if after and token.stem in REPORTING and _is_said_before(tokens, at):
            before, after, behind = after, [], []  # "..., says the mayor"
        elif token.stem in REPORTING and not any(map(is_telling, tokens[at + 1 :])):
            before, behind = _speaker_last(tokens, at)
            after = behind[:most]  # "..., the mayor said"
        if before or after:
            active = by is None and not suffered
            last = tokens[at - 1].word if at else ""
            finite = active and last != "to" and (not agents or agents[-1] < at)
            # In "ing" a form only has a subject as in "of stealing".
            finite = finite and (not token.word.endswith("ing") or last in _BEFORE_A_GERUND)
            yield Predicate(at, token, before, after, behind, active, finite)


def _is_said_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether the quoted words precede the verb and the speaker ends the text."""
    ends = [token for token in tokens[at + 1 :] if not token.stopword]
    said = any(
        one.value is not None or (one.speech is Speech.VERB and one.stem not in REPORTING)
        for one in tokens[:at]
    )
    named = any(map(is_name, ends)) or (ends and tokens[at + 1].word in DETERMINERS)
    denied = any(token.negates for token in tokens[at + 1 :])  # "says no permits"
    return bool(said and named and not denied and len(ends) <= ROLE_WORDS)


def _speaker_last(tokens: Sequence[Token], at: int) -> tuple[list[Token], list[Token]]:
    """Who speaks just before the verb that ends the text, and what is said before that."""
    near = [place for place in range(at) if tokens[place].clause[:1] == tokens[at].clause[:1]]
    near = near[-CLAUSE_WORDS:]
    start = next((place for place in reversed(near) if tokens[place].word in DETERMINERS), None)
    start = start if start is not None else min(near, default=at)
    said = [tokens[place] for place in near if place < start]
    return list(filter(is_telling, tokens[start:at])), list(filter(is_telling, said))


def _starts_behind(tokens: Sequence[Token], at: int) -> int:
    """Where what follows the verb starts: not with a "that" or "half of"."""
    first, of = (token.word for token in (*tokens[at + 1 : at + 3], tokens[at], tokens[at])[:2])
    return at + 2 if first == "that" else at + 3 if of == "of" and first in _PARTS else at + 1


def _doer(tokens: Sequence[Token], verbs: Sequence[bool], at: int) -> int | None:
    """The position of the agent that follows the verb after "by"; a figure is no agent, nor is what
    stands behind the object: "fired the staff by letter".
    """
    thing = any(is_name(one) or one.word in _BEFORE_A_THING for one in tokens[at + 1 : at + 2])
    active = tokens[at].word.endswith("ed") or tokens[at].phrase
    if thing and active and not is_passive(tokens, at):
        return None
    for place in range(at + 2, min(at + AGENT_WORDS, len(tokens))):
        if tokens[place - 1].word == "by" and not is_amount(tokens, place):
            return None if verbs[place] and tokens[place].word.endswith("ing") else place
        if verbs[place - 1]:
            return None
    return None


def links_behind(tokens: Sequence[Token], verbs: Sequence[bool], at: int) -> dict[str, list[Token]]:
    """What stands behind each preposition after a verb, up to the next verb."""
    found: dict[str, list[Token]] = {}
    for place in range(at + 1, min(at + CLAUSE_WORDS, len(tokens))):
        word = tokens[place].word
        if word in CLAUSE or verbs[place]:
            break
        if word == "to" and any(verbs[place + 1 : place + 2]):
            break  # "to keep quiet"
        if word in LINKS and word not in found and (behind := phrase(tokens, place + 1)):
            found[word] = behind
    return found
