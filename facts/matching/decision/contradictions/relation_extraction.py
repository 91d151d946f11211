"""Relation extraction: reads the relations with two sides that a text states (``sides``)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from facts.matching.decision.contradictions.reading.phrases import (
    LINKS,
    is_name,
    is_passive,
    phrase,
    phrases_before,
    phrases_behind,
    subject,
    verbs_of,
)
from facts.matching.decision.contradictions.reading.predicates import links_behind
from facts.matching.decision.contradictions.reading.tokens import (
    REPORTING,
    TWO_SIDED,
    Token,
    grammar_stems,
    is_year,
)
from facts.matching.decision.contradictions.sides import LESS, Sides
from facts.matching.decision.thresholds import (
    CLAUSE_WORDS,
    COMPARED_WORDS,
    MOST_RELATIONS,
    RELATED_WORDS,
)
from facts.matching.text.languages import stem

# The families of verbs: what the subject is in the relation, and behind which prepositions the
# other side is found.
_GIVING, _TAKING = grammar_stems("giving"), grammar_stems("taking")
_GIFTS = grammar_stems("gifts")
_WINNING, _LOSING = grammar_stems("winning"), grammar_stems("losing")
_REPLACING, _SWAPPING = grammar_stems("replacing"), grammar_stems("swapping")
_AS_MUCH = frozenset({"much", "many", "often", "likely", "big", "large", "long", "high", "good"})
_FACTORS = {"quarter": Fraction(1, 4), "half": Fraction(1, 2), "thrice": Fraction(3)}
_FACTORS |= dict.fromkeys(("twice", "double"), Fraction(2))
_NO_COMPARISON = frozenset({"rather", "other", "later", "earlier", "no"})


def sides(tokens: Sequence[Token]) -> list[Sides]:
    """The relations that a text states."""
    return list(_sides(tokens))[:MOST_RELATIONS]


def _sides(tokens: Sequence[Token]) -> Iterator[Sides]:
    verbs: list[bool] | None = None
    for at, token in enumerate(tokens):
        if token.stem in TWO_SIDED:
            verbs = verbs or verbs_of(tokens)
            if verbs[at]:
                yield from _by_verb(tokens, verbs, at)
        elif token.word in ("instead", "place") and _is_before_of(tokens, at):
            new, old = phrases_before(tokens, at), phrase(tokens, at + 2)
            yield Sides("replaces", old, new, token)
        elif token.word in ("before", "after") and not _is_dated(tokens, at):
            left, right = _around(tokens, at)
            events = (left, right) if token.word == "before" else (right, left)
            yield Sides("precedes", *events, token)
        elif token.word == "had":
            verbs = verbs or verbs_of(tokens)
            yield from _before_that(tokens, verbs, at)
        elif token.word in _BY_WORD:
            yield from _BY_WORD[token.word](tokens, at)


def _is_before_of(tokens: Sequence[Token], at: int) -> bool:
    return any(token.word == "of" for token in tokens[at + 1 : at + 2])


def _around(tokens: Sequence[Token], at: int) -> tuple[list[Token], list[Token]]:
    return phrases_before(tokens, at, COMPARED_WORDS), phrases_behind(tokens, at, COMPARED_WORDS)


def _by_verb(tokens: Sequence[Token], verbs: Sequence[bool], at: int) -> Iterator[Sides]:
    token = tokens[at]
    before = subject(tokens, verbs, at, RELATED_WORDS)
    links = links_behind(tokens, verbs, at)
    direct = phrase(tokens, at + 1)
    passive = is_passive(tokens, at) or (not direct and "by" in links)
    doer = links.get("by", []) if passive else before
    done = before if passive else direct
    none: list[Token] = []
    if token.stem in _GIVING:
        # "was paid a million", but not "was paid by"
        received = none if any(one.word in LINKS for one in tokens[at + 1 : at + 2]) else before
        taker = links.get("to", received if passive else _indirect(tokens, at))
        if taker or direct or passive:  # "was" may be left out before "paid a million"
            yield Sides("gives", doer, taker, token)
    elif token.stem in _TAKING:
        yield Sides("gives", links.get("from", none), doer, token)
    elif token.stem in _WINNING:
        loser = done or links.get("against", links.get("over", none))
        yield Sides("beats", doer, loser, token)
    elif token.stem in _LOSING:
        yield Sides("beats", links.get("to", links.get("against", none)), doer, token)
    elif token.stem in _REPLACING:
        new = links.get("with", links.get("by"))
        if new is None:
            yield Sides("replaces", done, doer, token)
        else:
            yield Sides("replaces", direct or before, new, token)
    elif "for" in links:
        old, new = done or before, links["for"]
        swapped = (old, new) if token.stem in _SWAPPING else (new, old)
        yield Sides("replaces", *swapped, token)


def _indirect(tokens: Sequence[Token], at: int) -> list[Token]:
    """The indirect object right behind the verb: "lent Brunland 12 locomotives"."""
    found = phrase(tokens, at + 1)
    names = [token for token in found if is_name(token)]
    follows = next(
        (place for place in range(at + 1, len(tokens)) if not tokens[place].stopword), at
    )
    end = follows + len(found)
    more = tokens[end : end + 1]
    if more and (more[0].value is not None or more[0].word in ("a", "an", "the", "his", "her")):
        return found
    return names if found[:1] == names[:1] and len(found) > len(names) else []


def _compared(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """What is more than something else, as the first side."""
    if tokens[at - 1].word in _NO_COMPARISON or any(
        token.value is not None and not is_year(token.value) for token in tokens[at + 1 : at + 2]
    ):
        return
    more, less = _around(tokens, at)
    more += _years(tokens[max(0, at - COMPARED_WORDS) : at])
    less += _years(tokens[at + 1 : at + 1 + COMPARED_WORDS])
    yield Sides("exceeds", more, less, tokens[at], degree=_degree(tokens, at))


def _years(tokens: Sequence[Token]) -> list[Token]:
    """Years that are compared: "lower in 2022 than in 1947"."""
    return [token for token in tokens if is_year(token.value)]


def _degree(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The comparative before "than": one word, or "more" and "less" with the word behind them."""
    for place in range(at - 1, max(-1, at - 1 - CLAUSE_WORDS), -1):
        token = tokens[place]
        if token.word == "more" or token.word in LESS:
            return tokens[place : min(place + 2, at)]
        if token.word.endswith("er") and any(one.endswith("est") for one in token.synonyms):
            return (token,)
    return ()


def _times(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """A multiple, "twice as many as", whose left side is what is counted; or "as many as"."""
    near = range(at + 2, min(at + COMPARED_WORDS, len(tokens)))
    end = next((place for place in near if tokens[place].word == "as"), None)
    if end is None:
        return
    before = tokens[max(0, at - 3) : at]
    if factor := _factor(tokens, at):
        yield Sides("multiplies", *_around(tokens, end), tokens[at], before[-2:], factor)
    elif tokens[at + 1].word in _AS_MUCH and not any(token.negates for token in before):
        yield Sides("equals", *_around(tokens, end), tokens[at])


def _equal(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """What there is as much of as of something else: "the same number of cats and dogs"."""
    behind = range(at + 1, min(at + COMPARED_WORDS, len(tokens)))
    for place in (*behind, *range(at - 1, -1, -1)):
        if tokens[place].word in ("as", "and"):
            yield Sides("equals", *_around(tokens, place), tokens[at])
            return


def _for_every(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """How much of one thing there is for each of another: "80 cents for every dollar"."""
    if at and tokens[at - 1].word == "for":
        yield Sides("rates", *_around(tokens, at), tokens[at])


def _factor(tokens: Sequence[Token], at: int) -> Fraction | None:
    before = tokens[max(0, at - 2) : at]
    if not before:
        return None
    last = before[-1]
    if last.word in _FACTORS:
        return _FACTORS[last.word]
    if last.rank and last.value:
        return 1 / Fraction(last.value)
    if last.stem == stem("times") and before[0].value:
        return Fraction(before[0].value)
    return None


def _is_dated(tokens: Sequence[Token], at: int) -> bool:
    """Whether a date follows, which is no event: not "three weeks of fighting"."""
    dated = any(one.value is not None or one.is_measure for one in tokens[at + 1 : at + 2])
    return dated and all(one.word != "of" for one in tokens[at + 2 : at + 4])


def _before_that(tokens: Sequence[Token], verbs: Sequence[bool], at: int) -> Iterator[Sides]:
    """What had happened before something else: "the wolf that mauled him had been fed"."""
    told = [place for place in range(max(0, at - CLAUSE_WORDS), at) if verbs[place]]
    done = next((place for place in range(at + 1, min(at + 4, len(tokens))) if verbs[place]), None)
    if done is None or not told or tokens[told[-1]].stem in REPORTING:
        return
    if all(token.stopword or token.word.endswith("ly") for token in tokens[at + 1 : done]):
        earlier, later = (
            phrases_behind(tokens, at, RELATED_WORDS),
            phrases_before(tokens, at, RELATED_WORDS),
        )
        yield Sides("precedes", earlier, later, tokens[at])


def _from_to(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """From where to where, whatever moves."""
    start = phrase(tokens, at + 1)
    for to in (*range(at + 1, min(at + 6, len(tokens))), *range(max(0, at - 4), at)):
        if tokens[to].word == "to":
            end = phrase(tokens, to + 1)
            if start and end:
                yield Sides("gives", start, end, tokens[at])
            return


def _to_whom(tokens: Sequence[Token], at: int) -> Iterator[Sides]:
    """Who and to whom, without a verb: "Trump's letter to Kim", "letter Trump to Kim"."""
    around = tokens[max(0, at - RELATED_WORDS) : at + RELATED_WORDS]
    if any(token.word == "from" for token in around) or not at:
        return  # see _from_to
    to = phrase(tokens, at + 1)
    given = [tokens[at - 1]]
    if given[0].stem in _GIFTS:
        given = [
            token for token in tokens[max(0, at - 1 - RELATED_WORDS) : at - 1] if is_name(token)
        ]
    if given and to and is_name(given[-1]) and is_name(to[0]):
        yield Sides("gives", given[-1:], to, tokens[at])


_BY_WORD = {"than": _compared, "as": _times, "same": _equal, "equal": _equal}
_BY_WORD |= {"from": _from_to, "to": _to_whom, "every": _for_every}
