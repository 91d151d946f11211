"""Everything of alerts on Discord in one place, for the client and what is pressed."""

from typing import Any, Protocol, cast

import discord

from bot.alerts.following import FollowButton
from bot.alerts.membership import Membership
from bot.alerts.messenger import DiscordMessenger
from bot.alerts.reading import AlertPages
from bot.alerts.sending_loop import SendingLoop
from bot.alerts.subscribers import Subscribers
from bot.alerts.subscribing import Making
from bot.alerts.subscription_card import Caring
from bot.alerts.timing import Zones
from bot.people import People
from facts.wiring import Library


class AlertsRoom:
    """What ``client`` does about alerts. The client starts and stops ``loop``."""

    def __init__(
        self, client: discord.Client, library: Library, *, home_guild_id: int | None
    ) -> None:
        alerting, asking = library.alerting, library.asking
        self.people = People(home_guild_id)
        subscribers = Subscribers(library.desk.setup, self.people)
        messenger = DiscordMessenger(client, Membership(client, alerting.ending))
        self.alerting = alerting
        self.zones = Zones()
        self.making = Making(alerting, asking, subscribers)
        self.caring = Caring(alerting, asking, subscribers, messenger, self.zones)
        self.following = FollowButton(alerting, asking, subscribers)
        self.pages = AlertPages(alerting.sending)
        self.loop = SendingLoop(client, alerting, messenger)


class _Client(Protocol):
    """The part of our client that the controls of alerts use."""

    alerts: AlertsRoom


def alerts_of(interaction: discord.Interaction[Any]) -> AlertsRoom:
    """The alerts of the client that got ``interaction``."""
    return cast("_Client", interaction.client).alerts
