"""Facts as CSV for spreadsheets: one fact a row, numbered responses and sources.

The columns are described in docs/interchange.md. Writing and reading are lossless.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from facts.interchange.content import (
    Content,
    UnreadableFile,
    as_file,
    beginning,
    encoding_of,
    expect_size,
)
from facts.interchange.lines import LINE_LIMIT, shown
from facts.interchange.problems import Problem
from facts.interchange.read_lines import NOTHING_CHOSEN, Choices, ReadLine
from facts.interchange.tables.columns import NUMBERED, PLAIN
from facts.interchange.tables.table_reading import LOOKED_AT, TableRow, read_table
from facts.model import FactDraft

# Spreadsheets execute a cell starting with these as a formula; an apostrophe makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_HEADER_LIMIT = 100_000
# The template: the columns that a newsroom needs first, and one example row.
_TEMPLATE = {
    "claim": "The harbour bridge is closed until June.",
    "speaker": "Ada Berg",
    "speaker_role": "harbour master",
    "claim_date": "2026-04-18",
    "claim_venue": "the port council",
    "claim_quote": "The bridge stays shut until June.",
    "response_1_stance": "denies",
    "response_1_by": "Cy Ro",
    "response_1_role": "mayor",
    "response_1_date": "2026-04-19",
    "response_1_quote": "Nothing was closed.",
    "response_1_sources": "1",
    "source_1_outlet": "Harbour Post",
    "source_1_headline": "Bridge shut until June",
    "source_1_published": "2026-04-19",
    "source_1_url": "https://harbour.example/bridge",
    "source_1_rating": "",
    "topics": "harbour, bridges",
}


def template_lines() -> Iterator[str]:
    """The lines of the template, without line ends."""
    yield csv_row(_TEMPLATE)
    yield csv_row(_TEMPLATE.values())


def csv_rows(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """The table of ``drafts``: the header, then one row each, without row ends."""
    records = [draft.model_dump(mode="json", exclude_defaults=True) for draft in drafts]
    most = {
        kind: max((len(record.get(f"{kind}s", ())) for record in records), default=0)
        for kind in NUMBERED
    }
    yield csv_row(
        [
            *(column.name for column in PLAIN),
            *(
                f"{kind}_{number}_{column.name}"
                for kind, columns in NUMBERED.items()
                for number in range(1, most[kind] + 1)
                for column in columns
            ),
        ]
    )
    for record in records:
        cells = [column.written(record) for column in PLAIN]
        for kind, columns in NUMBERED.items():
            entries = record.get(f"{kind}s", [])
            for entry in [*entries, *({} for _ in range(most[kind] - len(entries)))]:
                cells += [column.written(entry) for column in columns]
        yield csv_row(cells)


def csv_row(cells: Iterable[Any]) -> str:
    """One row, without row end."""
    text = io.StringIO()
    # csv quotes only characters of the line terminator, so it has to contain both CR and LF.
    csv.writer(text, lineterminator="\r\n").writerow([_guarded(str(cell)) for cell in cells])
    return text.getvalue().removesuffix("\r\n")


def read_csv(content: Content, choices: Choices = NOTHING_CHOSEN) -> Iterator[ReadLine]:
    """The facts of a table separated by commas, semicolons, tabs or bars. Raises UnreadableFile."""
    expect_size(content)
    return read_table(_rows(content), choices)


def _rows(content: Content) -> Iterator[TableRow | ReadLine]:
    encoding = encoding_of(content)
    start = beginning(content, _HEADER_LIMIT).decode(encoding, "replace")
    named = _SEPARATOR.match(start)
    # Row by row, so that a large file is never in memory as a whole.
    text = io.TextIOWrapper(as_file(content), encoding, newline="")
    try:
        lines = _Lines(text, named[1] if named else _delimiter(start))
        if named:
            next(lines)
        yield from lines.rows()
    finally:
        text.detach()  # leaves the file open, as whoever opened it closes it


class _Lines:
    """The lines of a table, with backtracking: after an unclosed quotation mark, which makes the
    rest of the file one cell, reading resumes at the following lines.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        # The lines read since the last row, and the one before them.
        self._read: list[str] = []
        self._length = 0
        self._before = 0
        self._columns = 0
        self._rows_left = LOOKED_AT

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._length > LINE_LIMIT:
            raise csv.Error("too long")
        line = self._again.popleft() if self._again else next(self._lines)
        if "\0" in line:
            raise UnreadableFile(
                "The file contains a NUL byte, so it isn’t a table. Save it as UTF-8."
            )
        self._read.append(line)
        self._length += len(line)
        return line

    def rows(self) -> Iterator[TableRow | ReadLine]:
        """The rows, each with the number of its first line."""
        reader = csv.reader(self, delimiter=self._delimiter, strict=True)
        while True:
            self._before += len(self._read)
            self._read.clear()
            self._length = 0
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._refused(error)
            else:
                if self._rows_left:
                    # A title above the column names has fewer cells.
                    self._rows_left -= 1
                    self._columns = max(self._columns, len(row))
                yield self._before + 1, [_unguarded(cell) for cell in row]

    def _refused(self, error: csv.Error) -> ReadLine:
        """The unreadable lines, up to the next line that is a complete row."""
        said, number = str(error), self._before + 1
        end = next(
            (place for place, line in enumerate(self._read) if place and self._is_row(line)),
            len(self._read),
        )
        is_open = end < len(self._read) or "end of data" in said
        self._again.extendleft(reversed(self._read[end:]))
        del self._read[end:]
        cells = self._cells(self._read)
        if is_open:
            opened = self._cells(self._read[:1])
            sentence = (
                f"the quotation mark at the beginning of cell {len(opened)}, "
                f"{shown(opened[-1])}, is never closed; close or remove it"
            )
        elif "expected after" in said:
            sentence = "a quotation mark in a quoted cell is not doubled: write two for each"
        elif "field limit" in said or said == "too long":
            sentence = "a cell is too long. Is a quotation mark never closed?"
        else:
            sentence = f"this isn’t a table row: {said}"
        return ReadLine(number, None, (Problem(number, "", sentence),), original=cells)

    def _cells(self, lines: list[str]) -> list[str]:
        """Parse leniently, so that returned rows have their cells in the right columns."""
        text = "".join(lines).rstrip("\r\n")
        try:
            return next(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter))
        except csv.Error:
            return [text]

    def _is_row(self, line: str) -> bool:
        """Whether ``line`` is a complete row, and not the end of a multi-line cell."""
        if line.count('"') % 2:
            return False
        try:
            row = next(csv.reader([line], delimiter=self._delimiter, strict=True), [])
        except csv.Error:
            return False
        return len(row) == self._columns


def _delimiter(start: str) -> str:
    """The delimiter of the column names, which may have a title above them."""
    for line in start.split("\n", LOOKED_AT)[:LOOKED_AT]:
        if any(map(line.count, _DELIMITERS)):
            return max(_DELIMITERS, key=line.count)
    return ","


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
