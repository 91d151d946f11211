"""What the buttons under alerts, and Follow under an answer, do."""

import discord

from bot.alerts.places import direct_messages
from bot.alerts.subscribers import Subscribers
from bot.interactions.people import desks_of
from bot.interactions.replies import defer, show
from bot.rendering.alerts.alert_layout import digest_page, event_page
from bot.rendering.alerts.notes import followed_layout, unfollowed_layout
from facts.usecases.alerting.alerting import Alerting
from facts.usecases.questions.asking import Asking


class AlertButtons:
    """Lets people follow facts, told in their direct messages, and read on in an alert.

    Who sees an alert's message may read on in it; what is shown, they alone see.
    """

    def __init__(self, alerting: Alerting, asking: Asking, subscribers: Subscribers) -> None:
        self._alerting = alerting
        self._asking = asking
        self._subscribers = subscribers

    async def follow(self, interaction: discord.Interaction, fact_id: int) -> None:
        """Follow a fact that the person sees. Raises Refusal."""
        await defer(interaction)
        who = await self._subscribers.identify(interaction)
        fact = await self._asking.fact(fact_id, desks_of(interaction))
        already = await self._alerting.following.follows(who, fact_id)
        if not already:
            place = await direct_messages(interaction.user)
            await self._alerting.following.follow(who, fact_id, str(place))
        await show(interaction, followed_layout(fact, already=already))

    async def unfollow(self, interaction: discord.Interaction, fact_id: int) -> None:
        """Follow it no longer."""
        who = await self._subscribers.identify(interaction)
        await self._alerting.following.unfollow(who, fact_id)
        await show(interaction, unfollowed_layout())

    async def turn_digest(self, interaction: discord.Interaction, delivery: str, page: int) -> None:
        """Show another page of a digest. Raises NoSuchDigest, as below."""
        await show(interaction, digest_page(await self._alerting.digest(delivery), page))

    async def show_event(
        self, interaction: discord.Interaction, delivery: str, number: int, page: int
    ) -> None:
        """Show a page of one event with its fact."""
        alert = await self._alerting.digest(delivery)
        direct = interaction.context.dm_channel
        await show(interaction, event_page(alert, number, page, direct=direct))
