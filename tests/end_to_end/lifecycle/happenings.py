"""Waiting for what a test is about to see, instead of waiting for a time."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# Far more than anything takes on an idle machine; only a failure waits for so long.
PATIENCE = 30.0


class Happenings:
    """Those who wait look again each time that something has happened."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Something has happened."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(
        self, look: Callable[[], T | None], what: str, *, within: float = PATIENCE
    ) -> T:
        """The first true value of ``look``. ``what`` says in a failure what was waited for."""
        try:
            async with asyncio.timeout(within):
                while not (seen := look()):
                    await self._next.wait()
        except TimeoutError:
            raise AssertionError(f"not within {within:.0f} s: {what}") from None
        return seen
