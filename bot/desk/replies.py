"""What a step of the desk answers, and how it reaches the moderator."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.desk.log_channel import LogChannel, News
from bot.error_reports import say
from bot.rendering.forms import Form, FormId, modal
from bot.replies import UNREACHABLE, open_modal, send, show

_log = logging.getLogger(__name__)


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
            await open_modal(interaction, modal(reply.form, reply.form_id, reply.values))
            return
        try:
            await show(interaction, reply.layout, files=reply.files, in_place=reply.in_place)
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
        card = make()
        await send(interaction, card.layout, files=card.files)
    except UNREACHABLE:
        _log.warning("Discord did not take a message of the desk; trying once more")
        card = make()
        await send(interaction, card.layout, files=card.files)
