"""The Follow button under an answer."""

import discord

from bot.alerts.places import direct_messages
from bot.alerts.subscribers import Subscribers
from bot.people import desks_of
from bot.rendering.alerts.notes import followed_layout, unfollowed_layout
from bot.replies import defer, show
from facts.usecases.alerting.alerting import Alerting
from facts.usecases.asking import Asking


class FollowButton:
    """Lets people follow facts, told in their direct messages."""

    def __init__(self, alerting: Alerting, asking: Asking, subscribers: Subscribers) -> None:
        self._following = alerting.following
        self._asking = asking
        self._subscribers = subscribers

    async def follow(self, interaction: discord.Interaction, fact_id: int) -> None:
        """Follow a fact that the person sees. Raises Refusal."""
        await defer(interaction)
        who = await self._subscribers.of(interaction)
        fact = await self._asking.fact(fact_id, desks_of(interaction))
        already = await self._following.follows(who, fact_id)
        if not already:
            place = await direct_messages(interaction.user)
            await self._following.follow(who, fact_id, str(place))
        await show(interaction, followed_layout(fact, already=already))

    async def unfollow(self, interaction: discord.Interaction, fact_id: int) -> None:
        """Follow it no longer."""
        await self._following.unfollow(await self._subscribers.of(interaction), fact_id)
        await show(interaction, unfollowed_layout())
