"""Putting a damaged line right where its checksum tells how: when one byte of it is another one.

That is what decay of a disk or memory mostly is. A CRC-32 is changed by each single byte in a way
of its own, so the byte can be worked out; a write's own checksum then confirms it.
"""

import re
from collections.abc import Iterator
from zlib import crc32

from facts.store.journal.records import BadLineError, check, seal

_HEAD = len('{"crc":"')
_BODY = len('{"crc":"01234567",')
_POLYNOMIAL = 0xEDB88320
# Where a line must begin: its mark cannot occur inside a JSON text.
_BEGINS = re.compile(rb'(?<=.)(?=\{"crc":")', re.DOTALL)


def healed(line: bytes) -> bytes | None:
    """The line that was written, if ``line`` is it or has one other byte; else None."""
    for candidate in (line, line[:-1] + b"\n", _other_head(line), _other_body(line)):
        if candidate is not None and _is_sound(candidate):
            return candidate
    return None


def sound_lines(data: bytes) -> Iterator[bytes | None]:
    """Every line of ``data`` as it was written; None for one that nobody can tell any more."""
    # A damaged end of line joins two lines, a byte that became one divides a line.
    lines = [part for line in data.splitlines(keepends=True) for part in _BEGINS.split(line)]
    place = 0
    while place < len(lines):
        line = healed(lines[place])
        if line is None and place + 1 < len(lines):
            line = healed(lines[place] + lines[place + 1])
            place += line is not None
        yield line
        place += 1


def _is_sound(line: bytes) -> bool:
    try:
        check(line)
    except BadLineError:
        return False
    return True


def _other_head(line: bytes) -> bytes | None:
    """The line with the checksum that fits its body, if that is one byte away."""
    sealed = seal(line[_BODY:-1])
    different = sum(a != b for a, b in zip(sealed, line, strict=False))
    return sealed if len(sealed) == len(line) and different == 1 else None


def _other_body(line: bytes) -> bytes | None:
    """The line with the one byte of its body changed that makes the checksum fit."""
    body = line[_BODY:-1]
    try:
        difference = int(line[_HEAD : _HEAD + 8], 16) ^ crc32(body)
    except ValueError:
        return None
    # What changing the last byte, by each amount, does to the checksum; then the one before, ...
    table = [_shifted(amount) for amount in range(256)]
    effects = table[1:]
    found: list[bytes] = []
    for place in range(len(body) - 1, -1, -1):
        if difference in effects:
            byte = body[place] ^ (effects.index(difference) + 1)
            found.append(body[:place] + bytes([byte]) + body[place + 1 :])
        effects = [table[effect & 255] ^ (effect >> 8) for effect in effects]
    # Rarely two changes have the same effect; then nobody can tell which it was.
    return line[:_BODY] + found[0] + b"\n" if len(found) == 1 else None


def _shifted(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
    return value
