"""Documents: a fact as the index holds it, its texts as word numbers with a weight by field."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.analysis import words
from facts.matching.text.languages import STEMMED_BY_LANGUAGE, claim_language
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.messages import link_hash
from facts.model import Claim, DeskId, Fact

# The weight of a match by field. Questions mean the claim or an alternative wording of it;
# headlines and the surrounding texts count less.
CLAIM, HEADLINE, AROUND = 1.0, 0.97, 0.8
# Who answered the claim: as what stands around, but told apart from it.
RESPONDER = 0.799
# The weight of a headline whose article has several claims: it describes each of them badly.
SHARED = 0.55
IMPORTANCES = (CLAIM, HEADLINE, AROUND, RESPONDER)
# Words by which most claims are recognized as English before language detection runs.
_ENGLISH = frozenset({"the", "The", "and", "with", "from", "that", "his", "their", "who", "has"})
_FIRST_WORDS = 12


# Named tuples, as some tens are made for each question.
class Text(NamedTuple):
    """One text: its word numbers in order, and the numbers of the matched alias groups."""

    importance: float
    words: tuple[int, ...]
    groups: tuple[int, ...]


class Brief(NamedTuple):
    """The minimum needed to rank autocompletions: time of change and first word of the claim."""

    fact_id: int
    changed: float
    opening: int | None


class Document(NamedTuple):
    """A fact in the index.

    ``changed`` is in Unix seconds; ``links`` are hashes of the sources' links.
    """

    fact_id: int
    desk: DeskId
    changed: float
    texts: tuple[Text, ...]
    links: tuple[int, ...] = ()

    @property
    def claim(self) -> tuple[int, ...]:
        """The words of the claim."""
        return self.texts[0].words

    @property
    def brief(self) -> Brief:
        return Brief(self.fact_id, self.changed, self.claim[0] if self.claim else None)

    @property
    def claimed(self) -> frozenset[int]:
        """All words and alias groups of the claim and its alternative wordings."""
        claims = (text for text in self.texts if text.importance == CLAIM)
        return frozenset(n for text in claims for n in (*text.words, *text.groups))

    @property
    def numbers(self) -> frozenset[int]:
        """All words and alias groups of the document."""
        return frozenset(n for text in self.texts for n in (*text.words, *text.groups))


def read(fact: Fact, vocabulary: Vocabulary, lexicon: Lexicon) -> Document:
    """The document of ``fact``; new words are added to ``vocabulary``."""
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
    """The language of a claim written in Latin letters (or in a language also written so); None for
    English and other scripts, which are stemmed by script.
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
    around += [text for one in fact.responses for text in (one.text, one.quote)]
    for part in around:
        if part:
            yield AROUND, part
    for response in fact.responses:
        by = (response.by, response.role, response.on_behalf_of)
        yield RESPONDER, " ".join(filter(None, by))
