"""Reads the words of question and claim, in order, as tokens for comparing."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from weakref import proxy

from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.tokens import (
    CALLED,
    NEGATIONS,
    PLACES,
    READ_WITH_NEXT,
    Token,
    is_contracted,
)
from facts.matching.decision.thresholds import PARTICLE_WORDS, SAME_ALIAS
from facts.matching.index.indexed_facts import Text
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.figures import SCALES, figure_value, is_figure
from facts.matching.text.languages import stem
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.relations import NONE, VERBS, Speech, american, sound

_INDEFINITE = frozenset({"a", "an", "some", "this", "that"})
# Bound the cost of a text and the memory: the most words compared, and words and texts remembered.
_MOST_WORDS, _REMEMBERED_WORDS, _REMEMBERED_TEXTS = 400, 20_000, 256
# What makes another verb of a verb.
_PARTICLES = frozenset({"up", "down", "off", "out", "back", "away", "apart", "aside", "go"})
_SINGLE = frozenset({"one", "1", *map(stem, ("single", "sole"))})  # "not one", "not a single"
_BEFORE_A_NOUN = frozenset({"a", "an", "the", "this", "his", "her", "their", "its", "year", "new"})

_NOT = Token("not", "not", ("not",), stopword=True, negates=True)
_WITHOUT = _NOT._replace(word="without", stem="without", stems=("without",))


class Reader:
    """Turns questions and stored texts into tokens; remembers what it knows of words, and the
    texts that were compared lately.
    """

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        # By a weak reference: what is in a circle is only freed by collecting, from which
        # ``gc.freeze`` exempts an index, so that every one replaced later would stay in memory.
        here = proxy(self)
        self._word = lru_cache(_REMEMBERED_WORDS)(partial(Reader._tokens, here))
        self._stored_word = lru_cache(_REMEMBERED_WORDS)(partial(Reader._stored_tokens, here))
        self._places = lru_cache(_REMEMBERED_TEXTS)(partial(Reader._places_in, here))

    def question(self, question: Question) -> list[Token]:
        """All tokens of the question in order, with its framing words; none is cached or shared."""
        found: list[Token] = []
        for term in question.typed:
            *parts, token = self._word(term.word, term.stem)
            found += [part._replace(clause=term.clause) for part in parts]
            found.append(
                token._replace(clause=term.clause)
                if token is _NOT
                else token._replace(
                    near=token.near if token.negates else term.near,
                    stopword=token.stopword or term.framing,
                    name=term.name,
                    split_off=term.part,
                    harmless=term.harmless,
                    clause=term.clause,
                )
            )
        if found:
            found[-1] = found[-1]._replace(may_be_begun=True)
        return self._aliased(_without_scales(found))

    def text(self, text: Text) -> Places:
        """Where a stored text has its words, for one question."""
        places = self._places(text)
        places.known = {}  # where it has the words of one question is nothing to another
        return places

    def _places_in(self, text: Text) -> Places:
        found = [token for n in text.words[:_MOST_WORDS] for token in self._stored_word(n)]
        return Places(self._aliased(_without_scales(found), aliased=bool(text.groups)))

    def _stored_tokens(self, number: int) -> tuple[Token, ...]:
        vocabulary = self._vocabulary
        *parts, last = self._word(vocabulary.words[number], vocabulary.stems[number])
        stopword = last.stopword or last.stem in self._lexicon.small_words
        numbers = (number,) if not parts else ()
        return *parts, last._replace(numbers=numbers, stopword=stopword, sound=sound(last.word))

    def _tokens(self, word: str, stemmed: str) -> tuple[Token, ...]:
        """The token of a word; two for "didn't"."""
        if is_contracted(word):
            verb = word[:3].removesuffix("n")
            verb = {"ca": "can", "wo": "will"}.get(verb, verb)
            return Token(verb, verb, (verb,), stopword=True), _NOT
        lexicon, relations = self._lexicon, self._lexicon.relations
        senses = lexicon.paraphrases.senses.get(stemmed, NONE)
        if (
            word.startswith("un")
            and not senses
            and (rest := relations.without_un(word)) is not None
        ):
            return _NOT, *self._tokens(rest, stem(rest))
        if american(word) != word and stem(american(word)) in relations.speech:
            stemmed = stem(american(word))
        value, rank = figure_value(word) if is_figure(word) else (None, False)
        negates = word in NEGATIONS
        light = negates or stemmed in lexicon.light_words or len(word) == 1 or bool(is_figure(word))
        return (
            Token(
                word,
                stemmed,
                (stemmed,),
                value=value,
                rank=rank,
                senses=senses,
                stopword=light and value is None,
                negates=negates,
                commonplace=stemmed in lexicon.harmless_words,
                vague=stemmed in lexicon.vague_words,
                speech=relations.speech.get(stemmed),
                synonyms=relations.synonyms.get(stemmed, NONE) | relations.degrees(word),
                homophones=relations.homophones.get(word, NONE),
                opposites=relations.opposites.get(stemmed, NONE),
            ),
        )

    def _aliased(self, tokens: list[Token], *, aliased: bool = True) -> list[Token]:
        """Merge each alias into one token, the longest first; note the groups of the words."""
        tokens = self._phrased(tokens)
        if not aliased:
            return tokens
        spans: dict[int, tuple[int, frozenset[str]]] = {}
        for start, end, groups in self._lexicon.aliases.find([token.stem for token in tokens]):
            if any(token.negates for token in tokens[start:end]):
                continue
            sure = frozenset(group for group, weight in groups.items() if weight >= SAME_ALIAS)
            own = sure if end - start == 1 else frozenset[str]()
            for at in range(start, end):
                weak = tokens[at].weak_groups.union(groups)
                tokens[at] = tokens[at]._replace(weak_groups=weak, groups=own or tokens[at].groups)
            if not own and sure and not any(t.speech is Speech.VERB for t in tokens[start:end]):
                spans[start] = max(spans.get(start, (start, sure)), (end, sure), key=itemgetter(0))
        merged: list[Token] = []
        at = 0
        for start, (end, joined) in spans.items():
            if start >= at:
                merged += (*tokens[at:start], _joined(tokens[start:end], joined))
                at = end
        return merged + tokens[at:]

    def _phrased(self, tokens: list[Token]) -> list[Token]:
        """The tokens, each word of a phrase with the senses of the phrase.

        A verb with nothing but small words behind it ("went up") only has those of the phrase.
        """
        spans: dict[int, tuple[int, frozenset[str]]] = {}
        for start, end, found in self._lexicon.paraphrases.phrases.find([t.stem for t in tokens]):
            spans[start] = end, frozenset(found)  # the longest is the last
        for at, token in enumerate(tokens):
            if token.speech in VERBS and at not in spans:
                tokens[at] = self._with_particle(token, tokens[at + 2 : at + 2 + PARTICLE_WORDS])
        merged: list[Token] = []
        at = 0
        for start, (end, senses) in spans.items():
            follows = tokens[end : end + 1]
            if tokens[end - 1].negates and not all(one.stopword for one in follows):
                continue  # "said no permits"
            if start >= at:
                before = tokens[start - 1].word if start else ""
                noun = before in _BEFORE_A_NOUN  # "a four-year deal with"
                merged += tokens[at:start]
                merged += self._phrase(tokens[start:end], senses, noun=noun)
                at = end
        return merged + tokens[at:]

    def _with_particle(self, verb: Token, behind: Sequence[Token]) -> Token:
        """The verb with what it can say with a particle behind its object: "pull a nail out"."""
        for token in behind:
            if token.word in _PARTICLES:
                stems = [verb.stem, token.stem]
                found = self._lexicon.paraphrases.phrases.find(stems)
                senses = [ends.keys() for _, end, ends in found if end == len(stems)]
                return verb._replace(senses=verb.senses.union(*senses)) if senses else verb
        return verb

    def _phrase(self, parts: list[Token], senses: frozenset[str], *, noun: bool) -> Iterator[Token]:
        first, *others = parts
        verb = not noun and (first.speech is Speech.VERB or first.stem == "go")
        if not verb or not all(one.stopword for one in others):
            saying = [one for one in parts if not one.stopword] or parts[:1]  # "because of"
            for token in parts:
                yield token._replace(senses=token.senses | senses) if token in saying else token
            return
        stems = " ".join(one.stem for one in parts)
        whole = any(one.negates for one in others)  # "said no to" is no way to say
        paraphrases = self._lexicon.paraphrases
        yield first._replace(
            stem=stems if whole else first.stem,
            stems=(stems,) if whole else first.stems,
            near={} if whole else first.near,
            numbers=() if whole else first.numbers,
            senses=senses,
            synonyms=NONE.union(*map(paraphrases.words.__getitem__, senses)),
            opposites=first.opposites.union(*map(paraphrases.opposites.__getitem__, senses)),
            phrase=" ".join(one.word for one in parts),
            vague=first.stopword,
            stopword=False,
        )
        yield from (one for one in others if not one.negates)


def _without_scales(tokens: Sequence[Token]) -> list[Token]:
    """Drop the scale after a figure, and "longer" after "no"; read two words together that say
    something else than each.
    """
    found: list[Token] = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        scale = token.word in SCALES and bool(found) and found[-1].value is not None
        if scale or (token.word == "longer" and found and found[-1].word in ("no", "any")):
            continue
        last = found[-1] if found else token
        together = last.negates or last.value is not None or last.word in READ_WITH_NEXT
        if found and together and not (after and after.word == "charge"):  # "free of charge"
            found[-1] = _before(token, found)
        if token.word == "no" and last.word == "with" and found:
            found.pop()  # "with no roof" is without one
        if token.word == "than" and len(found) > 1 and found[-2].word == "no":
            found[-2] = found[-2]._replace(negates=False, opposites=frozenset())
        single = token.stem in _SINGLE and any(one.negates for one in found[-2:] if one.stopword)
        found.append(token._replace(value=None, stopword=True) if single else token)
    return found


def _before(token: Token, found: Sequence[Token]) -> Token:
    """The last word ``found``, read with the ``token`` after it."""
    last = found[-1]
    if token.word == "of" and last.word == "free":
        return _WITHOUT._replace(clause=last.clause)
    if last.negates and token.word in ("but", "except"):
        return last._replace(negates=False)  # "none but"
    if last.value == 0 and not (token.stopword or token.is_measure):
        return _NOT._replace(word="zero", clause=last.clause)
    verb = token.speech is Speech.VERB and token.word.endswith(("ed", "ing"))
    first = verb and last.rank and last.value == 1  # "first designed"
    named = last.word in CALLED and _is_named(found, token)  # "a keeper called Solvang"
    places = token.word == "of" and last.word in PLACES
    if first or named or places or _says_no_more(last, token):
        return last._replace(stopword=True, value=None, rank=False)
    return last


def _is_named(before: Sequence[Token], token: Token) -> bool:
    """Whether "called" only says the name of what stands before it."""
    named = token.name or not token.speech
    return named and any(one.word in _INDEFINITE for one in before[-5:-2])


def _says_no_more(before: Token, token: Token) -> bool:
    """Whether a word only leads to a figure: "younger than", "starting 1 July"."""
    if token.word == "than":
        return before.word in ("younger", "older")
    return token.value is not None and before.word in ("starting", "beginning", "effective")


def _joined(parts: Sequence[Token], groups: frozenset[str]) -> Token:
    # A part of a joined name is not its name: "President" of "President Trump".
    first, *others = (part.weak_groups for part in parts)
    return Token(
        " ".join(part.word for part in parts),
        " ".join(part.stem for part in parts),
        tuple(part.stem for part in parts),
        numbers=tuple(number for part in parts for number in part.numbers),
        groups=groups,
        senses=NONE.union(*(part.senses for part in parts)),
        weak_groups=first.intersection(*others),
        name=any(part.name for part in parts),
        may_be_begun=parts[-1].may_be_begun,
        clause=parts[-1].clause,
    )
