"""Sends alerts to Discord, each once, and says what came of it."""

from datetime import datetime, timedelta

import discord
from discord import ui

from bot.alerts.rate_limiter import RateLimiter
from bot.alerts.send_errors import UNREACHABLE, outcome_of
from bot.alerts.subscribers import Membership
from bot.rendering.alerts import alert_ids
from bot.rendering.alerts.alert_layout import alert_layout, reads_on
from bot.rendering.places import Place
from facts.alerts.alert import Alert
from facts.outbox.messenger import Message, Outcome, Sent

# Discord allows a bot 50 requests a second in all; more than half is left to answers and the rest.
_SENDS_A_SECOND, _DMS_A_SECOND, _BURST = 20, 10, 20
_LOOKED_THROUGH = 100
_CLOCKS_DIFFER_BY = timedelta(minutes=1)


class DiscordMessenger:
    """The Messenger that writes to channels and direct messages."""

    def __init__(self, client: discord.Client, membership: Membership) -> None:
        self._client = client
        self._membership = membership
        self._limiter = RateLimiter(_SENDS_A_SECOND, _BURST)
        self._dm_limiter = RateLimiter(_DMS_A_SECOND, _BURST)

    async def send(self, where: str, message: Message, nonce: str) -> Outcome:
        """Send ``message`` to the place that ``where`` names."""
        if not isinstance(message, Alert):
            raise TypeError(f"no layout for {message}")
        alert = message
        place = Place.parse(where)
        try:
            if place.direct and (gone := await self._membership.check(alert.subscription)):
                return gone
            if alert.tried_at and await self._is_there(place, alert, nonce, alert.tried_at):
                return Sent(pages=reads_on(alert))
            await (self._dm_limiter if place.direct else self._limiter).acquire()
            await self._post(place, alert, nonce)
        except UNREACHABLE as error:
            return outcome_of(error, place)
        return Sent(pages=reads_on(alert))

    async def _post(self, place: Place, alert: Alert, nonce: str) -> None:
        layout = alert_layout(alert, direct=place.direct, mark=nonce)
        # Its controls are found by their custom ids; discord.py need not keep it in memory.
        layout.stop()
        channel = self._client.get_partial_messageable(place.channel_id)
        await channel.send(view=layout, nonce=nonce, allowed_mentions=_mentions(alert))

    async def _is_there(self, place: Place, alert: Alert, nonce: str, tried_at: datetime) -> bool:
        """Whether the try of ``alert`` at ``tried_at`` went through, though nobody came to note it.

        Discord knows the nonce of a message for some minutes only; the channel keeps the message.
        """
        after = tried_at - _CLOCKS_DIFFER_BY
        mark = alert_ids.week(alert.subscription.id, nonce)
        channel = self._client.get_partial_messageable(place.channel_id)
        try:
            async for message in channel.history(after=after, limit=_LOOKED_THROUGH):
                if message.author == self._client.user and mark in _custom_ids(message):
                    return True
        except discord.Forbidden:  # without Read Message History the nonce has to do
            return False
        return False


def _custom_ids(message: discord.Message) -> set[str | None]:
    layout = ui.LayoutView.from_message(message, timeout=None)
    layout.stop()
    return {getattr(item, "custom_id", None) for item in layout.walk_children()}


def _mentions(alert: Alert) -> discord.AllowedMentions:
    role = alert.subscription.mention
    if role is None or alert.test:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(int(role))], replied_user=False
    )
