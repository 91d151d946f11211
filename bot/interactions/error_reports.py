"""What happens around every answer: it is known of, and what goes wrong reaches who asked.

A refusal becomes its sentence. A defect becomes a sentence with a short reference, and the log gets
the traceback with the same reference.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.late import LateInteractions, came_too_late
from bot.interactions.replies import respond
from facts.model import Refusal

_log = logging.getLogger(__name__)
_REFERENCE_BYTES = 4


class AnswersUnderWay:
    """Knows the answers being given, so that a stop can wait for them.

    Those that Discord no longer waited for are told to ``late``.
    """

    def __init__(self, late: LateInteractions) -> None:
        self.late = late
        self._tasks: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def answering(self, interaction: discord.Interaction) -> AsyncIterator[None]:
        """Give an answer inside this: its task counts as under way, a refusal is told."""
        if task := asyncio.current_task():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            yield
        except Refusal as refusal:
            await say(interaction, refusal.sentence)
        except discord.NotFound as error:
            if not came_too_late(error):
                raise
            self.late.count()

    async def finish(self, *, within: float) -> int:
        """Wait until no answer is under way, and no report of a defect either.

        Those that still are after ``within`` seconds are cut off; return how many.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + within
        while self._tasks and clock() < deadline:
            await asyncio.wait(self._tasks, timeout=deadline - clock())
        late = tuple(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)


class _Client(Protocol):
    """The part of our client that counts what came too late."""

    under_way: AnswersUnderWay


class Tree(app_commands.CommandTree[commands.Bot]):
    """The command tree, which tells the person when a command breaks."""

    async def on_error(
        self, interaction: discord.Interaction[commands.Bot], error: app_commands.AppCommandError, /
    ) -> None:
        if isinstance(error, app_commands.CommandInvokeError):
            await report_defect(interaction, error.original)
        elif isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        ):
            _log.warning("Discord offered a command that is no longer ours: %s", error)
            await say(interaction, "This command has changed. Restart Discord and type it again.")
        else:
            await report_defect(interaction, error)


async def report_defect(interaction: discord.Interaction, error: BaseException) -> None:
    """Tell the person that something broke, and the log what, under one reference."""
    await say(interaction, defect_sentence(error))


def defect_sentence(error: BaseException) -> str:
    """Put ``error`` into the log; the sentence that tells a person its reference there."""
    reference = secrets.token_hex(_REFERENCE_BYTES)
    _log.error("Defect %s while answering", reference, exc_info=error)
    return (
        "Something went wrong on our side. Please try again. If it happens again, give the "
        f"people who run this bot the reference `{reference}`."
    )


async def say(interaction: discord.Interaction, sentence: str) -> None:
    """Tell only the person who asked. What cannot be told is logged and goes no further."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await respond(lambda: interaction.response.send_message(sentence, ephemeral=True))
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        if came_too_late(error):
            cast("_Client", interaction.client).under_way.late.count()
        else:
            _log.exception("Could not tell a user: %s", sentence)
