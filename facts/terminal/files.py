"""Files named on the command line, ``-`` for standard input or output."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import click

from facts.interchange.content import FILE_LIMIT
from facts.model import Refusal

STANDARD = "-"
_PIECE = 64 * 1024
_SQLITE = b"SQLite format 3\0"


class FileTrouble(Refusal):
    """A named file cannot be read or written."""


def read_file(name: str) -> bytes:
    """The content of a file, or enough of it to see that it is too large. Raises FileTrouble."""
    with open_file(name) as file:
        try:
            return file.read(FILE_LIMIT + 1)
        except OSError as error:
            raise _unreadable(name, error) from error


@contextmanager
def open_file(name: str) -> Iterator[BinaryIO]:
    """A seekable file; the content of a pipe is copied to a temporary one. Raises FileTrouble."""
    try:
        file = cast("BinaryIO", click.open_file(name, "rb"))
    except OSError as error:
        raise _unreadable(name, error) from error
    with file:
        if name != STANDARD and file.seekable():
            yield file
            return
        with TemporaryFile() as kept:
            while kept.tell() <= FILE_LIMIT and (piece := file.read(_PIECE)):
                kept.write(piece)
            kept.seek(0)
            yield kept


def _unreadable(name: str, error: OSError) -> FileTrouble:
    return FileTrouble(f"{name} can’t be read: {error.strerror}.")


def write_file(name: str, lines: Iterable[str]) -> None:
    """Write lines: to standard output one by one, to a file atomically. Raises FileTrouble."""
    if name == STANDARD:
        for line in lines:
            click.echo(line)
        return
    path = Path(name)
    try:
        if path.exists() and not path.is_file():
            _write(path, lines)  # a device or a pipe, which cannot be replaced
            return
        if path.exists() and _is_database(path):
            raise FileTrouble(f"{name} is a database. Give the file another name.")
        unfinished = path.with_name(f"{path.name}.part")
        try:
            _write(unfinished, lines)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise FileTrouble(f"{name} can’t be written: {error.strerror}.") from error


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("wb") as file:
        file.writelines(f"{line}\n".encode() for line in lines)
