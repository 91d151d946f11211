"""What can be pressed or chosen about requests, by readers and by moderators."""

from typing import Any

import discord

from bot.desk.desk_replies import Press, Reply
from bot.desk.services import services_of
from bot.interactions.control import Control
from bot.interactions.people import desks_of
from bot.interactions.replies import open_modal, send, show
from bot.newsroom import queue_buttons
from bot.newsroom.reader_forms import AskNewsroom, ReportError
from bot.newsroom.services import newsroom_of
from bot.rendering.asking.answer_card import asked_in
from bot.rendering.newsroom import newsroom_ids
from bot.rendering.newsroom.asked import mine_layout
from bot.rendering.newsroom.more import more_layout, voted_layout
from bot.rendering.newsroom.privacy import forgotten_layout
from facts.model import Member, Refusal
from facts.newsroom.request import RequestKind
from facts.usecases.newsroom.feedback import Decided

Interaction = discord.Interaction[Any]


class Ask(Control, template=newsroom_ids.ASK):
    """Opens the form that asks the newsroom, with the question as it was asked."""

    asks = True

    async def act(self, interaction: Interaction) -> None:
        values = {"question": asked_in(interaction.message)}
        form = AskNewsroom(self.text("message") or "new", values=values)
        await open_modal(interaction, form.modal())


class Withdraw(Control, template=newsroom_ids.WITHDRAW):
    """Withdraws a request: the one whose card it is on, or the one that was chosen."""

    async def act(self, interaction: Interaction) -> None:
        requesting = newsroom_of(interaction).newsroom.requesting
        person = str(interaction.user.id)
        number = self.number("number") or int(self.chosen(interaction)[0])
        await requesting.withdraw(person, number)
        await show(interaction, mine_layout(await requesting.mine(person), note="Withdrawn."))


class More(Control, template=newsroom_ids.MORE):
    """What else can be done about an answer, for who pressed alone."""

    async def act(self, interaction: Interaction) -> None:
        services = newsroom_of(interaction)
        fact = await services.asking.fact(self.number("fact_id"), desks_of(interaction))
        reports = await services.newsroom.requesting.takes_reports(fact)
        asked = asked_in(interaction.message)
        layout = more_layout(fact, self.text("decided"), reports=reports, asked=asked)
        await send(interaction, layout)


class Vote(Control, template=newsroom_ids.VOTE):
    """Says whether the answer helped."""

    async def act(self, interaction: Interaction) -> None:
        services = newsroom_of(interaction)
        fact = await services.asking.fact(self.number("fact_id"), desks_of(interaction))
        helpful = self.text("vote") == "yes"
        await services.newsroom.feedback.vote(
            str(interaction.user.id), fact.id, Decided(self.text("decided")), helpful=helpful
        )
        ask = newsroom_ids.ask() if await services.takes_requests(interaction) else None
        asked = asked_in(interaction.message)
        await show(interaction, voted_layout(helpful=helpful, ask=ask, asked=asked))


class ForgetMe(Control, template=newsroom_ids.FORGET):
    """Forgets all that is kept of who pressed."""

    async def act(self, interaction: Interaction) -> None:
        privacy = newsroom_of(interaction).newsroom.privacy
        person = str(interaction.user.id)
        await privacy.forget(person)
        blocked = bool((await privacy.kept(person)).blocked_by)
        await show(interaction, forgotten_layout(blocked=blocked))


class ReportButton(Control, template=newsroom_ids.REPORT):
    """Opens the form that reports an error."""

    asks = True

    async def act(self, interaction: Interaction) -> None:
        await open_modal(interaction, ReportError(self.text("fact_id")).modal())


class QueuePage(Control, template=newsroom_ids.QUEUE):
    """Shows another page, or another kind, of the queue."""

    async def act(self, interaction: Interaction) -> None:
        services = services_of(interaction)
        kind = None if self.text("kind") == "all" else RequestKind(self.text("kind"))
        page = self.number("page")
        await services.step(
            interaction, lambda member: queue_buttons.listed(services, member, kind, page)
        )


class OpenRequest(Control, template=newsroom_ids.OPEN):
    """Opens the request that was chosen."""

    async def act(self, interaction: Interaction) -> None:
        services = services_of(interaction)
        number = int(self.chosen(interaction)[0])
        await services.step(
            interaction, lambda member: queue_buttons.opened(services, member, number)
        )


class RequestControl(Control, template=newsroom_ids.REQUEST):
    """On the card of a request."""

    async def act(self, interaction: Interaction) -> None:
        services = services_of(interaction)
        act = queue_buttons.ACTS.get(self.text("act"))
        if act is None:
            raise Refusal("This button is from an older version. Type the command again.")

        async def step(member: Member) -> Reply:
            return await act(services, Press(member, self.text("target"), self.number("n")))

        await services.step(interaction, step)


CONTROLS = (
    Ask,
    Withdraw,
    More,
    Vote,
    ReportButton,
    ForgetMe,
    QueuePage,
    OpenRequest,
    RequestControl,
)
