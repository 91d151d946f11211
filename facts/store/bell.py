"""How those who follow a store's log hear that it has grown, in the process that writes it."""

import asyncio


class Bell:
    """Wakes everyone who listens at the moment it is rung."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    async def heard(self) -> None:
        """Return when it is rung the next time."""
        await self._rung.wait()
