"""What can be pressed or chosen on alerts and on the cards of subscriptions. It works for as long
as the message exists: all that a control needs to know stands in its custom id.
"""

from abc import abstractmethod
from typing import Any, Protocol, cast

import discord

from bot.alerts.following import FollowButton
from bot.alerts.reading import AlertPages
from bot.alerts.subscription_card import Caring
from bot.control import Control
from bot.error_reports import AnswersUnderWay
from bot.rendering.alerts import alert_ids


class AlertActions(Protocol):
    """What the controls speak to."""

    caring: Caring
    following: FollowButton
    pages: AlertPages


class _Client(Protocol):
    """The part of our client that a control needs."""

    alerts: AlertActions
    under_way: AnswersUnderWay


class _Control(Control, template=r"(?!)"):
    """A control of alerts. A subclass says what it does in ``act``."""

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        client = cast("_Client", interaction.client)
        async with client.under_way.answering(interaction):
            await self.act(interaction, client.alerts)

    @abstractmethod
    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        """Do what the control is for."""


class Follow(_Control, template=alert_ids.FOLLOW):
    """Follows a fact."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.following.follow(interaction, int(self.known["fact_id"]))


class Unfollow(_Control, template=alert_ids.UNFOLLOW):
    """Stops following a fact."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.following.unfollow(interaction, int(self.known["fact_id"]))


class Care(_Control, template=alert_ids.CARE):
    """A button of a subscription's card, or Unsubscribe under an alert."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.act(interaction, self.known["subscription"], self.known["act"])


class PauseAWeek(_Control, template=alert_ids.WEEK):
    """Pauses a subscription, under one of its alerts."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.act(interaction, self.known["subscription"], "pause")


class Mute(_Control, template=alert_ids.MUTE):
    """Mutes the topic that it names."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.mute(interaction, self.known["subscription"], self.known["topic"])


class MuteOne(_Control, template=alert_ids.MUTE_ONE):
    """Mutes the topic that was chosen."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.mute(interaction, self.known["subscription"], self.values[0])


class Choose(_Control, template=alert_ids.CHOOSE):
    """Sets what was chosen on a card."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.choose(
            interaction, self.known["subscription"], self.known["what"], self.values
        )


class ListPage(_Control, template=alert_ids.LIST_PAGE):
    """Turns to another page of the list."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.list(interaction, int(self.known["page"]))


class ListOpen(_Control, template=alert_ids.LIST_OPEN):
    """Opens the card of a subscription."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.act(interaction, self.values[0], "show")


class EventPage(_Control, template=alert_ids.EVENT_PAGE):
    """Turns to another page of one event."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        event, page = int(self.known["event"]), int(self.known["page"])
        await alerts.pages.show_event(interaction, self.known["delivery"], event, page)


class DigestPage(_Control, template=alert_ids.DIGEST_PAGE):
    """Turns to another page of a digest."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        page = int(self.known["page"])
        await alerts.pages.turn_digest(interaction, self.known["delivery"], page)


class DigestOpen(_Control, template=alert_ids.DIGEST_OPEN):
    """Opens one event of a digest."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        event = int(self.values[0])
        await alerts.pages.show_event(interaction, self.known["delivery"], event, 0)


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
