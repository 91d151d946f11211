"""/fact add, source, deny and confirm, and the message menu's "Add as a fact"."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.commands.fact_option import NamedFact
from bot.desk.desk_replies import Reply
from bot.desk.forms.add_fact import AddFact
from bot.desk.forms.desk_modal import listed, values_of
from bot.desk.forms.response import RESPONDED, RespondToFact
from bot.desk.forms.source import CITED, CiteFact
from bot.desk.services import DeskServices, moderators_command
from bot.interactions.context import text_of
from bot.interactions.replies import defer
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm
from facts.model import Member, Refusal, Stance

_LINK = re.compile(r"https?://[^\s<>|]+")


class AddingCommands(commands.Cog):
    """The commands that add facts and sources."""

    _services: DeskServices

    @app_commands.command()
    @app_commands.describe(
        claim="The claim; leave empty to open a form",
        speaker="Who claimed it",
        role="Their role",
        on_behalf_of="Who they spoke for",
        date="When: 18 April 2020, last Saturday, 2020-04",
        venue="Where it was said",
        quote="Their exact words",
        outlet="First source: its outlet",
        headline="First source: its headline",
        published="First source: its date",
        link="First source: its link",
        topics="Separated by commas",
        article="Article file to read a source from, up to 1 MB",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        *,
        claim: str | None = None,
        speaker: str | None = None,
        role: str | None = None,
        on_behalf_of: str | None = None,
        date: str | None = None,
        venue: str | None = None,
        quote: str | None = None,
        outlet: str | None = None,
        headline: str | None = None,
        published: str | None = None,
        link: str | None = None,
        topics: str | None = None,
        article: discord.Attachment | None = None,
    ) -> None:
        """Add a fact, by form or by options."""
        form = ClaimForm(claim, speaker, role, on_behalf_of, date, venue, quote=quote)
        source = SourceForm(outlet=outlet, headline=headline, published=published, url=link)

        async def open_draft(member: Member) -> Reply:
            drafting = self._services.desk.drafting
            if claim is None:
                await self._services.desk.setup.expect_moderator(member)
                if article is not None:
                    raise Refusal("To use an article, type the claim too.")
                return AddFact.begun(form, source)
            if article is not None:
                # Reading an article may take longer than the 3 s that Discord waits for a response.
                await defer(interaction)
            given = source if source != SourceForm() else None
            draft = await drafting.open(
                member, form, given, topics=listed(topics or ""), key=str(interaction.id)
            )
            if article is not None:
                found = await self._services.files.read_article(
                    [article], "", desk=member.desk, link=link or ""
                )
                draft = await drafting.put_article(member, draft.id, found)
            return await self._services.cards.draft(member, draft)

        await self._services.answer(interaction, open_draft)

    @app_commands.command()
    @app_commands.describe(
        fact="A few words of the claim, or its number",
        outlet="Its outlet; leave outlet, headline and link empty to open a form",
        headline="Its headline",
        author="Who wrote it",
        published="Its date",
        link="Link",
        archived="Archived copy (link)",
        language="If not English: ko, pt-BR",
        description="What it is, if there’s no outlet: press release, minutes",
        wording="How it quoted the claim, word for word",
    )
    @moderators_command
    async def source(
        self,
        member: Member,
        *,
        fact: NamedFact,
        outlet: str | None = None,
        headline: str | None = None,
        author: str | None = None,
        published: str | None = None,
        link: str | None = None,
        archived: str | None = None,
        language: str | None = None,
        description: str | None = None,
        wording: str | None = None,
    ) -> Reply:
        """Add a source to a fact."""
        form = SourceForm(
            outlet=outlet,
            headline=headline,
            author=author,
            published=published,
            url=link,
            archived_url=archived,
            language=language,
            description=description,
            claim_quote=wording,
        )
        found = await self._services.desk.changing.fact(member, fact)
        if not (outlet or headline or link or description):
            return CiteFact(str(found.id), values=values_of(form))
        outcome = await self._services.desk.changing.cite(member, found.id, form)
        return await self._services.cards.outcome(member, outcome, CITED)

    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @moderators_command
    async def add_message(self, member: Member, message: discord.Message) -> Reply:
        """Open the form of a new fact, prefilled from a message."""
        await self._services.desk.setup.expect_moderator(member)
        return AddFact(values=_from_message(message))


def _from_message(message: discord.Message) -> dict[str, str]:
    """Values for ``AddFact``: the message's text as the claim, and as the source the page that it
    links to (outlet and headline from Discord's embed of that page), else the message itself.
    """
    text = text_of(message)
    claim = " ".join(_LINK.sub(" ", message.content).split()) or text
    links = _LINK.findall(text)
    parts: list[str | None] = ["", "", links[0] if links else message.jump_url]
    for embed in message.embeds:
        if embed.url and embed.url in links:
            parts = [embed.provider.name, embed.title, embed.url]
            break
    source = "\n".join(part for part in parts if part)
    return {"text": claim, "source": source}


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
    @moderators_command
    async def respond(
        self,
        member: Member,
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
    ) -> Reply:
        """Add a response of this stance, at once or by the form that asks for the rest."""
        form = ResponseForm(self._stance, by, role, on_behalf_of, via, date, None, quote)
        source = SourceForm(outlet=outlet, headline=headline, published=published, url=link)
        found = await self._services.desk.changing.fact(member, fact)
        if not (by or role or on_behalf_of):
            return RespondToFact.begun(found.id, form, source)
        given = source if source != SourceForm() else None
        outcome = await self._services.desk.changing.respond(member, found.id, form, given)
        return await self._services.cards.outcome(member, outcome, RESPONDED)
