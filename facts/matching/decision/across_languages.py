"""Contradictions between texts of which at least one is not English: figures, years, negations.

The other checks in ``contradictions`` only work on English.
"""

import re
from collections.abc import Sequence

from facts.matching.data import lines
from facts.matching.decision.judgement import Difference
from facts.matching.text.analysis import words
from facts.matching.text.figures import is_figure

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_HANGUL = re.compile("[\uac00-\ud7a3]")


def figures_apart(question: Sequence[str], claim: Sequence[str]) -> tuple[Difference, ...]:
    """Years and other numbers of the question where the claim has different ones."""
    asked, stored = _figures(question), _figures(claim)
    return tuple(
        Difference(" and ".join(sorted(other)), f"says {' and '.join(sorted(stored[kind]))}")
        for kind in asked
        if stored[kind] and (other := asked[kind] - stored[kind])
    )


def negation_apart(
    question: Sequence[str], claim: Sequence[str], languages: tuple[str | None, str | None]
) -> tuple[Difference, ...]:
    """Whether exactly one of the two texts is negated; ``languages`` are those of both."""
    asked, stored = _negation(question, languages[0]), _negation(claim, languages[1])
    if asked and not stored:
        return (Difference(f"“{asked}”", "does not say that"),)
    if stored and not asked:
        return (Difference(f"the same without “{stored}”", f"says “{stored}”"),)
    return ()


def _figures(found: Sequence[str]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {"year": set(), "number": set()}
    for word in found:
        if is_figure(word):
            kinds["year" if _YEAR.fullmatch(word) else "number"].add(word)
    return kinds


def _negation(found: Sequence[str], language: str | None) -> str | None:
    here = _NEGATIONS.union(_IN_ONE_LANGUAGE.get(language or "", ()))
    return next((one for one in found if one in here or one.startswith(_OF_KOREAN)), None)


_LISTED = lines("negations.txt")
_IN_ONE_LANGUAGE = {
    language: frozenset(listed.split())
    for language, colon, listed in (line.partition(":") for line in _LISTED)
    if colon
}
# The Japanese negation as ``facts.matching.text.east_asian`` tokenizes it.
_NEGATIONS = frozenset(
    {*(word for line in _LISTED if ":" not in line for word in words(line)), "ない"}
    | _IN_ONE_LANGUAGE["zh"]
)
# Korean negates a verb at its beginning: 않았다, 없다.
_OF_KOREAN = tuple(word for word in _NEGATIONS if _HANGUL.match(word))
