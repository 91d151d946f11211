"""Question and claim as they are compared: words in order, each with what it may stand for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from operator import itemgetter

from facts.matching.data import listed
from facts.matching.index.documents import Document
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.figures import is_figure
from facts.matching.text.lexicon import Lexicon

NEGATIONS = frozenset(listed("grammar.txt")["negation"][0])
_CONTRACTED = re.compile(
    # "dosent" and "didint" are typed as well.
    r"(did|does|dos|do|is|was|are|were|has|have|had|ca|could|wo|would|should|must|need|ai)[ei]?nt"
)
_SCALES = frozenset({"million", "billion", "trillion"})
# An alias of at least this weight says the same; a weaker one may as well be something else.
_SURE_ALIAS = 0.9
_MOST_WORDS = 400
_TEENS, _RANK_ENDS = (11, 12, 13), {1: "st", 2: "nd", 3: "rd"}
_FIRST_YEAR, _LAST_YEAR = 1500, 2100


@dataclass(slots=True)
class Token:
    """A word, a figure with its scale, or the words of one alias.

    ``near`` are the stored words that a typed one may mean; ``stems`` those of its words;
    ``groups`` and ``weak_groups`` those of its aliases, sure or not. An ``empty`` word tells
    nothing by itself. A ``part`` was typed as one word with another; a ``harmless`` word is added
    to any claim. ``negations`` stand before it.
    """

    word: str
    stem: str
    stems: tuple[str, ...]
    near: Mapping[int, float] = field(default_factory=dict)
    numbers: tuple[int, ...] = ()
    groups: frozenset[str] = frozenset()
    weak_groups: frozenset[str] = frozenset()
    value: Decimal | None = None
    rank: bool = False
    empty: bool = False
    name: bool = False
    last: bool = False
    part: bool = False
    harmless: bool = False
    negations: tuple[str, ...] = ()

    @property
    def is_joined(self) -> bool:
        return len(self.stems) > 1

    @property
    def shown(self) -> str:
        """As it is said to a reader: figures grouped, ranks as they are written."""
        if self.value is None:
            return self.word
        if self.rank:
            last = int(self.value) % 10 if int(self.value) % 100 not in _TEENS else 0
            return f"{int(self.value)}{_RANK_ENDS.get(last, 'th')}"
        whole = self.value == int(self.value) and not is_year(self.value)
        return f"{int(self.value):,}" if whole else f"{self.value}"

    @property
    def negates(self) -> bool:
        return self.word in NEGATIONS


class Held:
    """All words of a fact, alias groups among them; most questions need none of them."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self._document = document
        self._vocabulary = vocabulary

    @cached_property
    def numbers(self) -> frozenset[int]:
        return self._document.numbers

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(map(self._vocabulary.words.__getitem__, self.numbers))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(self._vocabulary.stems.__getitem__, self.numbers))


def is_year(value: Decimal | None) -> bool:
    """Whether a figure may be a year."""
    return value is not None and _FIRST_YEAR <= value <= _LAST_YEAR


def read_question(question: Question, lexicon: Lexicon) -> list[Token]:
    """The whole question in order, what only frames it included."""
    typed = question.typed
    tokens = [
        Token(
            term.word,
            term.stem,
            (term.stem,),
            near=term.near,
            empty=term.framing,
            name=term.name,
            part=term.part,
            harmless=term.harmless,
        )
        for term in typed
    ]
    if tokens:
        tokens[-1].last = True
    return _finished(tokens, lexicon)


def read_text(numbers: Sequence[int], vocabulary: Vocabulary, lexicon: Lexicon) -> list[Token]:
    """A stored text of words by ``numbers``."""
    words, stems = vocabulary.words, vocabulary.stems
    small = lexicon.small_words
    return _finished(
        [
            Token(words[n], stems[n], (stems[n],), numbers=(n,), empty=stems[n] in small)
            for n in numbers[:_MOST_WORDS]
        ],
        lexicon,
    )


def _finished(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    tokens = list(_aliased(list(_split(tokens)), lexicon))
    small = lexicon.light_words
    before: list[str] = []
    for token in tokens:
        if is_figure(token.word) and not token.is_joined:
            token.value, token.rank = valued(token.word)
            token.empty = token.value is None
        elif token.negates or token.stem in small or len(token.word) == 1:
            token.empty = True
        if token.negates:
            before.append(token.word)
        elif not token.empty:
            token.negations, before = tuple(before), []
    return tokens


def _split(tokens: Sequence[Token]) -> Iterator[Token]:
    """ "didn't" as two words, a figure without the word of its scale, "free of" as "without"."""
    figure = False
    for token, following in zip_longest(tokens, tokens[1:]):
        if figure and token.word in _SCALES:
            continue
        figure = is_figure(token.word)
        if token.word == "cannot" or _CONTRACTED.fullmatch(token.word):
            verb = token.word[:3].removesuffix("n")
            verb = {"ca": "can", "wo": "will"}.get(verb, verb)
            yield replace(token, word=verb, stem=verb, stems=(verb,), near={}, empty=True)
            yield Token("not", "not", ("not",))
        elif token.word == "free" and following is not None and following.word == "of":
            yield Token("without", "without", ("without",))
        else:
            yield token


def _aliased(tokens: list[Token], lexicon: Lexicon) -> Iterator[Token]:
    """The words of one alias as one token, the longest alias first."""
    spans: dict[int, tuple[int, frozenset[str]]] = {}
    stems = [token.stem for token in tokens]
    verb = lexicon.relations.is_mostly
    for start, end, groups in lexicon.aliases.find(stems):
        if any(tokens[at].negates for at in range(start, end)):
            continue
        sure = frozenset(group for group, weight in groups.items() if weight >= _SURE_ALIAS)
        for token in tokens[start:end]:
            token.weak_groups |= frozenset(groups)
        if end - start == 1:
            tokens[start].groups = sure
        elif sure and not any(verb(stemmed, "verbs") for stemmed in stems[start:end]):
            spans[start] = max(spans.get(start, (start, sure)), (end, sure), key=itemgetter(0))
    at = 0
    while at < len(tokens):
        end, joined = spans.get(at, (at + 1, frozenset()))
        yield _joined(tokens[at:end], joined) if end > at + 1 else tokens[at]
        at = end


def _joined(parts: Sequence[Token], groups: frozenset[str]) -> Token:
    return Token(
        " ".join(part.word for part in parts),
        " ".join(part.stem for part in parts),
        tuple(part.stem for part in parts),
        numbers=tuple(number for part in parts for number in part.numbers),
        groups=groups,
        weak_groups=frozenset[str]().union(*(part.weak_groups for part in parts)),
        name=any(part.name for part in parts),
        last=parts[-1].last,
    )


def valued(word: str) -> tuple[Decimal | None, bool]:
    """The value of the figure ``word``, and whether it is a rank; None for what is no number."""
    rank = word.endswith("th")
    text = word.removesuffix("th") if rank else word
    return (Decimal(text), rank) if text.replace(".", "", 1).isdigit() else (None, False)
