"""Sends replies: private or public, as a new message or in place of the old one; reports errors.

discord.py need not route controls to a layout in memory, because they are found by their custom id
(``bot.interactions.control``). So each layout is stopped before it is sent; otherwise discord.py
would keep every message in memory. Commands in code, such as ``/claim``, become clickable mentions.

A Refusal is sent as its sentence. Any other exception is a defect: the person gets a sentence with
a short reference, the log the traceback with the same reference.
"""

import asyncio
import io
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord import ui

from bot.interactions.context import client_of
from bot.interactions.discord_errors import REQUEST_FAILED, ErrorCode, came_too_late
from facts.model import Refusal

_log = logging.getLogger(__name__)
_REFERENCE_BYTES = 4

# Not after a backslash: backticks in users' texts are escaped.
_NAMED = re.compile(r"(?<!\\)`/([a-z]{1,32}(?: [a-z]{1,32})?)`")


class CommandMentions:
    """Turns the names of commands into mentions, once their ids are known."""

    def __init__(self) -> None:
        self._ids: Mapping[str, int] = {}

    def learn(self, ids: Mapping[str, int]) -> None:
        """Store the ids of commands by name. An empty mapping changes nothing."""
        self._ids = ids or self._ids

    def put_into(self, layout: ui.LayoutView) -> None:
        """Replace the commands in all texts of ``layout`` by mentions."""
        for item in layout.walk_children():
            if isinstance(item, ui.TextDisplay):
                item.content = _NAMED.sub(self._mention, item.content)

    def _mention(self, found: re.Match[str]) -> str:
        name = found[1]
        return f"</{name}:{self._ids[name]}>" if name in self._ids else found[0]


_NO_FILES: Mapping[str, bytes] = {}
# discord.py repeats a request after a server error (5xx), first after 1 s, then after 3 s, and not
# at all after a broken connection. It is interrupted after this many seconds, to retry in time.
_CUT_SHORT_AFTER = 1.8
_SECONDS_BETWEEN_TRIES = (0.3, 0.9)
_SERVERS_FAULT = 500


_T = TypeVar("_T")


async def respond(give: Callable[[], Awaitable[_T]]) -> _T | None:
    """Send a first response by ``give``, and retry in time after server and network errors.

    None if a retry shows that an earlier try had arrived after all.
    """
    waits = iter(_SECONDS_BETWEEN_TRIES)
    cut_short: float | None = asyncio.get_running_loop().time() + _CUT_SHORT_AFTER
    before: BaseException | None = None
    while True:
        trying = asyncio.timeout_at(cut_short)
        try:
            async with trying:
                return await give()
        except REQUEST_FAILED as error:
            if before is not None and getattr(error, "code", None) == ErrorCode.ALREADY_ANSWERED:
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
    """Send ``layout`` as a new message; return its id, or None if Discord did not return it.

    ``files`` has contents by file name.
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
            if error.code != ErrorCode.ALREADY_ANSWERED:
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
    """Replace the message of the control that was used if it is private, else send a private one.

    ``in_place`` also replaces a message that others see.
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
    """Defer the response, before work that may take longer than the 3 s that Discord waits."""
    if is_private(interaction):
        await respond(interaction.response.defer)
    else:
        await respond(lambda: interaction.response.defer(ephemeral=True, thinking=True))


async def open_modal(interaction: discord.Interaction[Any], modal: ui.Modal) -> None:
    """Open a modal. discord.py need not keep it: ``Modals`` finds it by its custom id."""
    modal.stop()
    await respond(lambda: interaction.response.send_modal(modal))


def is_private(interaction: discord.Interaction[Any]) -> bool:
    """Whether the control that was used is on a private (ephemeral) message."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _prepare(interaction: discord.Interaction[Any], layout: ui.LayoutView) -> None:
    layout.stop()
    client_of(interaction).mentions.put_into(layout)


def _attached(files: Mapping[str, bytes]) -> list[discord.File]:
    return [discord.File(io.BytesIO(content), name) for name, content in files.items()]


async def say(interaction: discord.Interaction, sentence: str) -> None:
    """Send ``sentence`` privately to the person. A failure to send is logged, not raised."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await respond(lambda: interaction.response.send_message(sentence, ephemeral=True))
    except REQUEST_FAILED as error:
        if came_too_late(error):
            client_of(interaction).gate.late.count()
        else:
            _log.exception("Could not tell a user: %s", sentence)


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell the person what went wrong. A response that came too late is only counted."""
    if came_too_late(error):
        client_of(interaction).gate.late.count()
    else:
        sentence = error.sentence if isinstance(error, Refusal) else defect_sentence(error)
        await say(interaction, sentence)


_Self = TypeVar("_Self")
_Options = ParamSpec("_Options")
_Answering = Callable[
    Concatenate[_Self, discord.Interaction[Any], _Options], Coroutine[Any, Any, None]
]


def tells_refusals(answer: _Answering[_Self, _Options]) -> _Answering[_Self, _Options]:
    """Decorates a method that answers an interaction: sends a Refusal's sentence to the person.

    Other exceptions pass through, to the tree, control or modal, which reports them.
    """

    async def callback(
        self: _Self,
        interaction: discord.Interaction[Any],
        /,
        *args: _Options.args,
        **options: _Options.kwargs,
    ) -> None:
        try:
            await answer(self, interaction, *args, **options)
        except (Refusal, discord.NotFound) as error:
            if not (isinstance(error, Refusal) or came_too_late(error)):
                raise
            await report(interaction, error)

    # discord.py reads the options and the description of a command from its callback.
    update_wrapper(callback, answer)
    return callback


def defect_sentence(error: BaseException) -> str:
    """Log ``error``; return the sentence for the person, with the log's reference."""
    reference = secrets.token_hex(_REFERENCE_BYTES)
    _log.error("Defect %s while answering", reference, exc_info=error)
    return (
        "Something went wrong on our side. Please try again. If it happens again, give the "
        f"people who run this bot the reference `{reference}`."
    )
