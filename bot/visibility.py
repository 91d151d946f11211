"""Who is asking, as far as the facts side needs to know: the desks whose facts they see."""

import discord

from facts.model import DeskId, visible_desks


def own_desk(interaction: discord.Interaction) -> DeskId | None:
    """The desk of the server the interaction came from; None in direct messages and where the app
    is only installed for the user, because that server never invited the bot.
    """
    if interaction.guild_id is None:
        return None
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return None
    return DeskId(str(interaction.guild_id))


def desks_of(interaction: discord.Interaction) -> frozenset[DeskId]:
    """The desks whose facts the person behind ``interaction`` sees."""
    return visible_desks(own_desk(interaction))
