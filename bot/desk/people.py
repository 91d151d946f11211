"""Who acts at a desk, made anew from every interaction: a role that was taken away is gone."""

import discord

from bot.visibility import own_desk
from facts.model import HOME, DeskId, Refusal
from facts.usecases.desk.members import Member


class People:
    """Knows the members of desks. ``home_guild_id`` is the newsroom that runs the bot."""

    def __init__(self, home_guild_id: int | None) -> None:
        self._home_guild_id = home_guild_id

    def desk_here(self, interaction: discord.Interaction) -> DeskId | None:
        """The desk whose facts the moderators of this server change; None outside of one."""
        desk = own_desk(interaction)
        return HOME if desk and interaction.guild_id == self._home_guild_id else desk

    def member(self, interaction: discord.Interaction) -> Member:
        """Who is behind ``interaction``, as Discord says they are in this very moment.

        Raises Refusal outside a server that has the bot.
        """
        desk = self.desk_here(interaction)
        if desk is None or not isinstance(interaction.user, discord.Member):
            raise Refusal(
                "Facts are added and changed in the server of their desk, by its moderators. "
                "Type the command there."
            )
        permissions = interaction.permissions
        return Member(
            desk=desk,
            id=str(interaction.user.id),
            name=interaction.user.display_name,
            manages_server=permissions.manage_guild or permissions.administrator,
            # Everybody has the default role: it names nobody as a moderator.
            roles=frozenset(
                str(role.id) for role in interaction.user.roles if not role.is_default()
            ),
        )
