"""Tables as newsrooms, data sets and spreadsheets write them: a file of each goes in right."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, format_of, open_reader, returned
from facts.interchange.problems import Choice
from facts.interchange.read_lines import NOTHING_CHOSEN, Choices, DateMeaning, ReadLine
from facts.interchange.tables.csv_format import template_lines
from facts.interchange.written_dates import DateOrder
from facts.model import FactDraft
from tests.facts.interchange.tables.spreadsheets import open_document, spreadsheet


async def lines(
    content: bytes, name: str = "facts.csv", choices: Choices = NOTHING_CHOSEN
) -> list[ReadLine]:
    """What a file holds, in the format that it is taken for."""
    read = await open_reader(content, format_of(name, content))
    return list(read(choices))


async def the_fact(content: bytes, name: str = "facts.csv", **choices: Any) -> FactDraft:
    """The one fact of a file."""
    (line,) = await lines(content, name, Choices(**choices))
    assert line.problems == ()
    assert line.draft is not None
    return line.draft


@pytest.mark.parametrize(
    "content",
    [
        b"claim,outlet\nIt rains.,Post\n",
        b"claim;outlet\r\nIt rains.;Post\r\n",
        b"claim\toutlet\nIt rains.\tPost\n",
        b"claim|outlet\nIt rains.|Post\n",
        b"sep=;\r\nclaim;outlet\r\nIt rains.;Post\r\n",
        b"\xef\xbb\xbfclaim,outlet\nIt rains.,Post\n",
        "claim,outlet\nIt rains.,Post\n".encode("utf-16"),
        "claim,outlet\nIt rains.,Post\n".encode("utf-16-le"),
        b"claim,outlet,,\nIt rains.,Post,,\n",
        b"\n\nclaim,outlet\n\nIt rains.,Post\n,\n",
        b" Claim , OUTLET \nIt rains.,Post\n",
        b'"claim","outlet"\n"It rains.","Post"\n',
        b"claim,outlet,refused\nIt rains.,Post,an old reason\n",
    ],
)
async def test_files_as_programs_save_them(content: bytes) -> None:
    """Separators, encodings, empty columns and rows, and the reasons of the last time."""
    fact = await the_fact(content)
    assert (fact.claim.text, fact.sources[0].outlet) == ("It rains.", "Post")


async def test_quotation_marks_in_cells() -> None:
    """As they are where nothing is unclear; a row that is broken by one is refused alone."""
    table = (
        b'claim,outlet\nHe said "no",Post\n"He said ""yes""",Post\n"He "shouted" it",Post\nA,B\n'
    )
    first, second, broken, last = await lines(table)
    assert first.draft is not None
    assert second.draft is not None
    assert (first.draft.claim.text, second.draft.claim.text) == ('He said "no"', 'He said "yes"')
    assert "write two for each" in broken.problems[0].sentence
    assert (broken.number, broken.header, last.number) == (4, False, 5)
    assert last.draft is not None
    back = "\n".join(returned([first, second, broken, last][2:3], FileFormat.CSV))
    assert back.endswith('He shouted"" it""",Post')


@pytest.mark.parametrize(
    ("rows", "refused", "good"),
    [
        ('"C,D\nE,F\n', [(3, '"C,D"')], ["A", "E"]),
        ('"C,D\nE,F\n"G ""x"" y",H\nI,J\n', [(3, '"C,D"')], ["A", "E", 'G "x" y', "I"]),
        ('"C,D\nE,F\n"G, y",H\n', [(3, '"C,D"')], ["A", "E", "G, y"]),
        ('C,"D\nE,F\nG,"H\nI,J\n', [(3, '"D"'), (5, '"H"')], ["A", "E", "I"]),
        # A cell of several lines is no row that was lost.
        ('"C\n\nD\nE" z,F\nG,H\n', [(3, "write two for each")], ["A", "G"]),
        ('"C\nD\nE,F\nG,H\n', [(3, '"C\u2026')], ["A", "E", "G"]),
    ],
    ids=range(6),
)
async def test_a_quotation_mark_that_nothing_closes(
    rows: str, refused: list[tuple[int, str]], good: list[str]
) -> None:
    """The row is refused, by its line and the cell; the rows after it are read. Nothing is lost."""
    found = await lines(f"claim,outlet\nA,B\n{rows}".encode())
    told = [(line.number, problem.sentence) for line in found for problem in line.problems]
    assert [number for number, _ in told] == [number for number, _ in refused]
    assert all(
        part.rstrip("\u2026") in said for (_, said), (_, part) in zip(told, refused, strict=True)
    )
    assert [line.draft.claim.text for line in found if line.draft] == good
    back = "\n".join(returned(found, FileFormat.CSV))
    for line in found:
        assert not line.problems or all(str(cell) for cell in line.original)
        assert not line.problems or line.original[0].split("\n")[0] in back


async def test_quotation_marks_in_the_row_of_titles() -> None:
    """Without that there is nothing to read; the line is told."""
    [header] = await lines(b'claim,"outlet\nA,B\nC,D\n')
    assert header.header
    assert (header.number, "cell 2" in header.problems[0].sentence) == (1, True)


@given(st.text(alphabet='a",\n', max_size=60))
async def test_nothing_is_lost_between_quotation_marks(rows: str) -> None:
    """Every letter of the file is in a fact, or in a row that is given back."""
    found = await lines(f"claim,outlet\n{rows}".encode())
    kept = [line.original for line in found if not line.header]
    letters = "".join(str(cell) for row in kept for cell in row).count("a")
    assert letters == rows.count("a") or any(line.header for line in found)


async def test_windows_1252() -> None:
    """As older spreadsheets save it."""
    fact = await the_fact("claim,outlet\nIt’s “café”,Post\n".encode("cp1252"))
    assert fact.claim.text == "It’s “café”"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("statement,claimant,publisher,link,title", "It rains.,Ada,Post,https://p.example/1,Rain"),
        ("Claim,Speaker,Source,URL,Headline", "It rains.,Ada,Post,https://p.example/1,Rain"),
        ("text,said by,outlet,source url,headline", "It rains.,Ada,Post,p.example/1,Rain"),
    ],
)
async def test_common_names_of_columns(header: str, row: str) -> None:
    """What newsrooms and data sets call them."""
    fact = await the_fact(f"{header}\n{row}\n".encode())
    source = fact.sources[0]
    assert fact.claim.speaker is not None
    assert (fact.claim.text, fact.claim.speaker.name) == ("It rains.", "Ada")
    assert (source.outlet, source.headline) == ("Post", "Rain")
    assert source.url == "https://p.example/1"


@pytest.mark.parametrize("name", ["rating", "verdict", "Label", "Rating Text"])
async def test_a_rating_is_the_outlets(name: str) -> None:
    """Never the newsroom's own finding, which only a table of ours has."""
    table = f"claim,outlet,{name.replace(' Text', '')}\nIt rains.,Check,Half true (3 of 5)\n"
    fact = await the_fact(table.encode())
    assert fact.verdict is None
    assert str(fact.sources[0].rating) == "Half true (3 of 5)"
    ours = b"claim,outlet,verdict,verdict_explanation\nIt rains.,Check,Unproven,No radar\n"
    verdict = (await the_fact(ours)).verdict
    assert verdict is not None
    assert verdict.label == "Unproven"


async def test_topics_stances_and_quotes() -> None:
    """Two topics with a comma between, a stance in capitals, an outlet's words as plain text."""
    fact = await the_fact(
        b"claim,topics,response_1_stance,response_1_by,outlet,source_1_quotes\n"
        b'It rains.,"harbour, bridge",Denies,Ben,Post,"It ""pours"", she said"\n'
    )
    assert fact.topics == ("harbour", "bridge")
    assert fact.responses[0].stance == "denies"
    assert fact.sources[0].quotes[0].text == 'It "pours", she said'


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("4/18/2020", "2020-04-18"),
        ("18.04.2020", "2020-04-18"),
        ("18/04/20", "2020-04-18"),
        ("2020-04-18 10:00:00", "2020-04-18"),
        ("18-Apr-20", "2020-04-18"),
        ("Apr 18, 2020", "2020-04-18"),
        ("05/05/2020", "2020-05-05"),
        ("April 2020", "2020-04"),
        ("2020", "2020"),
    ],
)
async def test_dates_in_cells(cell: str, day: str) -> None:
    """Every form that has one meaning."""
    fact = await the_fact(f'claim,claim_date,outlet\nIt rains.,"{cell}",Post\n'.encode())
    assert str(fact.claim.date) == day


async def test_ambiguous_dates_are_settled_for_the_whole_column() -> None:
    """Told with the cell's text until somebody says which of the figures is the day."""
    table = b"claim,claim_date,outlet\nIt rains.,04/05/2020,Post\nIt snows.,13/05/2020,Post\n"
    first, second = await lines(table)
    assert first.problems[0].choice is Choice.DATES
    assert "“04/05/2020” could be 4 May 2020 or 5 April 2020" in first.problems[0].sentence
    assert second.draft is not None
    for order, day in ((DateOrder.DAY_FIRST, "2020-05-04"), (DateOrder.MONTH_FIRST, "2020-04-05")):
        line, other = await lines(table, choices=Choices(dates=order))
        assert line.draft is not None
        assert (str(line.draft.claim.date), other.problems) == (day, ())


async def test_what_date_is_the_date_of() -> None:
    """The claim's where there is a speaker; else it is asked once, for the column."""
    fact = await the_fact(b"claim,speaker,date,outlet\nIt rains.,Ada,2020-04-18,Post\n")
    assert str(fact.claim.date) == "2020-04-18"
    table = b"claim,date,outlet\nIt rains.,2020-04-18,Post\n"
    header, _ = await lines(table)
    assert (header.header, header.problems[0].choice) == (True, Choice.DATE_IS)
    assert str((await the_fact(table, date_is=DateMeaning.CLAIM)).claim.date) == "2020-04-18"
    published = (await the_fact(table, date_is=DateMeaning.PUBLISHED)).sources[0].published
    assert str(published) == "2020-04-18"


async def test_unknown_columns_are_listed_and_left_out_on_request() -> None:
    """All at once, with what they may mean."""
    table = b"claim,outlet,shoe size,spaker\nIt rains.,Post,43,Ada\n"
    header, row = await lines(table)
    assert header.problems[0].choice is Choice.LEAVE_OUT
    assert '"shoe size"' in header.problems[0].sentence
    assert '"spaker" (did you mean speaker?)' in header.problems[0].sentence
    assert row.draft is not None
    assert (await the_fact(table, leave_out=True)).claim.text == "It rains."


async def test_two_columns_for_one_thing() -> None:
    """Both are named."""
    header, _ = await lines(b"claim,source,outlet\na,b,c\n")
    assert header.problems[0].sentence == (
        'the columns "source" and "outlet" both mean source_1_outlet; keep one'
    )


ROWS: list[list[Any]] = [
    ["Claim", "Date of claim", "Published", "Outlet", "Topics", None],
    ["It rains.", dt.date(2020, 4, 18), 43939, "Post", "harbour, bridge", None],
    [None, None, None, None, None, None],
    ["It snows.", "2020-04", 2020, "Post", None, None],
]


async def test_a_spreadsheet() -> None:
    """Dates as dates and as the days that spreadsheets count; empty rows and columns."""
    first, second = await lines(spreadsheet(ROWS), "Facts.xlsx")
    assert first.draft is not None
    assert second.draft is not None
    assert (str(first.draft.claim.date), first.draft.topics) == (
        "2020-04-18",
        ("harbour", "bridge"),
    )
    assert str(first.draft.sources[0].published) == "2020-04-18"
    assert (str(second.draft.claim.date), str(second.draft.sources[0].published)) == (
        "2020-04",
        "2020",
    )
    assert (first.number, second.number) == (2, 4)


async def test_an_open_document() -> None:
    """As LibreOffice saves it."""
    fact = await the_fact(open_document([["claim", "outlet"], ["It rains.", "Post"]]), "a.ods")
    assert (fact.claim.text, fact.sources[0].outlet) == ("It rains.", "Post")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (spreadsheet(ROWS)[:-200], "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "damaged"),
        (spreadsheet([["a" * 200] * 200] * 3300), "; the limit is"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\xff\xd8\xff\xe0", "This is a picture"),
    ],
    ids=["cut", "old", "bomb", "zip", "pdf", "jpeg"],
)
async def test_files_that_are_no_spreadsheets(content: bytes, sentence: str) -> None:
    """Named for what they are; one that swells is not unpacked."""
    with pytest.raises(UnreadableFile, match=sentence):
        await lines(content, "facts.xlsx")


async def test_the_template_can_be_imported() -> None:
    """As it is, with its one row."""
    fact = await the_fact("\n".join(template_lines()).encode())
    assert (fact.responses[0].stance, fact.sources[0].outlet) == ("denies", "Harbour Post")


@given(st.text(st.characters(codec="utf-8"), max_size=300) | st.binary(max_size=300))
async def test_broken_tables_end_in_a_sentence(given: str | bytes) -> None:
    """Whatever stands in the file."""
    content = given.encode() if isinstance(given, str) else given
    for table in (content, b"claim,outlet,date\n" + content):
        try:
            read = list((await open_reader(table, FileFormat.CSV))(NOTHING_CHOSEN))
        except UnreadableFile as error:
            assert str(error)  # noqa: PT017  either end is right
            continue
        assert all(line.draft or line.problems for line in read)
