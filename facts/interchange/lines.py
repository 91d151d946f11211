"""Reads JSON Lines from untrusted files: bytes in, numbered objects out."""

import codecs
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Never

from facts.interchange.content import (
    WHOLE_LIMIT,
    Content,
    UnreadableFile,
    as_file,
    expect_no_utf16,
    expect_size,
    utf8,
)
from facts.model import clean_text

LINE_LIMIT = 2 * 1024 * 1024

_KINDS = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a number",
    float: "a number with a decimal point",
    bool: "true or false",
    type(None): "null",
}
_SHOWN_OF_A_NAME = 60
_LOOKED_BACK = 50


@dataclass(slots=True)  # not frozen: that would double the time of making one
class JsonLine:
    """One non-blank line with its number from 1: its object, or what is wrong with it.

    ``text`` is the readable part of an invalid line.
    """

    number: int
    record: dict[str, Any] | None
    problem: str = ""
    text: str = ""


class UnfitJsonError(ValueError):
    """Not JSON, or JSON that Python accepts but that is ambiguous, such as duplicate names."""


def json_lines(content: Content) -> Iterator[JsonLine]:
    """The non-blank lines of ``content``, a UTF-8 file with or without a byte order mark.

    Raises UnreadableFile for a file above FILE_LIMIT bytes or in UTF-16.
    """
    expect_size(content)
    expect_no_utf16(content)
    file, number = as_file(content), 0
    while line := file.readline(LINE_LIMIT + 1):
        number += 1
        left_out = 0 if line.endswith(b"\n") else _pass_over_rest(file)
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if line.strip():
            yield _line(number, line, len(line) + left_out)


def _pass_over_rest(file: BinaryIO) -> int:
    """Skip the rest of a line; returns the number of bytes."""
    passed = 0
    while rest := file.readline(LINE_LIMIT):
        passed += len(rest)
        if rest.endswith(b"\n"):
            break
    return passed


def kind_of(value: Any) -> str:
    """The type of a JSON value in words: ``an object``, ``a list``, ``text``, ``a number`` ..."""
    return _KINDS[type(value)]


def shown(name: str) -> str:
    """A name from the file for use in a sentence: escaped, shortened, in quotation marks."""
    name = " ".join(clean_text(name[: 10 * _SHOWN_OF_A_NAME]).split())
    cut = name if len(name) <= _SHOWN_OF_A_NAME else name[: _SHOWN_OF_A_NAME - 1] + "…"
    return f'"{cut}"'


def _line(number: int, line: bytes, size: int) -> JsonLine:
    try:
        return JsonLine(number, _record(line, size))
    except UnfitJsonError as error:
        text = line[:LINE_LIMIT].decode("utf-8", "replace").strip()
        return JsonLine(number, None, str(error), text)


def _record(line: bytes, size: int) -> dict[str, Any]:
    if size > LINE_LIMIT:
        raise UnfitJsonError(f"a line can have up to {LINE_LIMIT:,} bytes; this one has {size:,}")
    value = json_value(line)
    if not isinstance(value, dict):
        raise UnfitJsonError(f"a line must be one object in braces, not {kind_of(value)}")
    return value


def whole_json(content: Content, limit: int = WHOLE_LIMIT) -> Any:
    """Parse a file that is one JSON value. Raises UnreadableFile."""
    try:
        return json_value(utf8(content, limit).encode())
    except UnfitJsonError as error:
        raise UnreadableFile(f"The file can’t be read: {error}.") from error


def json_value(line: bytes) -> Any:
    """Parse untrusted JSON. Raises UnfitJsonError with a sentence."""
    if (nul := line.find(b"\0")) >= 0:
        raise UnfitJsonError(f"byte {nul + 1} is NUL; save the file as UTF-8")
    try:
        return _DECODER.decode(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = f"byte {error.start + 1} (0x{line[error.start]:02X}) is not UTF-8"
        raise UnfitJsonError(f"{found}; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"character {error.colno}"
        if error.doc.count("\n", 0, error.pos):
            place = f"line {error.lineno}, {place}"
        raise UnfitJsonError(f"this isn’t JSON: {_slip(error)} at {place}") from error
    except RecursionError as error:
        raise UnfitJsonError("lists or objects are nested too deeply") from error
    except UnfitJsonError:
        raise
    except ValueError as error:
        # Python rejects integers of more than some thousand digits.
        raise UnfitJsonError("a number has too many digits") from error


def _slip(error: json.JSONDecodeError) -> str:
    """The error as a sentence, with a hint for common mistakes."""
    said = error.msg.removesuffix(" at")
    if said.startswith("Invalid control character") and error.doc[error.pos] in "\r\n":
        return "a text contains a line break; write it as \\n,"
    before = error.doc[max(0, error.pos - _LOOKED_BACK) : error.pos].rstrip()
    if before.endswith(",") or said.startswith("Illegal trailing comma"):
        return f"{said} (is there a comma too many?)"
    return said


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name, count in times.items() if count > 1)
        raise UnfitJsonError(f"the field {shown(twice)} is given twice")
    return record


def _no_such_number(name: str) -> Never:
    raise UnfitJsonError(f"{name} isn’t a JSON number")


# Created once: creating it takes longer than parsing a line.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_such_number)
