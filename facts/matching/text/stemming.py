"""The stem of a word: what its inflections share."""

from functools import cache, lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from facts.matching.data import lines

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English Snowball stem of a folded word; a word of another script as it is."""
    if not word.isascii():
        return word
    return str(_STEMMER.stemWord(_irregular().get(word, word)))


@cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in lines("irregular.txt"):
        if not line.startswith("#"):
            first, *others = line.split()
            forms.update(dict.fromkeys(others, first))
    return forms
