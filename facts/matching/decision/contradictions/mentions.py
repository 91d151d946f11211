"""Those of a question's words that the fact does not have which name something."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.phrases import VERB_ENDINGS, is_name
from facts.matching.decision.contradictions.reading.tokens import (
    CALLED,
    COUNTED,
    PARTS,
    Found,
    Token,
    grammar_stems,
    grammar_words,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import ADDED_WORDS
from facts.matching.text.relations import ADJECTIVES, Speech

ROLES = grammar_stems("role")
_NOUN_ENDINGS = ("ence", "ences", "ance", "ances", "ity", "ness")
_CLASSES = grammar_words("class")
# How words for the people of a place end.
_PEOPLE = ("an", "ish", "ese", "ch", "i", "ss", "ek")


def mentions(
    alignment: Alignment, unaccounted: Sequence[Token], *, nouns: bool, sentence: bool
) -> Iterator[Found]:
    """Those of the ``unaccounted`` words that name something.

    With ``nouns`` any noun counts, otherwise only names and what a figure counts. Where the word
    order differs a lot, a noun counts only if the claim has another noun at its position. In a
    ``sentence``, a role before a name does not count.
    """
    loose = alignment.is_loose
    replaced = _replaced(alignment) if loose and nouns else set()
    for token in unaccounted:
        counts = _counts(token, alignment)
        if loose and not (token.name or counts) and token not in replaced:
            continue
        if token.split_off or token.harmless or _is_detail(token, alignment):
            continue
        if is_counted(token, alignment) or (sentence and is_role(token, alignment)):
            continue
        if token.name or ((nouns or counts) and _names_something(token)):
            word = token.word.title() if token.name else f"“{token.word}”"
            instead = _instead(token, alignment)
            yield Difference(word, instead, missing=True, name=token.name), token


def _is_detail(token: Token, alignment: Alignment) -> bool:
    """Whether an adjective, or what a name names ("River Lune"), only adds to what the claim says:
    the claim has no other word there.
    """
    adjective = token.speech in ADJECTIVES and not token.word.endswith(_NOUN_ENDINGS)
    kind = token.word in _CLASSES
    if token.name or not (adjective or kind) or token.stem in PARTS:
        return False
    asked, anchored = alignment.asked, alignment.anchored
    at = alignment.position(token)
    named = any(i in anchored and not asked[i].speech for i in (at - 1, at + 1))
    if not (at + 1 in anchored if adjective else named):
        return False  # "were found dead in"
    before = max((j for i, j in alignment.anchors if i < at), default=-1)
    after = min((j for i, j in alignment.anchors if i > at), default=len(alignment.stored))
    beside = range(max(before + 1, after - ADDED_WORDS), min(after, before + 1 + 2 * ADDED_WORDS))
    return all(alignment.stored[at].stopword or at in alignment.matched_places for at in beside)


def is_role(token: Token, alignment: Alignment) -> bool:
    """Whether the word only says what somebody is, before a name of whom the claim says nothing
    else there: "the swimmer Jonas", "the Danish city Aarhus".
    """
    anchors, asked = dict(alignment.anchors), alignment.asked
    at = alignment.position(token)
    near = range(at + 1, min(at + 1 + ADDED_WORDS, len(asked)))
    named = (i for i in near if i in anchors and is_name(asked[i]) and asked[i].value is None)
    behind = next(named, None)
    people = bool(token.groups) and token.word.endswith(_PEOPLE)
    if behind is None or (token.name and not people):
        return False
    between = [one for one in asked[at:behind] if one.word not in CALLED]
    if any(one.stopword or (is_name(token) and one.speech is Speech.VERB) for one in between):
        return False  # "Doran bought Pingo"
    longer = alignment.stored[anchors[behind]].is_joined and not asked[behind].is_joined
    if longer and token.stem not in ROLES:
        return False  # "michelle obama" for "barack obama"
    before = range(max(0, anchors[behind] - 1), anchors[behind])
    return token.stem in ROLES or all(
        alignment.stored[at].stopword or at in alignment.matched_places for at in before
    )


def _counts(token: Token, alignment: Alignment) -> bool:
    """Whether a figure that the claim has stands before the word ("93 lobbyists"), or "only"."""
    at = alignment.position(token)
    before = alignment.asked[at - 1] if at else token
    only = before.word == "only" and token.speech is Speech.NOUN
    return only or (before.value is not None and bool(alignment.places.find(before)))


def counts(token: Token) -> Sequence[Decimal]:
    """The figures that the word says: 2 for "a couple"."""
    return [value for value, stems in COUNTED.items() if token.stem in stems]


def is_counted(token: Token, alignment: Alignment) -> bool:
    """Whether the word says a figure that the claim has: "a couple of" for two."""
    said = counts(token)
    return bool(said) and any(one.value in said for one in alignment.stored)


def _replaced(alignment: Alignment) -> set[Token]:
    """Those of the question's nouns at whose position the claim has others; between two matches
    also of its adjectives and unknown words.
    """
    find, asked = alignment.places.find, alignment.asked
    met = {at for token in asked for at in find(token)}
    found: set[Token] = set()
    for gap in alignment.gaps:
        kinds = (Speech.NOUN,) if gap.edge else (None, Speech.NOUN, Speech.ADJECTIVE)
        others = [
            one
            for at, one in enumerate(gap.stored, gap.start)
            if at not in met and _is_thing(one, kinds)
        ]
        found.update(
            token for token in gap.asked if others and _is_thing(token, kinds) and not find(token)
        )
    return found


def _is_thing(token: Token, kinds: Collection[Speech | None]) -> bool:
    known = token.speech in kinds and not token.is_joined
    return known and not token.stopword and token.value is None and not token.is_measure


def _names_something(token: Token) -> bool:
    if token.commonplace or token.is_wish:
        return False
    if token.speech is Speech.NOUN_AND_VERB:
        return not token.word.endswith(VERB_ENDINGS)
    return token.speech not in (Speech.VERB, Speech.ADVERB)


def _instead(token: Token, alignment: Alignment) -> str:
    for gap in alignment.gaps:
        asked, stored = gap.content
        if len(asked) == len(stored) == 1 and asked[0] is token:
            return f"says “{stored[0].shown}”"
    return "does not mention that"
