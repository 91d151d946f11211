"""What somebody typed is handed back to them where it could not be used."""

import logging
from collections.abc import Sequence
from typing import Any

import discord

from bot.desk.replies import Card, give_new
from bot.error_reports import say
from bot.rendering.desk.handed_back import FILE_NAME, handed_back
from bot.rendering.forms import FormId
from bot.replies import UNREACHABLE

_log = logging.getLogger(__name__)
# Less than this is typed again sooner than it is copied.
_WORTH_KEEPING = 60


async def hand_back(
    interaction: discord.Interaction[Any],
    sentence: str,
    typed: Sequence[tuple[str, str]],
    form_id: FormId | None = None,
) -> None:
    """Say what was wrong and give ``typed``, labels with texts, back. ``form_id`` opens again."""

    def make() -> Card:
        back = handed_back(sentence, typed, form_id)
        return Card(back.layout, {FILE_NAME: back.file.encode()} if back.file is not None else {})

    try:
        await give_new(interaction, make)
    except UNREACHABLE:
        _log.exception("What a moderator typed could not be handed back")
        await say(interaction, sentence)


def typed_options(interaction: discord.Interaction[Any]) -> list[tuple[str, str]]:
    """The texts that were typed into a command, if they are worth giving back."""
    if interaction.type is not discord.InteractionType.application_command:
        return []
    typed = [(name, value) for name, value in interaction.namespace if isinstance(value, str)]
    return typed if sum(len(value) for _, value in typed) >= _WORTH_KEEPING else []
