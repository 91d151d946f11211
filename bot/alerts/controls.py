"""What can be pressed or chosen on alerts and on the cards of subscriptions. It works for as long
as the message exists: all that a control needs to know stands in its custom id.
"""

import re
from abc import abstractmethod
from typing import Any, Protocol, Self, cast

import discord
from discord import ui

from bot.alerts.caring import Caring
from bot.alerts.following import FollowButton
from bot.alerts.reading import AlertPages
from bot.handling import AnswersUnderWay, report_defect
from bot.rendering import alert_ids


class AlertActions(Protocol):
    """What the controls speak to."""

    caring: Caring
    following: FollowButton
    pages: AlertPages


class _Client(Protocol):
    """The part of our client that a control needs."""

    alerts: AlertActions
    under_way: AnswersUnderWay


class _Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A control that is rebuilt from its message. A subclass says what it does in ``act``."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self._known = match.groupdict()

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - discord.py passes it
        item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        client = cast("_Client", interaction.client)
        try:
            async with client.under_way.answering(interaction):
                await self.act(interaction, client.alerts)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it: nobody hears
            await report_defect(interaction, error)

    @abstractmethod
    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        """Do what the control is for."""

    @property
    def values(self) -> list[str]:
        """What was chosen in a select."""
        return cast("ui.Select[Any]", self.item).values


class Follow(_Control, template=alert_ids.FOLLOW):
    """Follows a fact."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.following.follow(interaction, int(self._known["fact_id"]))


class Unfollow(_Control, template=alert_ids.UNFOLLOW):
    """Stops following a fact."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.following.unfollow(interaction, int(self._known["fact_id"]))


class Care(_Control, template=alert_ids.CARE):
    """A button of a subscription's card, or Unsubscribe under an alert."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.act(interaction, self._known["subscription"], self._known["act"])


class PauseAWeek(_Control, template=alert_ids.WEEK):
    """Pauses a subscription, under one of its alerts."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.act(interaction, self._known["subscription"], "pause")


class Mute(_Control, template=alert_ids.MUTE):
    """Mutes the topic that it names."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.mute(interaction, self._known["subscription"], self._known["topic"])


class MuteOne(_Control, template=alert_ids.MUTE_ONE):
    """Mutes the topic that was chosen."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.mute(interaction, self._known["subscription"], self.values[0])


class Choose(_Control, template=alert_ids.CHOOSE):
    """Sets what was chosen on a card."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.choose(
            interaction, self._known["subscription"], self._known["what"], self.values
        )


class ListPage(_Control, template=alert_ids.LIST_PAGE):
    """Turns to another page of the list."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.list(interaction, int(self._known["page"]))


class ListOpen(_Control, template=alert_ids.LIST_OPEN):
    """Opens the card of a subscription."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        await alerts.caring.act(interaction, self.values[0], "show")


class EventPage(_Control, template=alert_ids.EVENT_PAGE):
    """Turns to another page of one event."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        event, page = int(self._known["event"]), int(self._known["page"])
        await alerts.pages.show_event(interaction, self._known["delivery"], event, page)


class DigestPage(_Control, template=alert_ids.DIGEST_PAGE):
    """Turns to another page of a digest."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        page = int(self._known["page"])
        await alerts.pages.turn_digest(interaction, self._known["delivery"], page)


class DigestOpen(_Control, template=alert_ids.DIGEST_OPEN):
    """Opens one event of a digest."""

    async def act(self, interaction: discord.Interaction, alerts: AlertActions) -> None:
        event = int(self.values[0])
        await alerts.pages.show_event(interaction, self._known["delivery"], event, 0)


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
