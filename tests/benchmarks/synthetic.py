"""Made-up claims and questions cut from them: the same for the same seed, in any number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import orjson

from facts.model import HOME, Claim, Fact, Source

_SEED = 20_260
_VOCABULARY = 200_000
_LENGTHS = (8, 26)
_COMMON = 1_000
_LONG_POST = 4_000
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_ONSETS = [*"bcdfghjklmnprstvwz", "br", "ch", "cl", "cr", "dr", "fl", "gr", "pl", "sh", "st", "tr"]
_VOWELS = [*"aeiou", "ai", "ea", "ee", "io", "oa", "ou"]
_ENDS = ["", "", "", *"nrstlmd", "nd", "st", "ck", "ng"]
_FUNCTION = ["the", "of", "to", "in", "a", "and", "that", "is", "was", "for", "on", "with", "as"]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Question:
    """What is asked, and the id of the fact it was cut from."""

    text: str
    fact_id: int


class Claims:
    """``count`` claims of 17 words on average over a vocabulary of 200,000 words by Zipf's law."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._random = random.Random(_SEED)  # noqa: S311 - nothing here is a secret
        self.words = self._vocabulary()
        numbers = np.random.default_rng(_SEED)
        self._lengths = numbers.integers(*_LENGTHS, count, endpoint=True)
        self._ends = np.cumsum(self._lengths)
        ranks = np.arange(1, _VOCABULARY + 1)
        shares = np.cumsum(1 / (ranks + 2.0))
        drawn = numbers.random(int(self._ends[-1])) * shares[-1]
        self._drawn = np.searchsorted(shares, drawn).astype(np.uint32)

    def numbers(self, place: int) -> list[int]:
        """The ranks of the words of a claim, counted from 0 for the most common word."""
        end = int(self._ends[place])
        found: list[int] = self._drawn[end - int(self._lengths[place]) : end].tolist()
        return found

    def text(self, place: int) -> str:
        sentence = " ".join(self.words[number] for number in self.numbers(place))
        return sentence[:1].upper() + sentence[1:] + "."

    def facts(self) -> Iterator[Fact]:
        """The facts, numbered from 1. They are built without the checks that import has made."""
        source = (Source(outlet="Made up"),)
        for place in range(self.count):
            changed = _FIRST + timedelta(seconds=place)
            yield Fact.model_construct(
                id=place + 1,
                desk=HOME,
                revision=1,
                created_at=changed,
                changed_at=changed,
                claim=Claim.model_construct(text=self.text(place)),
                sources=source,
            )

    def questions(self, words: int, count: int, *, typos: bool = False) -> list[Question]:
        """Questions of ``words`` words that stand in one claim, the commonest thousand left out."""
        chosen: list[Question] = []
        while len(chosen) < count:
            place = self._random.randrange(self.count)
            telling = [n for n in dict.fromkeys(self.numbers(place)) if n >= _COMMON]
            if len(telling) < words:
                telling = list(dict.fromkeys(self.numbers(place)))
            if len(telling) < words:
                continue
            asked = [self.words[n] for n in self._random.sample(telling, words)]
            if typos:
                asked = [self._slip(word) if at % 2 == 0 else word for at, word in enumerate(asked)]
            chosen.append(Question(" ".join(asked), place + 1))
        return chosen

    def fragments(self, words: int, count: int) -> list[Question]:
        """Questions of ``words`` words in a row, the common ones with them."""
        chosen: list[Question] = []
        while len(chosen) < count:
            place = self._random.randrange(self.count)
            asked = [self.words[n] for n in self.numbers(place)]
            start = self._random.randint(0, max(0, len(asked) - words))
            chosen.append(Question(" ".join(asked[start : start + words]), place + 1))
        return chosen

    def prefixes(self, count: int) -> list[str]:
        """What is typed on the way to a question: some letters, or a word and some letters."""
        chosen = []
        for question in self.questions(2, count):
            first, second = question.text.split()
            cut = self._random.randint(1, 6)
            chosen.append(self._random.choice([first[:cut], f"{first} {second[:cut]}"]))
        return chosen

    def _vocabulary(self) -> list[str]:
        made: dict[str, None] = dict.fromkeys(_FUNCTION)
        chance = self._random
        while len(made) < _VOCABULARY:
            syllables = chance.choice((2, 2, 3, 3, 3, 4))
            word = "".join(
                chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables)
            )
            made[word + chance.choice(_ENDS)] = None
        return list(made)

    def _slip(self, word: str) -> str:
        at = self._random.randrange(1, len(word)) if len(word) > 1 else 0
        letter = self._random.choice(_LETTERS)
        return self._random.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            )
        )


def fact_line(claims: Claims, place: int) -> bytes:
    """The claim of that place as a fact in its interchange format."""
    text = claims.text(place)
    return orjson.dumps(
        {
            "ref": f"made-up/{place}",
            "claim": {"text": text, "speaker": {"name": "Made Up"}, "date": "2020-04-18"},
            "responses": [{"stance": "denies", "by": "Somebody Else", "quote": text}],
            "sources": [{"outlet": "Made-up Post", "headline": text[:200]}],
        }
    )


def long_post(claims: Claims, number: int) -> str:
    """A message as long as one may be: sentences of chance, one of them a claim on record."""
    chance = random.Random(number)  # noqa: S311 - made-up text, no secret
    sentences = [claims.text(chance.randrange(claims.count))]
    while sum(map(len, sentences)) + 200 < _LONG_POST:
        words = chance.choices(claims.words[:20_000], k=14)
        sentences.append(" ".join(words).capitalize() + ".")
    chance.shuffle(sentences)
    return " ".join(sentences)[:_LONG_POST]
