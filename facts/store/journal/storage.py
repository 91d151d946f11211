"""TinyDB's storage over a journal: reads from memory, writes only what changed, durably."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tinydb.storages import Storage

from facts.store.journal import records
from facts.store.journal.disk import Disk
from facts.store.journal.documents import Document, Documents, kept
from facts.store.journal.records import Record
from facts.store.journal.tables import Tables
from facts.store.journal.volume import Volume
from facts.store.protocol import StoreUnavailable

_log = logging.getLogger(__name__)


class JournalStorage(Storage):
    """What ``TinyDB(folder, storage=JournalStorage)`` keeps its tables in.

    ``commit`` is how ``JournalTable`` writes. ``write``, which TinyDB calls to drop tables, takes
    the whole state as every storage does, and commits what is different in it.
    """

    def __init__(
        self, path: str | Path, *, read_only: bool = False, disk: Disk | None = None
    ) -> None:
        self._volume = Volume.open(Path(path), read_only=read_only, disk=disk)
        self._tables = self._volume.found.tables

    def read(self) -> dict[str, Mapping[str, Document]] | None:  # type: ignore[override]
        names = self._tables.names()
        return {name: self.documents(name) for name in names} if names else None

    def write(self, data: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        self.commit(list(_differences(self._tables, data)))

    def documents(self, table: str) -> Documents:
        """The documents of ``table``; empty when there is no such table."""
        return Documents(self._tables.lines(table))

    def commit(self, steps: Sequence[Record]) -> None:
        """Make ``steps`` one durable write and let them hold. Raises StoreUnavailable."""
        if not steps:
            return
        self._volume.append(steps)
        self._tables.take(steps)
        if self._volume.snapshot_due:
            try:
                self.snapshot()
            except StoreUnavailable as error:
                # The write itself is durable in the journal.
                _log.warning("%s", error)

    def snapshot(self) -> None:
        """Write all documents into a new snapshot now."""
        self._volume.write_snapshot(self._volume.rotate(), self._tables.all_lines())

    def close(self) -> None:
        self._volume.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _differences(
    tables: Tables, data: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> Iterable[Record]:
    for name in tables.names():
        if name not in data:
            yield records.dropped(name)
    for name, documents in data.items():
        lines = tables.lines(name)
        if isinstance(documents, Documents) and documents.lines is lines:
            continue
        if name not in tables.names():
            yield records.cleared(name)
        for doc_id in lines.keys() - set(map(str, documents)):
            yield records.gone(name, doc_id)
        for doc_id, document in documents.items():
            step = kept(name, str(doc_id), document)
            if lines.get(str(doc_id)) != step.line:
                yield step
