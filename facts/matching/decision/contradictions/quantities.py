"""Numbers, years, ranks, units and dates that differ between the question and the fact."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.held import Held
from facts.matching.decision.contradictions.reading.tokens import (
    CALENDARS,
    COUNTED,
    MONTH_STEMS,
    UNITS,
    Found,
    Token,
    counted,
    is_year,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import ELSE_MET, MOST_FIGURES, ROUNDED_BY
from facts.matching.text.figures import figure_value, is_figure
from facts.matching.text.relations import NOUNS

_NOT_CONVERTED = "money"
_FREEZING, _FAHRENHEIT = 32, 1.8  # of a temperature in Fahrenheit: 0 °C, and degrees of 1 °C
# How two thirds and one third are rounded, beside 67 and 33 percent.
_THIRDS = {"66": Decimal(67), "66.7": Decimal(67), "33.3": Decimal(33)}
_FRACTIONS = {Decimal(50): "half", Decimal(25): "quarter"}
_ONE = frozenset({"a", "an", "the", "per", "each", "every", "one"})
_YEAR = 31557600  # in seconds
_SCALES = (10**6, 10**9, 10**12)
_METRES = frozenset({"metr", "meter"})


@dataclass(slots=True)
class _Amount:
    """A quantity: positions of its figures, the dimension they measure, the total, the sizes of the
    units: "2 hours 4 minutes". "A week" counts as 1 and has no figure.
    """

    places: list[int]
    measures: str
    size: float
    units: list[float]

    def equals(self, other: "_Amount") -> bool:
        """Whether both are the same quantity; rounding is only allowed after a unit conversion."""
        near = self.units != other.units and _is_near(self.size, other.size)
        return self.measures == other.measures and (self.size == other.size or near)


def quantities(
    alignment: Alignment, stored: Sequence[Sequence[Token]], held: Held, met: int
) -> Iterator[Found]:
    """Figures and dates of the question that differ from the ``stored`` texts of the claim.

    ``held`` are all words of the fact, ``met`` is the number of question words that matched.
    """
    asked, (start, end) = alignment.asked, alignment.bounds
    if not any(_is_value(token) or token.is_measure for token in asked[start:end]):
        return
    claimed = [(text, at) for text in stored for at, token in enumerate(text) if _is_value(token)]
    claimed = claimed[:MOST_FIGURES]
    figures = [at for at in range(start, end) if _is_value(asked[at])][:MOST_FIGURES]
    known = {figure_value(word) for word in held.words if is_figure(word)}
    known |= {(share, False) for text, at in claimed if (share := _share(text, at))}
    same: set[Token] = set()
    amounts = [amount for text in stored for amount in _amounts(text)]
    equal = {
        at
        for amount in _amounts(asked)
        if any(amount.equals(other) for other in amounts) or _lasts(amount, known)
        for at in amount.places
    }
    thirds = {at: _THIRDS.get(str(asked[at].value)) for at in figures}
    equal |= {at for at, value in thirds.items() if value and (value, False) in known}
    for at in figures:
        token = asked[at]
        others = [(text, place) for text, place in claimed if _alike(token, text[place])]
        if (token.value, token.rank) in known:
            unit = _other_unit(asked, at, others)
            if unit:
                yield Difference(shown(asked, at), f"says {unit}"), asked[at + 1]
            continue
        if _is_held_otherwise(asked, at, known, held):
            continue
        if at in equal:
            same.add(token)
            continue
        yield _says(shown(asked, at), {shown(*one) for one in others}), token
    yield from _calendar(alignment, stored, held, met)
    yield from _exchanged(alignment, same)


def _is_value(token: Token) -> bool:
    return token.value is not None


def _is_year(token: Token) -> bool:
    return not token.rank and is_year(token.value)


def _alike(asked: Token, stored: Token) -> bool:
    """Whether both are figures of one kind (year, rank or other)."""
    return (_is_year(asked), asked.rank) == (_is_year(stored), stored.rank)


def _unit(text: Sequence[Token], at: int) -> tuple[str, str, float] | None:
    """The unit after a figure: its word, the dimension it measures, its size."""
    for token in text[at + 1 : at + 2]:
        for part in token.stems:
            if part in UNITS:
                return token.word, *UNITS[part]
    return None


def _amounts(text: Sequence[Token]) -> list[_Amount]:
    found: list[_Amount] = []
    end = 0
    for at, token in enumerate(text[:-1]):
        unit = _unit(text, at)
        if unit is None or unit[1] == _NOT_CONVERTED:
            continue
        if token.value is None and token.word not in _ONE:
            continue
        value = 1.0 if token.value is None else float(token.value)
        if unit[1] == "temperature" and unit[2] > 1:  # below zero is a word before the figure
            below = at and text[at - 1].word == "minus"
            value = abs((-value if below else value) - _FREEZING) / _FAHRENHEIT / unit[2]
        if not found or unit[1] != found[-1].measures or at > end + 1:
            found.append(_Amount([], unit[1], 0.0, []))
        found[-1].places.append(at)
        found[-1].units.append(unit[2])
        found[-1].size += value * unit[2]
        end = at + 2
    return found


def _lasts(amount: _Amount, known: set[tuple[Decimal | None, bool]]) -> bool:
    """Whether the duration equals the distance between two years of the fact: "thirty years"."""
    if amount.measures != "time":
        return False
    years = sorted(int(value) for value, rank in known if value and not rank and is_year(value))
    return bool(years) and _is_near(amount.size, _YEAR * (years[-1] - years[0]))


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= ROUNDED_BY * max(one, other)


def _share(text: Sequence[Token], at: int) -> Decimal | None:
    """The percentage that one figure is of another ("nine out of ten"), at either's position."""
    words = [token.word for token in text]
    for start in (at, at - 2, at - 3):
        for between in (["in"], ["out", "of"]):
            end = start + 1 + len(between)
            if start >= 0 and words[start + 1 : end] == between and end < len(text):
                part, whole = text[start].value, text[end].value
                if part and whole and at in (start, end):
                    return (100 * part / whole).normalize()
    return None


def _is_held_otherwise(
    asked: Sequence[Token], at: int, known: set[tuple[Decimal | None, bool]], held: Held
) -> bool:
    """Whether a figure that is not in the fact literally is no contradiction all the same."""
    token, value = asked[at], asked[at].value or Decimal(0)
    share, unit = _share(asked, at), _unit(asked, at)
    centuries = {(value + 1900, False), (value + 2000, False)}
    dated = any(is_year(year) for year, rank in known if not rank)
    return (
        # "one" is hardly ever a number: "one of", "the only one".
        (value == 1 and not token.rank)
        # "March 23" may mean March 2023.
        or (at > 0 and asked[at - 1].stem in MONTH_STEMS and not known.isdisjoint(centuries))
        # "1.5" may mean 1.5 million.
        or (value % 1 != 0 and any((value * scale, False) in known for scale in _SCALES))
        # "40m" may mean 40 metres.
        or ((value / _SCALES[0], False) in known and not held.stems.isdisjoint(_METRES))
        # "two goals" matches "scored twice".
        or (not token.rank and not held.stems.isdisjoint(COUNTED.get(value, ())))
        # "nine out of ten" matches 90 percent.
        or (share is not None and (share, False) in known)
        or (share is not None and (share.quantize(Decimal(1)), False) in known)
        # "50 percent" matches half.
        or bool(unit and unit[1] == "share" and _FRACTIONS.get(value, "") in held.stems)
        # A year that describes a recording: "2021 video".
        or (_is_year(token) and token.harmless and not dated)
    )


def _counts_things(text: Sequence[Token], at: int) -> bool:
    """Whether a figure is followed by what it counts, and no unit is near."""
    behind = text[at + 1 : at + 4]
    return bool(behind) and behind[0].speech in NOUNS and not any(one.is_unit for one in behind)


def _other_unit(
    asked: Sequence[Token], at: int, others: Sequence[tuple[Sequence[Token], int]]
) -> str:
    """The fact's wording if it has the figure with a different unit; else empty."""
    same = [(text, place) for text, place in others if text[place].value == asked[at].value]
    ours = _unit(asked, at)
    theirs = [unit for text, place in same if (unit := _unit(text, place))]
    if ours is None or not same:
        return ""
    if not theirs and ours[1] == "time" and all(_counts_things(*one) for one in same):
        return shown(*same[0])  # "five months" and "five matches"
    if len(theirs) < len(same) or any(u[1] != ours[1] or u[2] == ours[2] for u in theirs):
        return ""
    return shown(*same[0])


def _calendar(
    alignment: Alignment, stored: Sequence[Sequence[Token]], held: Held, met: int
) -> Iterator[Found]:
    """Months and weekdays that differ."""
    start, end = alignment.bounds
    for days in CALENDARS:
        dated = [
            token
            for token in alignment.asked[start:end]
            if token.stem in days and token.stem not in held.stems and token.word != "may"
        ]
        if dated and (met < ELSE_MET or not held.stems.isdisjoint(days)):
            claimed = {one.word.title() for text in stored for one in text if one.stem in days}
            for token in dated:
                yield _says(token.word.title(), claimed), token


def _says(asked: str, stored: Collection[str]) -> Difference:
    """What the claim says instead, if it says anything of the kind."""
    instead = f"says {' and '.join(sorted(stored))}" if stored else "does not mention that"
    return Difference(asked, instead, missing=not stored)


def _exchanged(alignment: Alignment, same: set[Token]) -> Iterator[Found]:
    """Figures and units at whose position the claim has different ones."""
    ours_all, theirs_all = (
        {token.value for token in side} for side in (alignment.asked, alignment.stored)
    )
    carried = {value for value, _ in counted(alignment.asked) & counted(alignment.stored)}
    for gap in alignment.gaps:
        asked = [token for token in gap.asked if _is_value(token)]
        stored = [token for token in gap.stored if _is_value(token)]
        alike = len(asked) == len(stored) == 1 and _alike(asked[0], stored[0])
        alike = alike and asked[0] not in same
        # The claim's figure elsewhere is no other one, unless both only changed places.
        moved = alike and asked[0].value in theirs_all and stored[0].value not in ours_all
        moved = moved or (alike and asked[0].value in carried)
        if alike and not moved and asked[0].value != stored[0].value:
            yield Difference(asked[0].shown, f"says {stored[0].shown}"), asked[0]
        ours = [token for token in gap.asked if token.stem in UNITS]
        theirs = [token for token in gap.stored if token.stem in UNITS]
        if asked or stored or len(ours) != 1 or len(theirs) != 1:
            continue
        if UNITS[ours[0].stem] != UNITS[theirs[0].stem]:
            yield Difference(f"“{ours[0].word}”", f"says “{theirs[0].word}”"), ours[0]


def shown(text: Sequence[Token], at: int) -> str:
    """A figure as shown to a reader, with what it counts."""
    unit = _unit(text, at)
    following = text[at + 1] if at + 1 < len(text) and not text[at + 1].stopword else None
    word = unit[0] if unit else following.word if following and not following.rank else ""
    shown = text[at].shown
    return f"{shown} {word}".rstrip() if not _is_year(text[at]) else shown
