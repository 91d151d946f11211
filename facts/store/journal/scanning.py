"""Reading a journal: the writes it holds, and where it stops making sense."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from facts.store.journal.healing import sound_lines
from facts.store.journal.records import BadLineError, Record, check, head, record, total

_COMMIT = b'"commit":'
# Working out a byte takes some seconds for so long a line.
_LONGEST_END = 64 << 10
_BODY = len('{"crc":"01234567",')


@dataclass(slots=True)
class Scan:
    """What a journal's bytes hold.

    ``writes`` are the records of each whole write, by its number; ``sound`` is how many bytes from
    the start make sense; ``line`` is the number, from 1, of the first line that does not, or None;
    ``lost`` says that whole writes follow it, so that it is damage and no write cut short.
    """

    header: dict[str, Any] | None = None
    writes: list[tuple[int, list[Record]]] = field(default_factory=list)
    sound: int = 0
    line: int | None = None
    lost: bool = False


def scan(data: bytes) -> Scan:
    """Read a journal; never raises for what is in it."""
    found = Scan()
    lines = data.splitlines(keepends=True)
    pending: list[Record] = []
    position = 0
    for number, line in enumerate(lines, start=1):
        position += len(line)
        try:
            _take(found, check(line), line, pending, first=number == 1)
        except BadLineError:
            found.line = number
            found.lost = any(_commits(lines[number:])) or _was_whole(lines[number - 1 :], pending)
            return found
        if not pending:
            found.sound = position
    if pending:
        found.line = len(lines) - len(pending) + 1
    return found


def salvage(data: bytes) -> list[tuple[int, list[Record]]]:
    """The writes of a damaged journal, less the lines that cannot be put right, in their order."""
    writes: list[tuple[int, list[Record]]] = []
    pending: list[Record] = []
    for line in sound_lines(data):
        if line is not None and line.startswith(_COMMIT, _BODY):
            writes.append((head(line)["commit"], pending))
            pending = []
        elif line is not None and line.startswith(b'"table":', _BODY):
            pending.append(record(line))
    return writes


def _take(found: Scan, body: bytes, line: bytes, pending: list[Record], *, first: bool) -> None:
    if first:
        found.header = head(line)
    elif body.startswith(_COMMIT):
        said = head(line)
        expected = found.writes[-1][0] + 1 if found.writes else said["commit"]
        whole = (expected, len(pending), f"{total(step.line for step in pending):08x}")
        if (said["commit"], said["records"], said["sum"]) != whole:
            raise BadLineError
        found.writes.append((expected, pending[:]))
        pending.clear()
    else:
        pending.append(record(line))


def _was_whole(rest: list[bytes], pending: list[Record]) -> bool:
    """Whether ``rest`` is the damaged end of a write that was whole, and not one cut short."""
    data = b"".join(rest)
    if len(data) > _LONGEST_END:
        return False
    lines = [line for line in sound_lines(data) if line is not None]
    if not lines or not lines[-1].startswith(_COMMIT, _BODY):
        return False
    said = head(lines.pop())
    lines[:0] = [step.line for step in pending]
    return (said["records"], said["sum"]) == (len(lines), f"{total(lines):08x}")


def _commits(lines: list[bytes]) -> Iterator[bool]:
    for line in lines:
        try:
            yield check(line).startswith(_COMMIT)
        except BadLineError:
            continue
