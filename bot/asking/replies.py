"""The use-case calls behind /claim and the controls under an answer, and their replies."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.limits import CHOICE_TEXT, CHOICES
from bot.rendering import custom_ids
from bot.rendering.asking.answers import answer_layout, checked_layout, none_of_these_layout
from bot.rendering.asking.wordings import wordings_layout
from bot.rendering.fact_layout import fact_layout
from bot.rendering.text import cut, without_mentions
from bot.visibility import desks_of
from facts.model import Refusal
from facts.usecases.answers import Found
from facts.usecases.asking import Asking


class Replies:
    """Answers interactions from the facts that the person behind them sees."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def answer(
        self, interaction: discord.Interaction, question: str, *, private: bool
    ) -> None:
        """Answer a question. Only an answer that was found is ever shown to a whole channel."""
        answer = await self._asking.ask(without_mentions(question), desks_of(interaction))
        private = private or not isinstance(answer, Found)
        layout = answer_layout(answer, shareable=private and _has_others(interaction))
        await _send(interaction, layout, private=private)

    async def check(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Answer a message, to the person who pointed at it alone."""
        text = without_mentions(text_of(message))
        if not text.strip():
            raise Refusal(
                "That message has no text to check. Type the claim with /claim instead, "
                "for example: /claim nice note"
            )
        checked = await self._asking.check(text, desks_of(interaction))
        layout = checked_layout(checked, shareable=_has_others(interaction))
        await _send(interaction, layout, private=True)

    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """At most 25 facts that what is typed may become; each choice names its fact."""
        suggestions = await self._asking.complete(
            without_mentions(typed), desks_of(interaction), limit=CHOICES
        )
        return [
            discord.app_commands.Choice(
                name=cut(suggestion.fact.claim.text, CHOICE_TEXT), value=suggestion.question
            )
            for suggestion in suggestions
        ]

    async def turn_fact_page(
        self, interaction: discord.Interaction, fact_id: int, page: int
    ) -> None:
        """Show another page of a fact, in place where the message is the reader's own."""
        fact = await self._asking.fact(fact_id, desks_of(interaction))
        private = _is_private(interaction)
        layout = fact_layout(
            fact,
            page=page,
            shareable=private and _has_others(interaction),
            others=_candidates_under(interaction),
        )
        await _turn(interaction, layout)

    async def show_wordings(self, interaction: discord.Interaction, fact_id: int) -> None:
        """Show how outlets worded the statements of a fact, to the person who pressed."""
        fact = await self._asking.fact(fact_id, desks_of(interaction))
        await _send(interaction, wordings_layout(fact), private=True)

    async def turn_wordings_page(
        self, interaction: discord.Interaction, fact_id: int, page: int
    ) -> None:
        """Show another page of how outlets worded it."""
        fact = await self._asking.fact(fact_id, desks_of(interaction))
        await _turn(interaction, wordings_layout(fact, page=page))

    async def show_everyone(self, interaction: discord.Interaction, fact_id: int) -> None:
        """Post a fact that only one person saw to the channel, and say who did."""
        fact = await self._asking.fact(fact_id, desks_of(interaction))
        note = f"-# Shown by {interaction.user.mention}"
        await _send(interaction, fact_layout(fact, shareable=False, note=note), private=False)

    async def pick(self, interaction: discord.Interaction, value: str) -> None:
        """Open the candidate that was chosen, or say what it means that none was."""
        desks = desks_of(interaction)
        if value == custom_ids.NONE_OF_THESE:
            layout = none_of_these_layout(await self._asking.searched(desks))
        else:
            fact = await self._asking.fact(int(value), desks)
            others = [
                other for other in _candidates_under(interaction) if other.value != str(fact.id)
            ]
            layout = fact_layout(fact, shareable=_has_others(interaction), others=others)
        if _is_private(interaction):
            await _edit(interaction, layout)
        else:
            await _send(interaction, layout, private=True)


def text_of(message: discord.Message) -> str:
    """Everything a reader sees of a message: its text, what it forwards, what it embeds."""
    parts = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
    return "\n".join(part for part in parts if part)


async def _send(interaction: discord.Interaction, layout: ui.LayoutView, *, private: bool) -> None:
    _let_go(layout)
    await interaction.response.send_message(view=layout, ephemeral=private)


async def _edit(interaction: discord.Interaction, layout: ui.LayoutView) -> None:
    _let_go(layout)
    await interaction.response.edit_message(view=layout)


async def _turn(interaction: discord.Interaction, layout: ui.LayoutView) -> None:
    """Turn the page in place for the person whose answer it is; others get a page of their own."""
    if _is_private(interaction) or _asked_it(interaction):
        await _edit(interaction, layout)
    else:
        await _send(interaction, layout, private=True)


def _let_go(layout: ui.LayoutView) -> None:
    # The controls are found by their custom ids, after a restart too. A layout that is finished is
    # not kept by discord.py, which would hold every answer ever sent in memory.
    layout.stop()


def _is_private(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _asked_it(interaction: discord.Interaction) -> bool:
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id == interaction.user.id


def _has_others(interaction: discord.Interaction) -> bool:
    return not interaction.context.dm_channel


def _candidates_under(interaction: discord.Interaction) -> Sequence[discord.SelectOption]:
    """The candidates that the message's select offers, without "None of these"."""
    if interaction.message is None:
        return ()
    layout = ui.LayoutView.from_message(interaction.message, timeout=None)
    for item in layout.walk_children():
        if isinstance(item, ui.Select) and item.custom_id == custom_ids.pick():
            return [entry for entry in item.options if entry.value != custom_ids.NONE_OF_THESE]
    return ()
