"""The services of alerts on Discord, and what runs behind /alerts subscribe and preview."""

from collections.abc import Collection

import discord

from bot.alerts.subscribers import (
    Subscribers,
    direct_messages,
    expect_mentionable,
    place_here,
)
from bot.alerts.subscription_buttons import SubscriptionCards
from bot.interactions.context import People
from bot.interactions.replies import defer, show
from bot.rendering.alerts.subscription_card import (
    preview_layout,
    preview_words,
    subscription_layout,
    unknown_topics_layout,
)
from bot.sending.discord_messenger import DiscordMessenger
from facts.alerts.subscription import SubscriptionSpec
from facts.model import DeskId
from facts.model.fields import distinct_topics, topic_key
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.questions.asking import Asking
from facts.wiring import Library


class AlertServices:
    """The services of alerts. ``messenger`` sends the test of a subscription."""

    def __init__(self, library: Library, people: People, messenger: DiscordMessenger) -> None:
        alerting, asking = library.alerting, library.asking
        self.people = people
        subscribers = Subscribers(library.desk.setup, people)
        self.alerting, self.asking, self.subscribers = alerting, asking, subscribers
        self.commands = SubscribeCommands(alerting, asking, subscribers)
        self.cards = SubscriptionCards(alerting, asking, subscribers, messenger)


class SubscribeCommands:
    """The use-case calls behind /alerts subscribe and /alerts preview, and their replies."""

    def __init__(self, alerting: Alerting, asking: Asking, subscribers: Subscribers) -> None:
        self._alerting = alerting
        self._subscribers = subscribers
        self._asking = asking

    async def subscribe(
        self,
        interaction: discord.Interaction,
        spec: SubscriptionSpec,
        *,
        to_me: bool,
        role: discord.Role | None,
    ) -> None:
        """Subscribe to ``spec``, which has no place yet; reply with its card and a preview."""
        await defer(interaction)
        place = await (direct_messages(interaction.user) if to_me else place_here(interaction))
        if role is not None:
            expect_mentionable(interaction, role, place)
        mention = str(role.id) if role else None
        where = {"where": str(place), "shared": not place.direct, "mention": mention}
        spec = spec.model_copy(update=where)
        who = await self._subscribers.identify(interaction, here=True, role=role)
        before = {one.id for one in await self._alerting.subscribing.mine(who)}
        kept = await self._alerting.subscribing.subscribe(who, spec)
        if kept.unknown:
            await show(interaction, unknown_topics_layout(kept))
            return
        preview = await self._alerting.previewing.preview(who, spec)
        done = "You already have these alerts" if kept.id in before else "Subscribed"
        note = f"**{done}.** {preview_words(preview)}"
        await show(interaction, subscription_layout(kept, self._alerting.clock(), note=note))

    async def preview(self, interaction: discord.Interaction, spec: SubscriptionSpec) -> None:
        """Reply with the alerts this would have sent lately. Stores nothing."""
        await defer(interaction)
        who = await self._subscribers.identify(interaction)
        preview = await self._alerting.previewing.preview(who, spec)
        await show(interaction, preview_layout(preview, spec))

    async def topics(self, typed: str, desks: Collection[DeskId], limit: int) -> list[str]:
        """At most ``limit`` topics to complete ``typed``; topics that contain it come first."""
        suggestions = await self._asking.complete(typed, desks, limit)
        topics = distinct_topics(topic for one in suggestions for topic in one.fact.topics)
        wanted = topic_key(typed.strip())
        return sorted(topics, key=lambda topic: wanted not in topic_key(topic))[:limit]
