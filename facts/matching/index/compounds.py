"""Words that were run together, and words that were parted, by those who typed them."""

from facts.matching.index.vocabulary import Vocabulary

_SHORTEST_PART, _LONGEST = 3, 40
_JOINED = 0.95
# A part that is itself misspelt must be long enough for its misspelling to tell something.
_MISSPELT_FROM, _MISSPELT = 5, 0.78
_LIKE_ONE_WORD = 0.85


def part(word: str, vocabulary: Vocabulary) -> list[str]:
    """The two stored words that the unknown ``word`` is made of, or ``word`` alone.

    One of the two may be misspelt, unless ``word`` looks like one stored word misspelt.
    """
    if not 2 * _SHORTEST_PART <= len(word) <= _LONGEST:
        return [word]
    if not word.isalpha() or vocabulary.inflections(word):
        return [word]
    like_one = any(
        weight >= _LIKE_ONE_WORD for weight in vocabulary.near(word, begun=False).values()
    )
    best, parts = 0.0, [word]
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        left, right = word[:at], word[at:]
        known = _both_known(left, right, vocabulary, misspelt=not like_one)
        balance = min(at, len(word) - at) / len(word)
        if known and known + balance > best:
            best, parts = known + balance, [left, right]
    return parts


def joined(first: str, second: str, vocabulary: Vocabulary, *, misspelt: bool) -> dict[int, float]:
    """The stored words that ``first`` and ``second`` are when written as one, with weights.

    ``misspelt`` for two that may be so even where both are stored words themselves.
    """
    together = first + second
    if len(together) <= _SHORTEST_PART:
        return {}
    if not misspelt and vocabulary.inflections(first) and vocabulary.inflections(second):
        near = dict.fromkeys(vocabulary.inflections(together), 1.0)
    else:
        near = vocabulary.near(together, begun=False)
    found = {}
    for number, weight in near.items():
        length = len(vocabulary.words[number])
        whole = max(len(first), len(second)) + 1 < length <= len(together) + 1
        if whole and weight >= _MISSPELT:
            found[number] = _JOINED * weight
    return found


def _both_known(left: str, right: str, vocabulary: Vocabulary, *, misspelt: bool) -> float:
    """How surely both parts are stored words, up to 2; 0 where that is not so."""
    known = bool(vocabulary.inflections(left)), bool(vocabulary.inflections(right))
    if all(known):
        return 2.0
    other = right if known[0] else left
    if not misspelt or not any(known) or len(other) < _MISSPELT_FROM:
        return 0.0
    near = max(vocabulary.near(other, begun=False).values(), default=0.0)
    return 1.0 + near if near >= _MISSPELT else 0.0
