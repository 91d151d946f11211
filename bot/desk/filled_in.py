"""Filled-in forms taken apart into what the use-cases take."""

import re
from collections.abc import Mapping
from datetime import date

from facts.forms.dates import read_date
from facts.forms.short_text import split_source, split_when_where, split_who
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.model import PartialDate, Refusal, Stance

_NUMBERS = re.compile(r"\s*#?\d{1,3}(?:[\s,]+#?\d{1,3})*\s*")
_NUMBER = re.compile(r"\d+")
_THROUGH = re.compile(r"^(?:through|via)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n]")

Values = Mapping[str, str]


def new_claim(values: Values, today: date) -> ClaimForm:
    """The claim of the form for a new fact."""
    who = split_who(values.get("speaker", ""))
    when = split_when_where(values.get("when", ""), today)
    return ClaimForm(
        text=values.get("text", ""),
        speaker=who.name,
        role=who.role,
        on_behalf_of=who.on_behalf_of,
        date=when.date,
        venue=when.venue,
        quote=values.get("quote", ""),
    )


def first_source(values: Values, today: date) -> SourceForm | None:
    """The source that stands in one field, if there is one."""
    text = values.get("source", "")
    return split_source(text, today) if text.strip() else None


def new_response(values: Values, today: date) -> tuple[ResponseForm, SourceForm | None]:
    """A response and the new source that reports it; or the numbers of sources that are there."""
    who = split_who(values.get("by", ""))
    when = split_when_where(values.get("when", ""), today)
    source = values.get("source", "")
    known = _NUMBERS.fullmatch(source) is not None
    form = ResponseForm(
        stance=stance(values),
        by=who.name,
        role=who.role,
        on_behalf_of=who.on_behalf_of,
        via=_THROUGH.sub("", when.venue),
        date=when.date,
        quote=values.get("quote", ""),
        sources=numbers(source) if known else None,
    )
    return form, None if known else first_source(values, today)


def changed_response(values: Values) -> ResponseForm:
    """The fields of a response that a form asked for; the others stay."""
    return ResponseForm(
        stance=stance(values),
        by=values.get("by"),
        role=values.get("role"),
        on_behalf_of=values.get("on_behalf_of"),
        via=values.get("via"),
        date=values.get("date"),
        text=values.get("text"),
        quote=values.get("quote"),
        sources=numbers(values["sources"]) if "sources" in values else None,
    )


def changed_claim(values: Values) -> ClaimForm:
    """The fields of the claim that a form asked for; the others stay."""
    return ClaimForm(
        text=values.get("text"),
        speaker=values.get("speaker"),
        role=values.get("role"),
        on_behalf_of=values.get("on_behalf_of"),
        date=values.get("date"),
        venue=values.get("venue"),
        via=values.get("via"),
        quote=values.get("quote"),
    )


def changed_source(values: Values) -> SourceForm:
    """The fields of a source that a form asked for; the others stay."""
    return SourceForm(
        outlet=values.get("outlet"),
        headline=values.get("headline"),
        author=values.get("author"),
        published=values.get("published"),
        url=values.get("url"),
        archived_url=values.get("archived_url"),
        language=values.get("language"),
        description=values.get("description"),
        claim_quote=values.get("claim_quote"),
    )


def verdict(values: Values) -> VerdictForm:
    """The newsroom's own finding."""
    return VerdictForm(values.get("label", ""), values.get("explanation"), values.get("date"))


def stance(values: Values) -> Stance | None:
    """The stance that was chosen, if one was asked for."""
    return Stance(values["stance"]) if values.get("stance") else None


def numbers(text: str) -> tuple[int, ...]:
    """``1, 2`` as numbers. Raises Refusal for anything else."""
    if not text.strip():
        return ()
    if not _NUMBERS.fullmatch(text):
        raise Refusal("The numbers of sources are written like this: 1, 2")
    return tuple(int(number) for number in _NUMBER.findall(text))


def listed(*texts: str) -> tuple[str, ...]:
    """What stands in ``texts`` with commas or line ends between, each once."""
    parts = [part.strip() for text in texts for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def lines(text: str) -> tuple[str, ...]:
    """The lines of ``text`` that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def read_back(values: Values, today: date) -> str:
    """How the dates were read that were typed in other words, to be looked at; else nothing.

    ``Read as Saturday, 14 November 2026.``
    """
    read = [
        read_date(values[key], today).date
        for key in ("date", "published")
        if values.get(key, "").strip()
    ]
    iso = [split_when_where(values.get("when", ""), today).date]
    if source := first_source(values, today):
        iso.append(source.published or "")
    read += [PartialDate.parse(text) for text in iso if text]
    typed = "\n".join(values.values())
    told = [_in_full(day) for day in read if str(day) not in typed and day.in_words() not in typed]
    return f"Read as {'; '.join(dict.fromkeys(told))}." if told else ""


def _in_full(day: PartialDate) -> str:
    if day.month is None or day.day is None:
        return day.in_words()
    return f"{date(day.year, day.month, day.day):%A}, {day.in_words()}"
