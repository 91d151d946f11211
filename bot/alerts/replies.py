"""How the cards of alerts reach who asked for them: always that person alone."""

import discord
from discord import ui


async def show(interaction: discord.Interaction, layout: ui.LayoutView) -> None:
    """Show ``layout`` in place of the card that was used, else as a message of its own."""
    # Its controls are found by their custom ids; discord.py need not keep it in memory.
    layout.stop()
    message = interaction.message
    if interaction.response.is_done():
        await interaction.edit_original_response(view=layout)
    elif message is not None and message.flags.ephemeral:
        await interaction.response.edit_message(view=layout)
    else:
        await interaction.response.send_message(view=layout, ephemeral=True)


async def take_time(interaction: discord.Interaction) -> None:
    """Let Discord know that the answer comes, before doing what may take longer than it waits."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def open_form(interaction: discord.Interaction, form: ui.Modal) -> None:
    """Open ``form``. It is known again by its custom id, after a restart too."""
    form.stop()
    await interaction.response.send_modal(form)
