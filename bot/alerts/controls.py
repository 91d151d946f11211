"""The buttons and selects on alerts and on subscription cards."""

from typing import Any

import discord

from bot.alerts.subscribers import direct_messages
from bot.interactions.context import client_of, desks_of
from bot.interactions.control import Control
from bot.interactions.replies import defer, show
from bot.rendering import custom_ids
from bot.rendering.alerts.alert_layout import digest_page, event_page, followed_layout
from bot.rendering.layout import layout_of


class Follow(Control, template=custom_ids.follow.template):
    """Follows a fact: alerts about it come as direct messages."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        alerts, fact_id = client_of(interaction).alerts, self.number("fact_id")
        await defer(interaction)
        who = await alerts.subscribers.identify(interaction)
        fact = await alerts.asking.fact(fact_id, desks_of(interaction))
        following = alerts.alerting.following
        already = await following.follows(who, fact_id)
        if not already:
            place = await direct_messages(interaction.user)
            await following.follow(who, fact_id, str(place))
        await show(interaction, followed_layout(fact, already=already))


class Unfollow(Control, template=custom_ids.unfollow.template):
    """Stops following a fact."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        alerts = client_of(interaction).alerts
        who = await alerts.subscribers.identify(interaction)
        await alerts.alerting.following.unfollow(who, self.number("fact_id"))
        await show(interaction, layout_of("You no longer follow this claim."))


class SubscriptionControl(Control, template=custom_ids.subscription.template):
    """Runs the act of a button on a subscription's card, or of *Unsubscribe* under an alert."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await client_of(interaction).alerts.act(
            interaction, self.text("subscription"), self.text("act") or "pause"
        )


class PauseAWeek(SubscriptionControl, template=custom_ids.week.template):
    """Pauses a subscription for a week; a button under its alerts."""


class Mute(Control, template=custom_ids.mute.template):
    """Mutes the topic named in its custom id, or the one chosen in its select."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        topic = self.text("topic") or self.chosen(interaction)[0]
        await client_of(interaction).alerts.mute(interaction, self.text("subscription"), topic)


class Choose(Control, template=custom_ids.choose.template):
    """Changes one setting of a subscription to what was chosen in its select."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await client_of(interaction).alerts.choose(
            interaction, self.text("subscription"), self.text("what"), self.chosen(interaction)
        )


class ListPage(Control, template=custom_ids.list_page.template):
    """Shows another page of the list of subscriptions."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await client_of(interaction).alerts.list(interaction, self.number("page"))


class ListOpen(Control, template=custom_ids.list_open.template):
    """Opens the card of the subscription chosen in the list."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await client_of(interaction).alerts.act(interaction, self.chosen(interaction)[0], "show")


async def _show_event(
    control: Control, interaction: discord.Interaction[Any], event: int, page: int
) -> None:
    """Show a page of one event of an alert, privately, to anyone who can see its message."""
    alert = await client_of(interaction).alerts.alerting.digest(control.text("delivery"))
    direct = interaction.context.dm_channel
    await show(interaction, event_page(alert, event, page, direct=direct))


class EventPage(Control, template=custom_ids.event_page.template):
    """Shows another page of one event of an alert."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await _show_event(self, interaction, self.number("event"), self.number("page"))


class DigestPage(Control, template=custom_ids.digest_page.template):
    """Shows another page of a digest."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        alert = await client_of(interaction).alerts.alerting.digest(self.text("delivery"))
        await show(interaction, digest_page(alert, self.number("page")))


class DigestOpen(Control, template=custom_ids.digest_open.template):
    """Opens one event of a digest."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await _show_event(self, interaction, int(self.chosen(interaction)[0]), 0)


CONTROLS = (
    Follow,
    Unfollow,
    SubscriptionControl,
    PauseAWeek,
    Mute,
    Choose,
    ListPage,
    ListOpen,
    EventPage,
    DigestPage,
    DigestOpen,
)
