"""The file formats for facts, by name; detects, reads and writes them."""

import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from facts.interchange.claim_reviews.fact_check_api import read_fact_check_answer
from facts.interchange.claim_reviews.json_ld import begins_as_json, is_page
from facts.interchange.claim_reviews.reader import read_claim_reviews, read_scripts
from facts.interchange.claim_reviews.writer import claim_review_lines
from facts.interchange.content import (
    WHOLE_LIMIT,
    Content,
    UnreadableFile,
    as_file,
    beginning,
    expect_size,
    pieces,
)
from facts.interchange.own_process import run_apart
from facts.interchange.read_lines import NOTHING_CHOSEN, REFUSED, Choices, ReadLine
from facts.interchange.tables.csv_format import csv_row, csv_rows, read_csv
from facts.interchange.tables.json_rows import is_tinydb_file, read_json, read_tinydb
from facts.interchange.tables.table_reading import read_table
from facts.model import FactDraft

_CONTENT = frozenset(FactDraft.model_fields)
_log = logging.getLogger(__name__)
_UNPACKER = "facts.interchange.unpacking"
_SECONDS = 30.0
_TABLES = (".csv", ".tsv", ".tab")
_LINES = (".jsonl", ".ndjson")
_BOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
_OLD_BOOK = b"\xd0\xcf\x11\xe0"
_REVIEW = re.compile(rb'["/:]ClaimReview"|["/:]claimReviewed"', re.IGNORECASE)
_REVIEW_LINE = re.compile(rb'\{.{0,2000}["/:]claimReviewed"\s*:')
_LONGEST_MARK = 20
_ANSWER = re.compile(rb'\{\s*"(?:claims"\s*:\s*\[|nextPageToken"|error"\s*:\s*\{)')
_NO_HITS = re.compile(rb"\s*\{\s*\}\s*")
_NOT_FACTS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, audio or video file"),
    (b"ID3", "an audio file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"{\\rtf", "a text document"),
)
_KINDS = "JSON Lines, a table (CSV, .xlsx, .ods), ClaimReview or an answer of the Fact Check API"


class FileFormat(StrEnum):
    """File formats. Only JSON_LINES and CSV keep everything that a fact has.

    SPREADSHEET (.xlsx, .ods) and CLAIMS_SEARCH, an answer of Google's Fact Check API, are only
    read.
    """

    JSON_LINES = "jsonl"
    CSV = "csv"
    SPREADSHEET = "spreadsheet"
    CLAIM_REVIEW = "claimreview"
    CLAIMS_SEARCH = "claims-search"


Reader = Callable[[Choices], Iterator[ReadLine]]
_WRITERS: dict[FileFormat, Callable[[Sequence[FactDraft]], Iterator[str]]] = {
    FileFormat.JSON_LINES: lambda drafts: (fact_line(draft) for draft in drafts),
    FileFormat.CSV: csv_rows,
    FileFormat.CLAIM_REVIEW: claim_review_lines,
}
WRITABLE = tuple(_WRITERS)
# The text before, between and after returned rows.
_AROUND = {
    FileFormat.CLAIM_REVIEW: ("[", ",", "]"),
    FileFormat.CLAIMS_SEARCH: ('{"claims": [', ",", "]}"),
}


async def open_reader(content: Content, file_format: FileFormat) -> Reader:
    """A reader of the facts in a file, which can be iterated repeatedly.

    Spreadsheets and pages are parsed in a subprocess. Raises UnreadableFile.
    """
    if file_format is FileFormat.SPREADSHEET:
        rows = await _unpacked("spreadsheet", content)
        return lambda choices: read_table(enumerate(rows, start=1), choices)
    if file_format is FileFormat.CLAIM_REVIEW and is_page(content):
        scripts = await _unpacked("page", content)
        return lambda _: read_scripts(scripts)
    return lambda choices: read_facts(content, file_format, choices)


def read_facts(
    content: Content, file_format: FileFormat, choices: Choices = NOTHING_CHOSEN
) -> Iterator[ReadLine]:
    """The facts of a file whose format needs no subprocess. Raises UnreadableFile."""
    match file_format:
        case FileFormat.CSV:
            return read_csv(content, choices)
        case FileFormat.CLAIM_REVIEW:
            return read_claim_reviews(content)
        case FileFormat.CLAIMS_SEARCH:
            return read_fact_check_answer(content)
    return read_tinydb(content) if is_tinydb_file(content) else read_json(content, choices)


def write_facts(drafts: Sequence[FactDraft], file_format: FileFormat) -> Iterator[str]:
    """The lines, without ends, of a file with ``drafts``; the format is one of WRITABLE."""
    return _WRITERS[file_format](drafts)


def fact_line(fact: FactDraft) -> str:
    """The fact as one line of the interchange format, without a line end.

    Canonical: equal facts give equal bytes. Fields added by the store are left out.
    """
    return json.dumps(fact_record(fact), ensure_ascii=False)


def fact_record(fact: FactDraft) -> dict[str, Any]:
    """The fact as JSON values: fields in the model's order, without empty ones."""
    record = fact.model_dump(mode="json", include=set(_CONTENT), exclude_defaults=True)
    claim = record["claim"]
    if claim.get("speaker", {}).keys() == {"name"}:
        claim["speaker"] = claim["speaker"]["name"]
    if claim.keys() == {"text"}:
        record["claim"] = claim["text"]
    return record


def returned(lines: Iterable[ReadLine], file_format: FileFormat) -> Iterator[str]:
    """The refused lines as a file of the same format, with the reasons in it.

    It can be imported again once corrected. A spreadsheet is returned as CSV.
    """
    refused = (line for line in lines if line.problems)
    if file_format in (FileFormat.CSV, FileFormat.SPREADSHEET):
        for position, line in enumerate(one for one in refused if one.original is not None):
            if position == 0:
                yield csv_row([REFUSED, *line.titles])
            yield csv_row([_reasons(line), *line.original])
        return
    begin, between, end = _AROUND.get(file_format, ("", "", ""))
    last = None
    for line in refused:
        if last is not None:
            yield begin + last + between
            begin = " " if begin else ""
        last = _with_reasons(line)
    if last is not None:
        yield begin + last + end


def _with_reasons(line: ReadLine) -> str:
    original = line.original if isinstance(line.original, dict) else {"line": line.original}
    try:
        row = json.dumps({REFUSED: _reasons(line), **original}, ensure_ascii=False)
    except RecursionError:
        return json.dumps({REFUSED: f"{_reasons(line)}; nested too deeply to be returned"})
    # A lone surrogate has no UTF-8 encoding, and is written as a JSON escape.
    return row.encode("utf-8", "backslashreplace").decode()


def _reasons(line: ReadLine) -> str:
    told = (f"{p.path}: {p.sentence}" if p.path else p.sentence for p in line.problems)
    return "; ".join(told)


async def _unpacked(kind: str, content: Content) -> list[Any]:
    expect_size(content, WHOLE_LIMIT, f"a {kind}")
    try:
        done = await run_apart(_UNPACKER, as_file(content).read(), _SECONDS, kind)
    except TimeoutError as error:
        raise UnreadableFile(f"Opening the {kind} took too long. Save it as CSV.") from error
    if done.code != 0:
        _log.warning("Could not open a %s (exit code %d): %s", kind, done.code, done.said)
        raise UnreadableFile(f"The {kind} can’t be opened: it’s damaged or too large inside.")
    found = [json.loads(line) for line in done.output.splitlines()]
    for one in found:
        if isinstance(one, dict) and REFUSED in one:
            raise UnreadableFile(str(one[REFUSED]))
    return found


def format_of(name: str, content: Content) -> FileFormat:
    """The format of a file. Raises UnreadableFile for formats known to hold no facts."""
    name = name.casefold()
    start = beginning(content)
    _expect_facts(start)
    if start.startswith(b"PK"):
        return _packed(name, content)
    if start.startswith(_OLD_BOOK) or name.endswith(_BOOKS):
        return FileFormat.SPREADSHEET
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if name.endswith(_TABLES):
        return FileFormat.CSV
    if begins_as_json(content) or name.endswith(_LINES) or not start:
        return _json(name, content, start)
    if is_page(content) or start.startswith(b"<"):
        return FileFormat.CLAIM_REVIEW
    # A table has column names in its first line; otherwise the file is no table.
    return FileFormat.JSON_LINES if name.endswith(".json") else FileFormat.CSV


def _json(name: str, content: Content, start: bytes) -> FileFormat:
    if _NO_HITS.fullmatch(start) or _ANSWER.match(start.lstrip(b"[ \t\r\n")):
        return FileFormat.CLAIMS_SEARCH
    if name.endswith(_LINES):
        is_review = _REVIEW_LINE.match(start.partition(b"\n")[0]) is not None
    else:
        is_review = _names_a_review(content)
    if is_review:
        return FileFormat.CLAIM_REVIEW
    return FileFormat.JSON_LINES


def _names_a_review(content: Content) -> bool:
    before = b""
    for piece in pieces(content):
        if _REVIEW.search(before + piece):
            return True
        before = piece[-_LONGEST_MARK:]
    return False


def _packed(name: str, content: Content) -> FileFormat:
    try:
        with zipfile.ZipFile(as_file(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        names = set()
    if "word/document.xml" in names:
        raise _no_facts("a text document")
    if (not names and name.endswith(_BOOKS)) or names & {
        "xl/workbook.xml",
        "xl/workbook.bin",
        "content.xml",
    }:
        return FileFormat.SPREADSHEET
    raise _no_facts("a compressed file")


def _expect_facts(start: bytes) -> None:
    for mark, kind in _NOT_FACTS:
        if start.startswith(mark):
            raise _no_facts(kind)


def _no_facts(kind: str) -> UnreadableFile:
    return UnreadableFile(f"This is {kind}. Use {_KINDS}.")
