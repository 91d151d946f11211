"""How an answer reaches a person: privately or in the channel, anew or in place.

Every control is found by its custom id (``bot.interactions.control``), after a restart too. So each
layout is stopped before it is sent: discord.py would otherwise keep every message in memory.
Commands that texts name are made clickable: ``/claim`` in code becomes ``</claim:123>``.
"""

import asyncio
import io
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp
import discord
from discord import ui

from bot.interactions.client_access import client_of

# A person's own backtick is escaped and begins no command.
_NAMED = re.compile(r"(?<!\\)`/([a-z]{1,32}(?: [a-z]{1,32})?)`")


class CommandMentions:
    """Knows the ids that Discord gave our commands, once they are registered."""

    def __init__(self) -> None:
        self._ids: Mapping[str, int] = {}

    def learn(self, ids: Mapping[str, int]) -> None:
        """Take the ids of commands, by name. None of them: what is known stays."""
        self._ids = ids or self._ids

    def clickable(self, text: str) -> str:
        """``text``, Markdown, with every command in code that is known as a mention."""
        return _NAMED.sub(self._mention, text)

    def put_into(self, layout: ui.LayoutView) -> None:
        """Make the commands in all texts of ``layout`` clickable."""
        for item in layout.walk_children():
            if isinstance(item, ui.TextDisplay):
                item.content = self.clickable(item.content)

    def _mention(self, found: re.Match[str]) -> str:
        name = found[1]
        return f"</{name}:{self._ids[name]}>" if name in self._ids else found[0]


UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, TimeoutError)
# Discord's code for an interaction that was answered before: the first try arrived after all.
_ALREADY_ANSWERED = 40060
_NO_FILES: Mapping[str, bytes] = {}
# discord.py tries again by itself after a server's fault, first after 1 s, then after 3: that is
# cut short for a try that is in time. After a cut connection it never tries again.
_CUT_SHORT_AFTER = 1.8
_SECONDS_BETWEEN_TRIES = (0.3, 0.9)
_SERVERS_FAULT = 500


_T = TypeVar("_T")


async def respond(give: Callable[[], Awaitable[_T]]) -> _T | None:
    """Give a first response by ``give``, once more and again where Discord stumbles.

    None where it arrived, though Discord's answer to it did not.
    """
    waits = iter(_SECONDS_BETWEEN_TRIES)
    cut_short: float | None = asyncio.get_running_loop().time() + _CUT_SHORT_AFTER
    before: BaseException | None = None
    while True:
        trying = asyncio.timeout_at(cut_short)
        try:
            async with trying:
                return await give()
        except UNREACHABLE as error:
            if before is not None and getattr(error, "code", None) == _ALREADY_ANSWERED:
                return None  # the try before had arrived
            passing = getattr(error, "status", _SERVERS_FAULT) >= _SERVERS_FAULT
            wait = 0.0 if trying.expired() else next(waits, None) if passing else None
            if wait is None:
                raise
            if trying.expired():
                cut_short = None
            before = error
            await asyncio.sleep(wait)


async def send(
    interaction: discord.Interaction[Any],
    layout: ui.LayoutView,
    *,
    private: bool = True,
    files: Mapping[str, bytes] = _NO_FILES,
) -> int | None:
    """Send ``layout`` as a new message; the id of the message, where Discord tells it.

    ``files`` are contents by name.
    """
    _prepare(interaction, layout)
    if not interaction.response.is_done():
        try:
            answered = await respond(
                lambda: interaction.response.send_message(
                    view=layout, files=_attached(files), ephemeral=private
                )
            )
        except discord.HTTPException as error:
            if error.code != _ALREADY_ANSWERED:
                raise
        else:
            return answered.message_id if answered else None
    message = await interaction.followup.send(
        view=layout, files=_attached(files), ephemeral=private, wait=True
    )
    return message.id


async def show(
    interaction: discord.Interaction[Any],
    layout: ui.LayoutView,
    *,
    files: Mapping[str, bytes] = _NO_FILES,
    in_place: bool = False,
) -> None:
    """Replace the private message that was used, else send a private one.

    ``in_place`` replaces a message that others see as well.
    """
    if interaction.response.is_done():
        _prepare(interaction, layout)
        await interaction.edit_original_response(view=layout, attachments=_attached(files))
    elif interaction.message is not None and (in_place or is_private(interaction)):
        _prepare(interaction, layout)
        await respond(
            lambda: interaction.response.edit_message(view=layout, attachments=_attached(files))
        )
    else:
        await send(interaction, layout, files=files)


async def defer(interaction: discord.Interaction[Any]) -> None:
    """Announce the answer before work that may take longer than the 3 s that Discord waits."""
    if is_private(interaction):
        await respond(interaction.response.defer)
    else:
        await respond(lambda: interaction.response.defer(ephemeral=True, thinking=True))


async def open_modal(interaction: discord.Interaction[Any], modal: ui.Modal) -> None:
    """Open a form. It is known again by its custom id alone, hours later as well."""
    modal.stop()
    await respond(lambda: interaction.response.send_modal(modal))


def is_private(interaction: discord.Interaction[Any]) -> bool:
    """Whether the control that was used stands under a message that one person sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _prepare(interaction: discord.Interaction[Any], layout: ui.LayoutView) -> None:
    layout.stop()
    client_of(interaction).mentions.put_into(layout)


def _attached(files: Mapping[str, bytes]) -> list[discord.File]:
    return [discord.File(io.BytesIO(content), name) for name, content in files.items()]
