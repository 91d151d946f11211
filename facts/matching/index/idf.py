"""How much a word tells: the fewer claims hold it, the more it tells which one is meant."""

import math
from collections.abc import Iterable, Mapping

from facts.matching.index.vocabulary import Vocabulary

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


class Rarities:
    """The rarity of every stored word, by its number, kept in step with who holds it."""

    def __init__(self, vocabulary: Vocabulary, rates: Mapping[str, float]) -> None:
        self.values: list[float] = []
        self._vocabulary = vocabulary
        self._rates = rates

    def of(self, stemmed: str, holders: int, facts: int) -> float:
        """The rarity of a word with this stem, stored or not."""
        return rarity(holders, facts, self._rates.get(stemmed))

    def update(self, numbers: Iterable[int], facts: int) -> None:
        """Take in that the facts that hold these words have changed."""
        vocabulary = self._vocabulary
        self.values.extend([0.0] * (len(vocabulary.words) - len(self.values)))
        for number in numbers:
            stemmed, holders = vocabulary.stems[number], vocabulary.holders[number]
            self.values[number] = rarity(holders, facts, self._rates.get(stemmed))

    def refresh(self, facts: int) -> None:
        """Take in everything anew: after very many facts, for each word depends on their number."""
        self.update(range(len(self._vocabulary.words)), facts)
