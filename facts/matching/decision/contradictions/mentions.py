"""Names and nouns of the question that nothing in the fact accounts for."""

from collections.abc import Iterator, Sequence

from facts.matching.decision.contradictions.alignment import Alignment
from facts.matching.decision.contradictions.reading import Token
from facts.matching.decision.judgement import Difference
from facts.matching.text.lexicon import Lexicon

_VERB_ENDINGS = ("ed", "ing")


def mentions(
    alignment: Alignment, accounted: Sequence[bool], lexicon: Lexicon, *, nouns: bool
) -> Iterator[tuple[Difference, Token]]:
    """Words of the question that name something which the fact does not have.

    With ``nouns`` whatever it names, else only what has a name.
    """
    start, end = alignment.bounds
    for token, known in zip(alignment.asked[start:end], accounted[start:end], strict=True):
        if known or token.empty or token.part or token.harmless or token.value is not None:
            continue
        if token.name or (nouns and _names_something(token, lexicon)):
            word = token.word.title() if token.name else f"“{token.word}”"
            yield (
                Difference(word, _instead(token, alignment), missing=True, name=token.name),
                token,
            )


def _names_something(token: Token, lexicon: Lexicon) -> bool:
    relations = lexicon.relations
    if token.stem in lexicon.harmless_words:
        return False
    if relations.is_mostly(token.stem, "nouns that are verbs too"):
        return not token.word.endswith(_VERB_ENDINGS)
    return not relations.is_mostly(token.stem, "verbs", "adverbs")


def _instead(token: Token, alignment: Alignment) -> str:
    for gap in alignment.gaps():
        asked, stored = gap.telling
        if len(asked) == len(stored) == 1 and asked[0] is token:
            return f"says “{stored[0].shown}”"
    return "does not mention that"
