"""What a step of the desk answers, and how what somebody typed is handed back to them."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.desk.log_channel import News
from bot.interactions.error_reports import say
from bot.interactions.modals import Form
from bot.interactions.replies import UNREACHABLE, send
from bot.rendering.desk.handed_back import FILE_NAME, handed_back
from facts.model import Member

_log = logging.getLogger(__name__)
# Less than this is typed again sooner than it is copied.
_WORTH_KEEPING = 60


@dataclass(frozen=True, slots=True)
class Press:
    """A control that was used: ``target`` is the id of what it belongs to, ``n`` the number that
    its act needs, ``chosen`` the values of a select.
    """

    member: Member
    target: str
    n: int = 0
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A message for the moderator alone, which replaces the one that was pressed if it may.

    ``in_place`` replaces a message that others see, too; ``beside`` replaces none. ``news`` goes to
    the log channel. ``if_lost`` is told where Discord does not take the card: what was done.
    """

    layout: ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    news: News | None = None
    in_place: bool = False
    beside: bool = False
    if_lost: str = (
        "Discord didn’t accept the answer. Nothing is lost: your drafts are in /fact drafts."
    )


# A form opens before the moderator.
Reply = Card | Form


async def hand_back(
    interaction: discord.Interaction[Any],
    sentence: str,
    typed: Sequence[tuple[str, str]],
    form: Form | None = None,
) -> None:
    """Say what was wrong and give ``typed``, labels with texts, back; ``form`` opens again.

    Sent once more where Discord does not take it at first. A layout is used up by a try.
    """
    for last in (False, True):
        back = handed_back(sentence, typed, form.id if form else None)
        files = {FILE_NAME: back.file.encode()} if back.file is not None else {}
        try:
            await send(interaction, back.layout, files=files)
        except UNREACHABLE:
            _log.warning("What a moderator typed could not be handed back", exc_info=last)
        else:
            return
    await say(interaction, sentence)


def typed_options(interaction: discord.Interaction[Any]) -> list[tuple[str, str]]:
    """The texts that were typed into a command, if they are worth giving back."""
    if interaction.type is not discord.InteractionType.application_command:
        return []
    typed = [(name, value) for name, value in interaction.namespace if isinstance(value, str)]
    return typed if sum(len(value) for _, value in typed) >= _WORTH_KEEPING else []
