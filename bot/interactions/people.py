"""Who is behind an interaction: the facts they see, and who they are at their desk.

Made anew from every interaction: a role that was taken away is gone.
"""

from typing import Any

import discord

from facts.model import HOME, DeskId, Member, Refusal, visible_desks


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


class People:
    """Knows the members of desks. ``home_guild_id`` is the newsroom that runs the bot."""

    def __init__(self, home_guild_id: int | None) -> None:
        self.home_guild_id = home_guild_id

    def desk_here(self, interaction: discord.Interaction) -> DeskId | None:
        """The desk whose facts the moderators of this server change; None outside of one."""
        desk = own_desk(interaction)
        return HOME if desk and interaction.guild_id == self.home_guild_id else desk

    def member(self, interaction: discord.Interaction) -> Member:
        """Who is behind ``interaction``, as Discord says they are in this very moment.

        Raises Refusal outside a server that has the bot.
        """
        desk = self.desk_here(interaction)
        if desk is None or not isinstance(interaction.user, discord.Member):
            raise Refusal("Facts are managed in their desk’s server. Type the command there.")
        return member_of(desk, interaction.user, interaction.permissions)

    def named(
        self, interaction: discord.Interaction[Any], user: discord.User | discord.Member
    ) -> Member:
        """A person whom the member behind ``interaction`` named; who left the server has no roles.

        Raises Refusal outside a server that has the bot.
        """
        desk = self.member(interaction).desk
        if isinstance(user, discord.Member):
            return member_of(desk, user, user.resolved_permissions or user.guild_permissions)
        return Member(desk=desk, id=str(user.id), name=user.display_name, manages_server=False)


def member_of(desk: DeskId, member: discord.Member, permissions: discord.Permissions) -> Member:
    """A member of a server as the desk knows them."""
    return Member(
        desk=desk,
        id=str(member.id),
        name=member.display_name,
        manages_server=permissions.manage_guild or permissions.administrator,
        # Everybody has the default role: it names nobody as a moderator.
        roles=frozenset(str(role.id) for role in member.roles if not role.is_default()),
    )
