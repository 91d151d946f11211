"""What one side only supposes, wishes or plans, and the other states: "may", "plans to", "will"."""

from collections.abc import Iterator, Sequence

from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.tokens import (
    DONE,
    FUTURE,
    MODAL,
    Found,
    Token,
    content_words,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import WISHED_WORDS
from facts.matching.text.relations import Speech

_BACKSHIFTED = "would"  # "said that it would"
# Whoever says that a thing can be done says that it is possible, and that it could.
_ABLE = frozenset({"can", "able"})
_POSSIBLE = frozenset({"could", "possible", "possibly"})
_PAST = frozenset({"was", "were", "had", "did"})
# Phrases that belong to the question itself: "Could it be that", "can someone check".
_ASKING = frozenset({"it", "this", "that", "you", "someone", "anyone", "anybody", "somebody", "i"})
_OF_DATES = frozenset({"in", "of", "since", "until", "by", "last", "this", "from", "early", "late"})
_BARE = frozenset({"be", "get", "do"})  # verbs that tell nothing
_DAYS = 32


def modalities(alignment: Alignment) -> Iterator[Found]:
    """Words that make what the claim states possible only, or done what it says will be."""
    stored = alignment.stored
    if any(_is_unreal(stored, at, future=False) for at in range(len(stored))):
        yield from _done_already(alignment)
        return
    start, end = alignment.bounds
    asked, find = alignment.asked[start:end], alignment.places.find
    able = any(token.word in _ABLE for token in stored)
    planned = any(token.word in FUTURE for token in stored)
    past = not planned and any(token.word in _PAST or _is_past(token) for token in stored)
    if planned and not any(_is_unreal(asked, at, future=True) for at in range(len(asked))):
        for token in asked:
            if token.word in DONE and not find(token):
                yield Difference(f"“{token.word}”", "says it will be"), token
    for at, token in enumerate(asked):
        if not _is_unreal(asked, at, future=past) or (not token.stopword and find(token)):
            continue
        if able and token.word in _POSSIBLE:
            continue
        if planned and (token.word not in MODAL or token.word == _BACKSHIFTED):
            continue  # what is planned will be
        after = content_words(asked[at + 1 :])[:WISHED_WORDS]
        met = [one for one in after if one.value is None and find(one)]
        if met:
            meant = next((one for one in met if one.speech is Speech.VERB), met[0])
            yield Difference(f"“{token.word} {meant.word}”", "states it as a fact"), token


def _done_already(alignment: Alignment) -> Iterator[Found]:
    """Verbs in the past of a question that wishes nothing, where the claim has them as a wish."""
    asked, stored = alignment.asked, alignment.stored
    if any(_is_unreal(asked, at, future=True) for at in range(len(asked))):
        return
    for token in asked if all(one.word != "did" for one in asked) else ():
        for place in alignment.places.find(token) if _is_past(token) else ():
            wished = [
                stored[at].word for at in range(max(0, place - 2), place) if stored[at].is_wish
            ]
            if wished and stored[place - 1].word == "to":
                says = f"says “{wished[0]} to {stored[place].word}”"
                yield Difference(f"“{token.word}”", says), token


def _is_unreal(tokens: Sequence[Token], at: int, *, future: bool) -> bool:
    token, following = tokens[at], tokens[at + 1 : at + 2]
    if token.name or any(one.negates or one.word in _ASKING for one in following):
        return False
    near = tokens[max(0, at - 3) : at]
    if (
        (token.is_wish and any(one.negates for one in near[-1:]))  # "do not want to"
        # "going to their forum"
        or (
            token.word == "going"
            and all(one.stopword and one.word not in _BARE for one in tokens[at + 2 : at + 3])
        )
        or (token.word == "could" and any(one.word == "so" for one in near))  # "so he could"
    ):
        return False
    if token.word == "may":
        before = tokens[at - 1] if at else None
        dated = before and ((before.value or _DAYS) < _DAYS or before.word in _OF_DATES)
        return not dated and not any(one.value is not None for one in following)
    return future if token.word in FUTURE else token.word in MODAL or token.is_wish


def _is_past(token: Token) -> bool:
    return token.speech is Speech.VERB and (
        token.word.endswith("ed")
        or not (token.word.startswith(token.stem) or token.word.endswith("ing"))
    )
