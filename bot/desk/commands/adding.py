"""/fact add and source, and the message menu's "Add as a fact"."""

import re
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.asking.cog import text_of
from bot.desk import filled_in
from bot.desk.as_forms import as_add_form
from bot.desk.commands.made import subcommand
from bot.desk.commands.naming import NamedFact
from bot.desk.replies import Asked, Reply
from bot.desk.services import DeskRoom
from bot.desk.submitted import GivenFile
from bot.rendering.desk.modals import ADD
from bot.rendering.forms import FormId
from facts.forms.typed import ClaimForm, SourceForm
from facts.model import Refusal
from facts.usecases.desk.members import Member

_LINK = re.compile(r"https?://[^\s<>|]+")


class Adding:
    """The commands that add facts and sources."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    def commands(self) -> Iterable[app_commands.Command[Any, ..., Any]]:
        """The subcommands of /fact."""
        return [
            subcommand("add", self.add),
            subcommand("source", self.source),
        ]

    def menu(self) -> app_commands.ContextMenu:
        """The message menu."""
        return app_commands.ContextMenu(name="Add as a fact", callback=self.add_message)

    @app_commands.describe(
        claim="What was asserted; leave it out to get a form",
        speaker="Name of who said it",
        role="Their role",
        on_behalf_of="For whom they spoke",
        date="When: 18 April 2020, last Saturday, 2020-04",
        venue="Where",
        quote="Their own words",
        outlet="First source: its outlet",
        headline="First source: its headline",
        published="First source: its date",
        link="First source: its link",
        topics="Commas between them",
        article="A page or text to propose a source from, at most 1 MB",
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
        """Add a fact: a form opens, or type it all."""
        form = ClaimForm(claim, speaker, role, on_behalf_of, date, venue, quote=quote)
        source = SourceForm(outlet=outlet, headline=headline, published=published, url=link)

        async def step(member: Member) -> Reply:
            if claim is None:
                return await self._ask(member, form, source, article)
            return await self._open(
                interaction, member, form, source, topics=topics or "", article=article
            )

        await self._room.step(interaction, step)

    async def _ask(
        self,
        member: Member,
        form: ClaimForm,
        source: SourceForm,
        article: discord.Attachment | None,
    ) -> Reply:
        """The form, with what was typed already."""
        await self._room.desk.setup.expect_moderator(member)
        if article is not None:
            raise Refusal("With an article, type the claim as well: a draft is opened with both.")
        return Asked(ADD, FormId("add"), as_add_form(form, source))

    async def _open(
        self,
        interaction: discord.Interaction,
        member: Member,
        form: ClaimForm,
        source: SourceForm,
        *,
        topics: str,
        article: discord.Attachment | None,
    ) -> Reply:
        if article is not None:
            # Reading one may take longer than Discord waits.
            await interaction.response.defer(ephemeral=True)
        drafting = self._room.desk.drafting
        given = source if source != SourceForm() else None
        draft = await drafting.open(
            member, form, given, topics=filled_in.listed(topics), key=str(interaction.id)
        )
        if article is not None:
            file = GivenFile(article.filename, article.size, article.url)
            proposed = await self._room.articles.read([file], "", link=source.url or "")
            draft = await drafting.put_article(member, draft.id, proposed)
        return await self._room.drafts.card(member, draft)

    @app_commands.describe(
        fact="A few words of it, or its number",
        outlet="Its outlet; without outlet, headline and link a form opens",
        headline="Its headline",
        author="Who wrote it",
        published="Its date",
        link="Its link",
        archived="Link of an archived copy",
        language="If it is not English: ko, pt-BR",
        description="What it is, if it has no outlet: press release, minutes",
        wording="How it worded the claim, word for word",
    )
    async def source(
        self,
        interaction: discord.Interaction,
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
    ) -> None:
        """Add a source to a fact."""
        form = SourceForm(
            outlet, headline, author, published, link, archived, language, description, wording
        )

        async def step(member: Member) -> Reply:
            found = await self._room.desk.changing.fact(member, fact)
            if not (outlet or headline or link or description):
                return await self._room.facts.ask_source(member, found.id, form)
            outcome = await self._room.desk.changing.cite(member, found.id, form)
            return await self._room.outcomes.card(member, outcome)

        await self._room.step(interaction, step)

    async def add_message(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Begin a fact with what a message says, and with its link as the first source."""

        async def step(member: Member) -> Reply:
            await self._room.desk.setup.expect_moderator(member)
            return Asked(ADD, FormId("add"), _from_message(message))

        await self._room.step(interaction, step)


def _from_message(message: discord.Message) -> dict[str, str]:
    """The claim is what the message says; the source is the page that it links to, else itself.

    Of a linked page Discord itself shows a card: outlet and headline are taken from there.
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
