"""Where a fact has the words of a question: the same words, what says the same, and slips.

Linear in the length of the texts.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz.distance.Indel import normalized_similarity as ratio

from facts.matching.decision.contradictions.reading.phrases import verbs_of
from facts.matching.decision.contradictions.reading.tokens import (
    PLACES,
    Kind,
    Token,
    grammar_words,
    kinds_of,
)
from facts.matching.decision.thresholds import (
    CARELESS_SLIPS,
    INITIALS,
    JOINED_WEIGHT,
    LONG_INITIALS,
    MEANT_WEIGHT,
    MOST_PLACES,
    RESPELT_SHARE,
    SLIP_QUESTION_WORDS,
    SLIP_WORDS,
    SOUND_LETTERS,
)
from facts.matching.text.relations import (
    are_consonants,
    is_miswritten,
    may_be_typed,
    one_spelling,
    place_of,
    sound,
    unheard,
)

# What makes another name of a name: "victoria", "nigeria".
_OTHER_NAMES = ("a", "ia", "o", "y")
# Words that are short for longer ones, though they are words themselves.
_CLIPPED = grammar_words("clipped")


class Places:
    """The positions of each word in a text; ``known`` are those found so far, by word."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._at: defaultdict[object, list[int]] = defaultdict(list)
        self.known: dict[tuple[str, bool, frozenset[str]], list[int]] = {}
        self._stems: dict[str, list[int]] | None = None
        for place, token in enumerate(tokens):
            if token.stopword and token.word not in PLACES:
                continue
            if token.value is not None:
                self._at[token.value, token.rank].append(place)
                continue
            stems = () if "than" in token.stems else token.stems  # "more than half" has no "half"
            keys = {*stems, *token.numbers, *token.groups, *token.senses}
            if place and not tokens[place - 1].stopword:
                keys.add(tokens[place - 1].word + token.stem)  # "multi-millionaire" in one word
            for key in keys:
                self._at[key].append(place)

    @cached_property
    def verbs(self) -> Sequence[bool]:
        """Which words of the text are verbs."""
        return verbs_of(self.tokens)

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """What the text has for the checks to compare."""
        return kinds_of(self.tokens)

    def find(self, token: Token) -> list[int]:
        """The first positions, in order, of a word that means the same as ``token``."""
        key = token.word, token.may_be_begun, token.senses
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = self._find(token)
        return known

    def is_among(self, token: Token, stored: Sequence[Token]) -> bool:
        """Whether the text has the word as one of its ``stored`` ones."""
        return any(self.tokens[at] is one for at in self.find(token) for one in stored)

    def stems(self, stemmed: str) -> list[int]:
        """The positions of a stem, of empty words too."""
        if self._stems is None:
            self._stems = {}
            for place, token in enumerate(self.tokens):
                self._stems.setdefault(token.stem, []).append(place)
        return self._stems.get(stemmed, [])[:MOST_PLACES]

    def find_all(self, asked: Sequence[Token]) -> list[list[int]]:
        """The positions of each word; not those of a synonym that stand for another word itself,
        unless both together say it ("prison sentence").

        A word that is none of the text's may be typed for one of them at its place.
        """
        found = [[] if token.stopword else self.find(token) for token in asked]
        itself: dict[int, set[int]] = {}
        for at, token in enumerate(asked):
            for place in found[at]:
                if self._is_itself(token, place):
                    itself.setdefault(place, set()).add(at)
        for at, token in enumerate(asked):
            beside = {at - 1, at + 1}
            kept = [
                place
                for place in found[at]
                if place not in itself
                or at in itself[place]
                or any(
                    token.senses & asked[one].senses & self.tokens[place].senses
                    for one in beside & itself[place]
                )
            ]
            if len(kept) < len(found[at]):
                found[at] = self._note(token, kept)
        self._note_slips(asked, found)
        return found

    def _note_slips(self, asked: Sequence[Token], found: list[list[int]]) -> None:
        free = set(range(len(self.tokens))).difference(*found)
        misspelt = sum(
            not token.speech and all(self.tokens[p].word != token.word for p in places)
            for token, places in zip(asked, found, strict=True)
            if places and token.value is None and not token.groups
        )
        careless = misspelt >= CARELESS_SLIPS
        ends, end = [], len(self.tokens)
        for places in reversed(found):
            ends.append(end)
            end = places[0] if places else end
        before = -1
        for at, (token, after) in enumerate(zip(asked, reversed(ends), strict=True)):
            if found[at]:
                before = found[at][0]
            elif not token.stopword and token.value is None:
                if spelt_out := self._spelt_out(token):
                    found[at] = self._note(token, spelt_out)
                    before = spelt_out[-1]
                    continue
                end = after if after > before else len(self.tokens)
                beside = range(before + 1, min(end, before + 1 + SLIP_WORDS))
                if not token.speech and len(asked) <= SLIP_QUESTION_WORDS:
                    beside = range(len(self.tokens))
                slips = [
                    p
                    for p in beside
                    if p in free and _is_slip(token, self.tokens[p], careless=careless)
                ]
                found[at] = self._note(token, slips[:1]) if slips else []

    def _spelt_out(self, token: Token) -> list[int]:
        """The positions of the words whose first letters make the token: "moh", "sids".

        The last letter of four may be missing; "o" may be an "of" that the text says otherwise.
        """
        letters = token.word
        if token.speech or token.groups or len(letters) not in INITIALS or not letters.isalpha():
            return []
        for places, initials in self._initials:
            kept = [letters, letters[:-1]] if len(letters) >= LONG_INITIALS else [letters]
            if letters[1:-1] == "o":
                kept.append(letters[:0:-1].replace("o", "") + letters[0])
            for one in kept:
                if (start := initials.find(one)) >= 0:
                    return list(places[start : start + len(one)])
        return []

    @cached_property
    def _initials(self) -> tuple[tuple[Sequence[int], str], ...]:
        """The positions and first letters of the content words, and of all words."""
        words = [at for at, one in enumerate(self.tokens) if one.value is None and not one.stopword]
        return tuple(
            (places, "".join(self.tokens[at].word[0] for at in places))
            for places in (words, range(len(self.tokens)))
        )

    def _is_itself(self, token: Token, place: int) -> bool:
        stored = self.tokens[place]
        same = token.stem == stored.stem or not token.groups.isdisjoint(stored.groups)
        return same or not token.near.keys().isdisjoint(stored.numbers)

    def _note(self, token: Token, places: list[int]) -> list[int]:
        self.known[token.word, token.may_be_begun, token.senses] = places
        return places

    def _find(self, token: Token) -> list[int]:
        if token.value is not None:
            return self._first((token.value, token.rank))
        found = {place for key in (*token.stems, *token.groups) for place in self._first(key)}
        for number, weight in token.near.items():
            if number in self._at and weight >= MEANT_WEIGHT:
                found.update(
                    place
                    for place in self._first(number)
                    if _is_meant(token, self.tokens[place], weight)
                )
        for meant in (*token.synonyms, *token.senses) if not found else ():
            found.update(self._first(meant))
        found = {place for place in found if not self._is_another(token, place)}
        same = [place for place in found if _may_be_same(token, self.tokens[place])]
        return sorted(same)[:MOST_PLACES]

    def _is_another(self, token: Token, place: int) -> bool:
        """Whether the text has only a part of a full name there: the surname behind another first
        name, or what is no name: "President" of "President Obama".
        """
        stored = self.tokens[place]
        if not token.groups or not token.is_joined or stored.stem not in token.stems:
            return False
        if stored.stem != token.stems[-1]:
            return bool(stored.speech) and token.groups.isdisjoint(stored.groups)
        before = self.tokens[place - 1] if place else stored
        named = not (before.stopword or before.speech or before.value is not None)
        return named and before.stem not in token.stems

    def _first(self, key: object) -> list[int]:
        return self._at.get(key, [])[:MOST_PLACES]


def is_respelt(token: Token, stored: Token) -> bool:
    """Whether a name or unknown word is a stored word respelt, or a place and its people."""
    word, other = token.word, stored.word
    if token.is_joined or stored.sound != sound(word) or len(stored.sound) < SOUND_LETTERS:
        return False
    if word != other and (word == place_of(other) or other == place_of(word)):
        return True
    if token.speech and not token.name:
        return False
    short, long = sorted((word, other), key=len)
    female = long.removeprefix(short) in _OTHER_NAMES
    return not female and ratio(word, other) >= RESPELT_SHARE


def _is_slip(token: Token, stored: Token, *, careless: bool) -> bool:
    """Whether a word, though it is one of English, may be typed for the one that the claim has at
    its place; ``careless``: the question has other misspellings.
    """
    word, other = token.word, stored.word
    if " " in word or " " in other or token.groups or token.is_opposite(stored):
        return False
    if other in token.homophones or unheard(word) == unheard(other):
        return True
    if is_miswritten(word, other) or _is_clipped(token, stored):
        return True
    if stored.speech and may_be_typed(word, other, 2 if not token.speech else int(careless)):
        return True
    # A word of English typed for a name: "gram" for "graham".
    heard = not stored.speech and stored.sound == sound(word) and word[0] == other[0]
    return heard and ratio(word, other) >= RESPELT_SHARE


def _is_clipped(token: Token, stored: Token) -> bool:
    """Whether one of the words is the beginning of the other ("opp" for "opposition"), or some of
    its consonants ("cty" for "county").
    """
    short, long = sorted((token.word, stored.word), key=len)
    if len(short) > 1 and len(long) > len(short) + 2 and long.startswith(short.removesuffix("s")):
        return short in _CLIPPED or (short == token.word and not token.speech)
    return short == token.word and not token.speech and are_consonants(short, long)


def _is_meant(token: Token, stored: Token, weight: float) -> bool:
    """Whether a typed word may be a typo or prefix of the stored one, not a different word."""
    begins = token.may_be_begun and stored.word.startswith(token.word)
    return (
        weight >= JOINED_WEIGHT
        or begins
        or not (token.speech or token.groups)
        or one_spelling(token.stem) == one_spelling(stored.stem)
    )


def _may_be_same(token: Token, stored: Token) -> bool:
    """Whether two matched words may mean the same: no antonyms, nor names sharing a word."""
    if token.groups.isdisjoint(stored.groups) and token.is_joined and stored.is_joined:
        return token.stems == stored.stems
    return not token.is_opposite(stored)
