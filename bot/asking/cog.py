"""Readers' commands: /claim, the message menu's "Check this claim", /verify, /about and /help."""

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.context import (
    client_of,
    desks_of,
    has_others,
    is_correctable,
    server_desk,
    text_of,
)
from bot.interactions.gate import ASKS
from bot.interactions.replies import send, tells_refusals
from bot.rendering import custom_ids
from bot.rendering.asking.about import about_layout, help_layout
from bot.rendering.asking.answer_card import MESSAGE_SAYS, answer_layout
from bot.rendering.asking.fact_details import verified_layout
from bot.rendering.layout import CHOICE_TEXT, CHOICES
from facts.markdown import cut, without_mentions
from facts.model import Fact, Refusal
from facts.usecases.newsroom.shown_answers import ShownAnswer
from facts.usecases.questions.answers import Found

# A longer text is a post: the answer names the one sentence of it that was looked up.
_LONGEST_QUESTION = 140
_log = logging.getLogger(__name__)


class AskingCog(commands.Cog):
    """Answers /claim, "Check this claim" and /verify from the facts that the reader may see.

    The replies to /about and /help are private.
    """

    def __init__(self) -> None:
        self.check_menu = app_commands.ContextMenu(
            name="Check this claim", callback=self.check, extras={ASKS: True}
        )

    @app_commands.command(extras={ASKS: True})
    @app_commands.describe(
        question="A few words of the claim, a question, or a headline",
        private="Show the answer only to you",
    )
    @tells_refusals
    async def claim(
        self,
        interaction: discord.Interaction,
        question: str,
        private: bool = False,  # noqa: FBT001, FBT002 - an option
    ) -> None:
        """Look up a claim: who made it, who denied it, and the sources."""
        client = client_of(interaction)
        others, correctable = has_others(interaction), is_correctable(interaction)
        desk, desks = client.desk.people.desk_here(interaction), desks_of(interaction)
        text = without_mentions(question)
        checked = await client.asking.check(text, desks)
        answer = checked.answer
        client.answered(answer)
        # "Unsure" and "not found" are never posted in a channel.
        private = private or not isinstance(answer, Found)
        ask = await ask_id(interaction)
        link = await client.public_page(answer.match.fact) if isinstance(answer, Found) else None
        layout = answer_layout(
            answer,
            shareable=private and others,
            sentence=checked.sentence if len(text) > _LONGEST_QUESTION else "",
            correctable=private or correctable,
            ask=ask,
            link=link,
        )
        message_id = await send(interaction, layout, private=private)
        # After the reply, so that it does not wait for the store.
        await client.newsroom.tally.count(desk, answer)
        if isinstance(answer, Found) and not private and correctable:
            await remember(interaction, message_id, answer.match.fact)

    @claim.autocomplete("question")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest claims that match ``typed``; none if the look-up fails: any text is accepted."""
        try:
            facts = await client_of(interaction).asking.complete(
                without_mentions(typed), desks_of(interaction), limit=CHOICES
            )
        except Exception:  # noqa: BLE001 - suggestions are optional
            _log.exception("Could not suggest claims")
            return []
        return [
            app_commands.Choice(name=cut(fact.claim.text, CHOICE_TEXT), value=f"#{fact.id}")
            for fact in facts
        ]

    @app_commands.command(extras={ASKS: True})
    @app_commands.describe(citation="The citation below an answer, for example 12.3-k7x2qm")
    @tells_refusals
    async def verify(self, interaction: discord.Interaction, citation: str) -> None:
        """Check whether a quoted answer is genuine."""
        verified = await client_of(interaction).history.verify(citation, desks_of(interaction))
        await send(interaction, verified_layout(verified))

    @tells_refusals
    async def check(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Look up the text of a message; the reply is private."""
        text = without_mentions(text_of(message))
        if not text.strip():
            raise Refusal(
                "That message has no text to check. Type the claim with /claim, "
                "for example: /claim nice note"
            )
        client = client_of(interaction)
        checked = await client.asking.check(text, desks_of(interaction))
        answer = checked.answer
        client.answered(answer)
        layout = answer_layout(
            answer,
            shareable=has_others(interaction),
            asked=MESSAGE_SAYS,
            sentence=checked.sentence,
            link=await client.public_page(answer.match.fact) if isinstance(answer, Found) else None,
            ask=await ask_id(interaction, message.id),
        )
        await send(interaction, layout)
        desk = client.desk.people.desk_here(interaction)
        await client.newsroom.tally.count(desk, answer)

    @app_commands.command()
    @tells_refusals
    async def about(self, interaction: discord.Interaction) -> None:
        """What this bot is and what it stores about you."""
        client = client_of(interaction)
        home = client.get_guild(client.desk.people.home_guild_id or 0)
        layout = about_layout(
            await client.asking.holdings(server_desk(interaction)),
            newsroom=home.name if home else None,
        )
        await send(interaction, layout)

    @app_commands.command()
    @tells_refusals
    async def help(self, interaction: discord.Interaction) -> None:
        """See what you can do with this bot."""
        moderates, desk = False, client_of(interaction).desk
        if desk.people.desk_here(interaction) is not None:
            moderates = await desk.desk.setup.moderates(desk.people.member(interaction))
        await send(interaction, help_layout(moderates=moderates))


async def ask_id(
    interaction: discord.Interaction[Any], message_id: int | None = None
) -> str | None:
    """The custom id of *Ask the newsroom*; None where no desk takes requests from the person.

    ``message_id`` is the message that was checked, if any.
    """
    desk = client_of(interaction).desk
    takes = await desk.desk.setup.desk_for_requests(desk.people.desk_here(interaction))
    return None if takes is None else custom_ids.ask(message_id)


async def remember(
    interaction: discord.Interaction[Any], message_id: int | None, fact: Fact
) -> None:
    """Register a public answer that ``is_correctable``, to edit it when its fact is corrected."""
    if message_id is None or interaction.channel_id is None:
        return
    direct = interaction.context.dm_channel
    shown = ShownAnswer(
        message=str(message_id),
        where=str(custom_ids.Place(interaction.channel_id, direct=direct)),
        fact_id=fact.id,
        revision=fact.revision,
        at=interaction.created_at,
        owner=str(interaction.user.id) if direct else None,
    )
    try:
        await client_of(interaction).newsroom.shown.remember(shown)
    except Refusal as refusal:  # the answer has been sent; it will not be corrected
        _log.warning("Could not register an answer for later corrections: %s", refusal)
