"""Opens, copies, checks and restores stores; the only module that chooses between the engines."""

import asyncio
import os
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from dotenv import dotenv_values

from facts.model import Clock, utc_now
from facts.store.address import DatabaseAddress, StoreAddress
from facts.store.copying import CopiedStore, Everything
from facts.store.leases import Leases
from facts.store.protocol import StoreUnavailable
from facts.store.tinydb import backups, checking
from facts.store.tinydb.access import MemoryAccess
from facts.store.tinydb.folder import BotLock, StoreFolder
from facts.store.tinydb.store import TinyDBStore

BACKUPS_VARIABLE = "NICENOTE_BACKUPS"


class Opening(Enum):
    """The purpose of opening a folder store. Only one bot may run on it; everything else may run
    concurrently.
    """

    READ = "read it: it must be there"
    WRITE = "write it: it must be there"
    MAKE = "write it: made, with the starter facts, where there never was one"
    RUN = "run a bot on it: as MAKE, followed while others write, with a backup a day"


def engine(at: StoreAddress | None) -> str:
    """The name of the storage engine at an address."""
    if at is None:
        return "memory"
    return "TinyDB" if isinstance(at, Path) else "PostgreSQL"


async def open_store(
    at: StoreAddress | None,
    opening: Opening,
    clock: Clock,
    closing: AsyncExitStack,
    *,
    at_hand: Collection[str] = (),
) -> tuple[CopiedStore, Leases | None]:
    """Open the store ``at`` that address; ``closing`` closes it. Also returns leases if several
    processes can use it. ``at_hand`` are the kinds of documents that every question needs.

    Raises StoreUnavailable.
    """
    if at is None:
        store = TinyDBStore(MemoryAccess(), clock)
        closing.push_async_callback(store.close)
        return store, None
    if isinstance(at, DatabaseAddress):
        return await _open_postgres(at, clock, closing, at_hand)
    folder = _folder(at)
    if opening in (Opening.READ, Opening.WRITE):
        folder.expect_store()
    if opening is Opening.RUN:
        closing.callback(BotLock(at).close)
    store = await TinyDBStore.open(
        at,
        read_only=opening is Opening.READ,
        follow=opening is Opening.RUN,
        backups=folder.elsewhere,
        clock=clock,
    )
    closing.push_async_callback(store.close)
    if opening is Opening.RUN:
        making = asyncio.create_task(backups.back_up_daily(folder, clock))
        closing.callback(making.cancel)
    return store, None


async def _open_postgres(
    at: DatabaseAddress, clock: Clock, closing: AsyncExitStack, at_hand: Collection[str]
) -> tuple[CopiedStore, Leases]:
    try:
        # An optional extra: a bot whose store is a folder does not need it.
        from facts.store.postgres.leases import PostgresLeases  # noqa: PLC0415
        from facts.store.postgres.store import PostgresStore  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            "A store in PostgreSQL needs more packages. Install them with: "
            "python -m pip install -r requirements/postgres.txt"
        ) from error
    store = await PostgresStore.open(at.address, at_hand=at_hand, clock=clock)
    closing.push_async_callback(store.close)
    return store, PostgresLeases(store.database)


def newest_backup(path: Path | None) -> datetime | None:
    """The time of the newest automatic backup of the store in folder ``path``, in UTC."""
    made = _folder(path).automatic_backups() if path is not None else []
    return datetime.fromtimestamp(made[-1].stat().st_mtime, UTC) if made else None


def backups_folder(values: Mapping[str, str | None]) -> Path | None:
    """The folder for automatic backups set by environment variables; None: next to the store."""
    named = (values.get(BACKUPS_VARIABLE) or "").strip()
    return Path(named) if named else None


def _folder(path: Path) -> StoreFolder:
    return StoreFolder(path, backups_folder({**dotenv_values(".env"), **os.environ}))


async def copy(source: StoreAddress, target: StoreAddress) -> Everything:
    """Copy ``source`` to ``target``, an empty place; returns the content copied.

    No bot may run on either. Raises StoreUnavailable, NotEmpty.
    """
    async with AsyncExitStack() as closing:
        read, _ = await open_store(source, Opening.WRITE, utc_now, closing)
        for folder in (source, target):
            if isinstance(folder, Path):
                closing.callback(BotLock(folder).close)
        written, _ = await open_store(target, Opening.MAKE, utc_now, closing)
        everything = await read.everything()
        await written.hold(everything)
        return everything


def check(path: Path, progress: checking.Progress) -> checking.Report:
    """Check the whole store in ``path``; returns a report of the problems."""
    return checking.check(_folder(path), progress)


def back_up(path: Path, file: Path) -> tuple[int, int]:
    """Back up the store in ``path`` to ``file``; returns the number of its facts and changes."""
    return backups.back_up(_folder(path), file)


def restore(file: Path, path: Path) -> Path | None:
    """Restore the store in ``path`` from the backup ``file``; the old store is renamed, and its new
    name returned. Raises StoreUnavailable.
    """
    return backups.restore(file, _folder(path))
