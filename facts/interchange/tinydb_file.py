"""Reads a JSON file of plain TinyDB with this project's documents: tables of facts by id."""

import re
from collections.abc import Iterator
from typing import Any

from facts.interchange.content import FILE_LIMIT, Content, UnreadableFile, beginning, utf8
from facts.interchange.lines import UnfitJsonError, json_value
from facts.interchange.reading import ReadLine, read_record
from facts.model import Fact, FactDraft

_BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"[^"\\]{1,100}"\s*:\s*\{\s*"\d+"\s*:\s*\{')
# Fields added by a store, which are not part of the content.
_OF_THE_STORE = Fact.model_fields.keys() - FactDraft.model_fields.keys()
_BEGINNING = 4096


def is_tinydb_file(content: Content) -> bool:
    """Whether a file starts like TinyDB's: an object of tables of numbered documents."""
    return _BEGINS.match(beginning(content, _BEGINNING)) is not None


def read_tinydb(content: Content) -> Iterator[ReadLine]:
    """The facts of all tables: the documents with a claim, with their numbers.

    Raises UnreadableFile.
    """
    try:
        tables = json_value(utf8(content, FILE_LIMIT).encode())
    except UnfitJsonError as error:
        raise UnreadableFile(f"The file can’t be read: {error}.") from error
    return (_read(int(key), one) for key, one in _documents(tables))


def _documents(tables: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in tables.values():
        for key, document in table.items() if isinstance(table, dict) else ():
            if key.isdecimal() and isinstance(document, dict) and "claim" in document:
                yield key, document


def _read(number: int, document: dict[str, Any]) -> ReadLine:
    record = {name: part for name, part in document.items() if name not in _OF_THE_STORE}
    return read_record(number, record, "document")
