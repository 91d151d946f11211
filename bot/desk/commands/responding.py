"""/fact deny and /fact confirm: the same command for two stances."""

import discord
from discord import app_commands

from bot.desk.commands.fact_option import NamedFact
from bot.desk.desk_replies import Reply
from bot.desk.forms.response import RESPONDED, RespondToFact
from bot.desk.services import DeskServices
from facts.forms.typed import ResponseForm, SourceForm
from facts.model import Member, Stance


class Responding:
    """Adds a response of one stance to a fact."""

    def __init__(self, services: DeskServices, stance: Stance) -> None:
        self._services = services
        self._stance = stance

    @app_commands.describe(
        fact="A few words of the claim, or its number",
        by="Who responded; leave by, role and on_behalf_of empty to open a form",
        role="Their role",
        on_behalf_of="Who they speak for",
        via="Reported by",
        date="When: 18 April 2020, last Saturday, 2020-04",
        quote="Their exact words",
        outlet="Source: its outlet",
        headline="Source: its headline",
        published="Source: its date",
        link="Source: its link",
    )
    async def respond(
        self,
        interaction: discord.Interaction,
        *,
        fact: NamedFact,
        by: str | None = None,
        role: str | None = None,
        on_behalf_of: str | None = None,
        via: str | None = None,
        date: str | None = None,
        quote: str | None = None,
        outlet: str | None = None,
        headline: str | None = None,
        published: str | None = None,
        link: str | None = None,
    ) -> None:
        """Add a response of this stance, at once or by the form that asks for the rest."""
        form = ResponseForm(self._stance, by, role, on_behalf_of, via, date, None, quote)
        source = SourceForm(outlet=outlet, headline=headline, published=published, url=link)

        async def step(member: Member) -> Reply:
            found = await self._services.desk.changing.fact(member, fact)
            if not (by or role or on_behalf_of):
                return RespondToFact.begun(found.id, form, source)
            given = source if source != SourceForm() else None
            outcome = await self._services.desk.changing.respond(member, found.id, form, given)
            return await self._services.cards.outcome(member, outcome, RESPONDED)

        await self._services.step(interaction, step)
