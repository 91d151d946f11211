"""What a handler may use of the client that received its interaction.

A control, form or option transformer is created by discord.py and gets nothing but the
interaction, so it reaches the bot's services through ``client_of``.
"""

from typing import TYPE_CHECKING, Any, Protocol, cast

import discord

# Types only: the modules of these services import this one.
if TYPE_CHECKING:
    from bot.alerts.services import AlertServices
    from bot.client import NiceNote
    from bot.desk.services import DeskServices
    from bot.interactions.error_reports import AnswersUnderWay
    from bot.interactions.gate import Gate
    from bot.interactions.replies import CommandMentions
    from bot.newsroom.services import NewsroomServices
    from facts.usecases.questions.asking import Asking
    from facts.usecases.reading.browsing import Browsing
    from facts.usecases.reading.history import History
    from facts.usecases.reading.public import PublicFacts


class HandlerClient(Protocol):
    """The services that handlers share; ``bot.client.NiceNote`` has them as attributes."""

    alerts: "AlertServices"
    asking: "Asking"
    browsing: "Browsing"
    desk: "DeskServices"
    gate: "Gate"
    history: "History"
    mentions: "CommandMentions"
    newsroom: "NewsroomServices"
    public: "PublicFacts"
    under_way: "AnswersUnderWay"


if TYPE_CHECKING:
    _checked_by_mypy: type[HandlerClient] = NiceNote


def client_of(interaction: discord.Interaction[Any]) -> HandlerClient:
    """The client that received ``interaction``."""
    return cast("HandlerClient", interaction.client)
