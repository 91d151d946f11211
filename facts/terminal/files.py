"""Files that are named on the command line, ``-`` for standard input or output."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from facts.interchange import FILE_LIMIT
from facts.model import Refusal

STANDARD = "-"


class FileTrouble(Refusal):
    """A file that was named cannot be read or written."""


def read_file(name: str) -> bytes:
    """All of a file, or enough of it to see that it is too large. Raises FileTrouble."""
    if name == STANDARD:
        return sys.stdin.buffer.read(FILE_LIMIT + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise FileTrouble(f"{name} cannot be read: {error.strerror}.") from error


def write_file(name: str, lines: Iterable[str]) -> None:
    """Write lines: to standard output one by one, to a file all or nothing. Raises FileTrouble."""
    if name == STANDARD:
        for line in lines:
            click.echo(line)
        return
    path = Path(name)
    data = "".join(f"{line}\n" for line in lines).encode()
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe, which nothing could take the place of
            return
        unfinished = path.with_name(f"{path.name}.part")
        try:
            unfinished.write_bytes(data)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise FileTrouble(f"{name} cannot be written: {error.strerror}.") from error
