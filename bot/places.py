"""Where alerts are told, as the facts side keeps it: one text for a channel or a direct message."""

from dataclasses import dataclass
from typing import Self

import discord

from facts.model import Refusal

_CHANNEL, _DM = "channel", "dm"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread of a server or, where ``direct``, the direct messages with one person."""

    channel_id: int
    direct: bool

    def __str__(self) -> str:
        return f"{_DM if self.direct else _CHANNEL}:{self.channel_id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` gives."""
        kind, _, channel_id = text.partition(":")
        return cls(int(channel_id), direct=kind == _DM)

    @property
    def words(self) -> str:
        """``in #fact-desk``, as Markdown."""
        return "in your direct messages" if self.direct else f"in <#{self.channel_id}>"


async def direct_messages(user: discord.User | discord.Member) -> Place:
    """The direct messages with ``user``, opened now. Raises Refusal where Discord does not let us.

    Only in answer to what the user did: opening many unasked gets a bot locked away.
    """
    try:
        channel = user.dm_channel or await user.create_dm()
    except discord.DiscordException as error:
        raise Refusal(
            "Discord does not let me write to you at the moment. Allow direct messages from this "
            "server’s members (in the server’s Privacy Settings) and try again."
        ) from error
    return Place(channel.id, direct=True)
