"""The forms in which facts come and go, by name."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from facts.interchange.claim_review import claim_review_lines, read_claim_reviews
from facts.interchange.csv_form import csv_rows, read_csv
from facts.interchange.fact_check_api import read_fact_check_answer
from facts.interchange.reading import ReadLine, read_drafts
from facts.interchange.writing import fact_line
from facts.model import FactDraft


class Form(StrEnum):
    """How a file says facts. Only JSON Lines and CSV say everything that a fact can have."""

    JSON_LINES = "jsonl"
    CSV = "csv"
    CLAIM_REVIEW = "claimreview"
    CLAIMS_SEARCH = "claims-search"


_READERS: dict[Form, Callable[[bytes], Iterator[ReadLine]]] = {
    Form.JSON_LINES: read_drafts,
    Form.CSV: read_csv,
    Form.CLAIM_REVIEW: read_claim_reviews,
    Form.CLAIMS_SEARCH: read_fact_check_answer,
}
_WRITERS: dict[Form, Callable[[Sequence[FactDraft]], Iterator[str]]] = {
    Form.JSON_LINES: lambda drafts: map(fact_line, drafts),
    Form.CSV: csv_rows,
    Form.CLAIM_REVIEW: claim_review_lines,
}
WRITABLE = tuple(_WRITERS)


def read_form(content: bytes, form: Form) -> Iterator[ReadLine]:
    """The facts of a file, one by one. Raises UnreadableFile when it cannot be read as a whole."""
    return _READERS[form](content)


def write_form(drafts: Sequence[FactDraft], form: Form) -> Iterator[str]:
    """The lines of a file with ``drafts``, without their ends; ``form`` is one of WRITABLE."""
    return _WRITERS[form](drafts)
