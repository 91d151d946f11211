"""What all forms of the desk have in common: the step, the card that follows, the way back."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

import discord

from bot.desk.article_reader import GivenFile
from bot.desk.desk_replies import Reply
from bot.desk.forms.field_text import dates_read
from bot.desk.services import DeskServices, services_of
from bot.interactions.modals import Field, Form, Kind
from facts.model import Refusal
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.members import Member

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
        services = services_of(interaction)

        async def step(member: Member) -> Reply:
            if self.slow:
                await interaction.response.defer(ephemeral=True)
            today = discord.utils.utcnow().date()
            return await self.save(services, Submission(member, typed, today, _files(interaction)))

        await services.step(interaction, step, form=self, typed=self.labelled(typed))

    def labelled(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What was typed, under the labels that were shown."""
        return [(field.label, typed[field.key]) for field in self.fields if typed.get(field.key)]

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
