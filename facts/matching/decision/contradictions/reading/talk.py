"""Talk around a claim: the clauses of a question that say nothing of the claim itself."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.tokens import (
    AUXILIARIES,
    REPORTING,
    Token,
    grammar_words,
)
from facts.matching.decision.thresholds import RETOLD_SHARE, TALK_SHARE, TOLD_WORDS
from facts.matching.text.messages import is_chat, is_talk, speaks
from facts.matching.text.relations import Speech

_SELF = grammar_words("self")
_ANYBODY = grammar_words("anybody")
_BEGUN = grammar_words("begun")
# Who or what a text has told of already.
_SAME = frozenset(
    {"he", "she", "it", "they", "his", "her", "its", "their", "this", "that", "these"}
)
_DEFINITE = _SAME | {"the", "those"}
_OPENS = frozenset({"that", "but", "if", "whether", "where", "how", "when"})


def may_hold_talk(asked: Sequence[Token]) -> bool:
    """Whether a question has several clauses, or words that may lead to what is told."""
    return any(
        token.clause != asked[0].clause or _opens(asked, at)
        for at, token in enumerate(asked[1:], 1)
    )


def without_talk(asked: Sequence[Token], told: Sequence[Places]) -> list[Token]:
    """The question without what only talks around what the claim's texts have: sentences of the
    one who asks, and who told them.

    A clause counts if it has a word of the claim, unless another one has most of the claim's.
    """
    met = [not token.stopword and any(places.find(token) for places in told) for token in asked]
    spans = list(_spans(asked, met))
    if len(spans) == 1 or not _is_told(asked, met, spans):
        return list(asked)
    reports = any(token.stem in REPORTING for places in told for token in places.tokens)
    kept: list[Token] = []
    talked = False
    for span in spans:
        talked = _is_talk(asked, met, span, talked=talked, reports=reports)
        kept += [] if talked else asked[span.start : span.stop]
    return kept


def _is_told(asked: Sequence[Token], met: Sequence[bool], spans: Sequence[range]) -> bool:
    """Whether a clause mostly has words of the claim, or those of a sentence that have any."""
    counts = [
        (sum(met[at] for at in one), sum(not asked[at].stopword for at in one)) for one in spans
    ]
    sentences: dict[int, tuple[int, int]] = {}
    for span, (found, telling) in zip(spans, counts, strict=True):
        number = asked[span.start].clause[0]
        before = sentences.get(number, (0, 0))
        if found:
            sentences[number] = before[0] + found, before[1] + telling
    return any(
        found >= TOLD_WORDS and found >= RETOLD_SHARE * telling
        for found, telling in (*counts, *sentences.values())
    )


def _spans(asked: Sequence[Token], met: Sequence[bool]) -> Iterator[range]:
    """The clauses of the question, and apart from each what leads to it: "a friend said that"."""
    for _, places in groupby(range(len(asked)), key=lambda at: asked[at].clause):
        clause = list(places)
        start, end = clause[0], clause[-1] + 1
        told = (at for at in clause if met[at] and asked[at].stem not in REPORTING)
        first = next(told, start)
        lead = max((at for at in range(start, first) if _opens(asked, at)), default=start)
        lead += asked[lead].word not in AUXILIARIES and lead > start
        if start < lead < end:
            yield range(start, lead)
        yield range(max(start, lead), end)


def _opens(asked: Sequence[Token], at: int) -> bool:
    token = asked[at]
    if token.word in _OPENS or token.stem in REPORTING or token.word in ("me", "us"):
        return True
    follows = asked[at - 1].stopword and asked[at - 1].word not in _SAME | _SELF | _ANYBODY
    return token.word in AUXILIARIES and follows  # "so did the mayor", not "my aunt is"


def _is_talk(
    asked: Sequence[Token], met: Sequence[bool], span: range, *, talked: bool, reports: bool
) -> bool:
    """Whether a clause says nothing of the claim, of which it has no word or, where somebody tells
    of himself, hardly one.

    ``talked``: so does the clause before it; ``reports``: the claim tells what somebody said.
    """
    part = asked[span.start : span.stop]
    telling = [at for at in span if not asked[at].stopword]
    if not telling or any(asked[at].is_negating for at in telling):
        return talked and not telling  # "..., no?"
    words = [token.word for token in part]
    if is_talk(words) or (part[0].stem in REPORTING and is_chat(words[1:])):
        return True  # "..., says the radio"
    found = sum(met[at] for at in telling)
    names = any(asked[at].name and not met[at] and asked[at].word not in _SELF for at in telling)
    told = names or any(token.value is not None for token in part)
    behind = asked[span.stop : span.stop + 1]
    before = asked[max(0, span.start - 1) : span.start]
    begins = all(token.clause[0] != part[0].clause[0] for token in before)
    # "Thinking of leaving Oakham, ..."
    begun = part[0].word in _BEGUN or (part[0].word.endswith("ing") and not found)
    if any(token.word in _SELF for token in part) or (begins and begun):
        return not found or (not told and found <= TALK_SHARE * len(telling))
    if found:
        return False
    plain = not (told or any(token.negates or token.is_wish for token in part))
    ends = all(token.clause[0] != part[0].clause[0] for token in behind)
    if ends and (begins or talked):
        return _is_aside(part, talked=talked, plain=plain)
    leads = any(token.clause == part[0].clause for token in behind)
    return plain and (
        part[0].word in _ANYBODY or (leads and _leads(part, talked=talked and not reports))
    )


def _is_aside(part: Sequence[Token], *, talked: bool, plain: bool) -> bool:
    """Whether a sentence is no part of what is told: "not trying to be funny"."""
    if part[0].word == "not" or speaks([token.word for token in part]):
        return True
    return plain and (talked or part[0].word not in _DEFINITE)


def _leads(part: Sequence[Token], *, talked: bool) -> bool:
    """Whether a clause only leads to what is told: "he kept saying that", "weird one but"."""
    if part[-1].word == "but":
        return part[0].word not in _DEFINITE
    if part[0].word in _SAME:
        return all(token.speech is Speech.VERB for token in part if not token.stopword)
    return talked and (part[-1].word == "that" or part[-1].stem in REPORTING)
