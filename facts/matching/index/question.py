"""The query side of the index: a question as terms, each with the stored words it may mean."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from facts.matching.decision.thresholds import CERTAIN_WEIGHT, PASSAGE_IDF_POWER, PASSAGE_TERMS
from facts.matching.index.fuzzy_search import INFLECTED, JOINED, SAME, FuzzySearch
from facts.matching.text.analysis import capitalised, words
from facts.matching.text.figures import SCALES, in_scales, is_figure
from facts.matching.text.languages import ENGLISH, language_of, stem
from facts.matching.text.lexicon import ACROSS_SCRIPTS, Found, Lexicon, folded_function_words, idf
from facts.matching.text.messages import PLAIN, without_post_markup, without_talk, words_by_clause
from facts.matching.text.number_words import CURRENCIES
from facts.matching.text.relations import Speech

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
_DIGITS_OF_A_YEAR = 4
_WITHOUT_SCALE = 0.9
# What ends a word before a "2" that is a "to" ("plans 2 ban"), and a verb behind it.
_BEFORE_TO, _VERB_ENDINGS = ("s", "ed", "ing", "want", "need", "how"), ("ate", "ise", "ize", "ify")
_INFLECTED = ("s", "ed", "ing", "en")


@dataclass(slots=True)
class Term:
    """One word of the question.

    ``known`` are the numbers of the stored words with its stem; ``near`` maps those of all words it
    may mean to match weights. ``idf`` is its inverse document frequency. A framing term costs
    nothing when missed, a ``harmless`` one little; a missed ``name`` makes it another claim. A
    ``part`` was split off a typed word. ``clause`` are the number of its sentence and that of its
    clause.
    """

    word: str
    stem: str
    known: tuple[int, ...] = ()
    near: dict[int, float] = field(default_factory=dict)
    idf: float = 0.0
    framing: bool = False
    name: bool = False
    part: bool = False
    harmless: bool = False
    clause: tuple[int, int] = 0, 0

    def may_mean(self, number: int, weight: float) -> None:
        self.near[number] = max(weight, self.near.get(number, 0.0))


@dataclass(slots=True)
class Question:
    """The content terms of a question in order; all terms if it only has framing ones.

    ``passage``: a text that says more than one claim. ``sentence``: more than a list of keywords.
    ``typed`` are the terms of all words, in order. ``foreign``: its ``language`` is certainly not
    English. ``weights`` are the ranking weights of ``terms``: in a passage the rarest words
    identify the claim.
    """

    terms: tuple[Term, ...]
    passage: bool
    sentence: bool
    typed: tuple[Term, ...] = ()
    language: str | None = None
    foreign: bool = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.foreign = self.language not in (None, ENGLISH)
        power = PASSAGE_IDF_POWER if self.passage else 1.0
        self.weights = [term.idf**power for term in self.terms]


class QuestionReader:
    """Parses questions by the vocabulary that ``fuzzy`` searches."""

    def __init__(self, fuzzy: FuzzySearch, lexicon: Lexicon) -> None:
        self.fuzzy = fuzzy
        self._vocabulary = fuzzy.vocabulary
        self._lexicon = lexicon

    def read(self, text: str) -> Question:
        """Parse ``text`` as a question."""
        plain = PLAIN.fullmatch(text) is not None
        text = text if plain else without_post_markup(text)
        language = language_of(text)
        english = language in (None, ENGLISH)
        if plain:
            parts = [((0, 0), words(text, language)[:_MOST_WORDS])]
        else:
            text = without_talk(text) if english else text
            parts = words_by_clause(text, language, _MOST_WORDS)
        # German capitalizes every noun, so capitals mark no names there.
        large = frozenset[str]() if language == "de" else capitalised(text)
        if english:
            parts = [(clause, self._figures_as_words(part)) for clause, part in parts]
        typed = [word for _, part in parts for word in part]
        whole = frozenset(typed)
        known = dict(zip(typed, map(self.fuzzy.inflections, typed), strict=True))
        if len(typed) <= 2 * PASSAGE_TERMS:
            parts = [(clause, self._split(part, known)) for clause, part in parts]
        terms = [
            Term(
                word, stem(word), known[word], name=word in large, part=word not in whole, clause=at
            )
            for at, part in parts
            for word in part
        ]
        if english:
            self._respell(terms)
        stems = [term.stem for term in terms]
        lexicon = self._lexicon
        aliases, names = lexicon.aliases.find(stems), lexicon.names.find(stems)
        small = frozenset[str]() if english or not language else folded_function_words(language)
        self._mark(terms, names, lexicon.framing.find(stems), small)
        self._note_neighbours(terms)
        telling = [term for term in terms if not term.framing] or terms
        passage = len({term.stem for term in telling}) > PASSAGE_TERMS
        self._look_up(terms, careful=passage or len(typed) > _MANY)
        self._look_up_aliases(terms, aliases)
        self._weigh(terms)
        sentence = len(telling) < len(terms)
        return Question(_telling(telling), passage, sentence, tuple(terms), language)

    def _figures_as_words(self, typed: list[str]) -> list[str]:
        """Read a figure typed for the word it sounds like: "2 help", "4 helping", "b4"."""
        speech = self._lexicon.relations.speech
        found = typed[:1]
        for word, after in pairwise((*typed[1:], "")):
            # "2 sell", but not "2 newly hired guards", "2 planned trips", "2 guard dogs".
            to = word == "2" and found[-1].endswith(_BEFORE_TO) and not after.endswith(_INFLECTED)
            if to and (speech.get(stem(after)) is Speech.VERB or after.endswith(_VERB_ENDINGS)):
                found.append("to")
            elif word == "4" and found[-1] == "b":
                found[-1] = "before"
            else:
                found.append("for" if word == "4" and after.endswith("ing") else word)
        return found

    def _split(self, typed: list[str], known: dict[str, tuple[int, ...]]) -> list[str]:
        """Part words that are two stored ones, unless they are stored or common in English; what is
        ``known`` of the parts is noted.
        """
        found: list[str] = []
        for word in typed:
            if known[word] or stem(word) in self._lexicon.relations.speech:
                found.append(word)
            else:
                parts = self.fuzzy.split(word)
                known.update(zip(parts, map(self.fuzzy.inflections, parts), strict=True))
                found += parts
        return found

    def _respell(self, terms: list[Term]) -> None:
        """Give unknown words the stem of what they may abbreviate or be a typo of."""
        known, speech = self.fuzzy.inflections, self._lexicon.relations.speech
        for before, term, after in zip([None, *terms], terms, [*terms[1:], None], strict=False):
            if term.known or term.stem in speech:
                continue
            if (other := self._lexicon.respelt(term.word)) == term.word:
                continue
            if (before and known(before.word + term.word)) or (
                after and known(term.word + after.word)
            ):
                continue  # two parts of a stored word
            near = self.fuzzy.near(term.word, prefix=False)
            stored = max(near, key=near.__getitem__, default=None)
            if stored is not None and near[stored] >= CERTAIN_WEIGHT:
                # Prefer a stored content word.
                stored_stem = self._vocabulary.stems[stored]
                if stored_stem != stem(other) and stored_stem not in self._lexicon.light_words:
                    continue
            term.stem = stem(other)

    def _mark(self, terms: list[Term], names: Found, framing: Found, small: frozenset[str]) -> None:
        """Mark names and framing: its phrases and the ``small`` words of another language."""
        for term in terms:
            term.framing = term.word in small
        for start, end, _ in framing:
            for term in terms[start:end]:
                term.framing = True
        for start, end, _ in names:
            for term in terms[start:end]:
                term.name = True
        if len(terms) > _FEW and terms[-1].word in TAGS:
            terms[-1].framing = True

    def _note_neighbours(self, terms: list[Term]) -> None:
        """Mark the words that people add to any claim ("photo") and the year given with them, and
        currency signs after a figure, which some people leave out.
        """
        for before, after in pairwise(terms):
            for term, beside in ((before, after), (after, before)):
                if term.stem in self._lexicon.seen_words:
                    term.harmless = True
                    year = len(beside.word) == _DIGITS_OF_A_YEAR and beside.word.isdecimal()
                    beside.harmless |= year
            if after.word in _MONEY and (is_figure(before.word) or before.word in SCALES):
                after.framing = True

    def _look_up(self, terms: list[Term], *, careful: bool) -> None:
        """Fill in the stored words that each term may mean; if ``careful``, only exact ones."""
        vocabulary = self._vocabulary
        few = len(terms) <= _FEW
        guesses = _MOST_GUESSES
        for term in terms:
            if careful and term.known:
                term.near = dict.fromkeys(term.known, INFLECTED)
                if term.word in vocabulary.numbers:
                    term.near[vocabulary.numbers[term.word]] = SAME
            elif guesses:
                guesses -= not term.known
                term.near = dict(self.fuzzy.near(term.word, prefix=few or term is terms[-1]))
        for first, second in pairwise(terms):
            misspelt = few or not (first.known and second.known)
            if careful:
                joined = dict.fromkeys(self.fuzzy.inflections(first.word + second.word), JOINED)
            else:
                joined = self.fuzzy.joined(first.word, second.word, misspelt=misspelt)
            for number, weight in joined.items():
                first.may_mean(number, weight)
                second.may_mean(number, weight)
        for term in terms:
            for number, weight in self._written_otherwise(term.word):
                term.may_mean(number, weight)

    def _written_otherwise(self, word: str) -> Iterator[tuple[int, float]]:
        """Stored words for a figure without its scale, and for the base of a word with "un"."""
        vocabulary = self._vocabulary
        if word.startswith("un") and (rest := self._lexicon.relations.without_un(word)):
            yield from ((number, _NEGATED) for number in self.fuzzy.inflections(rest))
        for value in in_scales(word) if "." in word else ():
            # "1.5" may mean 1.5 million.
            if value in vocabulary.numbers:
                yield vocabulary.numbers[value], _WITHOUT_SCALE

    def _look_up_aliases(self, terms: list[Term], found: Found) -> None:
        for start, end, groups in found:
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
        frequencies = self._vocabulary.frequencies
        own = (sum(frequencies[n] for n in term.known) for term in terms)
        return frequencies[number] <= min(own)

    def _weigh(self, terms: list[Term]) -> None:
        """Set the IDF of each term: by the facts with the word or, if unknown, what it means."""
        frequencies, facts = self._vocabulary.frequencies, self._vocabulary.facts
        for term in terms:
            count = sum(map(frequencies.__getitem__, term.known)) or max(
                (frequencies[n] for n, weight in term.near.items() if weight >= _TRUSTED), default=0
            )
            term.idf = idf(count, facts, self._lexicon.rates.get(term.stem))


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
