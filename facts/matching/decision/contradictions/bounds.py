"""What figures and dates are said of: "at least 40", "all but two", "by March", "nine rebels"."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from facts.matching.decision.contradictions.quantities import shown
from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.tokens import (
    ALL,
    MULTIPLES,
    Found,
    Token,
    is_year,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import ALL_WORDS, BOUND_WORDS, MOST_FIGURES
from facts.matching.text.relations import NOUNS

_UPPER = frozenset({"less", "fewer", "under", "below", "most", "within", "maximum", "younger"})
_LOWER = frozenset({"more", "over", "above", "least", "exceeding", "minimum", "older"})
_EXCEPT = frozenset({"but", "except", "save", "bar"})
_NOUN_OR_UNKNOWN = (None, *NOUNS)
_ONLY = frozenset({"only", "just"})
_THESE = frozenset({"them", "these", "those", "its", "their"})
# What a preposition before a date says of it: the time up to then, or from then on.
_LIMITS = {
    "by": "by",
    "before": "by",
    "until": "until",
    "till": "until",
    "after": "after",
    "since": "after",
    "from": "after",
}
_BETWEEN = frozenset({"the", "end", "start", "early", "late", "mid", "of", "at", "least"})


def bounds(alignment: Alignment, stored: Sequence[Sequence[Token]]) -> Iterator[Found]:
    """Figures that are a bound on one side only, and dates that end a time here and begin it there.

    ``stored`` are the texts of the claim.
    """
    start, end = alignment.bounds
    asked = alignment.asked
    claimed = [
        (text, at)
        for text in stored
        for at, token in enumerate(text)
        if token.value is not None or token.is_calendar
    ][:MOST_FIGURES]
    for at in range(start, end):
        token = asked[at]
        if token.value is None and not token.is_calendar:
            continue
        same = [(text, place) for text, place in claimed if _are_same(token, text[place])]
        yield from _other_limit(asked, at, same)
        if token.value is not None and not is_year(token.value):
            yield from _other_bound(asked, at, same)
            yield from _counts_another(alignment, at)
    yield from _all(asked[start:end], claimed)
    yield from _all_of_some(alignment)
    yield from _only_one(alignment)
    yield from _paired_otherwise(alignment)
    yield from _other_multiple(alignment)


def _are_same(token: Token, stored: Token) -> bool:
    if token.value is None:
        return token.stem == stored.stem
    return (token.value, token.rank) == (stored.value, stored.rank)


def _other_bound(
    asked: Sequence[Token], at: int, same: Sequence[tuple[Sequence[Token], int]]
) -> Iterator[Found]:
    """Whether the figure is an upper or lower bound on one side only: "less than 40"."""
    ours = _bound(asked, at)
    theirs = {_bound(text, place) for text, place in same}
    if not same or ours in theirs:
        return
    if any(_spans(text, place) and _spans(asked, at) for text, place in same):
        return
    excepted = "all but" in (ours, *theirs)
    if excepted and any(token.negates for token in asked):
        return  # "only two did not"
    if excepted or (ours and (ours == "up to" or "" not in theirs)):
        text, place = same[0]
        says = " ".join(filter(None, (_bound(text, place), shown(text, place))))
        yield Difference(f"{ours} {shown(asked, at)}".lstrip(), f"says {says}"), asked[at]


def _spans(text: Sequence[Token], at: int) -> bool:
    """Whether the figure is a span of time that something happens in: "in", "within 72 hours"."""
    return (
        at > 0
        and text[at - 1].word in ("in", "within")
        and any(one.is_unit for one in text[at + 1 : at + 2])
    )


def _bound(text: Sequence[Token], at: int) -> str:
    """The bound that a figure is: "at least", "up to", "all but", or empty."""
    near = text[max(0, at - BOUND_WORDS) : at]
    figures = [place for place, token in enumerate(near) if token.value is not None]
    near = near[figures[-1] + 1 :] if figures else near  # "below 3 percent, the first time"
    if any(token.phrase.endswith(" up") or token.word == "just" for token in near):
        return ""  # "gone up to", "just under"
    before = {token.word for token in near}
    if not before.isdisjoint(_EXCEPT):
        of = {token.word for token in text[max(0, at - ALL_WORDS) : at]}
        if not of.isdisjoint(ALL):
            return "all but"
    if {"no", "than"} <= before:
        return "up to" if not before.isdisjoint(_LOWER) else "at least"  # "no fewer than"
    if text[at - 1].word == "after" and any(one.is_unit for one in text[at + 1 : at + 2]):
        return "at least"  # "after 14 days"
    if not before.isdisjoint(_UPPER) or {"up", "to"} <= before:
        return "up to"
    return "" if before.isdisjoint(_LOWER) else "at least"


def _all(asked: Sequence[Token], claimed: Sequence[tuple[Sequence[Token], int]]) -> Iterator[Found]:
    """Whether the question says all, or the number of all, where the claim says some."""
    if any(token.word in _EXCEPT for token in asked):
        return
    beside = list(zip([*asked[:1], *asked], asked, [*asked[1:], *asked[-1:]], strict=False))
    for text, place in claimed:
        figure, whole = text[place].value, _whole(text, place)
        excepts = _bound(text, place) == "all but"
        if figure is None or (not excepts and any(token.value == figure for token in asked)):
            continue
        for before, token, after in beside if excepts or whole is not None else ():
            thing = after.speech in _NOUN_OR_UNKNOWN
            most = token.word == "most" and whole and figure < whole / 2 and thing
            number = whole and token.value == whole and before.word != "of"
            if token.word in ALL - {"any"} or most or number:
                says = "says all but" if excepts else "says"
                yield Difference(f"“{token.shown}”", f"{says} {shown(text, place)}"), token
                return


def _whole(text: Sequence[Token], at: int) -> Decimal | None:
    """The number of all of which a figure is a part ("three of the 27", "4 in 10"); 0 if the text
    has it elsewhere ("six of them"), None if the figure is no part.
    """
    of, *behind = text[at + 1 : at + 4] or text[:1]
    if of.word not in ("of", "in", "out") or text[at - 1].word in ALL:
        return None
    if of.word == "in" and not any(token.value for token in behind[:1]):
        return None
    figure = next((token.value for token in behind if token.value is not None), None)
    return Decimal(0) if figure is None and behind[:1] and behind[0].word in _THESE else figure


def _all_of_some(alignment: Alignment) -> Iterator[Found]:
    """Whether the question says all of what the claim counts: "every ferry", "five ferries"."""
    for i, j in alignment.anchors:
        every, figure = alignment.asked[i - 1], alignment.stored[j - 1]
        whole = i and j and every.word in ALL - {"any"} and not alignment.stored[j].is_unit
        if whole and figure.value not in (None, 1) and not (is_year(figure.value) or figure.rank):
            said, told = alignment.asked[i].word, shown(alignment.stored, j - 1)
            yield Difference(f"“{every.word} {said}”", f"says {told}"), every


def _only_one(alignment: Alignment) -> Iterator[Found]:
    """Whether the question says "only one of" what the claim says "all" of, or "one of" what the
    claim has as "the only" one.
    """
    asked, stored = alignment.asked, alignment.stored
    for at, (only, one) in enumerate(pairwise(asked), 1):
        part = any(token.word == "of" for token in asked[at + 1 : at + 2])
        if one.value != 1 or one.rank or not (part or only.word in _ONLY):
            continue
        for token in asked[at + 1 : at + 1 + 2 * BOUND_WORDS]:
            for place in alignment.places.find(token):
                near = stored[max(0, place - BOUND_WORDS) : place]
                words = [word.word for word in near]
                every = next((word for word in words if word in ALL - {"any"}), None)
                if every and only.word in _ONLY:
                    yield Difference(f"“{only.word} one”", f"says “{every}”"), one
                    return
                if part and "only" in words and all(word.value is None for word in near):
                    yield Difference("“one of”", "says “the only”"), one
                    return


def _counts_another(alignment: Alignment, at: int) -> Iterator[Found]:
    """A figure that counts what the claim has elsewhere, where the claim counts what the question
    does not have: "nine rebels" for "nine soldiers".
    """
    text, token = alignment.stored, alignment.asked[at]
    same = alignment.places.find(token)
    ours = alignment.asked[at + 1 : at + 2]
    if len(same) != 1 or same[0] + 1 in alignment.matched_places or not _are_counted(ours):
        return
    place = same[0]
    elsewhere = alignment.places.find(ours[0])
    here = not elsewhere or not {place + 2, place + 3}.isdisjoint(elsewhere)
    if not here and _are_counted(text[place + 1 : place + 2]):
        yield Difference(shown(alignment.asked, at), f"says {shown(text, place)}"), ours[0]


def _are_counted(behind: Sequence[Token]) -> bool:
    """Whether what follows a figure is a noun in the plural, and no unit: "nine fishermen"."""
    return any(
        one.speech in _NOUN_OR_UNKNOWN and one.word.endswith(("s", "en")) and not one.is_measure
        for one in behind
    )


def _other_multiple(alignment: Alignment) -> Iterator[Found]:
    """ "Twice" for what the claim has as "ten times"."""
    token = next((one for one in alignment.asked if one.word in MULTIPLES), None)
    for figure, times in pairwise(alignment.stored if token else ()):
        if token and times.word == "times" and figure.value not in (None, MULTIPLES[token.word]):
            yield Difference(f"“{token.word}”", f"says {figure.shown} times"), token


def _paired_otherwise(alignment: Alignment) -> Iterator[Found]:
    """Figures that stand with each other's years: "9 in 2019, 6 in 2023" the other way round."""
    ours, theirs = _by_year(alignment.asked), _by_year(alignment.stored)
    for figure, (year, token) in ours.items():
        other = theirs.get(figure, (year, token))[0]
        if other != year and any(theirs[one][0] == year for one in ours if one in theirs):
            yield Difference(f"{token.shown} in {year}", f"says {token.shown} in {other}"), token


def _by_year(text: Sequence[Token]) -> dict[Decimal, tuple[Decimal, Token]]:
    """The figures of a text with the year right behind each."""
    return {
        one.value: (behind.value, one)
        for at, one in enumerate(text)
        for behind in text[at + 1 : at + 1 + BOUND_WORDS][::-1]  # the first one is kept
        if one.value and behind.value and is_year(behind.value) and not is_year(one.value)
    }


def _other_limit(
    asked: Sequence[Token], at: int, same: Sequence[tuple[Sequence[Token], int]]
) -> Iterator[Found]:
    ours = _limit(asked, at)
    theirs = {_limit(text, place) for text, place in same}
    if ours and theirs and "" not in theirs and (ours == "after") != ("after" in theirs):
        said = f"{ours} {asked[at].shown.title()}"
        yield Difference(said, f"says {min(theirs)} {asked[at].shown.title()}"), asked[at]


def _limit(text: Sequence[Token], at: int) -> str:
    """What is said of the time up to a date or after it: "by", "until", "after", or empty."""
    place = at - 1
    while place >= 0 and (
        text[place].word in _BETWEEN or text[place].is_calendar or text[place].value is not None
    ):
        place -= 1
    if place < 0:
        return ""
    word, before = text[place].word, text[max(0, place - 1)].word
    if word == "than" and before in ("later", "earlier"):
        return "by" if before == "later" else "after"
    limit = _LIMITS.get(word, "")
    return "after" if limit == "by" and text[max(0, place - 1)].negates else limit
