"""How much a word tells: the fewer claims hold it, the more it tells which one is meant."""

import math
from collections.abc import Mapping

# So many imagined claims stand behind every store, with words at the rates of the lexicon. A desk's
# first ten facts would else make "woman" as telling as "Pyongyang"; at 10,000 facts they no longer
# matter.
_BACKGROUND = 2000
_RARE = 0.0003


def rarity(holders: int, facts: int, rate: float | None) -> float:
    """The weight of a word that ``holders`` of ``facts`` hold, from near 0 to about 14.

    ``rate`` is the share of claims in general that hold it; None for a word not known as common.
    """
    expected = holders + _BACKGROUND * (_RARE if rate is None else rate)
    return math.log(1 + (facts + _BACKGROUND) / (expected + 0.5))


def word_rarity(stemmed: str, holders: int, facts: int, rates: Mapping[str, float]) -> float:
    """The rarity of a word with this stem."""
    return rarity(holders, facts, rates.get(stemmed))
