"""Facts as a table, for spreadsheets: one fact a row, numbered columns for its lists.

The columns are described in docs/interchange.md. What is written is read back without loss.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from facts.interchange.columns import NUMBERED, PLAIN
from facts.interchange.lines import FILE_LIMIT, UnfitJsonError, UnreadableFile, shown
from facts.interchange.problems import Problem
from facts.interchange.reading import ReadLine, each_ref_once, read_record
from facts.model import FactDraft

_PLAIN_COLUMNS = {column.name: column for column in PLAIN}
_PARTS = {kind: {column.name: column for column in columns} for kind, columns in NUMBERED.items()}
_NUMBERED = re.compile(rf"({'|'.join(NUMBERED)})_([1-9]\d{{0,2}})_([a-z_]+)")
# Spreadsheets run a cell that begins like this as a formula; an apostrophe makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def csv_rows(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """The table of ``drafts``: the header, then a row for each, without the rows' ends."""
    records = [draft.model_dump(mode="json", exclude_defaults=True) for draft in drafts]
    most = {
        kind: max((len(record.get(f"{kind}s", ())) for record in records), default=0)
        for kind in _PARTS
    }
    yield _row(
        [
            *_PLAIN_COLUMNS,
            *(
                f"{kind}_{number}_{name}"
                for kind, columns in _PARTS.items()
                for number in range(1, most[kind] + 1)
                for name in columns
            ),
        ]
    )
    for record in records:
        cells = [column.written(record) for column in PLAIN]
        for kind, columns in NUMBERED.items():
            entries = record.get(f"{kind}s", [])
            for entry in [*entries, *({} for _ in range(most[kind] - len(entries)))]:
                cells += [column.written(entry) for column in columns]
        yield _row(cells)


def read_csv(content: bytes) -> Iterator[ReadLine]:
    """The facts of a table with commas or semicolons. Raises UnreadableFile."""
    return each_ref_once(_read(content))


def _read(content: bytes) -> Iterator[ReadLine]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    rows = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=";" if first.count(";") > first.count(",") else ",",
        strict=True,
    )
    columns: list[str] | None = None
    start = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # What follows a broken row cannot be told apart from it.
            yield ReadLine(start, None, (Problem(start, "", f"this is no table row: {error}"),))
            return
        if columns is None:
            columns = _header(row)
        elif any(cell.strip() for cell in row):
            yield _read_row(start, columns, row)
        start = rows.line_num + 1


def _decoded(content: bytes) -> str:
    if len(content) > FILE_LIMIT:
        raise UnreadableFile(
            f"The file has {len(content):,} bytes, and {FILE_LIMIT:,} is the limit. "
            "Split it into smaller files."
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile("The file is in UTF-16. Save it as UTF-8 (CSV UTF-8) and try again.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"Line {line} is not UTF-8. Save the table as CSV UTF-8 and try again."
        ) from error
    if "\0" in text:
        raise UnreadableFile("There is a NUL in the file, so it is no table. Save it as CSV UTF-8.")
    return text


def _header(row: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in row]
    for name in columns:
        if columns.count(name) > 1:
            raise UnreadableFile(f"The column {shown(name)} is there twice.")
        numbered = _NUMBERED.fullmatch(name)
        if name in _PLAIN_COLUMNS or (numbered and numbered[3] in _PARTS[numbered[1]]):
            continue
        known = [
            *_PLAIN_COLUMNS,
            *(f"{kind}_1_{part}" for kind, ps in _PARTS.items() for part in ps),
        ]
        close = [column for column in known if column.endswith(f"_{name}")]
        close = close or get_close_matches(name[:100], known, n=1)
        hint = f"did you mean {close[0]}?" if close else "see docs/interchange.md for the columns."
        raise UnreadableFile(f"There is no column {shown(name)}; {hint}")
    if "claim" not in columns:
        raise UnreadableFile("The first row names the columns, and one of them must be claim.")
    return columns


def _read_row(number: int, columns: list[str], row: list[str]) -> ReadLine:
    if len(row) > len(columns):
        sentence = f"there are {len(row)} cells, and {len(columns)} columns"
        return ReadLine(number, None, (Problem(number, "", sentence),))
    cells = {name: _unguarded(cell) for name, cell in zip(columns, row, strict=False) if cell}
    try:
        return read_record(number, _record(cells))
    except UnfitJsonError as error:
        return ReadLine(number, None, (Problem(number, "", str(error)),))


def _record(cells: dict[str, str]) -> dict[str, Any]:
    """The row in the interchange form; what its columns do not say is left out."""
    record: dict[str, Any] = {"claim": {}}
    entries: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in _PARTS}
    for name, cell in cells.items():
        if column := _PLAIN_COLUMNS.get(name):
            column.put(record, cell)
        elif numbered := _NUMBERED.fullmatch(name):
            kind, number, part = numbered.groups()
            entry = entries[kind].setdefault(int(number), {})
            replace(_PARTS[kind][part], name=name).put(entry, cell)
    for kind, found in entries.items():
        record[f"{kind}s"] = [found[number] for number in sorted(found)]
    return record


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    # Only what is in the line terminator gets quoted, so it must have both ends of line.
    csv.writer(text, lineterminator="\r\n").writerow([_guarded(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
