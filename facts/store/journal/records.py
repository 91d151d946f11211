"""The lines that the store's files are made of: JSON text, one record a line, each with a checksum.

    {"crc":"5e0ad1f2","table":"facts","id":"12","doc":{...}}     a document as it now is
    {"crc":"...","table":"facts","id":"12","gone":true}          a document that was removed
    {"crc":"...","table":"facts","cleared":true}                 a table that is there and empty
    {"crc":"...","table":"facts","dropped":true}                 a table that is not there any more
    {"crc":"...","commit":17,"records":2,"sum":"0b3c55e1"}       the records before it are one write

``crc`` is the CRC-32 of the rest of the line, ``sum`` that of all lines of the write.
"""

from typing import Any
from zlib import crc32

import orjson

_BODY = len('{"crc":"01234567",')
_DOCUMENT = b',"doc":'


class BadLineError(ValueError):
    """A line that is not what was written: cut off, or damaged."""


def seal(body: bytes) -> bytes:
    """A line with the checksum of ``body``, which is a JSON object without its first brace."""
    return b'{"crc":"%08x",%b\n' % (crc32(body), body)


def check(line: bytes) -> bytes:
    """The body of a whole line, end included; BadLineError when it is not what was written."""
    body = line[_BODY:-1]
    if line[-1:] != b"\n" or line[:_BODY] != b'{"crc":"%08x",' % crc32(body):
        raise BadLineError
    return body


def put(table: str, doc_id: str, document: bytes) -> bytes:
    """The line that keeps ``document``, which is JSON, under ``doc_id``."""
    return seal(b'"table":%b,"id":%b,"doc":%b}' % (_text(table), _text(doc_id), document))


def gone(table: str, doc_id: str) -> bytes:
    return seal(b'"table":%b,"id":%b,"gone":true}' % (_text(table), _text(doc_id)))


def cleared(table: str) -> bytes:
    return seal(b'"table":%b,"cleared":true}' % _text(table))


def dropped(table: str) -> bytes:
    return seal(b'"table":%b,"dropped":true}' % _text(table))


def commit(number: int, lines: list[bytes]) -> bytes:
    """The line that makes ``lines`` one write, the store's ``number``th."""
    return seal(b'"commit":%d,"records":%d,"sum":"%08x"}' % (number, len(lines), total(lines)))


def total(lines: list[bytes]) -> int:
    """The checksum of several lines, ends included."""
    value = 0
    for line in lines:
        value = crc32(line, value)
    return value


def document(line: bytes) -> bytes:
    """The JSON of the document that a line keeps."""
    start = line.index(_DOCUMENT) + len(_DOCUMENT)
    return line[start:-2]


def head(body: bytes) -> dict[str, Any]:
    """What a body says apart from its document. The mark cannot occur inside a JSON text."""
    end = body.find(_DOCUMENT)
    loaded: dict[str, Any] = orjson.loads(b"{" + (body if end < 0 else body[:end] + b"}"))
    return loaded


def _text(value: str) -> bytes:
    return orjson.dumps(value)
