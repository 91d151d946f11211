"""Snapshots: all documents in one file, from a header line to an end line that counts them.

    {"crc":"...","snapshot":"nicenote","format":1,"commit":17}
    {"crc":"...","table":"facts","cleared":true}
    {"crc":"...","table":"facts","id":"12","doc":{...}}
    {"crc":"...","end":2,"sum":"0b3c55e1"}

``sum`` is the CRC-32 of all lines before it. A file without its end line was never finished.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from zlib import crc32

from facts.store.journal import folder as names
from facts.store.journal.disk import Disk
from facts.store.journal.formats import FORMAT, expect_readable
from facts.store.journal.healing import sound_lines
from facts.store.journal.records import BadLineError, Record, check, head, record, seal, total
from facts.store.journal.tables import Tables

_BODY = len('{"crc":"01234567",')
_LINES_AT_ONCE = 500
_BYTES_AT_ONCE = 16 << 20


def write(disk: Disk, path: Path, commit: int, lines: Iterable[bytes]) -> None:
    """Make ``path`` the snapshot after write ``commit``: it is there whole and durable, or not.

    Lines are joined some hundreds at a time, so that other threads wait for none of it.
    """
    unfinished = path.with_name(path.name + names.UNFINISHED)
    disk.remove(unfinished)
    descriptor = disk.open_to_append(unfinished)
    try:
        rest, count = iter(lines), 0
        header = seal(b'"snapshot":"nicenote","format":%d,"commit":%d}' % (FORMAT, commit))
        disk.write(descriptor, header)
        value = crc32(header)
        while chunk := list(islice(rest, _LINES_AT_ONCE)):
            data = b"".join(chunk)
            value, count = crc32(data, value), count + len(chunk)
            disk.write(descriptor, data)
        disk.write(descriptor, seal(b'"end":%d,"sum":"%08x"}' % (count, value)))
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)
    disk.replace(unfinished, path)
    disk.sync_folder(path.parent)


def read(path: Path) -> Tables:
    """The documents of a whole snapshot.

    Raises BadLineError when any of it is not what was written, StoreUnavailable for a newer format.
    """
    tables, value, count = Tables(), 0, 0
    held: list[bytes] = []
    header: bytes | None = None
    for lines in _chunks(path):
        # The last line may be the end line, so it waits for the next chunk.
        batch, held = held + lines[:-1], lines[-1:]
        value = total(batch, value)
        if header is None and batch:
            header, *batch = batch
            check(header)
            expect_readable(head(header), path)
        count += len(batch)
        tables.take(map(record, batch))
    if not held:
        raise BadLineError
    check(held[0])
    said = head(held[0])
    if (said.get("end"), said.get("sum")) != (count, f"{value:08x}"):
        raise BadLineError
    return tables


def sound_records(path: Path) -> tuple[list[Record], int]:
    """The records of a damaged snapshot that can be put right, and how many lines cannot."""
    found, bad = [], 0
    for line in sound_lines(path.read_bytes()):
        if line is None:
            bad += 1
        elif line.startswith(b'"table":', _BODY):
            found.append(record(line))
    return found, bad


def _chunks(path: Path) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        while lines := file.readlines(_BYTES_AT_ONCE):
            yield lines
