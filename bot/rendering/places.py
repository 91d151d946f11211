"""Where alerts are told: as the facts side keeps it, one text, and in words."""

from dataclasses import dataclass
from typing import Self

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
