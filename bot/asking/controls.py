"""The buttons and selects under an answer."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.asking.browse_cog import CONTROLS as BROWSING_CONTROLS
from bot.asking.browse_cog import listed
from bot.asking.cog import ask_id, remember
from bot.interactions.context import client_of, desks_of, has_others, is_correctable
from bot.interactions.control import Control
from bot.interactions.replies import is_private, send, show
from bot.rendering import custom_ids
from bot.rendering.asking.answer_card import asked_in, asked_line, none_of_these_layout
from bot.rendering.asking.fact_details import cite_layout, versions_layout, wordings_layout
from bot.rendering.facts import fact_layout
from bot.rendering.layout import items_of
from facts.model import Fact
from facts.usecases.reading.fact_lists import Facet


class _OnFact(Control, template=r"(?!)"):
    """A control under an answer; its custom id holds the fact's id."""

    asks = True

    async def fact(self, interaction: discord.Interaction[Any]) -> Fact:
        return await client_of(interaction).asking.fact(
            self.number("fact_id"), desks_of(interaction)
        )


class FactPage(_OnFact, template=custom_ids.fact_page.template):
    """Shows a page of a fact: all of it privately, or of the short card without quotes."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        fact, full = await self.fact(interaction), self.text("card") == "fact"
        layout = fact_layout(
            fact,
            page=self.number("page"),
            full=full,
            shareable=is_private(interaction) and has_others(interaction),
            others=_candidates_under(interaction),
            correctable=is_private(interaction) or is_correctable(interaction),
            link=await client_of(interaction).public_page(fact),
        )
        await show(interaction, layout, in_place=_asked_it(interaction) and not full)


class Cite(_OnFact, template=custom_ids.cite.template):
    """Shows the citation of a fact in a code block."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await show(interaction, cite_layout(await self.fact(interaction)))


class Versions(_OnFact, template=custom_ids.versions.template):
    """Shows the published versions of a fact."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        fact = await self.fact(interaction)
        versions = await client_of(interaction).history.versions(fact.id, desks_of(interaction))
        await show(interaction, versions_layout(fact, versions, self.number("page")))


class Wordings(_OnFact, template=custom_ids.wordings.template):
    """Shows how outlets worded the quotes of a fact, or another page of that."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        layout = wordings_layout(await self.fact(interaction), page=self.number("page"))
        if self.text("page"):
            await show(interaction, layout, in_place=_asked_it(interaction))
        else:
            await send(interaction, layout)


class ShowEveryone(_OnFact, template=custom_ids.show_everyone.template):
    """Posts a private answer in the channel, with the name of who pressed."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        note = f"-# Shown by {interaction.user.mention}"
        fact, correctable = await self.fact(interaction), is_correctable(interaction)
        layout = fact_layout(
            fact,
            shareable=False,
            note=note,
            correctable=correctable,
            link=await client_of(interaction).public_page(fact),
        )
        message_id = await send(interaction, layout, private=False)
        if correctable:
            await remember(interaction, message_id, fact)


class PickCandidate(Control, template=custom_ids.pick.template):
    """Opens the chosen candidate or topic, or explains the choice "none of these"."""

    asks = True

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        asking, desks = client_of(interaction).asking, desks_of(interaction)
        [value] = self.chosen(interaction)
        if value == custom_ids.NONE_OF_THESE:
            layout = none_of_these_layout(
                await asking.searched(desks),
                question=asked_in(interaction.message),
                ask=await ask_id(interaction),
            )
        elif value.startswith(custom_ids.TOPIC):
            slug = value.removeprefix(custom_ids.TOPIC)
            layout = await listed(interaction, Facet.TOPIC.value, slug=slug)
        else:
            fact = await asking.fact(int(value), desks)
            offered = _candidates_under(interaction)
            others = [other for other in offered if other.value != str(fact.id)]
            layout = fact_layout(
                fact,
                shareable=has_others(interaction),
                note=asked_line(asked_in(interaction.message)),
                others=others,
                decided="picked",
                link=await client_of(interaction).public_page(fact),
            )
        await show(interaction, layout)


CONTROLS = (
    FactPage,
    Wordings,
    ShowEveryone,
    Cite,
    Versions,
    PickCandidate,
    *BROWSING_CONTROLS,
)


def _asked_it(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person who pressed asked the question. Then the answer is edited in place;
    anyone else gets a private copy.
    """
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id == interaction.user.id


def _candidates_under(interaction: discord.Interaction[Any]) -> Sequence[discord.SelectOption]:
    """The facts offered in the select of the message; topics are left out."""
    for item in items_of(interaction.message):
        if isinstance(item, ui.Select) and item.custom_id == custom_ids.pick():
            return [entry for entry in item.options if entry.value.isdecimal()]
    return ()
