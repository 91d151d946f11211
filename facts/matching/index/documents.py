"""A fact as matching reads it: its texts as numbers of words, each text with its importance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.analysis import words
from facts.matching.text.languages import claim_language
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.messages import link_hash
from facts.matching.text.stemming import STEMMED_BY_LANGUAGE
from facts.model import Claim, DeskId, Fact

# The claim and its other wordings are what a question means; what stands around them counts less.
CLAIM, HEADLINE, AROUND = 1.0, 0.97, 0.8
# The headline of an article on several claims tells little of each of them.
SHARED = 0.55
IMPORTANCES = (CLAIM, HEADLINE, AROUND)
# Words by which most claims show that they are in English, before a language is looked for.
_ENGLISH = frozenset({"the", "The", "and", "with", "from", "that", "his", "their", "who", "has"})
_FIRST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one text in order, and the alias groups met in it with their weights."""

    importance: float
    words: tuple[int, ...]
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The least of a document: when it was changed, and the first word of its claim."""

    fact_id: int
    changed: float
    opening: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of a fact.

    ``changed`` is in seconds since 1970; ``links`` are hashes of the sources' links.
    """

    fact_id: int
    desk: DeskId
    changed: float
    texts: tuple[Text, ...]
    links: tuple[int, ...] = ()

    @property
    def claim(self) -> tuple[int, ...]:
        """The words of the claim itself."""
        return self.texts[0].words

    @property
    def brief(self) -> Brief:
        return Brief(self.fact_id, self.changed, self.claim[0] if self.claim else None)

    @property
    def claimed(self) -> frozenset[int]:
        """Every word and group of the claim and its other wordings."""
        claims = (text for text in self.texts if text.importance == CLAIM)
        return frozenset(n for text in claims for n in (*text.words, *text.groups))

    @property
    def numbers(self) -> frozenset[int]:
        """Every word and group of the document."""
        return frozenset(n for text in self.texts for n in (*text.words, *text.groups))


def read(fact: Fact, vocabulary: Vocabulary, lexicon: Lexicon) -> Document:
    """The document of ``fact``; its words are added to ``vocabulary``."""
    language = _latin_language(fact.claim)
    texts = tuple(
        _text(importance, words(text, language), vocabulary, lexicon)
        for importance, text in _texts(fact)
    )
    if language is not None:
        for number in {number for text in texts for number in text.words}:
            vocabulary.add_foreign(number, language)
    return Document(
        fact.id,
        fact.desk,
        fact.changed_at.timestamp(),
        texts,
        tuple(
            link_hash(link)
            for source in fact.sources
            for link in (source.url, source.archived_url)
            if link
        ),
    )


def _latin_language(claim: Claim) -> str | None:
    """The language of a claim in Latin letters, or one that is also written so; None for English
    and for other scripts, whose words are stemmed by their letters.
    """
    first = claim.text.split(None, _FIRST_WORDS)
    if claim.language is None and claim.text.isascii() and not _ENGLISH.isdisjoint(first):
        return None
    language = claim_language(claim)
    return language if language in STEMMED_BY_LANGUAGE else None


def _text(
    importance: float, found: Sequence[str], vocabulary: Vocabulary, lexicon: Lexicon
) -> Text:
    known = vocabulary.numbers
    numbers = [known[word] if word in known else vocabulary.number(word) for word in found]
    groups: dict[str, None] = {}
    for _, _, ends in lexicon.aliases.find([vocabulary.stems[number] for number in numbers]):
        groups.update(dict.fromkeys(ends))
    return Text(importance, tuple(numbers), tuple(vocabulary.number(group) for group in groups))


def _texts(fact: Fact) -> Iterator[tuple[float, str]]:
    claim = fact.claim
    yield CLAIM, claim.text
    for wording in fact.other_wordings:
        yield CLAIM, wording
    for source in fact.sources:
        if source.headline:
            yield HEADLINE, source.headline
    around = [claim.quote, claim.venue, *fact.topics]
    dates = [claim.date, *(r.date for r in fact.responses), *(s.published for s in fact.sources)]
    around += [date.in_words() for date in dates if date]
    if claim.speaker:
        around += [claim.speaker.name, claim.speaker.role, claim.speaker.on_behalf_of]
    for response in fact.responses:
        around += [response.by, response.role, response.on_behalf_of, response.text, response.quote]
    for part in around:
        if part:
            yield AROUND, part
