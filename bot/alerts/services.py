"""Builds the services of alerts on Discord, for the client, the cog and the controls."""

import discord

from bot.alerts.subscribers import Membership, Subscribers
from bot.alerts.subscribing import SubscribeCommands
from bot.alerts.subscription_card import SubscriptionCards
from bot.interactions.people import People
from bot.outbox.messenger import DiscordMessenger
from bot.outbox.sending_loop import SendingLoop
from facts.wiring import Library


class AlertServices:
    """The services of alerts. The client starts and stops ``loop``."""

    def __init__(self, client: discord.Client, library: Library, people: People) -> None:
        alerting, asking = library.alerting, library.asking
        self.people = people
        subscribers = Subscribers(library.desk.setup, people)
        membership = Membership(client, alerting.ending)
        messenger = DiscordMessenger(client, membership, library.public)
        self.alerting, self.asking, self.subscribers = alerting, asking, subscribers
        self.commands = SubscribeCommands(alerting, asking, subscribers)
        self.cards = SubscriptionCards(alerting, asking, subscribers, messenger)
        self.loop = SendingLoop(client, library.delivering, messenger, library.processes)
