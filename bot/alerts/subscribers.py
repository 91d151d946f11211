"""Who acts on subscriptions, made anew from every interaction: a right taken away is gone; where
they can be told; whether they are still members of the server through which they see it.
"""

from datetime import datetime, timedelta

import discord

from bot.interactions.people import People, own_desk
from bot.rendering.custom_ids import Place
from facts.alerts.subscription import Subscription
from facts.model import Refusal
from facts.outbox.messenger import Never
from facts.usecases.alerting.subscribing import Ending
from facts.usecases.alerting.wishes import Subscriber
from facts.usecases.desk.desk_settings import Setup

# How long a member is not asked about again, and of how many that is remembered.
_TRUSTED_FOR = timedelta(hours=6)
_MOST_KEPT = 20_000


class Subscribers:
    """Knows who may care for the alerts of a server: who manages its channels, and the moderators
    of its desk, of whom ``setup`` and ``people`` know.
    """

    def __init__(self, setup: Setup, people: People) -> None:
        self._setup = setup
        self._people = people

    async def identify(
        self,
        interaction: discord.Interaction,
        *,
        here: bool = False,
        role: discord.Role | None = None,
    ) -> Subscriber:
        """The person behind ``interaction``. ``here``: it is about what is told in this very
        channel, so what they may do in it counts, not only what they may do in the whole server.
        ``role`` is the one that they want to have mentioned.
        """
        return Subscriber(
            id=str(interaction.user.id),
            desk=own_desk(interaction),
            manages=await self._manages(interaction, here=here),
            may_mention=role is not None and _may_mention(interaction, role),
        )

    async def _manages(self, interaction: discord.Interaction, *, here: bool) -> bool:
        if own_desk(interaction) is None or not isinstance(interaction.user, discord.Member):
            return False
        permissions = interaction.permissions if here else interaction.user.guild_permissions
        if permissions.administrator or permissions.manage_channels:
            return True
        return await self._setup.moderates(self._people.member(interaction))


def _may_mention(interaction: discord.Interaction, role: discord.Role) -> bool:
    permissions = interaction.permissions
    return role.mentionable or permissions.administrator or permissions.mention_everyone


def expect_mentionable(interaction: discord.Interaction, role: discord.Role, place: Place) -> None:
    """Raises Refusal where a mention of ``role`` would reach nobody."""
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


class Membership:
    """Ends what depended on a server that somebody, or the bot, has left.

    Discord does not tell the bot who leaves (that takes a privileged intent), so it asks.
    """

    def __init__(self, client: discord.Client, ending: Ending) -> None:
        self._client = client
        self._ending = ending
        self._trusted_until: dict[tuple[int, int], datetime] = {}

    async def check(self, subscription: Subscription) -> Never | None:
        """Why the owner must not be told any more, or None. Raises what Discord raises."""
        if subscription.desk is None:
            return None
        guild_id, user_id = int(subscription.desk), int(subscription.owner)
        now = discord.utils.utcnow()
        if self._trusted_until.get((guild_id, user_id), now) > now:
            return None
        try:
            # Another process may be the one that Discord tells about this server.
            guild = self._client.get_guild(guild_id) or await self._client.fetch_guild(guild_id)
        except (discord.NotFound, discord.Forbidden):
            await self._ending.server_gone(subscription.desk)
            return Never("I’m no longer on the server these alerts were about.")
        try:
            await guild.fetch_member(user_id)
        except discord.NotFound:
            await self._ending.person_gone(subscription.owner, subscription.desk)
            return Never("You left the server these alerts were about.")
        if len(self._trusted_until) >= _MOST_KEPT:
            self._trusted_until.clear()
        self._trusted_until[guild_id, user_id] = now + _TRUSTED_FOR
        return None
