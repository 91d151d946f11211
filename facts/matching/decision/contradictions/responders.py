"""Who did it, or denied or confirmed the claim: somebody else than the question says."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from facts.matching.decision.contradictions.exchanged import may_be_same
from facts.matching.decision.contradictions.reading.phrases import is_name
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.predicates import Predicate, predicates
from facts.matching.decision.contradictions.reading.tokens import Token, grammar_stems
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import ROLE_WORDS
from facts.matching.text.relations import NOUNS, Speech

_ANSWERING = grammar_stems("answering")


def answers(asked: Sequence[Token]) -> list[tuple[Predicate, list[Token]]]:
    """The verbs of a question by which somebody named answers a claim, and that name."""
    places = [at for at, token in enumerate(asked) if token.stem in _ANSWERING]
    found = [
        (one, [token for token in (one.before if one.active else one.after) if is_name(token)])
        for one in predicates(asked, ROLE_WORDS, places)
    ]
    return [(one, names) for one, names in found if names]


def other_responders(
    asked: Sequence[tuple[Predicate, Sequence[Token]]],
    claims: Sequence[Places],
    responders: Sequence[Places],
) -> Iterator[tuple[Difference, Token]]:
    """The answers on record if none is by whom the question names, unless a claim says that they
    answered.
    """
    for answer, names in asked:
        told = any(
            any(one is text.tokens[at] for name in names for at in text.find(name))
            for text in claims
            for stored in predicates(text.tokens, ROLE_WORDS, text.find(answer.verb), text.verbs)
            for one in (stored.before if stored.active else stored.after)
        )
        if (
            responders
            and not told
            and not any(by.find(name) for by in responders for name in names)
        ):
            said = " ".join(token.word for token in (*names, answer.verb))
            yield Difference(f"“{said}”", "was answered by others"), answer.verb


def other_doers(
    asked: Sequence[Token], claims: Sequence[Places]
) -> Iterator[tuple[Difference, Token]]:
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
