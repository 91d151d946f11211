"""What all forms of the desk have in common: the step, the card that follows, the way back; the
texts of their fields, taken apart and put together.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

import discord

from bot.desk.desk_replies import Reply
from bot.desk.file_transfers import GivenFile
from bot.desk.services import DeskServices
from bot.interactions.client_access import client_of
from bot.interactions.modals import Field, Form, Kind
from bot.interactions.replies import defer
from facts.forms.apply import in_field
from facts.forms.short_text import WhenWhere, split_source, split_when_where
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.forms.typed_dates import read_date
from facts.model import Member, PartialDate, Refusal, Stance
from facts.usecases.desk.drafts.draft import Draft

_NUMBERS = re.compile(r"\s*#?\d{1,3}(?:[\s,]+#?\d{1,3})*\s*")
_NUMBER = re.compile(r"\d+")
_BETWEEN = re.compile(r"[,;\n]")

Values = Mapping[str, str]
_Form = TypeVar("_Form", ClaimForm, ResponseForm, SourceForm, VerdictForm)
_Part = TypeVar("_Part")


def values_of(form: ClaimForm | ResponseForm | SourceForm | VerdictForm) -> dict[str, str]:
    """``form`` as texts by field, numbers with commas between: ``{"sources": "1, 2"}``."""
    values = {field.name: getattr(form, field.name) for field in fields(form)}
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def read(form: type[_Form], values: Values) -> _Form:
    """What was filled in, as ``form``. A field that was not asked for stays as it is."""
    given: dict[str, Any] = {field.name: values.get(field.name) for field in fields(form)}
    if given.get("stance") is not None:
        given["stance"] = Stance(given["stance"]) if given["stance"] else None
    if given.get("sources") is not None:
        given["sources"] = numbers(given["sources"])
    return form(**given)


def first_source(values: Values, today: date, label: str = "Source") -> SourceForm | None:
    """The source that stands in the one field ``source``, labelled so, if there is one."""
    text = values.get("source", "")
    with in_field(label):
        return split_source(text, today) if text.strip() else None


def when_and_where(values: Values, today: date, label: str = "When and where") -> WhenWhere:
    """What stands in the one field ``when``, labelled so."""
    with in_field(label):
        return split_when_where(values.get("when", ""), today)


def are_numbers(text: str) -> bool:
    """Whether ``text`` is nothing but numbers: ``1, #2``."""
    return _NUMBERS.fullmatch(text) is not None


def numbers(text: str) -> tuple[int, ...]:
    """``1, 2`` as numbers. Raises Refusal for anything else."""
    if not text.strip():
        return ()
    if not are_numbers(text):
        raise Refusal("Write source numbers like this: 1, 2")
    return tuple(int(number) for number in _NUMBER.findall(text))


def listed(*texts: str) -> tuple[str, ...]:
    """What stands in ``texts`` with commas or line ends between, each once."""
    parts = [part.strip() for text in texts for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def lines(text: str) -> tuple[str, ...]:
    """The lines of ``text`` that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def numbered(parts: tuple[_Part, ...], number: int) -> _Part:
    """The part of that number, from 1. Raises Refusal where it is gone."""
    if not 1 <= number <= len(parts):
        raise Refusal("That part of the draft was removed. Go back to the draft and choose again.")
    return parts[number - 1]


def dates_read(values: Values, today: date) -> str:
    """How the dates were read that were typed in other words, to be looked at; else nothing.

    ``Date understood as Saturday, 14 November 2026.``
    """
    days = [
        read_date(values[key], today).date
        for key in ("date", "published")
        if values.get(key, "").strip()
    ]
    iso = [when_and_where(values, today).date]
    if source := first_source(values, today):
        iso.append(source.published or "")
    days += [PartialDate.parse(text) for text in iso if text]
    typed = "\n".join(values.values())
    told = [_in_full(day) for day in days if str(day) not in typed and day.in_words() not in typed]
    return f"Date understood as {'; '.join(dict.fromkeys(told))}." if told else ""


def _in_full(day: PartialDate) -> str:
    if day.month is None or day.day is None:
        return day.in_words()
    return f"{date(day.year, day.month, day.day):%A}, {day.in_words()}"


DATE_HINT = "18 April 2020, last Saturday, or 2020-04"
QUOTE = Field("quote", "Exact quote", hint="Their exact words", kind=Kind.TEXT)


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that came back. ``today`` is the day from which "yesterday" counts."""

    member: Member
    values: Mapping[str, str]
    today: date
    files: tuple[GivenFile, ...] = ()


class DeskForm(Form):
    """A form of the desk: one use-case, and the card that follows.

    One that cannot be taken is handed back with every word that was typed, and opens again with it.
    ``slow`` is for a form whose use-case may take longer than the 3 s that Discord waits.
    """

    slow: ClassVar[bool] = False

    @abstractmethod
    async def save(self, services: DeskServices, given: Submission) -> Reply:
        """The use-case. Raises Refusal."""

    async def prepare(self, services: DeskServices, member: Member) -> None:
        """Fit the form to the desk of ``member`` before it is opened."""

    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        services = client_of(interaction).desk

        async def step(member: Member) -> Reply:
            if self.slow:
                await defer(interaction)
            today = discord.utils.utcnow().date()
            return await self.save(services, Submission(member, typed, today, _files(interaction)))

        await services.step(interaction, step, form=self, typed=self.labelled(typed))

    @property
    def fact_id(self) -> int:
        """The fact that the form is about. Raises Refusal for a form that is about none."""
        if not self.target.isdecimal():
            raise Refusal("This form is from an older version. Open it again.")
        return int(self.target)


class DraftForm(DeskForm):
    """A form that changes a draft; its card follows, with the dates as they were understood."""

    @classmethod
    def opened_on(cls, draft: Draft, n: int) -> Self:
        """The form for ``draft``, or its part of number ``n``. Raises Refusal for no such part."""
        return cls(draft.id, n, values=cls.filled(draft, n))

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - for subclasses
        """What the form is filled in with beforehand."""
        return {}

    @abstractmethod
    async def change(self, services: DeskServices, given: Submission) -> Draft:
        """The use-case. Raises Refusal."""

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        draft = await self.change(services, given)
        note = dates_read(given.values, given.today)
        return await services.cards.draft(given.member, draft, note=note)


def _files(interaction: discord.Interaction[Any]) -> tuple[GivenFile, ...]:
    data: Mapping[str, Any] = interaction.data or {}
    attachments: Mapping[str, Any] = data.get("resolved", {}).get("attachments", {})
    return tuple(
        GivenFile(given["filename"], given["size"], given["url"]) for given in attachments.values()
    )
