"""Everything of alerts on Discord in one place, for the client and what is pressed."""

import discord

from bot.alerts.caring import Caring
from bot.alerts.following import FollowButton
from bot.alerts.membership import Membership
from bot.alerts.messenger import DiscordMessenger
from bot.alerts.reading import AlertPages
from bot.alerts.sending_loop import SendingLoop
from bot.alerts.subscribing import Making
from bot.alerts.timing import Zones
from facts.usecases.alerting.alerting import Alerting
from facts.usecases.asking import Asking


class AlertsRoom:
    """What ``client`` does about alerts. The client starts and stops ``loop``."""

    def __init__(self, client: discord.Client, alerting: Alerting, asking: Asking) -> None:
        messenger = DiscordMessenger(client, Membership(client, alerting.ending))
        self.zones = Zones()
        self.making = Making(alerting, asking)
        self.caring = Caring(alerting, asking, messenger, self.zones)
        self.following = FollowButton(alerting, asking)
        self.pages = AlertPages(alerting.sending)
        self.loop = SendingLoop(client, alerting, messenger)
