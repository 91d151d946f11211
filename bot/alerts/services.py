"""The services of alerts, and the actions of the buttons on subscription cards and alerts."""

import secrets
from datetime import timedelta

import discord

from bot.alerts.subscribers import subscriber_of
from bot.alerts.subscription_modals import EditFilters, EditTimes
from bot.interactions.replies import defer, open_modal, say, show
from bot.rendering.alerts.subscription_card import (
    change_layout,
    list_layout,
    preview_layout,
    spec_words,
    subscription_layout,
    unknown_topics_layout,
)
from bot.rendering.custom_ids import Place
from bot.rendering.layout import layout_of
from facts.alerts.subscription import Subscription
from facts.model import Fact, Refusal
from facts.outbox.delivery import Messenger, Never, Sent
from facts.usecases.alerts.subscription_access import Subscriber
from facts.wiring import Library

_WEEK = timedelta(days=7)
_NONCE_BYTES = 8


class AlertServices:
    """What the commands and controls of alerts share. ``messenger`` sends the test of a
    subscription.
    """

    def __init__(self, library: Library, messenger: Messenger) -> None:
        self.alerting = library.alerting
        self.asking = library.asking
        self._subscribing = library.alerting.subscribing
        self._messenger = messenger

    async def list(self, interaction: discord.Interaction, page: int = 0) -> None:
        """Show all subscriptions that the person may manage."""
        mine = await self._subscribing.mine(await subscriber_of(interaction))
        await show(interaction, list_layout(mine, page))

    async def act(self, interaction: discord.Interaction, subscription_id: str, act: str) -> None:
        """Run the action ``act`` of a button on a card or under an alert."""
        message = interaction.message
        under_an_alert = message is not None and not message.flags.ephemeral
        who = await subscriber_of(interaction, here=under_an_alert)
        kept = await self._subscribing.get(who, subscription_id)
        match act:
            case "pause":
                until = self.alerting.clock() + _WEEK
                paused = await self._subscribing.pause(who, subscription_id, until)
                await self.show(interaction, paused)
            case "resume":
                note = "**Subscribed.**" if kept.unknown else ""
                resumed = await self._subscribing.resume(who, subscription_id)
                await self.show(interaction, resumed, note=note)
            case "delete" | "unsubscribe":
                await self._subscribing.delete(who, subscription_id)
                told = f"**Deleted.** You’ll get no more alerts for {spec_words(kept)}."
                if kept.unknown:
                    told = f"**Cancelled.** You’re not subscribed to {spec_words(kept)}."
                await show(interaction, layout_of(told))
            case "test":
                await self._test(interaction, who, subscription_id)
            case "change":
                await show(interaction, change_layout(kept))
            case "filters":
                await open_modal(interaction, EditFilters.opened_on(kept).discord_modal())
            case "times":
                await open_modal(interaction, EditTimes.opened_on(kept).discord_modal())
            case "preview":
                await defer(interaction)
                preview = await self.alerting.previewing.preview(who, kept.spec)
                await show(interaction, preview_layout(preview, kept, back_to=kept.id))
            case _:
                await self.show(interaction, kept)

    async def _test(
        self, interaction: discord.Interaction, who: Subscriber, subscription_id: str
    ) -> None:
        await defer(interaction)
        alert = await self.alerting.previewing.test(who, subscription_id)
        where = alert.subscription.where
        match await self._messenger.send(where, alert, secrets.token_hex(_NONCE_BYTES)):
            case Sent():
                told = f"Test sent: it’s {Place.parse(where).words}."
            case Never(reason=reason):
                told = f"The test couldn’t be sent. {reason}"
            case _:
                told = "Discord isn’t accepting messages right now. Try again in a few minutes."
        await say(interaction, told)

    async def show(
        self, interaction: discord.Interaction, kept: Subscription, note: str = ""
    ) -> None:
        """Show the card of a subscription, or ask whether topics that no claim has are meant."""
        if kept.unknown:
            await show(interaction, unknown_topics_layout(kept))
            return
        facts = [await self._fact(kept, fact_id) for fact_id in sorted(kept.follows)]
        followed = [fact for fact in facts if fact is not None]
        now = self.alerting.clock()
        await show(interaction, subscription_layout(kept, now, followed=followed, note=note))

    async def _fact(self, kept: Subscription, fact_id: int) -> Fact | None:
        try:
            return await self.asking.fact(fact_id, kept.sees)
        except Refusal:  # removed, or no longer visible to the subscriber
            return None
