"""The protocol of feed fetchers, its requests and answers, and the operator's settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

HOSTS_VARIABLE = "NICENOTE_FEED_HOSTS"
KEY_VARIABLE = "NICENOTE_FACT_CHECK_KEY"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """``hosts`` are the only hosts to fetch from, with their subdomains; ``key`` is a Google API
    key for the Fact Check Tools API.
    """

    hosts: tuple[str, ...] = ()
    key: str = field(default="", repr=False)

    @classmethod
    def read(cls, variables: Mapping[str, str | None]) -> "FeedSettings":
        """From environment variables or the values of a ``.env``."""
        named = (variables.get(HOSTS_VARIABLE) or "").replace(",", " ").casefold().split()
        return cls(tuple(named), (variables.get(KEY_VARIABLE) or "").strip())

    def allows(self, host: str) -> bool:
        """Whether fetching from ``host`` is permitted."""
        host = host.casefold().rstrip(".")
        return any(host == named or host.endswith(f".{named}") for named in self.hosts)


NOTHING_ALLOWED = FeedSettings()


class _Message(BaseModel):
    # The message of an invalid request leaves out its content, which may include the key.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class FeedRequest(_Message):
    """A feed and the state of its last fetch: ``stamps`` maps each page to what the feed said of
    it, so that only changed ones are fetched. ``hosts`` and ``key`` are as in FeedSettings.
    """

    url: str
    hosts: tuple[str, ...]
    key: str = Field(default="", repr=False)
    etag: str = ""
    modified: str = ""
    stamps: dict[str, str] = {}


class FeedItem(_Message):
    """One review, as a line of interchange JSON; ``page`` is its address in a list of pages."""

    fact: str
    page: str = ""


class FeedAnswer(_Message):
    """``problem`` is a sentence if nothing could be read. ``whole``: the items are the complete
    feed, so that missing ones were withdrawn; otherwise they are its newest. ``gone`` are pages the
    feed lists that no longer exist; ``left_out`` describes what could not be read.
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
    """Fetches feeds, from permitted hosts only."""

    async def fetch(self, request: FeedRequest) -> FeedAnswer:
        """The content of the feed; never raises for errors of the other side."""
        ...
