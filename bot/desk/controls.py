"""The buttons and selects of the desk. Each use-case checks that the member is a moderator.

Most controls name an act in their custom id; the acts are the functions in ``draft_acts``,
``fact_acts``, ``request_acts`` and ``settings_acts``.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import discord

from bot.desk import draft_acts, fact_acts, request_acts, settings_acts
from bot.desk.desk_replies import Card, Reply
from bot.desk.file_transfers import reporting
from bot.desk.forms.desk_modal import DeskModal
from bot.desk.services import Act, DeskServices, Press
from bot.interactions.context import client_of
from bot.interactions.control import Control
from bot.interactions.modals import Modal
from bot.interactions.replies import defer, open_modal
from bot.rendering import custom_ids
from bot.rendering.desk.lists import WhichFacts
from bot.rendering.handed_back import texts_of, typed_before
from bot.rendering.layout import layout_of
from facts.model import ChangeKind, Member, Refusal
from facts.usecases.desk.change_log import LogFilter
from facts.usecases.newsroom.request import RequestKind

Interaction = discord.Interaction[Any]


class DeskControl(Control, template=r"(?!)"):
    """A control of moderators, answered by ``DeskServices``; subclasses implement ``reply``."""

    async def act(self, interaction: Interaction) -> None:
        services = client_of(interaction).desk
        chosen = self.chosen(interaction)

        async def reply(member: Member) -> Reply:
            press = Press(member, self.text("target"), self.number("n"), chosen)
            return await self.reply(services, press)

        await services.answer(interaction, reply)

    @abstractmethod
    async def reply(self, services: DeskServices, press: Press) -> Reply:
        """Run the use-case, and return the card or modal to reply with. Raises Refusal."""


class ActControl(DeskControl, template=r"(?!)"):
    """A control whose custom id holds the name of one of ``acts``, its target and its number."""

    acts: ClassVar[Mapping[str, Act]]

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        act = self.acts.get(self.text("act"))
        if act is None:
            raise Refusal("This button is from an older version. Type the command again.")
        return await act(services, press)


class DraftControl(ActControl, template=custom_ids.draft.template):
    """Every control on the cards of a draft."""

    acts = draft_acts.ACTS


class FactControl(ActControl, template=custom_ids.desk_fact.template):
    """Every control on the cards of a fact."""

    acts = fact_acts.ACTS


class ProposalControl(ActControl, template=custom_ids.proposal.template):
    """Every control on a proposal, in the log channel or opened from the list of drafts."""

    acts = draft_acts.PROPOSAL_ACTS


class SettingsControl(ActControl, template=custom_ids.desk_setup.template):
    """Every control on the card of the desk's settings."""

    acts = settings_acts.ACTS

    def chosen(self, interaction: Interaction) -> tuple[str, ...]:
        # Drop @everyone, whose role id is the server's id: it would make everybody a moderator.
        everybody = str(interaction.guild_id)
        return tuple(value for value in super().chosen(interaction) if value != everybody)


class ImportControl(Control, template=custom_ids.import_.template):
    """On the preview of an import: run it, decide unclear rows, or cancel."""

    async def act(self, interaction: Interaction) -> None:
        services = client_of(interaction).desk
        plan_id, act = self.text("plan"), self.text("act")
        await defer(interaction)
        async with reporting(interaction, "Reading the file") as progress:
            await services.answer(
                interaction, lambda member: services.files.act(member, plan_id, act, progress)
            )


class MergeControl(DeskControl, template=custom_ids.merge.template):
    """On the preview of a merge: merge the two facts, or cancel."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        if self.text("act") != "merge":
            await services.desk.setup.expect_moderator(press.member)
            return Card(layout_of("OK, both facts stay."))
        merging = services.desk.merging
        outcome = await merging.merge(press.member, self.number("keep"), self.number("other"))
        return await services.cards.outcome(
            press.member, outcome, "**Merged.** Both numbers now lead here."
        )


class FactsPage(DeskControl, template=custom_ids.desk_facts.template):
    """Shows another page of a list of facts."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        which = WhichFacts.parse(self.text("page"), self.text("flags"), self.text("texts"))
        return await services.cards.facts(press.member, which)


class IncomingPage(DeskControl, template=custom_ids.incoming.template):
    """Shows another page of the incoming fact-checks."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        return await services.cards.incoming(press.member, self.number("page"))


class OlderChanges(DeskControl, template=custom_ids.desk_log.template):
    """Shows older changes in the desk's log."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        wanted = LogFilter(
            editor=self.text("editor") or None,
            fact_id=self.number("fact_id") or None,
            kind=ChangeKind(self.text("kind")) if self.text("kind") else None,
        )
        return await services.cards.log(press.member, wanted, self.number("before") or None)


class OpenChosen(DeskControl, template=custom_ids.desk_open.template):
    """Opens the chosen fact, draft, proposal or incoming fact-check, or dismisses the latter."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        whose, _, named = press.chosen[0].rpartition(":")
        if self.text("what") == "facts":
            return await fact_acts.show(services, press.member, named)
        if self.text("what") == "dismissed":
            await services.desk.incoming.dismiss(press.member, named)
            return await services.cards.incoming(press.member)
        if self.text("what") == "incoming":
            opened = await services.desk.incoming.open(press.member, named)
            return await services.cards.draft(press.member, opened)
        if whose == "waiting":
            return await draft_acts.proposal(services, press.member, named)
        return await services.cards.draft(
            press.member, await services.desk.drafting.get(press.member, named)
        )


class QueuePage(DeskControl, template=custom_ids.queue.template):
    """Shows another page of the queue, or another kind of requests."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        kind = None if self.text("kind") == "all" else RequestKind(self.text("kind"))
        return await request_acts.listed(services, press.member, kind, self.number("page"))


class OpenRequest(DeskControl, template=custom_ids.queue_open.template):
    """Opens the request chosen in the queue."""

    async def reply(self, services: DeskServices, press: Press) -> Reply:
        return await request_acts.opened(services, press.member, int(press.chosen[0]))


class RequestControl(ActControl, template=custom_ids.request.template):
    """Every control on the card of a request."""

    acts = request_acts.ACTS


class ModalAgain(Control, template=custom_ids.again.template):
    """Reopens a modal whose input was refused, prefilled with what had been typed."""

    async def act(self, interaction: Interaction) -> None:
        services = client_of(interaction).desk
        modal = client_of(interaction).modals.modal_of(self.text("modal"))

        def refilled() -> Modal:
            labels = {field.label: field.key for field in modal.fields}
            modal.values = typed_before(texts_of(interaction.message), labels)
            return modal

        if not isinstance(modal, DeskModal):  # a reader's modal: no moderator check
            await open_modal(interaction, refilled().discord_modal())
            return

        async def open_again(member: Member) -> Reply:
            await services.desk.setup.expect_moderator(member)
            await modal.prepare(services, member)
            return refilled()

        await services.answer(interaction, open_again)


CONTROLS = (
    DraftControl,
    FactControl,
    ProposalControl,
    SettingsControl,
    ImportControl,
    MergeControl,
    FactsPage,
    IncomingPage,
    OlderChanges,
    OpenChosen,
    QueuePage,
    OpenRequest,
    RequestControl,
    ModalAgain,
)
