"""Reading a journal: the writes it holds, and where it stops making sense."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from facts.store.journal.records import BadLineError, check, total


@dataclass(slots=True)
class Scan:
    """What a journal's bytes hold.

    ``writes`` are the records of each whole write, by its number; ``sound`` is how many bytes from
    the start make sense; ``line`` is the number, from 1, of the first line that does not, or None;
    ``lost`` says that whole writes follow it, so that it is damage and no write cut short.
    """

    header: dict[str, Any] | None = None
    writes: list[tuple[int, list[bytes]]] = field(default_factory=list)
    sound: int = 0
    line: int | None = None
    lost: bool = False


def scan(data: bytes) -> Scan:
    """Read a journal; never raises for what is in it."""
    found = Scan()
    lines = data.splitlines(keepends=True)
    pending: list[bytes] = []
    position = 0
    for number, line in enumerate(lines, start=1):
        position += len(line)
        try:
            _take(found, check(line), line, pending, first=number == 1)
        except BadLineError:
            found.line = number
            found.lost = any(_whole_writes(lines[number:]))
            return found
        if not pending:
            found.sound = position
    if pending:
        found.line = len(lines) - len(pending) + 1
    return found


def _take(found: Scan, body: bytes, line: bytes, pending: list[bytes], *, first: bool) -> None:
    if first:
        found.header = orjson.loads(b"{" + body)
    elif body.startswith(b'"commit":'):
        said = orjson.loads(b"{" + body)
        expected = found.writes[-1][0] + 1 if found.writes else said["commit"]
        if (said["commit"], said["records"], said["sum"]) != (
            expected,
            len(pending),
            f"{total(pending):08x}",
        ):
            raise BadLineError
        found.writes.append((expected, pending[:]))
        pending.clear()
    else:
        pending.append(line)


def _whole_writes(lines: list[bytes]) -> Iterator[bool]:
    for line in lines:
        try:
            yield check(line).startswith(b'"commit":')
        except BadLineError:
            continue
