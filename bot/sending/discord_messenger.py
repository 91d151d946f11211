"""Sends messages of the outbox to Discord, each exactly once, and reports the outcome."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.alert_layout import alert_layout
from bot.rendering.custom_ids import Place
from bot.rendering.layout import items_of
from bot.rendering.newsroom.reader_cards import (
    corrected_layout,
    follow_up_layout,
    marked,
    told_layout,
)
from bot.sending.send_errors import SEND_FAILED, outcome_of
from facts.alerts.alert import Alert
from facts.alerts.subscription import Subscription
from facts.outbox.delivery import Message, Never, SendOutcome, Sent
from facts.usecases.alerts.subscribing import Ending
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.newsroom.asker_mailbox import RequestTold
from facts.usecases.newsroom.shown_answers import AnswerCorrected


class SendLimiter:
    """A rate limiter (token bucket): ``a_second`` sends per second in first-come order, with up to
    ``burst`` at once after a pause.
    """

    def __init__(self, a_second: float, burst: int) -> None:
        self._gap = 1 / a_second
        self._slack = self._gap * burst
        self._free_at = -math.inf

    async def acquire(self) -> None:
        """Wait until the caller may send."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now - self._slack) + self._gap
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)


# Discord's global limit is 50 requests a second; interaction responses do not count.
_SENDS_A_SECOND, _BURST = 20, 40
_DMS_A_SECOND, _DM_BURST = 10, 20
_LOOKED_THROUGH = 100
_CLOCKS_DIFFER_BY = timedelta(minutes=1)
# Hexadecimal digits of the nonce used for a component's id, which has 31 bits; 0 means none.
_MARK_DIGITS = 7
# How long a membership check is cached, and for how many members at most.
_TRUSTED_FOR = timedelta(hours=6)
_MOST_TRUSTED = 20_000


class Membership:
    """Checks that a subscription's owner is still on its server, and ends it otherwise.

    The bot gets no events about members leaving (they need a privileged intent), so it asks
    Discord before sending, and caches the answer.
    """

    def __init__(self, client: discord.Client, ending: Ending) -> None:
        self._client = client
        self._ending = ending
        self._trusted_until: dict[tuple[int, int], datetime] = {}

    async def check(self, subscription: Subscription) -> Never | None:
        """Why the owner gets no more alerts, or None. Raises discord.py's errors."""
        if subscription.desk is None:
            return None
        guild_id, user_id = int(subscription.desk), int(subscription.owner)
        now = discord.utils.utcnow()
        if self._trusted_until.get((guild_id, user_id), now) > now:
            return None
        try:
            # In a bot of several processes, this server may be in another process's cache.
            guild = self._client.get_guild(guild_id) or await self._client.fetch_guild(guild_id)
        except (discord.NotFound, discord.Forbidden):
            await self._ending.server_gone(subscription.desk)
            return Never("I’m no longer on the server these alerts were about.")
        try:
            await guild.fetch_member(user_id)
        except discord.NotFound:
            await self._ending.person_gone(subscription.owner, subscription.desk)
            return Never("You left the server these alerts were about.")
        if len(self._trusted_until) >= _MOST_TRUSTED:
            self._trusted_until.clear()
        self._trusted_until[guild_id, user_id] = now + _TRUSTED_FOR
        return None


@dataclass(frozen=True, slots=True)
class _Post:
    """A message to send; ``is_it`` recognizes it among the messages of its channel."""

    layout: ui.LayoutView
    is_it: Callable[[discord.Message], bool]
    mentions: discord.AllowedMentions = field(default_factory=discord.AllowedMentions.none)


class DiscordMessenger:
    """The ``facts.outbox.delivery.Messenger`` for channels and direct messages."""

    def __init__(self, client: discord.Client, membership: Membership, setup: Setup) -> None:
        self._client = client
        self._membership = membership
        self._setup = setup
        self._limiter = SendLimiter(_SENDS_A_SECOND, _BURST)
        self._dm_limiter = SendLimiter(_DMS_A_SECOND, _DM_BURST)

    async def send(self, where: str, message: Message, nonce: str) -> SendOutcome:
        """Send ``message`` to ``where``, a ``Place`` as text. Errors of Discord become outcomes."""
        place = Place.parse(where)
        try:
            match message:
                case Alert():
                    return await self._alert(place, message, nonce)
                case RequestTold():
                    mark = _mark(nonce)
                    post = _Post(told_layout(message, mark), lambda sent: _bears(sent, mark))
                    return await self._once(place, post, nonce, message.tried_at)
                case AnswerCorrected():
                    return await self._correct(place, message, nonce)
                case _:
                    raise TypeError(f"no layout for {message}")
        except SEND_FAILED as error:
            return outcome_of(error, place)

    async def _alert(self, place: Place, alert: Alert, nonce: str) -> SendOutcome:
        if place.direct and (gone := await self._membership.check(alert.subscription)):
            return gone
        mark = custom_ids.week(alert.subscription.id, nonce)
        link = None if alert.digest else await self._setup.public_page(alert.events[0].fact)
        layout, pages = alert_layout(alert, direct=place.direct, mark=nonce, link=link)
        post = _Post(layout, lambda message: mark in _custom_ids(message), _mentions(alert))
        sent = await self._once(place, post, nonce, alert.tried_at)
        return Sent(pages=pages, message=sent.message)

    async def _correct(self, place: Place, told: AnswerCorrected, nonce: str) -> SendOutcome:
        """Edit the message that shows an old revision, unless an earlier try has done so."""
        mark = _mark(nonce)
        channel = self._client.get_partial_messageable(place.channel_id)
        message = channel.get_partial_message(int(told.shown.message))
        if told.tried_at is None or not _bears(await message.fetch(), mark):
            await self._acquire(place)
            layout = marked(corrected_layout(told), mark)
            layout.stop()
            await message.edit(view=layout, allowed_mentions=discord.AllowedMentions.none())
        if told.shown.asked:
            other = mark + 1
            post = _Post(follow_up_layout(told, other), lambda sent: _bears(sent, other))
            await self._once(place, post, nonce, told.tried_at)
        return Sent(message=told.shown.message)

    async def _once(self, place: Place, post: _Post, nonce: str, tried_at: datetime | None) -> Sent:
        """Send a message, unless an earlier try at ``tried_at`` got through unrecorded.

        Discord deduplicates by nonce for some minutes only, so the channel's history is searched.
        """
        if tried_at is not None:
            there = await self._find(place, tried_at, post)
            if there is not None:
                return Sent(message=str(there.id))
        await self._acquire(place)
        # Controls are found by their custom ids, so discord.py must not keep the layout in memory.
        post.layout.stop()
        channel = self._client.get_partial_messageable(place.channel_id)
        sent = await channel.send(view=post.layout, nonce=nonce, allowed_mentions=post.mentions)
        return Sent(message=str(sent.id))

    async def _acquire(self, place: Place) -> None:
        await (self._dm_limiter if place.direct else self._limiter).acquire()

    async def _find(self, place: Place, tried_at: datetime, post: _Post) -> discord.Message | None:
        after = tried_at - _CLOCKS_DIFFER_BY
        channel = self._client.get_partial_messageable(place.channel_id)
        try:
            async for message in channel.history(after=after, limit=_LOOKED_THROUGH):
                if message.author == self._client.user and post.is_it(message):
                    return message
        except discord.Forbidden:  # without Read Message History, rely on the nonce alone
            return None
        return None


def _mark(nonce: str) -> int:
    """A component id made from the nonce, to recognize a message that has no custom ids."""
    return int(nonce[:_MARK_DIGITS], 16) + 1


def _bears(message: discord.Message, mark: int) -> bool:
    return any(getattr(component, "id", None) == mark for component in message.components)


def _custom_ids(message: discord.Message) -> set[str | None]:
    return {getattr(item, "custom_id", None) for item in items_of(message)}


def _mentions(alert: Alert) -> discord.AllowedMentions:
    role = alert.subscription.mention
    if role is None or alert.test:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(int(role))], replied_user=False
    )
