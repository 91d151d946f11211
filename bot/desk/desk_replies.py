"""What a step of the desk answers, and what was typed for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.desk.log_channel import LogNews
from bot.interactions.modals import Form
from facts.model import Member

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
    news: LogNews | None = None
    in_place: bool = False
    beside: bool = False
    if_lost: str = (
        "Discord didn’t accept the answer. Nothing is lost: your drafts are in /fact drafts."
    )


# A form opens before the moderator.
Reply = Card | Form


def typed_options(interaction: discord.Interaction[Any]) -> list[tuple[str, str]]:
    """The texts that were typed into a command, if they are worth giving back."""
    if interaction.type is not discord.InteractionType.application_command:
        return []
    typed = [(name, value) for name, value in interaction.namespace if isinstance(value, str)]
    return typed if sum(len(value) for _, value in typed) >= _WORTH_KEEPING else []
