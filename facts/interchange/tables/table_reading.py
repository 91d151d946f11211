"""Reads table rows as facts, whichever program wrote them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from facts.interchange.content import UnreadableFile
from facts.interchange.fitting import language_code
from facts.interchange.lines import UnfitJsonError, shown
from facts.interchange.problems import Choice, Problem, in_path
from facts.interchange.read_lines import Choices, ReadLine, read_record
from facts.interchange.tables.columns import NUMBERED, Cell, Column
from facts.interchange.tables.headers import Placed, Titles, placed, titles_of
from facts.interchange.written_dates import (
    AmbiguousDateError,
    UnknownDateError,
    of_serial,
    read_written_date,
)
from facts.model import read_rating

CellValue = str | float
TableRow = tuple[int, Sequence[CellValue]]
_WITHOUT_SCHEME = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}(?:/|$)")
# The last step of a path: ".headline", "[0]", or all of it.
_LAST_STEP = re.compile(r"(?:\.?[^.\[]+|\[\d+\])$")
# The number of rows searched for the column names.
LOOKED_AT = 11
_STANCES = {
    "denied": "denies",
    "denial": "denies",
    "confirmed": "confirms",
    "confirmation": "confirms",
    "disputed": "disputes",
    "declined": "declines",
    "no comment": "declines",
}


def read_table(rows: Iterable[TableRow | ReadLine], choices: Choices) -> Iterator[ReadLine]:
    """The facts of ``rows``, with column names first. Unreadable rows are passed on.

    Raises UnreadableFile.
    """
    filled = (row for row in rows if isinstance(row, ReadLine) or any(map(_text, row[1])))
    first = list(islice(filled, LOOKED_AT))
    if not first:
        raise UnreadableFile("The table is empty: its first row names the columns.")
    if isinstance(first[0], ReadLine):
        yield replace(first[0], header=True)
        return
    cells = [
        () if isinstance(row, ReadLine) else tuple(_text(cell) for cell in row[1]) for row in first
    ]
    titles = titles_of(cells)
    columns, problems = placed(titles.names, choices)
    number = 0 if isinstance(top := first[max(titles.row, 0)], ReadLine) else top[0]
    notes = [
        Problem(row[0], "", f"ignored, above the column names: {shown(' '.join(said))}")
        for row, said in zip(first[: max(titles.row, 0)], cells, strict=False)
        if not isinstance(row, ReadLine)
    ]
    if problems or notes:
        told = tuple(replace(problem, line=number) for problem in problems)
        yield ReadLine(number, None, told, tuple(notes), header=True)
    for row in chain(first[titles.row + 1 :], filled):
        if isinstance(row, ReadLine):
            yield replace(row, titles=titles.names)
        else:
            yield read_row(row[0], columns, row[1], choices, titles)


def read_row(
    number: int,
    columns: Sequence[Placed],
    row: Sequence[CellValue],
    choices: Choices,
    titles: Titles,
) -> ReadLine:
    """The fact of a row, or its problems."""
    original = list(row)
    if any(_text(cell) for cell in row[len(columns) :]):
        sentence = f"there are {len(row)} cells, but {len(columns)} columns"
        problem = Problem(number, "", sentence)
        return ReadLine(number, None, (problem,), original=original, titles=titles.names)
    record: dict[str, Any] = {"claim": {}}
    entries: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in NUMBERED}
    problems: list[Problem] = []
    notes: list[Problem] = []
    for place, cell in zip(columns, row, strict=False):
        if place.column is None or not _text(cell):
            continue
        holder = record
        if place.kind:
            holder = entries[place.kind].setdefault(place.number, {})
        try:
            if note := _put(holder, place.column, cell, choices):
                notes.append(Problem(number, in_path(place.title), note))
        except AmbiguousDateError as error:
            sentence = f"“{_text(cell)}” {error}"
            path = in_path(place.title)
            problems.append(Problem(number, path, sentence, choice=Choice.DATES))
        except UnfitJsonError as error:
            problems.append(Problem(number, in_path(place.title), str(error)))
    if titles.outlet:
        entries["source"].setdefault(1, {}).setdefault("outlet", titles.outlet)
    for kind, found in entries.items():
        record[f"{kind}s"] = [found[position] for position in sorted(found)]
    line = read_record(number, record)
    titled = _titles_by_path(columns, entries) if line.problems else {}
    problems += [replace(one, path=_column_at(one.path, titled)) for one in line.problems]
    draft = None if problems else line.draft
    return ReadLine(number, draft, tuple(problems), tuple(notes), original, titles.names)


def _titles_by_path(
    columns: Sequence[Placed], entries: Mapping[str, Mapping[int, Any]]
) -> dict[str, str]:
    """The title, as the file has it, of the column of each path; of a whole part its first one."""
    places = {
        kind: {n: at for at, n in enumerate(sorted(found))} for kind, found in entries.items()
    }
    titled: dict[str, str] = {}
    for place in columns:
        if place.column is None:
            continue
        path = ".".join(place.column.path)
        if place.kind:
            at = places[place.kind].get(place.number)
            path = f"{place.kind}s.{path}" if at is None else f"{place.kind}s[{at}].{path}"
        title = in_path(place.title)
        while path:
            titled.setdefault(path, title)
            path = _LAST_STEP.sub("", path)
    return titled


def _column_at(path: str, titled: Mapping[str, str]) -> str:
    """The title of the column that has the field at ``path``; the path if there is none."""
    known = path
    while known and known not in titled:
        known = _LAST_STEP.sub("", known)
    return titled.get(known, path)


def _put(holder: dict[str, Any], column: Column, cell: CellValue, choices: Choices) -> str:
    """Store a cell in its part of the fact; returns a note if it was changed to fit."""
    note = ""
    text = _text(cell)
    match column.path[-1]:
        case "stance":
            text = text.strip().lower()
            text = _STANCES.get(text, text)
        case "language" if code := language_code(text):
            if code != text:
                note = f"“{text[:60]}” is kept as {code}"
            text = code
        case "url" | "archived_url" if _WITHOUT_SCHEME.match(text.strip()):
            note = "it had no https://, which was added"
            text = f"https://{text.strip()}"
        case "label" if column.path[0] == "rating":
            said = holder.setdefault("rating", {})
            holder["rating"] = read_rating(text) | said
            return ""
    if column.cell is Cell.DATE:
        text = _date(cell, choices)
    column.put(holder, text)
    return note


def _date(cell: CellValue, choices: Choices) -> str:
    """The date in a cell, or its text if it is none. Raises AmbiguousDateError."""
    try:
        if isinstance(cell, str):
            return str(read_written_date(cell, choices.dates))
        return str(of_serial(cell))
    except UnknownDateError:
        return _text(cell)


def _text(cell: CellValue) -> str:
    return cell if isinstance(cell, str) else str(cell)
