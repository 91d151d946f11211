"""The modals in which readers ask the newsroom, or report an error."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.alerts.subscribers import direct_messages
from bot.interactions.context import client_of, desks_of
from bot.interactions.modals import Field, FieldKind, Modal
from bot.interactions.replies import defer, show
from bot.rendering.newsroom.reader_cards import handed_layout, reported_layout
from facts.model import Refusal
from facts.usecases.newsroom.request import LONGEST_QUESTION

_KEPT = "Stored: these words, and your ID until you get an answer; 30 days at most"


def _words(key: str, label: str, example: str) -> tuple[Field, ...]:
    """The only field of a modal, with the hint that its text is stored until there is an answer."""
    kind, longest = FieldKind.TEXT, LONGEST_QUESTION
    return (Field(key, label, _KEPT, example, kind=kind, required=True, longest=longest),)


class AskNewsroom(Modal):
    """Sends a question to the desk. ``target`` is the id of the message checked, or ``new``."""

    asks = True
    name = "ask"
    title = "Ask the newsroom"
    fields = _words("question", "What do you want to know?", "Did the mayor close the bridge?")

    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        await defer(interaction)
        client = client_of(interaction)
        where = await _own_place(interaction)
        handed = await client.newsroom.requesting.ask(
            str(interaction.user.id),
            client.desk.people.desk_here(interaction),
            typed.get("question", ""),
            where,
            link=self._link(interaction),
        )
        await show(interaction, handed_layout(handed, direct=bool(where)))
        if not handed.joined:
            await client.log_posts.request(handed.request)

    def _link(self, interaction: discord.Interaction[Any]) -> str | None:
        if not self.target.isdecimal() or interaction.guild_id is None:
            return None
        place = f"{interaction.guild_id}/{interaction.channel_id}"
        return f"https://discord.com/channels/{place}/{self.target}"


class ReportError(Modal):
    """Reports an error in a fact to its desk; ``target`` is the fact's id."""

    asks = True
    name = "report"
    title = "Report an error"
    fields = _words("error", "What is wrong?", "The bridge was closed in April, not in March.")

    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        await defer(interaction)
        client = client_of(interaction)
        fact = await client.asking.fact(int(self.target), desks_of(interaction))
        where = await _own_place(interaction)
        request = await client.newsroom.requesting.report_error(
            str(interaction.user.id), fact, typed.get("error", ""), where
        )
        await show(interaction, reported_layout(request, direct=bool(where)))
        await client.log_posts.request(request)


async def _own_place(interaction: discord.Interaction[Any]) -> str:
    """The person's direct messages as a ``Place``; empty if Discord does not allow them."""
    try:
        return str(await direct_messages(interaction.user))
    except Refusal:
        return ""


MODALS = (AskNewsroom, ReportError)
