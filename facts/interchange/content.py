"""Reading the bytes of a file in pieces, and detecting its encoding."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from facts.model import Refusal

FILE_LIMIT = 256 * 1024 * 1024
# The size limit of formats that are read as a whole, lower than for line-based ones.
WHOLE_LIMIT = 10 * 1024 * 1024

# The input of file readers: a seekable file, or all its bytes.
Content = bytes | BinaryIO

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 64 * 1024


class UnreadableFile(Refusal):
    """The whole file is unreadable, so no lines can be reported."""


def as_file(content: Content) -> BinaryIO:
    """``content`` as a file, positioned at its start."""
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    return file


def pieces(content: Content) -> Iterator[bytes]:
    """``content`` from its start in chunks, so that memory use is bounded."""
    file = as_file(content)
    while piece := file.read(_PIECE):
        yield piece


def beginning(content: Content, size: int = 4096) -> bytes:
    """The first bytes of ``content``, at most ``size``."""
    return as_file(content).read(size)


def expect_size(content: Content, limit: int = FILE_LIMIT, kind: str = "") -> None:
    """Raises UnreadableFile for more than ``limit`` bytes, the limit of a ``kind``."""
    size = as_file(content).seek(0, io.SEEK_END)
    if size > limit:
        whose = f" for {kind}" if kind else ""
        raise UnreadableFile(
            f"The file has {size:,} bytes; the limit{whose} is {limit:,}. "
            "Split it into smaller files."
        )


def expect_no_utf16(content: Content) -> None:
    """Raises UnreadableFile for UTF-16: JSON is in UTF-8."""
    if beginning(content).startswith(_UTF16):
        raise UnreadableFile("The file is in UTF-16. Save it as UTF-8 and try again.")


def encoding_of(content: Content) -> str:
    """The encoding of ``content``: ``utf-8-sig``, ``utf-16`` or ``cp1252``.

    Raises UnreadableFile.
    """
    start = beginning(content)
    if start.startswith(_UTF16):
        likely = ["utf-16"]
    elif start.count(b"\0") > len(start) // 3:
        # In UTF-16 every other byte of English text is NUL; which one gives the byte order.
        likely = ["utf-16-le" if start[1:2] == b"\0" else "utf-16-be"]
    else:
        likely = ["utf-8-sig", "cp1252"]
    lines = []
    for encoding in likely:
        if (line := _line_not_in(content, encoding)) is None:
            return encoding
        lines.append(line)
    names = "neither UTF-8 nor Windows-1252" if len(likely) > 1 else "not UTF-16 throughout"
    raise UnreadableFile(f"Line {lines[0]} is {names}. Save the file as UTF-8.")


def _line_not_in(content: Content, encoding: str) -> int | None:
    """The number of the first line that is not valid in ``encoding``; None if all are."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    try:
        for piece in pieces(content):
            line += decoder.decode(piece).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return line + error.object.count(b"\n", 0, error.start)
    return None


def utf8(content: Content, limit: int = WHOLE_LIMIT) -> str:
    """``content`` decoded as UTF-8, the only encoding of JSON. Raises UnreadableFile."""
    expect_size(content, limit, "a file in this format")
    expect_no_utf16(content)
    whole = as_file(content).read()
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"The file can’t be read: byte {error.start + 1} (0x{whole[error.start]:02X}) is "
            "not UTF-8; save the file as UTF-8."
        ) from error
