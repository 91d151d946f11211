"""Facts as a table, for spreadsheets: one fact a row, numbered columns for responses and sources.

The columns are described in docs/interchange.md. What is written is read back without loss.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from facts.interchange.lines import FILE_LIMIT, UnfitJsonError, UnreadableFile, json_value, shown
from facts.interchange.problems import Problem
from facts.interchange.reading import ReadLine, each_ref_once, read_record
from facts.interchange.writing import fact_record
from facts.model import FactDraft

_CLAIM = {
    "claim": "text",
    "claim_date": "date",
    "claim_venue": "venue",
    "claim_via": "via",
    "claim_quote": "quote",
}
_SPEAKER = {"speaker": "name", "speaker_role": "role", "speaker_on_behalf_of": "on_behalf_of"}
_VERDICT = {"verdict": "label", "verdict_explanation": "explanation", "verdict_date": "date"}
_RETRACTION = {"retracted": "on", "retracted_because": "reason"}
_REVIEW = {"checked": "on", "check_again": "next"}
# The parts of a fact that are objects, or not there, by the columns of their fields.
_OBJECTS = {"verdict": _VERDICT, "retraction": _RETRACTION, "review": _REVIEW}
_RESPONSE = ("stance", "by", "role", "on_behalf_of", "via", "date", "text", "quote", "sources")
_SOURCE = (
    "outlet",
    "headline",
    "author",
    "published",
    "url",
    "archived_url",
    "language",
    "description",
    "quotes",
)
_LISTS = ("topics", "other_wordings")
_NUMBERED = re.compile(r"(response|source)_([1-9]\d{0,2})_([a-z_]+)")
_PARTS = {"response": _RESPONSE, "source": _SOURCE}
_PLAIN = ("ref", *_CLAIM, *_SPEAKER, *_LISTS, *_VERDICT, *_RETRACTION, *_REVIEW)
# Spreadsheets run a cell that begins like this as a formula; an apostrophe makes it text.
_BETWEEN_NUMBERS = re.compile(r"[\s,;]+")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def csv_rows(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """The table of ``drafts``: the header, then a row for each, without the rows' ends."""
    records = [fact_record(draft) for draft in drafts]
    most = {
        "response": max((len(record.get("responses", ())) for record in records), default=0),
        "source": max((len(record["sources"]) for record in records), default=0),
    }
    columns = [*_PLAIN]
    for kind, parts in _PARTS.items():
        columns += [f"{kind}_{n}_{part}" for n in range(1, most[kind] + 1) for part in parts]
    yield _row(columns)
    for record in records:
        cells = dict(_cells(record))
        yield _row([cells.get(column, "") for column in columns])


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
        if name in _PLAIN or (numbered and numbered[3] in _PARTS[numbered[1]]):
            continue
        known = [*_PLAIN, *(f"{kind}_1_{part}" for kind, ps in _PARTS.items() for part in ps)]
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
    record: dict[str, Any] = {"ref": cells["ref"]} if "ref" in cells else {}
    record["claim"] = _part(cells, _CLAIM)
    if speaker := _part(cells, _SPEAKER):
        record["claim"]["speaker"] = speaker
    numbered = _numbered(cells)
    record["responses"] = numbered["response"]
    record["sources"] = numbered["source"]
    for name in _LISTS:
        record[name] = [line for line in cells.get(name, "").split("\n") if line.strip()]
    for name, columns in _OBJECTS.items():
        if part := _part(cells, columns):
            record[name] = part
    return record


def _part(cells: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    return {name: cells[column] for column, name in names.items() if column in cells}


def _numbered(cells: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, dict[int, dict[str, Any]]] = {"response": {}, "source": {}}
    for column, cell in cells.items():
        named = _NUMBERED.fullmatch(column)
        if named:
            entry = found[named[1]].setdefault(int(named[2]), {})
            entry[named[3]] = _value(column, named[3], cell)
    return {kind: [entries[n] for n in sorted(entries)] for kind, entries in found.items()}


def _value(column: str, part: str, cell: str) -> Any:
    if part == "sources":
        numbers = [number.strip() for number in _BETWEEN_NUMBERS.split(cell) if number.strip()]
        return [int(n) if n.isascii() and n.isdigit() and len(n) < 5 else n for n in numbers]  # noqa: PLR2004
    if part == "quotes":
        try:
            return json_value(cell.encode("utf-8", "replace"))
        except UnfitJsonError as error:
            raise UnfitJsonError(f"{column}: {error}") from error
    return cell


def _cells(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    claim = record["claim"] if isinstance(record["claim"], dict) else {"text": record["claim"]}
    speaker = claim.get("speaker", {})
    speaker = {"name": speaker} if isinstance(speaker, str) else speaker
    yield "ref", record.get("ref", "")
    for names, part in (
        (_CLAIM, claim),
        (_SPEAKER, speaker),
        *((columns, record.get(name, {})) for name, columns in _OBJECTS.items()),
    ):
        for column, name in names.items():
            yield column, part.get(name, "")
    for name in _LISTS:
        yield name, "\n".join(record.get(name, ()))
    for kind, entries in (("response", record.get("responses", ())), ("source", record["sources"])):
        for number, entry in enumerate(entries, start=1):
            for part in _PARTS[kind]:
                yield f"{kind}_{number}_{part}", _cell(entry.get(part, ""))


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if all(isinstance(number, int) for number in value):
        return " ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def _row(cells: Iterable[str]) -> str:
    text = io.StringIO()
    # Only what is in the line terminator gets quoted, so it must have both ends of line.
    csv.writer(text, lineterminator="\r\n").writerow([_guarded(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
