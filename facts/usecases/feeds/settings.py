"""What an operator sets about feeds: from which hosts they may come, and Google's key."""

from collections.abc import Mapping
from dataclasses import dataclass

HOSTS_VARIABLE = "NICENOTE_FEED_HOSTS"
KEY_VARIABLE = "NICENOTE_FACT_CHECK_KEY"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """``hosts`` are all that is ever asked for anything, with their subdomains; ``key`` is one of
    Google's for the Fact Check Tools API.
    """

    hosts: tuple[str, ...] = ()
    key: str = ""

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
