"""The context of an interaction: the services of the client that received it, who is behind it,
and where and on what message it was used.

A control, modal or option transformer is created by discord.py and gets nothing but the
interaction, so it reaches the bot's services through ``client_of``. The desks that a person sees,
and their rights as a member of their own, are read from each interaction and never stored, so a
revoked role counts at once.
"""

from typing import TYPE_CHECKING, Any, cast

import discord

from facts.model import HOME, DeskId, Member, Refusal, visible_desks

if TYPE_CHECKING:
    from bot.client import NiceNote


def client_of(interaction: discord.Interaction[Any]) -> "NiceNote":
    """The client that received ``interaction``, whose attributes are the services of the bot."""
    return cast("NiceNote", interaction.client)


def server_desk(interaction: discord.Interaction) -> DeskId | None:
    """The server the interaction came from, as a desk: whose facts are only seen there, and to
    which a subscription belongs. Who moderates there: ``People.desk_here``, HOME in its server.

    None in direct messages and where the app is only installed for the user, because that server
    never invited the bot.
    """
    if interaction.guild_id is None:
        return None
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        return None
    return DeskId(str(interaction.guild_id))


def desks_of(interaction: discord.Interaction) -> frozenset[DeskId]:
    """The desks whose facts are visible to the person behind ``interaction``."""
    return visible_desks(server_desk(interaction))


class People:
    """Maps servers to desks and their users to members. ``home_guild_id`` is the server whose desk
    is HOME, that of the newsroom that runs the bot.
    """

    def __init__(self, home_guild_id: int | None) -> None:
        self.home_guild_id = home_guild_id

    def desk_here(self, interaction: discord.Interaction) -> DeskId | None:
        """The desk that this server's moderators manage; None outside a server with the bot."""
        desk = server_desk(interaction)
        return HOME if desk and interaction.guild_id == self.home_guild_id else desk

    def member(self, interaction: discord.Interaction) -> Member:
        """The member behind ``interaction``, with their current roles and permissions.

        Raises Refusal outside a server that has the bot.
        """
        desk = self.desk_here(interaction)
        if desk is None or not isinstance(interaction.user, discord.Member):
            raise Refusal("Facts are managed in their desk’s server. Type the command there.")
        return member_of(desk, interaction.user, interaction.permissions)


def member_of(desk: DeskId, member: discord.Member, permissions: discord.Permissions) -> Member:
    """Convert a Discord member to a member of ``desk``."""
    return Member(
        desk=desk,
        id=str(member.id),
        name=member.display_name,
        manages_server=permissions.manage_guild or permissions.administrator,
        # Leave out @everyone, which would match everybody.
        roles=frozenset(str(role.id) for role in member.roles if not role.is_default()),
    )


def named_member(desk: DeskId, user: discord.User | discord.Member) -> Member:
    """``user``, chosen in a command option, as a member of ``desk``; without roles if they left."""
    if isinstance(user, discord.Member):
        return member_of(desk, user, user.resolved_permissions or user.guild_permissions)
    return Member(desk=desk, id=str(user.id), name=user.display_name, manages_server=False)


def text_of(message: discord.Message) -> str:
    """The text of a message, of the messages it forwards, and of its embeds."""
    parts = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or ""]
    return "\n".join(part for part in parts if part)


def has_others(interaction: discord.Interaction) -> bool:
    """Whether other people could see an answer in this channel: not in direct messages."""
    return not interaction.context.dm_channel


def is_correctable(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot can edit its message in this channel days later.

    The interaction's token expires after 15 minutes. After that the bot must be a member of the
    server and see the channel.
    """
    if interaction.context.dm_channel:
        return True
    return server_desk(interaction) is not None and interaction.app_permissions.view_channel
