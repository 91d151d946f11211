"""What a step of the desk answers, and how it reaches the moderator."""

import io
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.desk.log_channel import LogChannel, News
from bot.error_reports import say
from bot.rendering.forms import Form, FormId, modal

_log = logging.getLogger(__name__)
# What Discord answers where the first try arrived after all.
_ANSWERED_ALREADY = 40060
UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Card:
    """A message for the moderator alone, which replaces the one that was pressed if it may.

    ``in_place`` replaces a message that others see, too. ``news`` goes to the log channel.
    ``if_lost`` is told where Discord does not take the card: what was done all the same.
    """

    layout: ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    news: News | None = None
    in_place: bool = False
    if_lost: str = (
        "Discord did not take the answer. Nothing is lost: your drafts are in /fact drafts."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that opens before the moderator, filled in with ``values``."""

    form: Form
    form_id: FormId
    values: Mapping[str, str] = field(default_factory=dict)


Reply = Card | Asked


class Delivery:
    """Brings replies to moderators and news to log channels."""

    def __init__(self, log_channel: LogChannel) -> None:
        self._log_channel = log_channel

    async def give(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """Answer ``interaction``. What was written stays so, whether Discord takes this or not."""
        if isinstance(reply, Asked):
            opened = modal(reply.form, reply.form_id, reply.values)
            # A form is known again by its custom id; discord.py would keep it in memory for ever.
            opened.stop()
            await interaction.response.send_modal(opened)
            return
        try:
            await _show(interaction, reply)
        except UNREACHABLE:
            _log.exception("Discord did not take a card of the desk")
            await say(interaction, reply.if_lost)
        if reply.news is not None and (problem := await self._log_channel.tell(reply.news)):
            await say(interaction, problem)


async def give_new(interaction: discord.Interaction[Any], make: Callable[[], Card]) -> None:
    """Send a new message to the moderator, once more if Discord does not take it at first.

    Its files are used up by a try, so ``make`` makes it anew. Raises what Discord raises.
    """
    try:
        await _send(interaction, make())
    except UNREACHABLE:
        _log.warning("Discord did not take a message of the desk; trying once more")
        await _send(interaction, make())


async def _send(interaction: discord.Interaction[Any], card: Card) -> None:
    card.layout.stop()
    if interaction.response.is_done():
        await interaction.followup.send(view=card.layout, files=_files(card), ephemeral=True)
        return
    try:
        await interaction.response.send_message(
            view=card.layout, files=_files(card), ephemeral=True
        )
    except discord.HTTPException as error:
        if error.code != _ANSWERED_ALREADY:
            raise
        await interaction.followup.send(view=card.layout, files=_files(card), ephemeral=True)


async def _show(interaction: discord.Interaction[Any], card: Card) -> None:
    pressed = interaction.message
    if interaction.response.is_done():
        card.layout.stop()
        await interaction.edit_original_response(view=card.layout, attachments=_files(card))
    elif pressed is not None and (card.in_place or pressed.flags.ephemeral):
        card.layout.stop()
        await interaction.response.edit_message(view=card.layout, attachments=_files(card))
    else:
        await _send(interaction, card)


def _files(card: Card) -> list[discord.File]:
    return [discord.File(io.BytesIO(content), name) for name, content in card.files.items()]
