"""What is asked of whoever fetches a feed, and what comes back."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FeedRequest(_Message):
    """A feed and what is known of it: ``stamps`` has for each page what the feed said of it last,
    so that only those that changed are fetched. ``hosts`` and ``key`` are as in FeedSettings.
    """

    url: str
    hosts: tuple[str, ...]
    key: str = ""
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
