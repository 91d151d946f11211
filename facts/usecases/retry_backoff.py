"""Retry delays: exponential backoff with a cap, for all that is sent or fetched."""

from dataclasses import dataclass
from datetime import timedelta

# Enough doublings for every cap below; more would overflow.
_MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class Backoff:
    """The delay doubles from ``first`` up to ``longest``."""

    first: timedelta
    longest: timedelta

    def delay(self, attempts: int) -> timedelta:
        """The delay after that many failed attempts, from 1."""
        return min(self.first * (1 << min(attempts - 1, _MOST_DOUBLINGS)), self.longest)


# Alerts and other messages: most failures of Discord last seconds. Given up after about a day.
MESSAGE_BACKOFF = Backoff(timedelta(seconds=2), timedelta(minutes=15))
MOST_MESSAGE_ATTEMPTS = 100
# All messages while nothing can be sent at all. It does not grow: an outage says nothing about a
# message.
OUTAGE_DELAY = timedelta(seconds=4)
# Webhooks: receivers are mended by people. Given up after a week.
WEBHOOK_BACKOFF = Backoff(timedelta(seconds=30), timedelta(hours=6))
WEBHOOK_GIVEN_UP_AFTER = timedelta(days=7)
# Feeds that could not be read; the regular interval is an hour.
FEED_BACKOFF = Backoff(timedelta(minutes=15), timedelta(days=1))
