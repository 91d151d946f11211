"""Words joined or split by mistake: "northkorea", "har bour"."""

from facts.matching.index.vocabulary import Vocabulary

# Lengths are in letters. _SHORTEST_PART: of each half; _LONGEST_COMPOUND: of the whole. JOINED:
# match weight of a joined word. A half may be misspelt from _MISSPELT_PART_FROM letters on, if a
# stored word matches it with at least _MISSPELT_PART. _LIKE_ONE_WORD: from this weight on a word is
# taken for one misspelt stored word rather than for two.
_SHORTEST_PART, _LONGEST_COMPOUND = 3, 40
JOINED = 0.95
_MISSPELT_PART_FROM, _MISSPELT_PART = 5, 0.78
_LIKE_ONE_WORD = 0.85


def split_compound(word: str, vocabulary: Vocabulary) -> list[str]:
    """The two stored words that the unknown ``word`` consists of, or ``word`` alone.

    One half may be misspelt, unless ``word`` resembles a single stored word.
    """
    if not 2 * _SHORTEST_PART <= len(word) <= _LONGEST_COMPOUND:
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


def join_compound(
    first: str, second: str, vocabulary: Vocabulary, *, misspelt: bool
) -> dict[int, float]:
    """The stored words that match ``first`` and ``second`` written as one, with weights.

    ``misspelt``: the joined form may be a typo even if both halves are stored words.
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
        if whole and weight >= _MISSPELT_PART:
            found[number] = JOINED * weight
    return found


def _both_known(left: str, right: str, vocabulary: Vocabulary, *, misspelt: bool) -> float:
    """The sum of both halves' match weights, up to 2; 0 unless both are stored words."""
    known = bool(vocabulary.inflections(left)), bool(vocabulary.inflections(right))
    if all(known):
        return 2.0
    other = right if known[0] else left
    if not misspelt or not any(known) or len(other) < _MISSPELT_PART_FROM:
        return 0.0
    near = max(vocabulary.near(other, begun=False).values(), default=0.0)
    return 1.0 + near if near >= _MISSPELT_PART else 0.0
