"""Pace: sends are spread out, so that a thousand alerts at once are no burst for Discord."""

import asyncio


class Pace:
    """Lets ``a_second`` through in a second, evenly, in the order they come."""

    def __init__(self, a_second: float) -> None:
        self._gap = 1 / a_second
        self._free_at = 0.0

    async def turn(self) -> None:
        """Return when it is the caller's turn."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._free_at)
        self._free_at = mine + self._gap
        if mine > now:
            await asyncio.sleep(mine - now)
