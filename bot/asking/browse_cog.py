"""/browse and its controls: lists of the claims that a reader may see."""

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.interactions.context import client_of, desks_of, has_others
from bot.interactions.control import Control
from bot.interactions.gate import ASKS
from bot.interactions.replies import send, show, tells_refusals
from bot.rendering import custom_ids
from bot.rendering.asking.browse_card import (
    CLAIMS_A_PAGE,
    NAMES_A_PAGE,
    claims_layout,
    names_layout,
)
from bot.rendering.facts import fact_layout
from facts.usecases.reading.fact_lists import Facet, Order

_WAYS = [
    app_commands.Choice(name=name, value=value)
    for name, value in (
        ("topic", Facet.TOPIC.value),
        ("person", Facet.SPEAKER.value),
        ("outlet", Facet.OUTLET.value),
        ("newest", Order.NEWEST.value),
        ("most followed", Order.FOLLOWED.value),
    )
]


class BrowsingCog(commands.Cog):
    """The command /browse; its reply is private."""

    @app_commands.command(extras={ASKS: True})
    @app_commands.describe(by="How to browse; by topic unless you choose")
    @app_commands.choices(by=_WAYS)
    @tells_refusals
    async def browse(
        self, interaction: discord.Interaction, by: app_commands.Choice[str] | None = None
    ) -> None:
        """Browse claims by topic, person or outlet, or see the newest."""
        what = by.value if by else Facet.TOPIC.value
        await send(interaction, await listed(interaction, what))


async def listed(
    interaction: discord.Interaction[Any], what: str, page: int = 0, slug: str = ""
) -> ui.LayoutView:
    """One page of a list. ``what`` names the kind of list, as in ``custom_ids.browse``; ``slug`` is
    the topic, person or outlet whose claims are listed, or empty for the list of all of them.
    """
    browsing, desks = client_of(interaction).browsing, desks_of(interaction)
    if slug:
        claims = await browsing.listed(Facet(what), slug, desks, page, size=CLAIMS_A_PAGE)
        return claims_layout(claims, what, slug)
    if what in {facet.value for facet in Facet}:
        names = await browsing.names(Facet(what), desks, page, size=NAMES_A_PAGE)
        return names_layout(names, what)
    claims = await browsing.ordered(Order(what), desks, page, size=CLAIMS_A_PAGE)
    return claims_layout(claims, what)


class _Browse(Control, template=r"(?!)"):
    """A control of a list; ``what`` in its custom id names the kind of list."""

    asks = True

    async def show_list(
        self, interaction: discord.Interaction[Any], page: int = 0, slug: str = ""
    ) -> None:
        await show(interaction, await listed(interaction, self.text("what"), page, slug))


class BrowsePage(_Browse, template=custom_ids.browse.template):
    """Shows another page of the list."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await self.show_list(interaction, self.number("page"), self.text("slug"))


class BrowseBy(_Browse, template=custom_ids.browse_by.template):
    """Shows another kind of list, from its first page."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await self.show_list(interaction)


class OpenListed(_Browse, template=custom_ids.open_listed.template):
    """Opens the topic, person, outlet or claim chosen in the select."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        [value] = self.chosen(interaction)
        if self.text("what") != "claim":
            await self.show_list(interaction, slug=value)
            return
        asking = client_of(interaction).asking
        fact = await asking.fact(int(value), desks_of(interaction))
        link = await client_of(interaction).public_page(fact)
        layout = fact_layout(fact, shareable=has_others(interaction), link=link)
        await send(interaction, layout)


CONTROLS = (BrowsePage, BrowseBy, OpenListed)
