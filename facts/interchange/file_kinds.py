"""Detects the format of a file by its name and content."""

import re
import zipfile

from facts.interchange.claim_reviews.json_ld import begins_as_json, is_page
from facts.interchange.content import Content, UnreadableFile, as_file, beginning, pieces
from facts.interchange.forms import FileForm

_BEGINNING = 4096
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


def form_of(name: str, content: Content) -> FileForm:
    """The format of a file. Raises UnreadableFile for formats known to hold no facts."""
    name = name.casefold()
    start = beginning(content, _BEGINNING)
    _expect_facts(start)
    if start.startswith(b"PK"):
        return _packed(name, content)
    if start.startswith(_OLD_BOOK) or name.endswith(_BOOKS):
        return FileForm.SPREADSHEET
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if name.endswith(_TABLES):
        return FileForm.CSV
    if begins_as_json(content) or name.endswith(_LINES) or not start:
        return _json(name, content, start)
    if is_page(content) or start.startswith(b"<"):
        return FileForm.CLAIM_REVIEW
    # A table has column names in its first line; otherwise the file is no table.
    return FileForm.JSON_LINES if name.endswith(".json") else FileForm.CSV


def _json(name: str, content: Content, start: bytes) -> FileForm:
    if _NO_HITS.fullmatch(start) or _ANSWER.match(start.lstrip(b"[ \t\r\n")):
        return FileForm.CLAIMS_SEARCH
    if name.endswith(_LINES):
        is_review = _REVIEW_LINE.match(start.partition(b"\n")[0]) is not None
    else:
        is_review = _names_a_review(content)
    if is_review:
        return FileForm.CLAIM_REVIEW
    return FileForm.JSON_LINES


def _names_a_review(content: Content) -> bool:
    before = b""
    for piece in pieces(content):
        if _REVIEW.search(before + piece):
            return True
        before = piece[-_LONGEST_MARK:]
    return False


def _packed(name: str, content: Content) -> FileForm:
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
        return FileForm.SPREADSHEET
    raise _no_facts("a compressed file")


def _expect_facts(start: bytes) -> None:
    for mark, kind in _NOT_FACTS:
        if start.startswith(mark):
            raise _no_facts(kind)


def _no_facts(kind: str) -> UnreadableFile:
    return UnreadableFile(f"This is {kind}. Use {_KINDS}.")
