"""The buttons and selects on alerts and on subscription cards."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.alerts.subscribers import direct_messages, subscriber_of
from bot.alerts.typed_options import MORNING, TypedFilter, rhythm
from bot.interactions.context import client_of, desks_of
from bot.interactions.control import Control
from bot.interactions.replies import defer, show
from bot.rendering import custom_ids
from bot.rendering.alerts.alert_layout import digest_page, event_page, followed_layout
from bot.rendering.alerts.subscription_card import ANY_STANCE, change_layout
from bot.rendering.layout import layout_of
from facts.alerts.subscription import Daily, Subscription, Weekly, WhatFor
from facts.markdown import escape
from facts.model import Refusal, Stance


class Follow(Control, template=custom_ids.follow.template):
    """Follows a fact: alerts about it come as direct messages."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        alerts, fact_id = client_of(interaction).alerts, self.number("fact_id")
        await defer(interaction)
        who = await subscriber_of(interaction)
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
        who = await subscriber_of(interaction)
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
        alerts = client_of(interaction).alerts
        topic = self.text("topic") or self.chosen(interaction)[0]
        who = await subscriber_of(interaction, here=True)
        kept = await alerts.alerting.subscribing.mute(who, self.text("subscription"), topic)
        await alerts.show(interaction, kept, note=f"**Muted** the topic “{escape(topic)}”.")


class Choose(Control, template=custom_ids.choose.template):
    """Changes one setting of a subscription to what was chosen in its select."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        alerts, subscription = client_of(interaction).alerts, self.text("subscription")
        subscribing, values = alerts.alerting.subscribing, self.chosen(interaction)
        who = await subscriber_of(interaction)
        match self.text("what"):
            case "unmute":
                kept = await subscribing.unmute(who, subscription, values[0])
                await alerts.show(interaction, kept)
            case "unfollow":
                await alerts.alerting.following.unfollow(who, int(values[0]))
                try:
                    kept = await subscribing.get(who, subscription)
                except Refusal:  # deleted together with the last fact it followed
                    await show(interaction, layout_of("You no longer follow any claims."))
                else:
                    await alerts.show(interaction, kept)
            case what:
                fields = _chosen(await subscribing.get(who, subscription), what, values)
                kept = await subscribing.change(who, subscription, **fields)
                await show(interaction, change_layout(kept))


def _chosen(old: Subscription, what: str, values: Sequence[str]) -> dict[str, object]:
    match what:
        case "news":
            return {"what_for": frozenset(map(WhatFor, values))}
        case "when":
            kind, _, day = values[0].partition(":")
            at = old.when.at if isinstance(old.when, Daily | Weekly) else MORNING
            return {"when": rhythm(kind, at, int(day or 0))}
        case _:
            stance = None if values[0] == ANY_STANCE else Stance(values[0])
            return {"wanted": replace(TypedFilter.from_filter(old.wanted), stance=stance).wanted}


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
