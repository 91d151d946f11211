"""Who may manage subscriptions, and where alerts can be sent.

Rights are read from each interaction and never stored, so a revoked right counts at once.
"""

from typing import Any

import discord

from bot.interactions.context import client_of, server_desk
from bot.rendering.custom_ids import Place
from facts.model import Refusal
from facts.usecases.alerts.subscription_access import Subscriber


async def subscriber_of(
    interaction: discord.Interaction[Any], *, here: bool = False, role: discord.Role | None = None
) -> Subscriber:
    """The person behind ``interaction`` and their rights. The alerts of a server are managed by
    those with Manage Channels, and by the moderators of its desk.

    ``here``: permissions in the interaction's channel count, instead of the server-wide ones.
    ``role`` is a role that they want alerts to mention.
    """
    rights = interaction.permissions
    mentions_all = rights.administrator or rights.mention_everyone
    return Subscriber(
        id=str(interaction.user.id),
        desk=server_desk(interaction),
        manages=await _manages(interaction, here=here),
        may_mention=role is not None and (role.mentionable or mentions_all),
    )


async def _manages(interaction: discord.Interaction[Any], *, here: bool) -> bool:
    if server_desk(interaction) is None or not isinstance(interaction.user, discord.Member):
        return False
    permissions = interaction.permissions if here else interaction.user.guild_permissions
    if permissions.administrator or permissions.manage_channels:
        return True
    desk = client_of(interaction).desk
    return await desk.desk.setup.moderates(desk.people.member(interaction))


def expect_mentionable(interaction: discord.Interaction, role: discord.Role, place: Place) -> None:
    """Raise Refusal if a mention of ``role`` at ``place`` would notify nobody."""
    if role.is_default():
        raise Refusal("Alerts can’t mention everyone. Choose a role for people who want them.")
    if place.direct:
        raise Refusal(
            "A role can be mentioned only in a channel. Leave the role out, or choose “here”."
        )
    mine = interaction.app_permissions
    if not (role.mentionable or mine.administrator or mine.mention_everyone):
        raise Refusal(
            f"I can’t mention {role.mention}. Allow anyone to mention it in the role’s settings, "
            "or give me “Mention All Roles”."
        )


async def direct_messages(user: discord.User | discord.Member) -> Place:
    """Open the direct messages with ``user``. Raises Refusal where Discord does not allow it.

    Call this only in response to an action of the user: Discord suspends bots that open many
    direct messages unasked.
    """
    try:
        channel = user.dm_channel or await user.create_dm()
    except discord.DiscordException as error:
        raise Refusal(
            "Discord won’t let me send you a direct message. Allow direct messages from this "
            "server’s members in its Privacy Settings, then try again."
        ) from error
    return Place(channel.id, direct=True)


async def place_here(interaction: discord.Interaction) -> Place:
    """The channel or direct messages of ``interaction`` as a place for alerts.

    Raises Refusal where the bot may not post.
    """
    if interaction.context.dm_channel:
        return await direct_messages(interaction.user)
    if server_desk(interaction) is None or interaction.channel_id is None:
        raise Refusal(
            "I’m not a member of this server, so I can’t post here. Choose “to me”, or ask a "
            "server manager to add me."
        )
    mine = interaction.app_permissions
    thread = isinstance(interaction.channel, discord.Thread)
    may_send = mine.send_messages_in_threads if thread else mine.send_messages
    if not (mine.view_channel and may_send):
        raise Refusal(
            "I can’t post in this channel. Give me View Channel and Send Messages here, then try "
            "again."
        )
    return Place(interaction.channel_id, direct=False)
