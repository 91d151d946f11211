"""The query side of the index: a question as terms, each with the stored words it may mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from facts.matching.decision.thresholds import MET_FOR_SURE, PASSAGE_IDF_POWER, PASSAGE_TERMS
from facts.matching.index.compounds import JOINED, join_compound, split_compound
from facts.matching.index.vocabulary import INFLECTED, SAME, IdfTable, Vocabulary
from facts.matching.text.analysis import fold, words
from facts.matching.text.figures import in_scales, is_figure
from facts.matching.text.languages import ENGLISH, language_of
from facts.matching.text.lexicon import ACROSS_SCRIPTS, Lexicon, folded_function_words
from facts.matching.text.messages import without_post_markup
from facts.matching.text.signs import CURRENCIES
from facts.matching.text.stemming import stem

# The most words of a question that are looked up.
_MANY = 40
# The most unknown words for which typos are searched: each takes a tenth of a millisecond.
_MOST_GUESSES = 25
# Up to this many words any one may be a prefix; in longer questions only the last and unknown ones.
_FEW = 5
_MOST_WORDS, _MOST_TERMS = 400, 60
# A match with at least this weight counts as the same word.
_TRUSTED = 0.8
# "Unpaid" matches "paid" in retrieval; negation is compared later.
_NEGATED = 0.9
# Final words of a question that ask whether it is so.
TAGS = frozenset({"right", "correct", "huh", "innit", "eh", "yes", "no"})
_MONEY = frozenset(CURRENCIES.values())
_SCALES = frozenset({"million", "billion", "trillion"})
_DIGITS_OF_A_YEAR = 4
_WITHOUT_SCALE = 0.9
_CAPITALISED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(slots=True)
class Term:
    """One word of the question.

    ``near`` maps the numbers of the stored words it may mean to match weights. ``idf`` is its
    inverse document frequency. A framing term costs nothing when missed; a missed ``name`` makes it
    another claim.
    """

    word: str
    stem: str
    near: dict[int, float] = field(default_factory=dict)
    idf: float = 0.0
    framing: bool = False
    name: bool = False
    part: bool = False
    harmless: bool = False

    def may_mean(self, number: int, weight: float) -> None:
        self.near[number] = max(weight, self.near.get(number, 0.0))


@dataclass(frozen=True, slots=True)
class Question:
    """The content terms of a question in order; all terms if it only has framing ones.

    ``passage``: a text that says more than one claim. ``sentence``: more than a list of keywords.
    ``typed`` are the terms of all words, in order. ``foreign``: its ``language`` is certainly not
    English.
    """

    terms: tuple[Term, ...]
    passage: bool
    sentence: bool
    typed: tuple[Term, ...] = ()
    language: str | None = None

    @property
    def foreign(self) -> bool:
        return self.language not in (None, ENGLISH)

    @property
    def weights(self) -> list[float]:
        """The ranking weight of each term. In a passage the rarest words identify the claim."""
        power = PASSAGE_IDF_POWER if self.passage else 1.0
        return [term.idf**power for term in self.terms]


class QuestionReader:
    """Parses questions against the vocabulary of an index."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon, idfs: IdfTable) -> None:
        self._vocabulary = vocabulary
        self._idfs = idfs
        self._lexicon = lexicon

    def read(self, text: str, facts: int) -> Question:
        """Parse ``text`` as a question to an index of ``facts`` facts."""
        text = without_post_markup(text)
        language = language_of(text)
        typed = words(text, language)[:_MOST_WORDS]
        parted = typed if len(typed) > 2 * PASSAGE_TERMS else self._parted(typed)
        terms = self._terms(parted, language)
        if len(parted) > len(typed):
            whole = set(typed)
            for term in terms:
                term.part = term.word not in whole
        telling = [term for term in terms if not term.framing] or terms
        passage = len({term.stem for term in telling}) > PASSAGE_TERMS
        self._look_up(terms, careful=passage or len(typed) > _MANY)
        self._look_up_aliases(terms)
        # German capitalizes every noun, so capitals mark no names there.
        names = frozenset() if language == "de" else _capitalised(text)
        for term in terms:
            term.idf = self._idf(term, facts)
            term.name = term.name or term.word in names
        return Question(
            _telling(telling),
            passage,
            sentence=len(telling) < len(terms),
            typed=tuple(terms),
            language=language,
        )

    def _parted(self, typed: list[str]) -> list[str]:
        return [
            piece
            for word in typed
            for piece in (
                [word]
                if self._lexicon.relations.speech(stem(word))
                else split_compound(word, self._vocabulary)
            )
        ]

    def _terms(self, typed: list[str], language: str | None) -> list[Term]:
        spelt = self._spelt(typed) if language in (None, ENGLISH) else typed
        terms = [Term(word, stem(other)) for word, other in zip(typed, spelt, strict=True)]
        stems = [term.stem for term in terms]
        for start, end, _ in self._lexicon.framing.find(stems):
            for term in terms[start:end]:
                term.framing = True
        if language is not None and language != ENGLISH:
            small = folded_function_words(language)
            for term in terms:
                term.framing = term.framing or term.word in small
        if len(terms) > _FEW and terms[-1].word in TAGS:
            terms[-1].framing = True
        for start, end, _ in self._lexicon.names.find(stems):
            for term in terms[start:end]:
                term.name = True
        for before, term in pairwise(terms):
            # A currency sign is a weak term: some people leave it out.
            self._note_harmless(before, term)
            if term.word in _MONEY and (is_figure(before.word) or before.word in _SCALES):
                term.framing = True
        return terms

    def _spelt(self, typed: list[str]) -> list[str]:
        """Replace unknown words by what they may abbreviate or be a typo of."""
        known = self._vocabulary.inflections
        joined = [bool(known(first + second)) for first, second in pairwise(typed)]
        return [
            word if before or after else self._respelt(word)
            for word, before, after in zip(typed, [False, *joined], [*joined, False], strict=False)
        ]

    def _respelt(self, word: str) -> str:
        other = word if self._vocabulary.inflections(word) else self._lexicon.respelt(word)
        near = self._vocabulary.near(word, begun=False) if other != word else {}
        stored = max(near, key=near.__getitem__, default=None)
        if stored is None or near[stored] < MET_FOR_SURE:
            return other
        # Prefer a stored content word.
        stored_stem = self._vocabulary.stems[stored]
        same = stored_stem == stem(other) or stored_stem in self._lexicon.light_words
        return other if same else word

    def _note_harmless(self, first: Term, second: Term) -> None:
        """Mark the words that people add to any claim ("photo"), and the year given with them."""
        for term, beside in ((first, second), (second, first)):
            if term.stem in self._lexicon.seen_words:
                term.harmless = True
                beside.harmless |= len(beside.word) == _DIGITS_OF_A_YEAR and beside.word.isdecimal()

    def _look_up(self, terms: list[Term], *, careful: bool) -> None:
        """Fill in the stored words that each term may mean; for a ``careful`` passage only exact
        ones.
        """
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
            for number, weight in self._written_otherwise(term.word):
                term.may_mean(number, weight)
        for first, second in pairwise(terms):
            joined = (
                dict.fromkeys(vocabulary.inflections(first.word + second.word), JOINED)
                if careful
                else join_compound(first.word, second.word, vocabulary, misspelt=few)
            )
            for number, weight in joined.items():
                first.may_mean(number, weight)
                second.may_mean(number, weight)

    def _written_otherwise(self, word: str) -> Iterator[tuple[int, float]]:
        """Stored words for a figure without its scale, and for the base of a word with "un"."""
        vocabulary = self._vocabulary
        if word.startswith("un") and (rest := self._lexicon.relations.without_un(word)):
            yield from ((number, _NEGATED) for number in vocabulary.inflections(rest))
        for value in in_scales(word) if "." in word else ():
            # "1.5" may mean 1.5 million.
            if value in vocabulary.numbers:
                yield vocabulary.numbers[value], _WITHOUT_SCALE

    def _look_up_aliases(self, terms: list[Term]) -> None:
        for start, end, groups in self._lexicon.aliases.find([term.stem for term in terms]):
            for group, weight in groups.items():
                number = self._vocabulary.numbers.get(group)
                if number is None or self._says_no_more(group, number, terms[start:end]):
                    continue
                for term in terms[start:end]:
                    term.may_mean(number, weight)

    def _says_no_more(self, group: str, number: int, terms: list[Term]) -> bool:
        """Whether an alias across scripts finds no more facts than its own words do."""
        if not group.startswith(ACROSS_SCRIPTS):
            return False
        holders = self._vocabulary.holders
        own = (sum(holders[n] for n in self._vocabulary.inflections(t.word)) for t in terms)
        return holders[number] <= min(own)

    def _idf(self, term: Term, facts: int) -> float:
        """The IDF by document frequency of the word or, if it is unknown, of its matches."""
        holders = self._vocabulary.holders
        own = sum(holders[number] for number in self._vocabulary.inflections(term.word))
        trusted = [holders[number] for number, w in term.near.items() if w >= _TRUSTED]
        return self._idfs.of_stem(term.stem, own or max(trusted, default=0), facts)


def _telling(terms: list[Term]) -> tuple[Term, ...]:
    """The terms without duplicates; in a very long text those with the highest IDF."""
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.stem, term)
    kept = list(first.values())
    if len(kept) > _MOST_TERMS:
        floor = sorted((term.idf for term in kept), reverse=True)[_MOST_TERMS - 1]
        kept = [term for term in kept if term.idf >= floor][:_MOST_TERMS]
    return tuple(kept)


def _capitalised(text: str) -> frozenset[str]:
    """The folded words that look like names: capitalized in a text with lower-case words too."""
    tokens = _CAPITALISED.findall(text)
    large = [token for token in tokens[1:] if token[:1].isupper()]
    if 2 * len(large) > len(tokens):
        return frozenset()
    return frozenset(word for token in large for word in words(fold(token)))
