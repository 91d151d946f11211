"""JSON facts: lines or a list, as interchange objects or as flat rows of a table; TinyDB files.

Data sets often use flat objects named like table columns, with the same meanings.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from facts.interchange.content import FILE_LIMIT, Content, UnreadableFile, beginning
from facts.interchange.lines import JsonLine, json_lines, kind_of, whole_json
from facts.interchange.read_lines import REFUSED, Choices, ReadLine, read_line, read_record
from facts.interchange.tables.headers import Placed, Titles, known_names, placed
from facts.interchange.tables.table_reading import read_row
from facts.model import Fact, FactDraft

_NESTED = {"sources", "responses"}
_ENTRY = "entry"
_BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"[^"\\]{1,100}"\s*:\s*\{\s*"\d+"\s*:\s*\{')
# Fields added by a store, which are not part of the content.
_OF_THE_STORE = Fact.model_fields.keys() - FactDraft.model_fields.keys()


def read_json(content: Content, choices: Choices) -> Iterator[ReadLine]:
    """The facts of a JSON file. Raises UnreadableFile."""
    rows = _FlatRows(choices)
    listed = _listed(content)
    for line in json_lines(content) if listed is None else listed:
        read = rows.read(line) if line.record and _is_flat(line.record) else [read_line(line)]
        yield from read if listed is None else map(_as_entry, read)


def _as_entry(line: ReadLine) -> ReadLine:
    problems = tuple(replace(problem, unit=_ENTRY) for problem in line.problems)
    notes = tuple(replace(note, unit=_ENTRY) for note in line.notes)
    return replace(line, problems=problems, notes=notes, unit=_ENTRY)


def _listed(content: Content) -> list[JsonLine] | None:
    """The entries of a file that is one JSON list; None for any other."""
    if not beginning(content).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return None
    try:
        value = whole_json(content)
    except UnreadableFile:
        return None  # reading it by lines reports what is wrong
    return [_entry(number, one) for number, one in enumerate(value, start=1)]


def _entry(number: int, value: Any) -> JsonLine:
    if isinstance(value, dict):
        return JsonLine(number, value)
    return JsonLine(number, None, f"a fact must be one object in braces, not {kind_of(value)}")


def _is_flat(record: dict[str, Any]) -> bool:
    """Whether an object is a row: it has names that only columns have, including a claim."""
    if not _NESTED.isdisjoint(record):
        return False
    names = record.keys() - {REFUSED}
    if names <= FactDraft.model_fields.keys():
        return False
    return all(map(_is_cell, record.values())) and "claim" in known_names(names)


def _is_cell(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return not isinstance(value, dict)


class _FlatRows:
    """Reads flat objects; questions about names are asked once for all with the same names."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._columns: dict[tuple[str, ...], list[Placed]] = {}

    def read(self, line: JsonLine) -> Iterator[ReadLine]:
        """One object as a fact, after questions about its names are answered."""
        record = {name: value for name, value in (line.record or {}).items() if name != REFUSED}
        names = tuple(record)
        columns = self._columns.get(names)
        if columns is None:
            columns, problems = placed(names, self._choices)
            self._columns[names] = columns
            if problems:
                told = tuple(replace(problem, line=line.number) for problem in problems)
                yield ReadLine(line.number, None, told, header=True)
        row = [_cell(value) for value in record.values()]
        read = read_row(line.number, columns, row, self._choices, Titles(names))
        yield replace(read, original=record)


def _cell(value: Any) -> str | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "\n".join([*value, ""])
    return value if isinstance(value, int | float) else str(value)


def is_tinydb_file(content: Content) -> bool:
    """Whether a file starts like TinyDB's: an object of tables of numbered documents."""
    return _BEGINS.match(beginning(content)) is not None


def read_tinydb(content: Content) -> Iterator[ReadLine]:
    """The facts of all tables: the documents with a claim, with their numbers.

    Raises UnreadableFile.
    """
    tables = whole_json(content, FILE_LIMIT)
    return (_read(int(key), one) for key, one in _documents(tables))


def _documents(tables: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in tables.values():
        for key, document in table.items() if isinstance(table, dict) else ():
            if key.isdecimal() and isinstance(document, dict) and "claim" in document:
                yield key, document


def _read(number: int, document: dict[str, Any]) -> ReadLine:
    record = {name: part for name, part in document.items() if name not in _OF_THE_STORE}
    return read_record(number, record, "document")
