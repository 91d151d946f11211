"""What one side only supposes, wishes or plans, and the other states: "may", "plans to", "will"."""

from collections.abc import Iterator, Sequence

from facts.matching.data import listed
from facts.matching.decision.contradictions.reading.alignment import Alignment, telling
from facts.matching.decision.contradictions.reading.tokens import Token
from facts.matching.decision.judgement import Difference
from facts.matching.text.languages import stem

_GRAMMAR = listed("grammar.txt")
_UNREAL = frozenset(stem(word) for row in _GRAMMAR["unreal"] for word in row)
_MODAL = frozenset(_GRAMMAR["modal"][0])
_FUTURE = frozenset({"will", "shall", "going"})
_BACKSHIFTED = "would"  # "said that it would"
# Whoever says that a thing can be done says that it is possible, and that it could.
_ABLE = frozenset({"can", "able"})
_POSSIBLE = frozenset({"could", "possible", "possibly"})
_DONE = frozenset({"already", "ago", "previously"})
_PAST = frozenset({"was", "were", "had", "did"})
# Phrases that belong to the question itself: "Could it be that", "can someone check".
_ASKING = frozenset({"it", "this", "that", "you", "someone", "anyone", "anybody", "somebody", "i"})
_OF_DATES = frozenset({"in", "of", "since", "until", "by", "last", "this", "from", "early", "late"})
_DAYS = 32
# The scope of a modal word: this many content words after it.
_REACH = 3


def is_wish(token: Token) -> bool:
    """Whether the word turns what follows into a wish, a plan or an attempt."""
    return token.stem in _UNREAL and token.word != "like"  # the stem of "likely"


def has_modality(tokens: Sequence[Token]) -> bool:
    """Whether a text has any word of wish, plan, possibility or future, or says it was done."""
    known = _MODAL | _FUTURE | _DONE
    return any(token.word in known or is_wish(token) for token in tokens)


def modalities(alignment: Alignment) -> Iterator[tuple[Difference, Token]]:
    """Words of the question that present as possible what the claim states as a fact, or as done
    what it says will be.
    """
    stored = alignment.stored
    if any(_is_unreal(stored, at, future=False) for at in range(len(stored))):
        return
    start, end = alignment.bounds
    asked, find = alignment.asked[start:end], alignment.places.find
    able = any(token.word in _ABLE for token in stored)
    planned = any(token.word in _FUTURE for token in stored)
    past = not planned and any(token.word in _PAST or _is_past(token) for token in stored)
    if planned and not any(_is_unreal(asked, at, future=True) for at in range(len(asked))):
        for token in asked:
            if token.word in _DONE and not find(token):
                yield Difference(f"“{token.word}”", "says it will be"), token
    for at, token in enumerate(asked):
        if not _is_unreal(asked, at, future=past) or (not token.empty and find(token)):
            continue
        if able and token.word in _POSSIBLE:
            continue
        if planned and (token.word not in _MODAL or token.word == _BACKSHIFTED):
            continue  # what is planned will be
        after = telling(asked[at + 1 :])[:_REACH]
        met = [one for one in after if one.value is None and find(one)]
        if met:
            meant = next((one for one in met if one.speech == "verbs"), met[0])
            yield Difference(f"“{token.word} {meant.word}”", "states it as a fact"), token


def _is_unreal(tokens: Sequence[Token], at: int, *, future: bool) -> bool:
    token, following = tokens[at], tokens[at + 1 : at + 2]
    if token.name or any(one.negates or one.word in _ASKING for one in following):
        return False
    near = tokens[max(0, at - 3) : at]
    if (
        (is_wish(token) and any(one.negates for one in near[-1:]))  # "do not want to"
        or (token.word == "going" and not _leads_to_a_verb(tokens, at))  # "going to their forum"
        or (token.word == "could" and any(one.word == "so" for one in near))  # "so he could"
    ):
        return False
    if token.word == "may":
        before = tokens[at - 1] if at else None
        dated = before and ((before.value or _DAYS) < _DAYS or before.word in _OF_DATES)
        return not dated and not any(one.value is not None for one in following)
    if token.word in _FUTURE:
        return future
    return token.word in _MODAL or is_wish(token)


def _leads_to_a_verb(tokens: Sequence[Token], at: int) -> bool:
    return any(not one.empty or one.word in ("be", "get", "do") for one in tokens[at + 2 : at + 3])


def _is_past(token: Token) -> bool:
    return token.speech == "verbs" and (
        token.word.endswith("ed")
        or not (token.word.startswith(token.stem) or token.word.endswith("ing"))
    )
