"""When a message that could not be sent is tried again, and when it is given up."""

from datetime import timedelta

# Exponential backoff with a cap. Most failures of Discord are over in seconds.
_FIRST_DELAY, _LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=15)
# About a day of tries.
MOST_ATTEMPTS = 100
_MOST_DOUBLINGS = 16


def delay(attempts: int) -> timedelta:
    """How long to wait after so many attempts (from 1): 2 s, doubling, at most 15 minutes."""
    return min(_FIRST_DELAY * (1 << min(attempts - 1, _MOST_DOUBLINGS)), _LONGEST_DELAY)
