"""A token bucket: sends are spread out, so that a thousand alerts at once are no flood."""

import asyncio
import math


class SendLimiter:
    """Lets ``a_second`` through in a second, in the order they come; after a rest, the first
    ``burst`` of them without waiting.
    """

    def __init__(self, a_second: float, burst: int) -> None:
        self._gap = 1 / a_second
        self._slack = self._gap * burst
        self._free_at = -math.inf

    async def acquire(self) -> None:
        """Return when it is the caller's turn."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now - self._slack) + self._gap
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)
