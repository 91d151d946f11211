"""Whether people are still members of the server through which they see what they are told.

The bot is not told who leaves (that takes a privileged intent), so it asks, now and then.
"""

from datetime import datetime, timedelta

import discord

from facts.alerts.messenger import Never
from facts.alerts.subscription import Subscription
from facts.usecases.alerting.ending import Ending

_TRUSTED_FOR = timedelta(hours=6)
_MOST_KEPT = 20_000


class Membership:
    """Ends what depended on a server that somebody, or the bot, has left."""

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
        guild = self._client.get_guild(guild_id)
        if guild is None:
            await self._ending.server_gone(subscription.desk)
            return Never("I am no longer on the server whose facts these alerts were about.")
        try:
            await guild.fetch_member(user_id)
        except discord.NotFound:
            await self._ending.person_gone(subscription.owner, subscription.desk)
            return Never("You left the server whose facts these alerts were about.")
        if len(self._trusted_until) >= _MOST_KEPT:
            self._trusted_until.clear()
        self._trusted_until[guild_id, user_id] = now + _TRUSTED_FOR
        return None
