"""The stem of a word: what its inflections share."""

from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The English Snowball stem of a folded word; a word of another script as it is."""
    return str(_STEMMER.stemWord(word)) if word.isascii() else word
