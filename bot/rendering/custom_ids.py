"""What a button of ours remembers, and places where alerts are told: short texts that outlive a
restart, at most 100 characters.

The prefix carries a version, so that a later form can be told from the messages of today.
"""

from dataclasses import dataclass
from typing import Self

WORDINGS = r"nn1:wordings:(?P<fact_id>\d{1,15})"
WORDINGS_PAGE = r"nn1:wordings:(?P<fact_id>\d{1,15}):(?P<page>\d{1,3})"
FACT_PAGE = r"nn1:fact:(?P<fact_id>\d{1,15}):(?P<page>\d{1,3})"
SHORT_PAGE = r"nn1:short:(?P<fact_id>\d{1,15}):(?P<page>\d{1,3})"
CITE = r"nn1:cite:(?P<fact_id>\d{1,15})"
VERSIONS = r"nn1:versions:(?P<fact_id>\d{1,15}):(?P<page>\d{1,3})"
BROWSE = r"nn1:browse:(?P<what>[a-z]{1,10}):(?P<page>\d{1,5})(?::(?P<slug>[^\0]{1,70}))?"
BROWSE_BY = r"nn1:browseby:(?P<what>[a-z]{1,10})"
OPEN_LISTED = r"nn1:listed:(?P<what>[a-z]{1,10})"
TOPIC = "topic:"
SHOW_EVERYONE = r"nn1:everyone:(?P<fact_id>\d{1,15})"
PICK = r"nn1:pick"
NONE_OF_THESE = "none"


def wordings(fact_id: int) -> str:
    return f"nn1:wordings:{fact_id}"


def wordings_page(fact_id: int, page: int) -> str:
    return f"nn1:wordings:{fact_id}:{page}"


def fact_page(fact_id: int, page: int) -> str:
    return f"nn1:fact:{fact_id}:{page}"


def short_page(fact_id: int, page: int) -> str:
    return f"nn1:short:{fact_id}:{page}"


def cite(fact_id: int) -> str:
    return f"nn1:cite:{fact_id}"


def versions(fact_id: int, page: int) -> str:
    return f"nn1:versions:{fact_id}:{page}"


def browse(what: str, page: int, slug: str = "") -> str:
    """``what`` is what is listed, ``slug`` the list that is open."""
    return f"nn1:browse:{what}:{page}" + (f":{slug}" if slug else "")


def browse_by(what: str) -> str:
    return f"nn1:browseby:{what}"


def open_listed(what: str) -> str:
    return f"nn1:listed:{what}"


def show_everyone(fact_id: int) -> str:
    return f"nn1:everyone:{fact_id}"


def pick() -> str:
    return "nn1:pick"


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
