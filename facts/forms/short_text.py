"""Short forms: one text that holds several fields, split and joined; quotes as people paste them.

The result is shown on the draft, where it can be corrected; no typed text is dropped.
"""

import re
from dataclasses import dataclass
from datetime import date

from facts.forms.typed import NotValid, SourceForm
from facts.forms.typed_dates import (
    date_among,
    dates_within,
    means_a_date,
    read_date,
    unreadable,
)
from facts.model import clean_text

_UNNAMED = re.compile(r"\(unnamed\)\s*$", re.IGNORECASE)
_FOR = "for "
_COMMA, _LINE_OR_BAR = re.compile(","), re.compile(r"[|\n]")
_ANY_SEPARATOR = re.compile(r"[,;|\n]")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LINK_WORD_BEHIND = re.compile(r"(?:^|[\s,;])(?:on|at|in|of|from|during)\s*$", re.IGNORECASE)
_LINK_WORD_BEFORE = re.compile(r"^(?:['’]s\b|[\s,;]*(?:at|in|during)\s+)", re.IGNORECASE)
_LOOSE_ENDS = " ,;:?–—-\n"
# A quote's marks; an apostrophe is none.
_DOUBLE, _SINGLE = '"“”„‟«»「」『』〝〞〟＂', "'‘’‚‛‹›"
_MARKS = tuple(_DOUBLE + _SINGLE)
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
# Characters that may follow a closing quotation mark, and those that end a sentence.
_BEHIND_A_QUOTE, _ENDS = tuple(".,;!?…"), ".!?…"
_MOST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Who:
    """The fields of a form about a person."""

    name: str = ""
    role: str = ""
    on_behalf_of: str = ""


def split_who(text: str) -> Who:
    """Split ``Ada Berg, harbour master, for the port`` into fields, by order.

    A role without a name is marked ``unnamed``: ``press chief (unnamed), for the Foreign
    Ministry``.
    """
    parts = _parts(text, _COMMA)
    on_behalf_of = ""
    if parts and parts[-1].casefold().startswith(_FOR):
        on_behalf_of = parts.pop()[len(_FOR) :].strip()
    if not parts:
        return Who(on_behalf_of=on_behalf_of)
    whole = ", ".join(parts)
    if _UNNAMED.search(whole):
        return Who(role=_UNNAMED.sub("", whole).rstrip(), on_behalf_of=on_behalf_of)
    return Who(parts[0], ", ".join(parts[1:]), on_behalf_of)


def join_who(who: Who) -> str:
    """The inverse of ``split_who``."""
    person = [part for part in (who.name, who.role) if part]
    if who.role and not who.name:
        person = [f"{who.role} (unnamed)"]
    return ", ".join(person + ([f"{_FOR}{who.on_behalf_of}"] if who.on_behalf_of else []))


@dataclass(frozen=True, slots=True)
class WhenWhere:
    """Date and place of a statement as form fields; the date as ``2020-04-18``."""

    date: str = ""
    venue: str = ""


def split_when_where(text: str, today: date) -> WhenWhere:
    """Split ``18 April 2020, the coronavirus briefing`` into the part that is a date, and the rest.

    The date may be among other words: ``the briefing on 18 April 2020``. Raises UnclearDate if it
    is ambiguous, or if the text resembles a date but is none, as it cannot be a place either.
    """
    text = clean_text(text)
    within = dates_within(text)
    if len(within) == 1:
        [(start, end)] = within
        read = str(read_date(text[start:end], today))
        return WhenWhere(read, _around(text[:start], text[end:]))
    read, rest = date_among(_parts(text, _ANY_SEPARATOR), today)
    if not read and means_a_date(text):
        raise unreadable(text)
    return WhenWhere(read, ", ".join(rest))


def _around(before: str, after: str) -> str:
    """The text around a date, joined: ``the briefing on`` and an empty text."""
    before = _LINK_WORD_BEFORE.sub("", _LINK_WORD_BEHIND.sub("", before)).strip(_LOOSE_ENDS)
    after = _LINK_WORD_BEFORE.sub("", after).strip(_LOOSE_ENDS)
    return ", ".join(_parts(f"{before}, {after}", _ANY_SEPARATOR))


def join_when_where(when_where: WhenWhere) -> str:
    """The inverse of ``split_when_where``."""
    return ", ".join(part for part in (when_where.date, when_where.venue) if part)


def split_source(text: str, today: date) -> SourceForm:
    """Split outlet, headline, date and link of a source, on separate lines or with ``|`` between.

    The link is recognized by ``http``, the date by parsing; of the rest the first is the outlet,
    the second the headline, the third the author. A single line with commas works too; then
    everything after the outlet is the headline. Raises UnclearDate, NotValid.
    """
    text = clean_text(text)
    links = _LINK.findall(text)
    if len(links) > 1:
        raise NotValid(("A source has one link. Add each source separately.",))
    parts = _parts(_LINK.sub("\n", text), _LINE_OR_BAR)
    in_one_line = len(parts) == 1
    if in_one_line:
        parts = _parts(parts[0], _COMMA)
    published, parts = date_among(parts, today)
    if in_one_line:
        parts = [*parts[:1], *([", ".join(parts[1:])] if parts[1:] else [])]
    outlet, headline, author, *more = [*parts, "", "", ""][: max(3, len(parts))]
    if any(more):
        raise NotValid(
            ("Too many parts. A source has an outlet, headline, author, date and link, each once.",)
        )
    return SourceForm(
        outlet=outlet,
        headline=headline,
        author=author,
        published=published,
        url=links[0].rstrip(",;|") if links else "",
    )


def join_source(form: SourceForm) -> str:
    """The inverse of ``split_source``, one part a line."""
    parts = (form.outlet, form.headline, form.author, form.published, form.url)
    return "\n".join(part for part in parts if part)


def _parts(text: str, separator: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in separator.split(text) if part.strip()]


def unquoted(text: str) -> str:
    """A quote without surrounding quotation marks, as every card adds its own.

    Removes marks of all kinds, also mixed ones, at most three pairs. Keeps marks that belong to a
    part of the text, or may do so: ``“Yes,” he said, “no.”``
    """
    for _ in range(_MOST_PAIRS):
        bare, end = text.strip(), ""
        if bare[-1:] in _BEHIND_A_QUOTE and bare[-2:-1] in _MARKS:
            bare, end = bare[:-1], bare[-1:].strip(",;")
        inner = bare[1:-1].strip()
        if not inner or not (_encloses(bare) or (_is_marked(bare) and _encloses(inner))):
            break
        text = inner if inner[-1] in _ENDS else inner + end
    return text.strip()


def _is_marked(text: str) -> bool:
    """Whether ``text`` begins and ends with marks of one kind."""
    return any(text[0] in marks and text[-1] in marks for marks in (_DOUBLE, _SINGLE))


def _encloses(text: str) -> bool:
    """Whether the first and last mark of ``text`` form a pair around everything between."""
    if len(text) < len('""') or not _is_marked(text):
        return False
    opening, closing = text[0], text[-1]
    family = _DOUBLE if opening in _DOUBLE else _SINGLE
    depth = 0
    for mark in _APOSTROPHE.sub("", text[1:-1]):
        if mark in family:
            depth += 1 if mark == opening else -1
            if opening == closing or mark not in (opening, closing) or depth < 0:
                return False
    return depth == 0
