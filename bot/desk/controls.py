"""What can be pressed or chosen at the desk. It works for as long as the message exists, for who
may still do it: all that a control needs stands in its custom id or in the store.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol, cast

import discord

from bot.control import Control
from bot.desk.files import reporting
from bot.desk.pressing import Act, Press
from bot.desk.replies import Reply
from bot.desk.services import DeskRoom
from bot.rendering.desk import desk_ids
from bot.rendering.desk.lists import WhichFacts
from bot.rendering.forms import FormId
from facts.model import ChangeKind, Refusal
from facts.usecases.desk.change_log import LogFilter

Interaction = discord.Interaction[Any]


class HasDesk(Protocol):
    """The part of our client that the desk's controls speak to."""

    desk_room: DeskRoom


def room_of(interaction: Interaction) -> DeskRoom:
    """The desk's side of the client that got ``interaction``."""
    return cast("HasDesk", interaction.client).desk_room


class _Pressed(Control, template=r"(?!)"):
    """A control that is one step of the desk. A subclass says which in ``act``."""

    async def act(self, interaction: Interaction) -> None:
        room = room_of(interaction)
        chosen = self.chosen(interaction)
        await room.step(
            interaction,
            lambda member: self.step(room, Press(member, self.target, self.number("n"), chosen)),
        )

    @abstractmethod
    async def step(self, room: DeskRoom, press: Press) -> Reply:
        """The step."""

    @property
    def target(self) -> str:
        return ""


class _Acting(_Pressed, template=r"(?!)"):
    """A control whose custom id names one of several acts on a target."""

    async def step(self, room: DeskRoom, press: Press) -> Reply:
        act = self.acts(room).get(self.text("act"))
        if act is None:
            raise Refusal("This button is of an older version. Type the command again.")
        return await act(press)

    @abstractmethod
    def acts(self, room: DeskRoom) -> Mapping[str, Act]:
        """The acts, by their names."""


class DraftControl(_Acting, template=desk_ids.DRAFT):
    """On the cards of a draft."""

    def acts(self, room: DeskRoom) -> Mapping[str, Act]:
        return room.drafts.acts

    @property
    def target(self) -> str:
        return self.text("draft")


class FactControl(_Acting, template=desk_ids.FACT):
    """On the cards of a fact."""

    def acts(self, room: DeskRoom) -> Mapping[str, Act]:
        return room.facts.acts

    @property
    def target(self) -> str:
        return self.text("fact_id")


class ProposalControl(_Acting, template=desk_ids.PROPOSAL):
    """On a proposal, in the log channel or opened from the list of drafts."""

    def acts(self, room: DeskRoom) -> Mapping[str, Act]:
        return room.proposals.acts

    @property
    def target(self) -> str:
        return self.text("draft")


class SetupControl(_Acting, template=desk_ids.SETUP):
    """On the card of the desk's settings."""

    def acts(self, room: DeskRoom) -> Mapping[str, Act]:
        return room.setup.acts

    def chosen(self, interaction: Interaction) -> tuple[str, ...]:
        # The default role has its server's id. It would make everybody a moderator.
        everybody = str(interaction.guild_id)
        return tuple(value for value in super().chosen(interaction) if value != everybody)


class ImportControl(Control, template=desk_ids.IMPORT):
    """On the card of a dry run: import it, or leave it."""

    async def act(self, interaction: Interaction) -> None:
        room = room_of(interaction)
        plan_id = self.text("plan")
        if self.text("act") != "run":
            await room.step(interaction, lambda member: room.files.leave(member, plan_id))
            return
        await interaction.response.defer()
        async with reporting(interaction, "Importing") as progress:
            await room.step(
                interaction, lambda member: room.files.take_in(member, plan_id, progress)
            )


class MergeControl(_Pressed, template=desk_ids.MERGE):
    """On the card of two facts that would become one."""

    async def step(self, room: DeskRoom, press: Press) -> Reply:
        if self.text("act") != "merge":
            return await room.facts.leave_apart(press.member)
        keep, other = int(self.text("keep")), int(self.text("other"))
        return await room.facts.merge(press.member, keep, other)


class FactsPage(_Pressed, template=desk_ids.FACTS):
    """Turns to another page of a list of facts."""

    async def step(self, room: DeskRoom, press: Press) -> Reply:
        which = WhichFacts.parse(self.text("page"), self.text("flags"), self.text("texts"))
        return await room.facts.list(press.member, which)


class LogPage(_Pressed, template=desk_ids.LOG):
    """Turns to older changes in the desk's log."""

    async def step(self, room: DeskRoom, press: Press) -> Reply:
        wanted = LogFilter(
            editor=self.text("editor") or None,
            fact_id=self.number("fact_id") or None,
            kind=ChangeKind(self.text("kind")) if self.text("kind") else None,
        )
        return await room.facts.log(press.member, wanted, self.number("before") or None)


class OpenChosen(_Pressed, template=desk_ids.OPEN):
    """Opens what was chosen from a list of facts or drafts."""

    async def step(self, room: DeskRoom, press: Press) -> Reply:
        whose, _, named = press.chosen[0].rpartition(":")
        if self.text("what") == "facts":
            return await room.facts.show(press.member, named)
        if whose == "waiting":
            return await room.proposals.card(press.member, named)
        draft = await room.desk.drafting.get(press.member, named)
        return await room.drafts.card(press.member, draft)


class FormAgain(Control, template=desk_ids.AGAIN):
    """Opens a form again that was handed back, with what had been typed."""

    async def act(self, interaction: Interaction) -> None:
        room = room_of(interaction)
        form_id = FormId.parse(self.text("form"))
        await room.step(
            interaction, lambda member: room.submissions.again(interaction, member, form_id)
        )


CONTROLS = (
    DraftControl,
    FactControl,
    ProposalControl,
    SetupControl,
    ImportControl,
    MergeControl,
    FactsPage,
    LogPage,
    OpenChosen,
    FormAgain,
)
