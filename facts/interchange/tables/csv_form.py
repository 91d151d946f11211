"""Facts as a table of text, for spreadsheets: one fact a row, numbered responses and sources.

The columns are described in docs/interchange.md. What is written is read back without loss.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from facts.interchange.lines import FILE_LIMIT, UnreadableFile
from facts.interchange.problems import Problem
from facts.interchange.reading import NOTHING_CHOSEN, Choices, ReadLine
from facts.interchange.tables.columns import NUMBERED, PLAIN
from facts.interchange.tables.table_reading import Row, read_table
from facts.interchange.texts import encoding_of
from facts.model import FactDraft

# Spreadsheets run a cell that begins like this as a formula; an apostrophe makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_HEADER_LIMIT = 100_000


def csv_rows(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """The table of ``drafts``: the header, then a row for each, without the rows' ends."""
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
    """One row, without its end."""
    text = io.StringIO()
    # Only what is in the line terminator gets quoted, so it must have both ends of line.
    csv.writer(text, lineterminator="\r\n").writerow([_guarded(str(cell)) for cell in cells])
    return text.getvalue().removesuffix("\r\n")


def read_csv(content: bytes, choices: Choices = NOTHING_CHOSEN) -> Iterator[ReadLine]:
    """The facts of a table with commas, semicolons, tabs or bars. Raises UnreadableFile."""
    if len(content) > FILE_LIMIT:
        raise UnreadableFile(
            f"The file has {len(content):,} bytes, and {FILE_LIMIT:,} is the limit. "
            "Split it into smaller files."
        )
    return read_table(_rows(content), choices)


def _rows(content: bytes) -> Iterator[Row | ReadLine]:
    encoding = encoding_of(content)
    start = content[:_HEADER_LIMIT].decode(encoding, "replace")
    named = _SEPARATOR.match(start)
    delimiter = named[1] if named else _delimiter(start)
    # Row by row, so that a file of many megabytes is not there as text as well.
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    read: list[str] = []
    lines = _without_nul(text, read)
    skipped = 0
    if named:
        next(lines)
        skipped = 1
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + skipped + 1
        read.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeDecodeError) as error:
            problem = Problem(number, "", f"this is no table row: {error}")
            # A quotation mark that nothing closes has taken all rows after it with it.
            is_last = isinstance(error, UnicodeDecodeError) or "end of data" in str(error)
            original = None if is_last else ["".join(read).rstrip("\r\n")]
            yield ReadLine(number, None, (problem,), original=original, header=is_last)
            if is_last:
                return
        else:
            yield number, [_unguarded(cell) for cell in row]


def _without_nul(lines: Iterable[str], read: list[str]) -> Iterator[str]:
    """The lines of a file; what was ``read`` of them since somebody cleared it."""
    for line in lines:
        if "\0" in line:
            raise UnreadableFile("There is a NUL in the file, so it is no table. Save it as UTF-8.")
        read.append(line)
        yield line


def _delimiter(start: str) -> str:
    """What stands between the names in the first row."""
    first = start.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count) if first else ","


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
