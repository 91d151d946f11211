"""The lines that the store's files are made of: JSON text, one record a line, each with a checksum.

    {"crc":"5e0ad1f2","table":"facts","id":"12","doc":{...}}     a document as it now is
    {"crc":"...","table":"t","id":"7","odd":true,"doc":{...}}    one that only Python's json reads
    {"crc":"...","table":"facts","id":"12","gone":true}          a document that was removed
    {"crc":"...","table":"facts","cleared":true}                 a table that is there and empty
    {"crc":"...","table":"facts","dropped":true}                 a table that is not there any more
    {"crc":"...","commit":17,"records":2,"sum":"0b3c55e1"}       the records before it are one write

``crc`` is the CRC-32 of the rest of the line, ``sum`` that of all lines of the write.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from zlib import crc32

import orjson

_BODY = len('{"crc":"01234567",')
_DOCUMENT = b',"doc":'
_ODD = b',"odd":true'
_PUT = re.compile(rb'.{18}"table":"([^"\\]*)","id":"([^"\\]*)","doc":')


class BadLineError(ValueError):
    """A line that is not what was written: cut off, or damaged."""


class Record(NamedTuple):
    """One step of a write: what now holds for a document, or for a table where ``id`` is None.

    ``kept`` says whether it is there; ``line`` is the whole line, end included.
    """

    table: str
    id: str | None
    kept: bool
    line: bytes


def put(table: str, doc_id: str, document: bytes, *, odd: bool = False) -> Record:
    """The record that keeps ``document``, which is JSON, under ``doc_id``.

    ``odd`` says that it has what is not JSON to others: NaN, half of a surrogate pair, or a whole
    number of more than 64 bits.
    """
    names = _text(table), _text(doc_id), _ODD if odd else b""
    body = b'"table":%b,"id":%b%b,"doc":%b}' % (*names, document)
    return Record(table, doc_id, kept=True, line=seal(body))


def gone(table: str, doc_id: str) -> Record:
    """The record of a document that was removed."""
    body = b'"table":%b,"id":%b,"gone":true}' % (_text(table), _text(doc_id))
    return Record(table, doc_id, kept=False, line=seal(body))


def cleared(table: str) -> Record:
    """The record of a table that is there and empty."""
    return Record(table, None, kept=True, line=seal(b'"table":%b,"cleared":true}' % _text(table)))


def dropped(table: str) -> Record:
    """The record of a table that is not there any more."""
    return Record(table, None, kept=False, line=seal(b'"table":%b,"dropped":true}' % _text(table)))


def commit(number: int, count: int, checksum: int) -> bytes:
    """The line that makes the ``count`` lines before it, whose ``total`` is given, one write."""
    return seal(b'"commit":%d,"records":%d,"sum":"%08x"}' % (number, count, checksum))


def seal(body: bytes) -> bytes:
    """A line with the checksum of ``body``, which is a JSON object without its first brace."""
    return b'{"crc":"%08x",%b\n' % (crc32(body), body)


def check(line: bytes) -> bytes:
    """The body of a whole line, end included; BadLineError when it is not what was written."""
    body = line[_BODY:-1]
    if line[-1:] != b"\n" or line[:_BODY] != b'{"crc":"%08x",' % crc32(body):
        raise BadLineError
    return body


def total(lines: Iterable[bytes], value: int = 0) -> int:
    """The checksum of several lines, ends included, going on from ``value``."""
    for line in lines:
        value = crc32(line, value)
    return value


def document(line: bytes) -> bytes:
    """The JSON of the document that a line keeps. The mark cannot occur inside a JSON text."""
    return line[line.index(_DOCUMENT) + len(_DOCUMENT) : -2]


def is_odd(line: bytes) -> bool:
    """Whether the document that a line keeps must be read with Python's own ``json``."""
    return line.endswith(_ODD, 0, line.index(_DOCUMENT))


def head(line: bytes) -> dict[str, Any]:
    """What a line says apart from its document; BadLineError when it is no JSON object."""
    end = line.find(_DOCUMENT)
    try:
        loaded = orjson.loads(line if end < 0 else line[:end] + b"}")
    except ValueError as error:
        raise BadLineError from error
    if not isinstance(loaded, dict):
        raise BadLineError
    return loaded


def record(line: bytes) -> Record:
    """The record that a sound line is of; BadLineError for a line of another kind."""
    named = _PUT.match(line)
    try:
        if named:
            return Record(named[1].decode(), named[2].decode(), True, line)  # noqa: FBT003 - a field
        said = head(line)
        table, doc_id = said["table"], said.get("id")
    except (KeyError, UnicodeDecodeError) as error:
        raise BadLineError from error
    return Record(table, doc_id, "gone" not in said and "dropped" not in said, line)


def _text(value: str) -> bytes:
    return orjson.dumps(value)
