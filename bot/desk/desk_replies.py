"""The input of a control's act (``Press``), and what it replies with (``Reply``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.desk.log_channel import LogNews
from bot.interactions.modals import Form
from facts.model import Member

# In characters. A shorter text is quicker to retype than to copy.
_WORTH_KEEPING = 60


@dataclass(frozen=True, slots=True)
class Press:
    """A control that was used, as its act receives it. ``target`` and ``n`` are from the custom id
    (``bot.rendering.custom_ids``), the texts in ``chosen`` from the select. Their meaning:

    - ``target`` on cards of drafts and proposals: the draft's id; of facts: the fact's number; of
      requests: the request's number; of settings, and in lists: empty.
    - ``n``, 0 where the custom id has none. Draft: for ``page`` the page, from 0; for
      ``instead`` and ``cite`` the number of the stored fact; for acts on a response or source its
      number, from 1. Fact: for ``show`` and ``history`` the page, from 0; for ``undonow`` the
      change. Proposal: for ``page`` the page, from 0. Request: for ``tell`` the fact that answers.
    - ``chosen``. Draft, ``edit``: ``claim:0``, ``speaker:0``, ``response:N`` or ``source:N``, or
      ``more:N`` for the list of parts from the N-th on. Fact, ``undo``: the change. Settings:
      role or channel ids, a ``Strictness``, or for ``lift`` the block's id.
    """

    member: Member
    target: str
    n: int = 0
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A private reply to a moderator. It replaces the message of the control if that is private.

    ``in_place`` also replaces a message that others see; ``beside`` replaces none. ``news`` is
    posted in the log channel. ``if_lost`` says what was done if Discord rejects the card.
    """

    layout: ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    news: LogNews | None = None
    in_place: bool = False
    beside: bool = False
    if_lost: str = (
        "Discord didn’t accept the answer. Nothing is lost: your drafts are in /fact drafts."
    )


# Moderators are answered with a card, or by opening a form.
Reply = Card | Form


def typed_options(interaction: discord.Interaction[Any]) -> list[tuple[str, str]]:
    """The text options of a command by name; none if they are too short to be worth returning."""
    if interaction.type is not discord.InteractionType.application_command:
        return []
    typed = [(name, value) for name, value in interaction.namespace if isinstance(value, str)]
    return typed if sum(len(value) for _, value in typed) >= _WORTH_KEEPING else []
