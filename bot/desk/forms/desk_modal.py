"""The base classes of the desk's modals, and the parsing and filling of their text fields."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

import discord

from bot.desk.desk_replies import Reply
from bot.desk.services import DeskServices
from bot.interactions.context import client_of
from bot.interactions.modals import Field, FieldKind, Modal
from bot.interactions.replies import defer
from facts.forms.short_text import WhenWhere, split_source, split_when_where
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.forms.typed_dates import UnclearDate, read_date
from facts.model import Member, PartialDate, Refusal, Stance
from facts.usecases.desk.drafts.draft import Draft

_NUMBERS = re.compile(r"\s*#?\d{1,3}(?:[\s,]+#?\d{1,3})*\s*")
_NUMBER = re.compile(r"\d+")
_BETWEEN = re.compile(r"[,;\n]")

Values = Mapping[str, str]
_Form = TypeVar("_Form", ClaimForm, ResponseForm, SourceForm, VerdictForm)
_Part = TypeVar("_Part")


def values_of(form: ClaimForm | ResponseForm | SourceForm | VerdictForm) -> dict[str, str]:
    """The fields of ``form`` as texts by name; numbers comma-separated: ``{"sources": "1, 2"}``."""
    values = {one.name: getattr(form, one.name) for one in fields(form)}
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def read(form: type[_Form], values: Values) -> _Form:
    """Parse ``values`` into ``form``. Fields that are not in ``values`` stay None: unchanged."""
    given: dict[str, Any] = {one.name: values.get(one.name) for one in fields(form)}
    if given.get("stance") is not None:
        given["stance"] = Stance(given["stance"]) if given["stance"] else None
    if given.get("sources") is not None:
        given["sources"] = numbers(given["sources"])
    return form(**given)


def are_numbers(text: str) -> bool:
    """Whether ``text`` is a list of numbers such as ``1, #2``."""
    return _NUMBERS.fullmatch(text) is not None


def numbers(text: str) -> tuple[int, ...]:
    """Parse ``1, #2``. Raises Refusal for anything else."""
    if not text.strip():
        return ()
    if not are_numbers(text):
        raise Refusal("Write source numbers like this: 1, 2")
    return tuple(int(number) for number in _NUMBER.findall(text))


def listed(*texts: str) -> tuple[str, ...]:
    """Split ``texts`` at commas, semicolons and line ends, without duplicates."""
    parts = [part.strip() for text in texts for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def lines(text: str) -> tuple[str, ...]:
    """The non-empty lines of ``text``, without duplicates."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def numbered(parts: tuple[_Part, ...], number: int) -> _Part:
    """The part with that number, counted from 1. Raises Refusal if it was removed."""
    if not 1 <= number <= len(parts):
        raise Refusal("That part of the draft was removed. Go back to the draft and choose again.")
    return parts[number - 1]


def _in_full(day: PartialDate) -> str:
    if day.month is None or day.day is None:
        return day.in_words()
    return f"{date(day.year, day.month, day.day):%A}, {day.in_words()}"


DATE_HINT = "18 April 2020, last Saturday, or 2020-04"
QUOTE = Field("quote", "Exact quote", hint="Their exact words", kind=FieldKind.TEXT)


@dataclass(slots=True)
class Submission:
    """A submitted modal. ``today`` is the reference for dates such as "yesterday".

    The combined fields ``when`` and ``source`` are parsed by methods, given the field's label for
    a Refusal; ``_dates`` are those found in them, ISO 8601.
    """

    member: Member
    values: Values
    today: date
    files: tuple[discord.Attachment, ...] = ()
    _dates: list[str] = field(default_factory=list)

    def when_and_where(self, label: str) -> WhenWhere:
        """Parse the field ``when``."""
        try:
            read = split_when_where(self.values.get("when", ""), self.today)
        except UnclearDate as error:
            raise error.in_field(label) from error
        self._dates.append(read.date)
        return read

    def source(self, label: str) -> SourceForm | None:
        """Parse the field ``source``; None if it is empty."""
        text = self.values.get("source", "")
        if not text.strip():
            return None
        try:
            read = split_source(text, self.today)
        except UnclearDate as error:
            raise error.in_field(label) from error
        self._dates.append(read.published or "")
        return read

    def dates_understood(self) -> str:
        """A note on how relative or informal dates were understood, to be checked; else empty.

        ``Date understood as Saturday, 14 November 2026.``
        """
        days = [PartialDate.parse(iso) for iso in self._dates if iso]
        texts = (self.values.get(key, "") for key in ("date", "published"))
        days += [read_date(text, self.today) for text in texts if text.strip()]
        typed = "\n".join(self.values.values())
        unlike = [day for day in days if str(day) not in typed and day.in_words() not in typed]
        shown = "; ".join(dict.fromkeys(map(_in_full, unlike)))
        return f"Date understood as {shown}." if shown else ""


class DeskModal(Modal):
    """A modal of the desk: submitting it runs one use-case and replies with a card.

    If the use-case refuses, everything typed is returned, with a button that reopens the modal.
    ``slow`` marks a use-case that may take longer than the 3 s that Discord waits: its reply is
    deferred.
    """

    slow: ClassVar[bool] = False

    @abstractmethod
    async def save(self, services: DeskServices, given: Submission) -> Reply:
        """Run the use-case on the input; return the card or modal to reply with. Raises Refusal."""

    async def prepare(self, services: DeskServices, member: Member) -> None:
        """Add what depends on the desk of ``member``, such as its topics, before it opens."""

    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        services = client_of(interaction).desk

        async def save(member: Member) -> Reply:
            if self.slow:
                await defer(interaction)
            today = discord.utils.utcnow().date()
            return await self.save(services, Submission(member, typed, today, _files(interaction)))

        await services.answer(interaction, save, modal=self, typed=self.labelled(typed))

    @property
    def number(self) -> int:
        """``target`` as the number of a fact or request. Raises Refusal if it is none."""
        if not self.target.isdecimal():
            raise Refusal("This form is from an older version. Open it again.")
        return int(self.target)


class DraftModal(DeskModal):
    """A modal that changes the draft ``target``; replies with its card and the dates understood."""

    @classmethod
    def opened_on(cls, draft: Draft, n: int) -> Self:
        """The modal, prefilled from ``draft`` or from its response or source number ``n``, counted
        from 1. Raises Refusal if there is no such part.
        """
        return cls(draft.id, n, values=cls.filled(draft, n))

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - for subclasses
        """The values that the modal is prefilled with."""
        return {}

    @abstractmethod
    async def change(self, services: DeskServices, given: Submission) -> Draft:
        """Run the use-case on the input, and return the changed draft. Raises Refusal."""

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        draft = await self.change(services, given)
        return await services.cards.draft(given.member, draft, note=given.dates_understood())


def _files(interaction: discord.Interaction[Any]) -> tuple[discord.Attachment, ...]:
    data: Mapping[str, Any] = interaction.data or {}
    attachments: Mapping[str, Any] = data.get("resolved", {}).get("attachments", {})
    # discord.py makes attachments only for modals that it keeps in memory.
    state = interaction.client._connection  # noqa: SLF001
    return tuple(discord.Attachment(data=given, state=state) for given in attachments.values())
