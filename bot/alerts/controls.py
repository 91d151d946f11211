"""What can be pressed or chosen on alerts and on the cards of subscriptions."""

from typing import Any

import discord

from bot.alerts.services import alerts_of
from bot.interactions.control import Control
from bot.rendering.alerts import alert_ids


class Follow(Control, template=alert_ids.follow.template):
    """Follows a fact."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).buttons.follow(interaction, self.number("fact_id"))


class Unfollow(Control, template=alert_ids.unfollow.template):
    """Stops following a fact."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).buttons.unfollow(interaction, self.number("fact_id"))


class Care(Control, template=alert_ids.care.template):
    """A button of a subscription's card, or Unsubscribe under an alert."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.act(
            interaction, self.text("subscription"), self.text("act")
        )


class PauseAWeek(Control, template=alert_ids.week.template):
    """Pauses a subscription, under one of its alerts."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.act(interaction, self.text("subscription"), "pause")


class Mute(Control, template=alert_ids.mute.template):
    """Mutes the topic that it names."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.mute(
            interaction, self.text("subscription"), self.text("topic")
        )


class MuteOne(Control, template=alert_ids.mute_one.template):
    """Mutes the topic that was chosen."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.mute(
            interaction, self.text("subscription"), self.chosen(interaction)[0]
        )


class Choose(Control, template=alert_ids.choose.template):
    """Sets what was chosen on a card."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.choose(
            interaction, self.text("subscription"), self.text("what"), self.chosen(interaction)
        )


class ListPage(Control, template=alert_ids.list_page.template):
    """Turns to another page of the list."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.list(interaction, self.number("page"))


class ListOpen(Control, template=alert_ids.list_open.template):
    """Opens the card of a subscription."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await alerts_of(interaction).cards.act(interaction, self.chosen(interaction)[0], "show")


class EventPage(Control, template=alert_ids.event_page.template):
    """Turns to another page of one event."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        event, page = self.number("event"), self.number("page")
        await alerts_of(interaction).buttons.show_event(
            interaction, self.text("delivery"), event, page
        )


class DigestPage(Control, template=alert_ids.digest_page.template):
    """Turns to another page of a digest."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        page = self.number("page")
        await alerts_of(interaction).buttons.turn_digest(interaction, self.text("delivery"), page)


class DigestOpen(Control, template=alert_ids.digest_open.template):
    """Opens one event of a digest."""

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        event = int(self.chosen(interaction)[0])
        await alerts_of(interaction).buttons.show_event(
            interaction, self.text("delivery"), event, 0
        )


CONTROLS = (
    Follow,
    Unfollow,
    Care,
    PauseAWeek,
    Mute,
    MuteOne,
    Choose,
    ListPage,
    ListOpen,
    EventPage,
    DigestPage,
    DigestOpen,
)
