"""Talk around a claim: the clauses of a question that say nothing of the claim itself."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from facts.matching.data import listed
from facts.matching.decision.contradictions.negation import is_negating, is_wish
from facts.matching.decision.contradictions.phrases import REPORTING
from facts.matching.decision.contradictions.places import Places
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.thresholds import RETOLD_SHARE, TALK_SHARE, TOLD_WORDS
from facts.matching.text.messages import is_talk

_GRAMMAR = listed("grammar.txt")
_SELF = frozenset(_GRAMMAR["self"][0])
_ANYBODY = frozenset(_GRAMMAR["anybody"][0])
# Who or what a text has told of already.
_SAME = frozenset({"he", "she", "it", "they", "his", "her", "its", "their", "this", "that", "these"})
_DEFINITE = _SAME | {"the", "those"}
_AUXILIARIES = frozenset(_GRAMMAR["auxiliary"][0])
_OPENS = frozenset({"that", "but", "if", "whether"})


def without_talk(asked: Sequence[Token], told: Sequence[Places]) -> list[Token]:
    """The question without what only talks around what the claim's texts have: sentences of the
    one who asks, and who told them.

    A clause counts if it has a word of the claim, unless another one has most of the claim's.
    """
    met = [not token.empty and any(places.find(token) for places in told) for token in asked]
    spans = list(_spans(asked, met))
    if len(spans) == 1 or not _is_told(asked, met):
        return list(asked)
    reports = any(token.stem in REPORTING for places in told for token in places.tokens)
    kept: list[Token] = []
    talked = False
    for span in spans:
        talked = _is_talk(asked, met, span, talked=talked, reports=reports)
        kept += [] if talked else asked[span.start : span.stop]
    return kept


def _is_told(asked: Sequence[Token], met: Sequence[bool]) -> bool:
    """Whether a sentence, or a clause, mostly has words of the claim."""
    for depth in (1, 2):
        for _, places in groupby(range(len(asked)), key=lambda at: asked[at].clause[:depth]):
            told = [met[at] for at in places if not asked[at].empty]
            if sum(told) >= TOLD_WORDS and sum(told) >= RETOLD_SHARE * len(told):
                return True
    return False


def _spans(asked: Sequence[Token], met: Sequence[bool]) -> Iterator[range]:
    """The clauses of the question, and apart from each what leads to it: "a friend said that"."""
    for _, places in groupby(range(len(asked)), key=lambda at: asked[at].clause):
        clause = list(places)
        start, end = clause[0], clause[-1] + 1
        first = next((at for at in clause if met[at]), start)
        lead = max((at for at in range(start, first) if _opens(asked, at)), default=start)
        lead += asked[lead].word not in _AUXILIARIES and lead > start
        if start < lead < end:
            yield range(start, lead)
        yield range(max(start, lead), end)


def _opens(asked: Sequence[Token], at: int) -> bool:
    token = asked[at]
    if token.word in _OPENS or token.stem in REPORTING or token.word in ("me", "us"):
        return True
    return token.word in _AUXILIARIES and asked[at - 1].word not in _SAME | _SELF | _ANYBODY


def _is_talk(
    asked: Sequence[Token], met: Sequence[bool], span: range, *, talked: bool, reports: bool
) -> bool:
    """Whether a clause says nothing of the claim, of which it has no word or, where somebody tells
    of himself, hardly one.

    ``talked``: so does the clause before it; ``reports``: the claim tells what somebody said.
    """
    part = asked[span.start : span.stop]
    telling = [at for at in span if not asked[at].empty]
    found = sum(met[at] for at in telling)
    if not telling or any(is_negating(asked[at]) for at in telling):
        return False
    if is_talk([token.word for token in part]):
        return True
    told = any(t.value is not None or (t.name and not met[at]) for at, t in zip(span, part))
    if any(token.word in _SELF for token in part):
        return not found or (not told and found <= TALK_SHARE * len(telling))
    if found or told or any(one.negates or is_wish(one) for one in part):
        return False
    first, last = part[0].word, part[-1]
    if first in _ANYBODY:
        return True
    beside = (*asked[span.stop : span.stop + 1], *asked[span.start - 1 : span.start][: span.start])
    if all(one.clause[0] != last.clause[0] for one in beside):
        return talked or first not in _DEFINITE
    if not any(one.clause == last.clause for one in beside[:1]):
        return False
    if last.word == "but":
        return first not in _DEFINITE
    if first in _SAME:
        return all(asked[at].speech == "verbs" for at in telling)
    return talked and not reports and (last.word == "that" or last.stem in REPORTING)
