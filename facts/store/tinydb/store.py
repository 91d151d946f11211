"""The folder store: needs no server; acknowledged writes are on the disk."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from facts.model import Change, Clock, DeskId, Fact, utc_now
from facts.store.copying import Everything
from facts.store.planning import parts_of
from facts.store.protocol import (
    RETURNED,
    Erased,
    Having,
    Redact,
    StoreGone,
    StoreUnavailable,
    Write,
)
from facts.store.removals import redaction
from facts.store.shelf import Delete, Put, Shelf
from facts.store.tinydb import copying, removal
from facts.store.tinydb.access import Access, MemoryAccess
from facts.store.tinydb.backups import rescue
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.shelf import TableShelf, keep
from facts.store.tinydb.state import State
from facts.store.tinydb.table import ALL

_log = logging.getLogger(__name__)
_LOOKS_EVERY = 0.5
# The page size: most readers of a desk's log want one page.
_FIRST_PAGE, _PAGE = 12, 100


class TinyDBStore:
    """A FactStore in a folder. Several processes may read and write it at the same time. With
    ``MemoryAccess`` it is in memory, and lasts as long as the process.
    """

    def __init__(
        self,
        access: Access | MemoryAccess,
        clock: Clock,
        folder: StoreFolder | None = None,
    ) -> None:
        self._access = access
        self._folder = folder
        self._clock = clock
        self._listeners: list[Callable[[], None]] = []
        self._following: asyncio.Task[None] | None = None
        self.shelf: Shelf = TableShelf(access)

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        read_only: bool = False,
        follow: bool = False,
        backups: Path | None = None,
        clock: Clock = utc_now,
    ) -> Self:
        """Open the store in ``folder``; a writer creates it if there never was one.

        ``follow``: listeners are called for writes of other processes, within a second. ``backups``
        is the folder of automatic backups if it is a different one. Raises StoreUnavailable, with
        the sentence to show.
        """
        place = StoreFolder(folder, backups)
        access = await asyncio.to_thread(_opened, place, read_only=read_only)
        store = cls(access, clock, place)
        if not read_only:
            try:
                await store._forget_files()
            except StoreUnavailable as error:  # a full disk, say: the next start tries again
                _log.warning("%s", error)
        if follow:
            store._following = asyncio.create_task(store._follow(place))
        return store

    async def apply(
        self,
        writes: Iterable[Write],
        *,
        editor: str,
        reason: str | None = None,
        once: str | None = None,
        also: Sequence[Put | Delete] = (),
    ) -> tuple[Change, ...]:
        def work(state: State) -> tuple[Change, ...]:
            if once is not None and (before := state.done(once)):
                return before
            if also:
                keep(state.db, also)
            plan = state.plan(editor, self._clock(), reason)
            first = plan.last_change + 1
            made: list[Change] = []
            for part in parts_of(writes):
                planned = plan.changes(part)
                state.write(planned)
                made = [*made, *planned][-RETURNED:]
                planned.clear()  # let go of one part before the next is planned
            if once is not None and made:
                state.note_done(once, first, plan.last_change)
            return tuple(made)

        made = await self._access.write(work)
        if made:
            self._tell()
        return made

    async def done(self, once: str) -> tuple[Change, ...]:
        return self._access.read_now(lambda state: state.done(once))

    async def get(self, fact_id: int) -> Fact | None:
        return self._access.read_now(lambda state: state.get(fact_id))

    def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        return self.find(Having(desks=desks))

    async def find(self, having: Having) -> AsyncIterator[Fact]:
        pages = await self._access.read(lambda state: map(state.several, state.find(having)))
        while (page := await self._access.read(lambda _: next(pages, None))) is not None:
            for fact in page:
                yield fact

    async def ids(self, having: Having) -> Sequence[int]:
        return await self._access.read(
            lambda state: [fact_id for page in state.find(having) for fact_id in page]
        )

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        return await self._access.read(lambda state: state.count(desks))

    async def changes(self, after: int = 0) -> AsyncIterator[Change]:
        while True:
            page = await self._access.read(partial(State.changes, after=after))
            if not page:
                return
            for change in page:
                yield change
            after = page[-1].number

    async def change(self, number: int) -> Change | None:
        return self._access.read_now(lambda state: state.change(number))

    async def desk_changes(self, desk: DeskId, before: int | None = None) -> AsyncIterator[Change]:
        before, size = before or ALL, _FIRST_PAGE
        while True:
            page = await self._access.read(
                partial(State.desk_changes, desk=desk, before=before, limit=size)
            )
            for change in page:
                yield change
            if len(page) < size:
                return
            before, size = page[-1].number, _PAGE

    async def history(self, fact_id: int) -> tuple[Change, ...]:
        return await self._access.read(lambda state: state.history(fact_id))

    async def last_change(self) -> int:
        return self._access.read_now(State.last_change)

    def on_change(self, call: Callable[[], None]) -> None:
        self._listeners.append(call)

    async def cursor(self, consumer: str) -> int:
        return self._access.read_now(lambda state: state.cursor(consumer))

    async def move_cursor(self, consumer: str, number: int) -> None:
        await self._access.write(lambda state: state.move_cursor(consumer, number))

    async def erase(self, person: str, *, editor: str) -> Erased:
        erased = await self._access.write(
            lambda state: removal.erase(state, person, editor, self._clock())
        )
        await self._forget_files()
        return erased

    async def redact(self, asked: Redact, *, editor: str, once: str | None = None) -> Change:
        at = self._clock()
        redacting = redaction(asked, editor, at)
        change = await self._access.write(lambda state: removal.redact(state, redacting, once, at))
        self._tell()
        await self._forget_files()
        return change

    async def everything(self) -> Everything:
        return await self._access.write(copying.everything)

    async def hold(self, everything: Everything) -> None:
        await self._access.write(lambda state: copying.hold(state, everything))
        self._tell()

    async def watch(self) -> None:
        await (asyncio.shield(self._following) if self._following else asyncio.Event().wait())

    async def close(self) -> None:
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        await self._access.close()

    async def _forget_files(self) -> None:
        if (folder := self._folder) is not None:
            await self._access.do(lambda state: removal.finish(state, folder))

    def _tell(self) -> None:
        for call in self._listeners:
            call()

    async def _follow(self, folder: StoreFolder) -> None:
        seen: int | None = None
        while True:
            try:
                before, seen = seen, self._access.at_once.storage.version()
                if before not in (None, seen):
                    self._tell()
            except StoreGone as gone:
                kept = await self._access.read(partial(rescue, folder=folder))
                raise StoreGone(
                    f"{gone.sentence} Its last state is in {kept}. To continue with it: python "
                    f"-m facts restore {kept}"
                ) from gone
            except StoreUnavailable as error:
                _log.warning("%s", error)
            await asyncio.sleep(_LOOKS_EVERY)


def _opened(folder: StoreFolder, *, read_only: bool) -> Access:
    if read_only:
        folder.expect_store()
        return Access(folder.database, read_only=True)
    folder.expect_never_there()
    access = Access(folder.database, read_only=False)
    folder.leave_note()
    return access
