"""What was asked, as terms: which stored words each may mean, and how much it tells."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from facts.matching.index.compounds import joined, part
from facts.matching.index.idf import Rarities
from facts.matching.index.vocabulary import INFLECTED, SAME, Vocabulary
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.normalize import fold
from facts.matching.text.social_posts import said
from facts.matching.text.stemming import stem
from facts.matching.text.tokenize import words

# From here on a question is a passage: it says much beside the claim, and is spelt with more care.
_PASSAGE = 7
# So many words are looked up as they are, whatever they say.
_MANY = 40
# To guess what an unknown word may mean takes a tenth of a millisecond.
_MOST_GUESSES = 25
_RARE_WORDS_OF_A_PASSAGE = 1.5
# In so few words any may be cut off; in more only the last, and those that are not stored.
_FEW = 5
_MOST_WORDS, _MOST_TERMS = 400, 60
# Meeting a word with at least this weight is taken for meeting the word itself.
_TRUSTED = 0.8
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(slots=True)
class Term:
    """One word of the question.

    ``near`` holds the stored words it may mean, by number, with how much meeting each counts;
    ``rarity`` how much it tells. A framing term tells nothing by being missed; a ``name`` that is
    missed makes it another claim.
    """

    word: str
    stem: str
    near: dict[int, float] = field(default_factory=dict)
    rarity: float = 0.0
    framing: bool = False
    name: bool = False

    def may_mean(self, number: int, weight: float) -> None:
        self.near[number] = max(weight, self.near.get(number, 0.0))


@dataclass(frozen=True, slots=True)
class Question:
    """The terms of a question that say something of the claim, in the order they were asked.

    All terms, where all only frame. ``passage`` for a text that says more than one claim does;
    ``sentence`` for one that is more than a list of keywords.
    """

    terms: tuple[Term, ...]
    passage: bool
    sentence: bool

    @property
    def weights(self) -> list[float]:
        """What each term counts in ranking. In a passage the rarest words name the claim."""
        power = _RARE_WORDS_OF_A_PASSAGE if self.passage else 1.0
        return [term.rarity**power for term in self.terms]


class Reader:
    """Reads questions by the words that an index holds."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, rarities: Rarities) -> None:
        self._vocabulary = vocabulary
        self._rarities = rarities
        self._lexicon = lexicon

    def read(self, text: str, facts: int) -> Question:
        """Read ``text`` as a question to an index of so many ``facts``."""
        text = said(text)
        typed = words(text)[:_MOST_WORDS]
        terms = self._terms(typed if len(typed) > 2 * _PASSAGE else self._parted(typed))
        telling = [term for term in terms if not term.framing] or terms
        passage = len({term.stem for term in telling}) > _PASSAGE
        self._look_up(terms, careful=passage or len(typed) > _MANY)
        self._look_up_aliases(terms)
        names = _capitalised(text)
        for term in terms:
            term.rarity = self._rarity(term, facts)
            term.name = term.name or term.word in names
        return Question(_telling(telling), passage, sentence=len(telling) < len(terms))

    def _parted(self, typed: list[str]) -> list[str]:
        return [piece for word in typed for piece in part(word, self._vocabulary)]

    def _terms(self, typed: list[str]) -> list[Term]:
        terms = [Term(word, stem(word)) for word in typed]
        stems = [term.stem for term in terms]
        for start, end, _ in self._lexicon.framing.find(stems):
            for term in terms[start:end]:
                term.framing = True
        for start, end, _ in self._lexicon.names.find(stems):
            for term in terms[start:end]:
                term.name = True
        return terms

    def _look_up(self, terms: list[Term], *, careful: bool) -> None:
        """Fill in what each term may mean; of a ``careful`` passage only the words themselves."""
        vocabulary = self._vocabulary
        few = len(terms) <= _FEW
        guesses = _MOST_GUESSES
        for term in terms:
            known = vocabulary.inflections(term.word)
            if careful and known:
                term.near = dict.fromkeys(known, INFLECTED)
                if term.word in vocabulary.numbers:
                    term.near[vocabulary.numbers[term.word]] = SAME
            elif guesses:
                guesses -= not known
                term.near = dict(vocabulary.near(term.word, begun=few or term is terms[-1]))
        for first, second in () if careful else pairwise(terms):
            for number, weight in joined(first.word, second.word, vocabulary, misspelt=few).items():
                first.may_mean(number, weight)
                second.may_mean(number, weight)

    def _look_up_aliases(self, terms: list[Term]) -> None:
        for start, end, groups in self._lexicon.aliases.find([term.stem for term in terms]):
            for group, weight in groups.items():
                number = self._vocabulary.numbers.get(group)
                for term in terms[start:end] if number is not None else ():
                    term.may_mean(number, weight)  # type: ignore[arg-type]

    def _rarity(self, term: Term, facts: int) -> float:
        """By the facts that hold the word itself or, where none does, what it is taken for."""
        holders = self._vocabulary.holders
        own = sum(holders[number] for number in self._vocabulary.inflections(term.word))
        trusted = [holders[number] for number, w in term.near.items() if w >= _TRUSTED]
        return self._rarities.of(term.stem, own or max(trusted, default=0), facts)


def _telling(terms: list[Term]) -> tuple[Term, ...]:
    """Each word once; of a very long text the words that tell most."""
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.stem, term)
    kept = list(first.values())
    if len(kept) > _MOST_TERMS:
        floor = sorted((term.rarity for term in kept), reverse=True)[_MOST_TERMS - 1]
        kept = [term for term in kept if term.rarity >= floor][:_MOST_TERMS]
    return tuple(kept)


def _capitalised(text: str) -> frozenset[str]:
    """The folded words written as names: with capitals, in a text that has small words too."""
    tokens = _CAPITALISED.findall(text)
    large = [token for token in tokens[1:] if token[:1].isupper()]
    if 2 * len(large) > len(tokens):
        return frozenset()
    return frozenset(word for token in large for word in words(fold(token)))
