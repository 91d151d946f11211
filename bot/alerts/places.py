"""The places where alerts can be told, found from what people do."""

import discord

from bot.interactions.people import own_desk
from bot.rendering.custom_ids import Place
from facts.model import Refusal


async def direct_messages(user: discord.User | discord.Member) -> Place:
    """The direct messages with ``user``, opened now. Raises Refusal where Discord does not let us.

    Only in answer to what the user did: opening many unasked gets a bot locked away.
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
    """The channel of ``interaction`` as a place to tell; in direct messages those.

    Raises Refusal where the bot may not write.
    """
    if interaction.context.dm_channel:
        return await direct_messages(interaction.user)
    if own_desk(interaction) is None or interaction.channel_id is None:
        raise Refusal(
            "I’m not a member of this server, so I can’t post here. Choose “to me”, or ask "
            "a server "
            "manager to add me."
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
