"""What an operator lets be fetched, what is asked of whoever fetches it, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

HOSTS_VARIABLE = "NICENOTE_FEED_HOSTS"
KEY_VARIABLE = "NICENOTE_FACT_CHECK_KEY"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """``hosts`` are all that is ever asked for anything, with their subdomains; ``key`` is one of
    Google's for the Fact Check Tools API.
    """

    hosts: tuple[str, ...] = ()
    key: str = field(default="", repr=False)

    @classmethod
    def read(cls, variables: Mapping[str, str | None]) -> "FeedSettings":
        """From the environment, or what a ``.env`` holds."""
        named = (variables.get(HOSTS_VARIABLE) or "").replace(",", " ").casefold().split()
        return cls(tuple(named), (variables.get(KEY_VARIABLE) or "").strip())

    def allows(self, host: str) -> bool:
        """Whether something may be fetched from ``host``."""
        host = host.casefold().rstrip(".")
        return any(host == named or host.endswith(f".{named}") for named in self.hosts)


NOTHING_ALLOWED = FeedSettings()


class _Message(BaseModel):
    # A message that is broken is told without what is in it, which may be the key.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class FeedRequest(_Message):
    """A feed and what is known of it: ``stamps`` has for each page what the feed said of it last,
    so that only those that changed are fetched. ``hosts`` and ``key`` are as in FeedSettings.
    """

    url: str
    hosts: tuple[str, ...]
    key: str = Field(default="", repr=False)
    etag: str = ""
    modified: str = ""
    stamps: dict[str, str] = {}


class FeedItem(_Message):
    """One review: its fact as a line of the interchange form. ``page`` is where it stands,
    where the feed only names pages.
    """

    fact: str
    page: str = ""


class FeedAnswer(_Message):
    """``problem`` is a sentence where nothing could be read. ``whole``: what is not among the
    items is in the feed no more; else it is a window on the newest. ``gone`` are pages that the
    feed still named and that are not there; ``left_out`` tells what could not be read of it.
    """

    problem: str = ""
    unchanged: bool = False
    etag: str = ""
    modified: str = ""
    items: tuple[FeedItem, ...] = ()
    stamps: dict[str, str] = {}
    gone: tuple[str, ...] = ()
    whole: bool = False
    left_out: tuple[str, ...] = ()


class Fetcher(Protocol):
    """Fetches feeds from the hosts that are named, and from nowhere else."""

    async def fetch(self, request: FeedRequest) -> FeedAnswer:
        """What the feed has; never raises for what the other side does."""
        ...
