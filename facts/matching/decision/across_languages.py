"""Where a question and a claim in another language disagree, as far as figures tell."""

import re

from facts.matching.text.analysis import words
from facts.matching.text.figures import is_figure

_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def figures_apart(question: str, claim: str) -> tuple[str, ...]:
    """Sentences on years and other numbers of ``question`` where ``claim`` has others instead."""
    asked, stored = _figures(question), _figures(claim)
    return tuple(
        f"You asked about {' and '.join(sorted(asked[kind] - stored[kind]))}; "
        f"this claim says {' and '.join(sorted(stored[kind]))}."
        for kind in asked
        if stored[kind] and asked[kind] - stored[kind]
    )


def _figures(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"year": set(), "number": set()}
    for word in words(text):
        if is_figure(word):
            found["year" if _YEAR.fullmatch(word) else "number"].add(word)
    return found
