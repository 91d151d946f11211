"""The services of the desk on Discord, which its commands, controls and modals call.

Each of them runs one use-case by ``DeskServices.answer``, which replies with a card or a modal.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord

from bot.desk.desk_replies import Card, Cards, LogChannel, Reply, typed_options
from bot.desk.embargo_watch import watch_embargo
from bot.desk.file_transfers import FileTransfers
from bot.interactions.context import People, client_of
from bot.interactions.discord_errors import REQUEST_FAILED, came_too_late
from bot.interactions.modals import Modal, hand_back
from bot.interactions.replies import defect_sentence, open_modal, say, send, show, tells_refusals
from bot.rendering.desk.changes import stale_layout
from bot.rendering.desk.settings_card import welcome_layout
from facts.model import DeskId, Member, Refusal
from facts.usecases.desk.drafts.publishing import StaleDraft
from facts.wiring import Library

_log = logging.getLogger(__name__)


class DeskServices:
    """The services of the desk. ``home_guild_id`` is the server of the bot's own newsroom."""

    def __init__(
        self,
        client: discord.Client,
        library: Library,
        log_channel: LogChannel,
        *,
        home_guild_id: int | None,
    ) -> None:
        desk, newsroom = library.desk, library.newsroom
        self.desk = desk
        self.asking = library.asking
        self.people = People(home_guild_id)
        desk.setup.home_server = DeskId(str(home_guild_id)) if home_guild_id else None
        self.newsroom = newsroom
        self.cards = Cards(desk, newsroom.queue)
        self.files = FileTransfers(desk)
        self._log_channel = log_channel
        watch_embargo(client, desk, log_channel, home_guild_id)

    @tells_refusals
    async def answer(
        self,
        interaction: discord.Interaction[Any],
        /,
        do: Callable[[Member], Awaitable[Reply]],
        *,
        modal: Modal | None = None,
        typed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Run ``do`` for the member behind ``interaction``, and reply with its card or modal.

        If ``do`` raises, the reply is the reason together with what the member had typed: the
        options of a command, or ``typed``, labels with texts, of ``modal``.
        """
        try:
            reply = await do(self.people.member(interaction))
        except StaleDraft as stale:
            # The fact changed after the draft was begun.
            reply = Card(stale_layout(stale.sentence, stale.fact, stale.changes, stale.draft))
        except Exception as error:
            given = typed or typed_options(interaction)
            if (modal is None and not given) or came_too_late(error):
                raise
            sentence = error.sentence if isinstance(error, Refusal) else defect_sentence(error)
            await hand_back(interaction, sentence, given, modal)
            return
        await self._reply(interaction, reply)
        if isinstance(reply, Card):
            await self._welcome(interaction)

    async def _welcome(self, interaction: discord.Interaction[Any]) -> None:
        """Send the first-use guide to the first moderator of a desk."""
        if await self.desk.setup.first_use(self.people.member(interaction)):
            with contextlib.suppress(*REQUEST_FAILED):
                await interaction.followup.send(view=welcome_layout(), ephemeral=True)

    async def _reply(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """Send the reply; if Discord rejects it, send ``if_lost``: the use-case is done already."""
        if isinstance(reply, Modal):
            await open_modal(interaction, reply.discord_modal())
            return
        try:
            if reply.beside:
                await send(interaction, reply.layout, files=reply.files)
            else:
                await show(interaction, reply.layout, files=reply.files, in_place=reply.in_place)
        except REQUEST_FAILED:
            _log.exception("Discord rejected a card of the desk")
            await say(interaction, reply.if_lost)
        if reply.news is not None and (problem := await self._log_channel.tell(reply.news)):
            await say(interaction, problem)


_Commands = TypeVar("_Commands")
_Options = ParamSpec("_Options")
_Callback = Callable[
    Concatenate[_Commands, discord.Interaction[Any], _Options], Coroutine[Any, Any, None]
]


def moderators_command(
    command: Callable[Concatenate[_Commands, Member, _Options], Awaitable[Reply]],
) -> _Callback[_Commands, _Options]:
    """Makes the callback of a command from a method that gets the member and the options, runs one
    use-case, and returns the card or modal to reply with.
    """

    async def callback(
        self: _Commands,
        interaction: discord.Interaction[Any],
        /,
        *args: _Options.args,
        **options: _Options.kwargs,
    ) -> None:
        await client_of(interaction).desk.answer(
            interaction, lambda member: command(self, member, *args, **options)
        )

    # discord.py reads the options and the description of a command from its callback.
    update_wrapper(callback, command)
    return callback


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


# The act of a control: runs one use-case and returns the card or modal to reply with.
Act = Callable[[DeskServices, Press], Awaitable[Reply]]
