"""The readers' buttons and selects of requests, feedback and privacy."""

from typing import Any

import discord

from bot.asking.cog import ask_id
from bot.interactions.context import client_of, desks_of
from bot.interactions.control import Control
from bot.interactions.replies import open_modal, send, show
from bot.newsroom.reader_modals import AskNewsroom, ReportError
from bot.rendering import custom_ids
from bot.rendering.asking.answer_card import asked_in
from bot.rendering.newsroom.reader_cards import (
    forgotten_layout,
    mine_layout,
    more_layout,
    voted_layout,
)
from facts.usecases.newsroom.feedback import Decided

Interaction = discord.Interaction[Any]


class Ask(Control, template=custom_ids.ask.template):
    """Opens the modal that asks the newsroom, prefilled with the question."""

    asks = True

    async def act(self, interaction: Interaction) -> None:
        values = {"question": asked_in(interaction.message)}
        modal = AskNewsroom(self.text("message") or "new", values=values)
        await open_modal(interaction, modal.discord_modal())


class Withdraw(Control, template=custom_ids.withdraw.template):
    """Withdraws a request: that of its custom id, or the one chosen in the select."""

    async def act(self, interaction: Interaction) -> None:
        requesting = client_of(interaction).newsroom.requesting
        person = str(interaction.user.id)
        number = self.number("number") or int(self.chosen(interaction)[0])
        await requesting.withdraw(person, number)
        await show(interaction, mine_layout(await requesting.mine(person), note="Withdrawn."))


class More(Control, template=custom_ids.more.template):
    """Shows further actions on an answer, privately."""

    async def act(self, interaction: Interaction) -> None:
        client = client_of(interaction)
        fact = await client.asking.fact(self.number("fact_id"), desks_of(interaction))
        reports = await client.newsroom.requesting.takes_reports(fact)
        asked = asked_in(interaction.message)
        layout = more_layout(fact, self.text("decided"), reports=reports, asked=asked)
        await send(interaction, layout)


class Vote(Control, template=custom_ids.vote.template):
    """Records whether the answer helped."""

    async def act(self, interaction: Interaction) -> None:
        client = client_of(interaction)
        fact = await client.asking.fact(self.number("fact_id"), desks_of(interaction))
        helpful = self.text("vote") == "yes"
        await client.newsroom.feedback.vote(
            str(interaction.user.id), fact.id, Decided(self.text("decided")), helpful=helpful
        )
        ask = await ask_id(interaction)
        asked = asked_in(interaction.message)
        await show(interaction, voted_layout(helpful=helpful, ask=ask, asked=asked))


class ForgetMe(Control, template=custom_ids.forget.template):
    """Deletes all that is stored about the person who pressed."""

    async def act(self, interaction: Interaction) -> None:
        privacy = client_of(interaction).newsroom.privacy
        person = str(interaction.user.id)
        await privacy.forget(person)
        blocked = bool((await privacy.kept(person)).blocked_by)
        await show(interaction, forgotten_layout(blocked=blocked))


class ReportButton(Control, template=custom_ids.report.template):
    """Opens the modal to report an error in a claim."""

    asks = True

    async def act(self, interaction: Interaction) -> None:
        await open_modal(interaction, ReportError(self.text("fact_id")).discord_modal())


CONTROLS = (
    Ask,
    Withdraw,
    More,
    Vote,
    ReportButton,
    ForgetMe,
)
