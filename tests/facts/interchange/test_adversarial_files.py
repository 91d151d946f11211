"""Files made to keep the reader busy: the work grows no faster than the file, and ends in words."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, format_of, open_reader, returned
from facts.interchange.read_lines import NOTHING_CHOSEN, ReadLine
from tests.facts.interchange.tables.spreadsheets import spreadsheet

REVIEW: dict[str, Any] = {"@type": "ClaimReview", "claimReviewed": "c", "url": "https://a.example"}
COLUMNS = ",".join(f"column {number}" for number in range(9000))


async def read(content: bytes, file_format: FileFormat | None = None) -> list[ReadLine]:
    """What a file holds; what is refused of it can be given back."""
    file_format = file_format or format_of("", content)
    lines = list((await open_reader(content, file_format))(NOTHING_CHOSEN))
    for text in returned(lines, file_format):
        assert isinstance(text, str)
    return lines


def nested(depth: int, inner: Any = None) -> Any:
    """An object within an object, and so on."""
    for _ in range(depth):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(REVIEW | {"about": nested(900)}).encode(),
        json.dumps(REVIEW | {"keywords": ["x" * 60] * 100_000}).encode(),
        json.dumps(REVIEW | {"keywords": "," * 500_000}).encode(),
        json.dumps(REVIEW | {"claimReviewed": "&amp;" * 100_000}).encode(),
        json.dumps(REVIEW | {"claimReviewed": "<" * 300_000}).encode(),
        json.dumps(
            REVIEW | {"itemReviewed": {"appearance": ["https://b.example"] * 50_000}}
        ).encode(),
        json.dumps(
            [REVIEW | {"itemReviewed": {"@id": "x"}}] * 3000 + [{"@id": "x", "b": 1}]
        ).encode(),
        json.dumps([REVIEW | {"claimReviewed": f"c{n}"} for n in range(3000)]).encode(),
        (b"//" * 200_000) + json.dumps(REVIEW).encode() + b";" * 200_000,
        b"<html>" + b"<div>" * 50_000,
        b"<html>" + b'<script type="application/ld+json">{"laimRevie' * 2000,
        f"claim,outlet,{COLUMNS}\na,b\n".encode(),
        ('claim,outlet,topics\na,b,"' + "x," * 200_000 + '"').encode(),
        ("claim,outlet,response_1_sources\na,b," + "1 " * 50_000).encode(),
        ("claim,outlet,claim_date\na,b," + " " * 100_000 + "1").encode(),
        b"claim,outlet\n" + b"x,\n" * 50_000,
        b'{"claim": ' + b'"c", "x": {"a":' * 900 + b"1" + b"}" * 900 + b"}",
        json.dumps({"claims": [{"text": "c", "claimReview": [{"url": "u"}] * 5000}]}).encode(),
    ],
    ids=range(18),
)
async def test_floods(content: bytes) -> None:
    """Each is a fact, a problem with a sentence, or no file of facts."""
    try:
        lines = await read(content)
    except UnreadableFile as error:
        assert str(error)  # noqa: PT017  either end is right
        return
    assert all(line.draft or line.problems or line.notes for line in lines)


_CELLS = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.lists(_CELLS | st.integers(0, 10**6) | st.floats(0, 1e6), max_size=5), max_size=5)
)
async def test_spreadsheets_of_any_cells(rows: list[list[Any]]) -> None:
    """Under a header that is right."""
    book = spreadsheet([["claim", "outlet", "claim_date", "rating_value", "topics"], *rows])
    for line in await read(book, FileFormat.SPREADSHEET):
        assert line.draft or line.problems


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=200))
async def test_pages_of_any_bytes(before: bytes, script: str) -> None:
    """Around and within a script."""
    page = (
        b"<html>"
        + before
        + b'<script type="application/ld+json">'
        + script.encode("utf-8", "replace")
    )
    try:
        await read(page, FileFormat.CLAIM_REVIEW)
    except UnreadableFile as error:
        assert str(error)  # noqa: PT017  either end is right


@given(
    st.recursive(
        st.none() | st.text(max_size=9) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["claims", "text", "claimReview", "url", "error"]), inner
            )
        ),
        max_leaves=12,
    )
)
async def test_answers_of_any_shape(value: Any) -> None:
    """Of the Fact Check API, perhaps."""
    try:
        await read(json.dumps(value).encode(), FileFormat.CLAIMS_SEARCH)
    except UnreadableFile as error:
        assert str(error)  # noqa: PT017  either end is right
