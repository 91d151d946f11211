"""Word lists that matching ships with; the heading of each text file says what it holds."""

from functools import cache
from importlib.resources import files


def lines(name: str, *, headings: bool = False) -> list[str]:
    """The lines of the data file ``name`` that are not blank. Those that begin with ``#`` are left
    out, unless with ``headings``.
    """
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and (headings or line[:1] != "#")]


@cache
def listed(name: str) -> dict[str, list[list[str]]]:
    """The words of each line by kind, for a data file whose lines read "kind: words"."""
    found: dict[str, list[list[str]]] = {}
    for line in lines(name):
        kind, _, words = line.partition(":")
        found.setdefault(kind, []).append(words.split())
    return found


def listed_words(name: str, *kinds: str) -> frozenset[str]:
    """All words of some kinds in such a file."""
    return frozenset(word for kind in kinds for row in listed(name)[kind] for word in row)
