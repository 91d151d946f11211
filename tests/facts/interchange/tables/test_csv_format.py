"""Facts as a table: nothing is lost, and what spreadsheets make of files is understood."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.interchange.content import UnreadableFile
from facts.interchange.read_lines import ReadLine
from facts.interchange.tables.csv_format import csv_rows, read_csv
from facts.model import FactDraft
from tests.strategies import drafts


def table(*rows: str) -> bytes:
    """A file of these lines."""
    return "\n".join(rows).encode()


def sentences(lines: list[ReadLine]) -> list[str]:
    """What is wrong, line by line."""
    return [str(problem) for line in lines for problem in line.problems]


@settings(max_examples=40)
@given(st.lists(drafts, max_size=3))
def test_what_is_written_is_read_back(facts: list[FactDraft]) -> None:
    """Whatever a fact has in it: line breaks, quotes, commas, formulas."""
    written = "\r\n".join(csv_rows(facts)).encode()
    assert [line.draft for line in read_csv(written)] == facts


def test_cells_that_would_run_as_formulas_are_text() -> None:
    """An apostrophe before them, which reading takes away again."""
    fact = FactDraft.model_validate(
        {"claim": '=HYPERLINK("http://evil.example")', "sources": [{"outlet": "'+1"}]}
    )
    rows = list(csv.DictReader(io.StringIO("\n".join(csv_rows([fact])))))
    assert rows[0]["claim"].startswith("'=")
    assert rows[0]["source_1_outlet"] == "''+1"
    assert [line.draft for line in read_csv("\n".join(csv_rows([fact])).encode())] == [fact]


def test_the_least_table() -> None:
    """A claim and an outlet; columns in any order and case, blank rows and a byte order mark."""
    rows = (
        b'\xef\xbb\xbfSource_1_Outlet;CLAIM\r\nReuters;It rains.\r\n;\r\n;\r\nAP;"It\nsnows."\r\n'
    )
    read = list(read_csv(rows))
    assert [(line.number, line.draft and line.draft.claim.text) for line in read] == [
        (2, "It rains."),
        (5, "It snows."),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            ("claim,source_1_outlet", "It rains.,"),
            "line 2, source_1_outlet: a fact needs at least one source",
        ),
        (
            ("claim,source_1_url", "It rains.,ftp://x"),
            "line 2, source_1_url: a link must start with",
        ),
        (
            ("claim,claim_date,source_1_outlet", "a,yesterday,b"),
            "line 2, claim_date: “yesterday” isn’t a date; write 2020, 2020-04 or 2020-04-18",
        ),
        (("claim,source_1_outlet", "a,b,c"), "line 2: there are 3 cells, but 2 columns"),
        (
            ("claim,source_1_outlet", 'a,"b'),
            'line 2: the quotation mark at the beginning of cell 2, "b", is never closed;',
        ),
        (
            ("claim,source_1_outlet,source_1_quotes", "a,b,[c"),
            "line 2, source_1_quotes: this isn’t JSON",
        ),
        (
            (
                "claim,response_1_stance,response_1_by,response_1_sources,source_1_outlet",
                "a,denies,b,2,c",
            ),
            "line 2, response_1_sources: there is no source 2; the fact has 1",
        ),
        (
            ("Statement,Outlet,Publication date", "a,b,31/04/2020"),
            'line 2, "Publication date": “31/04/2020” isn’t a date',
        ),
        (
            ("claim,source_2_outlet,source_2_url", "a,b,ftp://x"),
            "line 2, source_2_url: a link must start with",
        ),
        (
            ("claim,speaker_on_behalf_of,source_1_outlet", "a,the port,b"),
            "line 2, speaker_on_behalf_of: a speaker needs a name or a role",
        ),
    ],
)
def test_rows_that_are_refused(rows: tuple[str, ...], sentence: str) -> None:
    """Each by its line and column, named as the file has it."""
    assert sentences(list(read_csv(table(*rows))))[0].startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (table("ref", "a"), "one of them must be claim"),
        (table("clame,outlet", "a,b"), 'Did you mean "clame"?'),
        ("claim\ncafé\x81".encode("latin-1"), "Line 2 is neither UTF-8 nor Windows-1252"),
        (b"claim\n\0", "NUL"),
        (b"\n\n", "The table is empty"),
    ],
)
def test_files_that_are_no_tables_of_facts(content: bytes, sentence: str) -> None:
    """The sentence says what to do."""
    with pytest.raises(UnreadableFile) as refused:
        list(read_csv(content))
    assert sentence in str(refused.value)


def test_a_table_has_a_limit() -> None:
    """It is refused before anything of it is read."""
    with pytest.raises(UnreadableFile, match="268,435,457 bytes"):
        list(read_csv(b"x" * (256 * 1024 * 1024 + 1)))
