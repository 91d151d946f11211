"""One text for several fields, as short forms ask for it, taken apart and put together.

What was understood is shown on the draft, where it can be corrected; nothing typed is dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from facts.forms.typed import NotValid, SourceForm
from facts.forms.typed_dates import (
    NoDate,
    UnclearDate,
    dates_within,
    means_a_date,
    read_date,
    unreadable,
)

_UNNAMED = re.compile(r"\(unnamed\)\s*$", re.IGNORECASE)
_FOR = "for "
_COMMA, _LINE_OR_BAR = re.compile(","), re.compile(r"[|\n]")
_ANY_SEPARATOR = re.compile(r"[,;|\n]")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_MOST_PARTS_OF_A_DATE = 3
# A date stands near the beginning or the end; trying every part of a long text would take time.
_NEAR_AN_END = 3
_UNCLEAR_ONES_READ = 4
_LINK_WORD_BEHIND = re.compile(r"(?:^|[\s,;])(?:on|at|in|of|from|during)\s*$", re.IGNORECASE)
_LINK_WORD_BEFORE = re.compile(r"^(?:['’]s\b|[\s,;]*(?:at|in|during)\s+)", re.IGNORECASE)
_LOOSE_ENDS = " ,;:?–—-\n"


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the fields of a form."""

    name: str = ""
    role: str = ""
    on_behalf_of: str = ""


def split_who(text: str) -> Who:
    """``Ada Berg, harbour master, for the port`` in its parts; the order counts.

    A lone role is marked ``unnamed``: ``press chief (unnamed), for the Foreign Ministry``.
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
    """The text that ``split_who`` takes apart into ``who``."""
    person = [part for part in (who.name, who.role) if part]
    if who.role and not who.name:
        person = [f"{who.role} (unnamed)"]
    return ", ".join(person + ([f"{_FOR}{who.on_behalf_of}"] if who.on_behalf_of else []))


@dataclass(frozen=True, slots=True)
class WhenWhere:
    """When and where something was said, as the fields of a form; the date as ``2020-04-18``."""

    date: str = ""
    venue: str = ""


def split_when_where(text: str, today: date) -> WhenWhere:
    """``18 April 2020, the coronavirus briefing``: the part that reads as a date, and the rest.

    The date may stand among other words: ``the briefing on 18 April 2020``. Raises UnclearDate for
    one that cannot be told for certain, and where something like a date is none: it is no place.
    """
    within = dates_within(text)
    if len(within) == 1:
        [(start, end)] = within
        read = str(read_date(text[start:end], today).date)
        return WhenWhere(read, _around(text[:start], text[end:]))
    read, rest = _date_among(_parts(text, _ANY_SEPARATOR), today)
    if not read and means_a_date(text):
        raise unreadable(text)
    return WhenWhere(read, ", ".join(rest))


def _around(before: str, after: str) -> str:
    """What is left of a text around its date: ``the briefing on`` and an empty text."""
    before = _LINK_WORD_BEFORE.sub("", _LINK_WORD_BEHIND.sub("", before)).strip(_LOOSE_ENDS)
    after = _LINK_WORD_BEFORE.sub("", after).strip(_LOOSE_ENDS)
    return ", ".join(_parts(f"{before}, {after}", _ANY_SEPARATOR))


def join_when_where(when_where: WhenWhere) -> str:
    """The text that ``split_when_where`` takes apart into ``when_where``."""
    return ", ".join(part for part in (when_where.date, when_where.venue) if part)


def split_source(text: str, today: date) -> SourceForm:
    """Outlet, headline, date and link of a source, on lines of their own or with ``|`` between.

    The link is known by ``http``, the date by reading as one; of what is left the first is the
    outlet, the second the headline, the third the author. All on one line with commas is read too;
    there all after the outlet is the headline. Raises UnclearDate, NotValid.
    """
    links = _LINK.findall(text)
    if len(links) > 1:
        raise NotValid(("A source has one link. Add each source separately.",))
    parts = _parts(_LINK.sub("\n", text), _LINE_OR_BAR)
    in_one_line = len(parts) == 1
    if in_one_line:
        parts = _parts(parts[0], _COMMA)
    published, parts = _date_among(parts, today)
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
    """The text that ``split_source`` takes apart into ``form``, a part a line."""
    parts = (form.outlet, form.headline, form.author, form.published, form.url)
    return "\n".join(part for part in parts if part)


def _parts(text: str, separator: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in separator.split(text) if part.strip()]


def _date_among(parts: Sequence[str], today: date) -> tuple[str, list[str]]:
    """The date that some neighbouring ``parts`` say, and the other parts; none: an empty text."""
    unclear: list[UnclearDate] = []
    for length in range(min(_MOST_PARTS_OF_A_DATE, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            if start >= _NEAR_AN_END and start + length <= len(parts) - _NEAR_AN_END:
                continue
            try:
                read = read_date(", ".join(parts[start : start + length]), today)
            except NoDate:
                continue
            except UnclearDate as error:
                unclear.append(error)
                if len(unclear) == _UNCLEAR_ONES_READ:
                    raise unclear[0] from None
                continue
            return str(read.date), [*parts[:start], *parts[start + length :]]
    if unclear:
        raise unclear[0]
    return "", list(parts)
