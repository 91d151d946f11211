"""The forms in which facts come and go, by name."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from facts.interchange.claim_review_reading import read_claim_reviews
from facts.interchange.claim_review_writing import claim_review_lines
from facts.interchange.csv_form import csv_rows, read_csv
from facts.interchange.fact_check_api import read_fact_check_answer
from facts.interchange.reading import ReadLine, read_drafts
from facts.interchange.writing import fact_line
from facts.model import FactDraft


class FileForm(StrEnum):
    """The forms in which facts travel. Only JSON_LINES and CSV keep everything that a fact has.

    CLAIMS_SEARCH, an answer of Google's Fact Check API, is read and never written.
    """

    JSON_LINES = "jsonl"
    CSV = "csv"
    CLAIM_REVIEW = "claimreview"
    CLAIMS_SEARCH = "claims-search"


_READERS: dict[FileForm, Callable[[bytes], Iterator[ReadLine]]] = {
    FileForm.JSON_LINES: read_drafts,
    FileForm.CSV: read_csv,
    FileForm.CLAIM_REVIEW: read_claim_reviews,
    FileForm.CLAIMS_SEARCH: read_fact_check_answer,
}
_WRITERS: dict[FileForm, Callable[[Sequence[FactDraft]], Iterator[str]]] = {
    FileForm.JSON_LINES: lambda drafts: map(fact_line, drafts),
    FileForm.CSV: csv_rows,
    FileForm.CLAIM_REVIEW: claim_review_lines,
}
WRITABLE = tuple(_WRITERS)


def read_form(content: bytes, form: FileForm) -> Iterator[ReadLine]:
    """The facts of a file, one by one. Raises UnreadableFile when it cannot be read as a whole."""
    return _READERS[form](content)


def write_form(drafts: Sequence[FactDraft], form: FileForm) -> Iterator[str]:
    """The lines of a file with ``drafts``, without their ends; ``form`` is one of WRITABLE."""
    return _WRITERS[form](drafts)
