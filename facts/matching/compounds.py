"""Words that were run together, and words that were parted, by those who typed them."""

from facts.matching.vocabulary import Vocabulary

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
    like_one = any(weight >= _LIKE_ONE_WORD for weight in vocabulary.near(word).values())
    best, parts = 0.0, [word]
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        left, right = word[:at], word[at:]
        known = sorted((_known(left, vocabulary), _known(right, vocabulary)))
        if known[1] < 1 or known[0] < (1 if like_one else _MISSPELT):
            continue
        balance = min(at, len(word) - at) / len(word)
        if sum(known) + balance > best:
            best, parts = sum(known) + balance, [left, right]
    return parts


def joined(first: str, second: str, vocabulary: Vocabulary) -> dict[int, float]:
    """The stored words that ``first`` and ``second`` are when written as one, with weights."""
    together = first + second
    if len(together) <= _SHORTEST_PART:
        return {}
    found = {}
    for number, weight in vocabulary.near(together).items():
        length = len(vocabulary.words[number])
        whole = max(len(first), len(second)) + 1 < length <= len(together) + 1
        if whole and weight >= _MISSPELT:
            found[number] = _JOINED * weight
    return found


def _known(piece: str, vocabulary: Vocabulary) -> float:
    if vocabulary.inflections(piece):
        return 1.0
    if len(piece) < _MISSPELT_FROM:
        return 0.0
    return max(vocabulary.near(piece).values(), default=0.0)
