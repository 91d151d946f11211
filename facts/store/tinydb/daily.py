"""A backup a day, made by the bot while it runs."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.backups import back_up_automatically

_log = logging.getLogger(__name__)
_LOOKS_EVERY = 3600.0


class DailyBackups:
    """Makes them from construction to ``close``. ``backups`` is where; None: in the folder."""

    def __init__(self, folder: Path, backups: Path | None, clock: Callable[[], datetime]) -> None:
        self._make = folder, backups
        self._clock = clock
        self._task = asyncio.create_task(self._each_day())

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _each_day(self) -> None:
        known: Path | None = None
        while True:
            try:
                file = await asyncio.to_thread(back_up_automatically, *self._make, self._clock())
                if file != known:
                    _log.info("The newest backup of the store is %s", file)
                known = file
            except (StoreUnavailable, OSError) as error:
                _log.warning("Today's backup could not be made: %s", error)
            await asyncio.sleep(_LOOKS_EVERY)
