"""Reading on from an alert: its other pages, and the facts of a digest."""

import discord

from bot.rendering.alerts.alert_layout import digest_page, event_page
from bot.replies import show
from facts.usecases.alerting.sending import Sending


class AlertPages:
    """Shows what stands behind an alert, to the person who pressed it alone.

    Who sees the alert's message may read on in it; all raise Refusal when the alert is gone.
    """

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def turn_digest(self, interaction: discord.Interaction, delivery: str, page: int) -> None:
        """Show another page of a digest."""
        await show(interaction, digest_page(await self._sending.alert(delivery), page))

    async def show_event(
        self, interaction: discord.Interaction, delivery: str, number: int, page: int
    ) -> None:
        """Show a page of one event with its fact."""
        alert = await self._sending.alert(delivery)
        direct = interaction.context.dm_channel
        await show(interaction, event_page(alert, number, page, direct=direct))
