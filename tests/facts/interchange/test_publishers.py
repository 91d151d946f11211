"""Files as publishers, data sets and programs give them: each goes in whole, field by field."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pytest

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, fact_record, format_of, open_reader, returned
from facts.interchange.read_lines import NOTHING_CHOSEN, Choices, DateMeaning, ReadLine
from facts.interchange.written_dates import DateOrder
from tests.facts.interchange.tables.spreadsheets import open_document, spreadsheet

FOUND_FALSE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "datePublished": "2021-01-05 05:00",
    "url": "https://factcheck.afp.example/photo",
    "author": {"@type": "Organization", "name": "AFP Fact Check"},
    "claimReviewed": "La photo montre un Caf&eacute;",
    "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "5", "worstRating": "1"}
    | {"alternateName": "Faux"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Facebook users"},
        "datePublished": "2020-12-30",
        "appearance": {"@type": "CreativeWork", "url": "https://fb.example/1"},
    },
}
AS_A_FACT: dict[str, Any] = {
    "claim": {
        "text": "La photo montre un Café",
        "speaker": "Facebook users",
        "date": "2020-12-30",
    },
    "sources": [
        {
            "outlet": "AFP Fact Check",
            "published": "2021-01-05",
            "url": "https://factcheck.afp.example/photo",
            "rating": {"label": "Faux", "value": 1, "best": 5, "worst": 1},
        },
        {"url": "https://fb.example/1"},
    ],
}
LIAR = (
    "2635.json\tfalse\tSays a group supports it.\tabortion\tdwayne-bohac\tState representative\t"
    "Texas\trepublican\t0\t1\t0\t0\t0\ta mailer\n"
    "10540.json\thalf-true\tWhen did coal decline?\tenergy,history\tscott-surovell\tState delegate"
    "\tVirginia\tdemocrat\t0\t0\t1\t1\t0\ta floor speech.\n"
)
LIAR_FACTS = [
    {
        "claim": {
            "text": "Says a group supports it.",
            "speaker": {"name": "dwayne-bohac", "role": "State representative"},
            "venue": "a mailer",
        },
        "sources": [{"outlet": "PolitiFact", "rating": {"label": "false"}}],
        "topics": ["abortion"],
    },
    {
        "claim": {
            "text": "When did coal decline?",
            "speaker": {"name": "scott-surovell", "role": "State delegate"},
            "venue": "a floor speech.",
        },
        "sources": [{"outlet": "PolitiFact", "rating": {"label": "half-true"}}],
        "topics": ["energy", "history"],
    },
]
POLITIFACT = {
    "verdict": "false",
    "statement_originator": "Joe Biden",
    "statement": "Says it.",
    "statement_date": "6/11/2008",
    "statement_source": "speech",
    "factcheck_analysis_link": "https://www.politifact.com/x/",
}
POLITIFACT_FACT = {
    "claim": {"text": "Says it.", "speaker": "Joe Biden", "date": "2008-06-11", "venue": "speech"},
    "sources": [{"url": "https://www.politifact.com/x/", "rating": {"label": "false"}}],
}
RAIN = {"claim": "Es regnet „immer“", "sources": [{"outlet": "Köln-Post"}]}
MONTH_FIRST = Choices(dates=DateOrder.MONTH_FIRST)


async def lines(name: str, content: bytes, choices: Choices = NOTHING_CHOSEN) -> list[ReadLine]:
    """What a file holds, in the format that it is taken for."""
    return list((await open_reader(content, format_of(name, content)))(choices))


async def facts(name: str, content: bytes, choices: Choices = NOTHING_CHOSEN) -> list[Any]:
    """The facts of a file that has nothing but facts."""
    found = await lines(name, content, choices)
    assert [str(problem) for line in found for problem in line.problems] == []
    return [fact_record(line.draft) for line in found if line.draft is not None]


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def page(*scripts: Any) -> bytes:
    """A page with JSON-LD in it, as AFP's have."""
    parts = "".join(
        f'<script type="application/ld+json">\n//<![CDATA[\n{json.dumps(one)}\n//]]>\n</script>'
        for one in scripts
    )
    return f"<!DOCTYPE html><html><head>{parts}</head><body>x</body></html>".encode()


def prefixed(value: Any) -> Any:
    """The same with the vocabulary before each name."""
    if isinstance(value, dict):
        return {
            name if name.startswith("@") else f"schema:{name}": (
                f"http://schema.org/{part}" if name == "@type" else prefixed(part)
            )
            for name, part in value.items()
        }
    return value


WEB_PAGE = {"@type": "WebPage", "mainEntity": {"@type": "Article", "review": FOUND_FALSE}}
FEED = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [FOUND_FALSE]}]}


@pytest.mark.parametrize(
    ("name", "content", "choices", "expected"),
    [
        ("train.tsv", LIAR.encode(), NOTHING_CHOSEN, LIAR_FACTS),
        ("politifact.json", dumped([POLITIFACT]), MONTH_FIRST, [POLITIFACT_FACT]),
        ("politifact.jsonl", dumped(POLITIFACT), MONTH_FIRST, [POLITIFACT_FACT]),
        ("ours.json", dumped([RAIN, AS_A_FACT]), NOTHING_CHOSEN, [RAIN, AS_A_FACT]),
        (
            "snopes.csv",
            b"topic,claim,claim_label,date_published,snopes_page\n"  # noqa: ISC004  one file
            b'Politics,"Says ""it""",FALSE,2016-03-07T00:00:00+00:00,https://www.snopes.com/x/\n',
            NOTHING_CHOSEN,
            [
                {
                    "claim": 'Says "it"',
                    "sources": [
                        {
                            "published": "2016-03-07",
                            "url": "https://www.snopes.com/x/",
                            "rating": {"label": "FALSE"},
                        }
                    ],
                    "topics": ["Politics"],
                }
            ],
        ),
        (
            "FACTCKBR.tsv",
            "URL\tAuthor\tdatePublished\tclaimReviewed\ttitle\tratingValue\tbestRating\t"
            "alternativeName\nhttps://aos.example/x/\tAos Fatos\t2018-10-03\tDisse que não\tTítulo"
            "\t1\t5\tfalso\n".encode(),
            NOTHING_CHOSEN,
            [
                {
                    "claim": "Disse que não",
                    "sources": [
                        {
                            "headline": "Título",
                            "author": "Aos Fatos",
                            "published": "2018-10-03",
                            "url": "https://aos.example/x/",
                            "rating": {"label": "falso", "value": 1, "best": 5},
                        }
                    ],
                }
            ],
        ),
        ("afp.html", page({"@graph": [{"@type": "Thing"}, FOUND_FALSE]}), None, [AS_A_FACT]),
        ("fullfact.json", dumped(WEB_PAGE), None, [AS_A_FACT]),
        ("data-commons.json", dumped(FEED), None, [AS_A_FACT]),
        ("prefixed.json", dumped(prefixed(FOUND_FALSE)), None, [AS_A_FACT]),
        ("reviews.jsonl", dumped(FOUND_FALSE) + b"\n", None, [AS_A_FACT]),
        (
            "google.json",
            dumped(
                {
                    "claims": [
                        {
                            "text": "A",
                            "claimant": "B",
                            "claimDate": "2020-01-02T00:00:00Z",
                            "claimReview": [
                                {
                                    "publisher": {"name": "P", "site": "p.org"},
                                    "url": "https://p.org/1",
                                    "title": "T",
                                    "reviewDate": "2020-01-03T10:00:00Z",
                                    "textualRating": "False",
                                    "languageCode": "en",
                                }
                            ],
                        }
                    ]
                }
            ),
            None,
            [
                {
                    "claim": {"text": "A", "speaker": "B", "date": "2020-01-02"},
                    "sources": [
                        {
                            "outlet": "P",
                            "headline": "T",
                            "published": "2020-01-03",
                            "url": "https://p.org/1",
                            "language": "en",
                            "rating": {"label": "False"},
                        }
                    ],
                }
            ],
        ),
        (
            "cp1252.csv",
            "claim;outlet\nEs regnet „immer“;Köln-Post\n".encode("cp1252"),
            None,
            [RAIN],
        ),
        (
            "utf16.csv",
            "claim\toutlet\r\nEs regnet „immer“\tKöln-Post\r\n".encode("utf-16"),
            None,
            [RAIN],
        ),
        (
            "sep.csv",
            "sep=;\r\nclaim;outlet\r\nEs regnet „immer“;Köln-Post\r\n".encode(),
            None,
            [RAIN],
        ),
        ("bom.csv", "\ufeffclaim,outlet,,\nEs regnet „immer“,Köln-Post,,\n".encode(), None, [RAIN]),
        (
            "numbers.csv",
            "Tabelle 1;;\nclaim;outlet;\nEs regnet „immer“;Köln-Post;\n".encode(),
            None,
            [RAIN],
        ),
        (
            "title.csv",
            "Unsere Prüfungen\n\nclaim;outlet\nEs regnet „immer“;Köln-Post\n".encode(),
            None,
            [RAIN],
        ),
        (
            "merged.xlsx",
            spreadsheet(
                [
                    ["Fact checks", None, None],
                    ["Claim", None, "Source"],
                    ["Statement", "Claim date", "Outlet"],
                    ["Es regnet „immer“", dt.date(2020, 4, 18), "Köln-Post"],
                    ["Es regnet „immer“", 43939, "Köln-Post"],
                ]
            ),
            None,
            [RAIN | {"claim": {"text": "Es regnet „immer“", "date": "2020-04-18"}}] * 2,
        ),
        (
            "calc.ods",
            open_document([["Claim", "Outlet", "Published"], ["Hagel", "Post", "18. 4. 2020"]]),
            None,
            [{"claim": "Hagel", "sources": [{"outlet": "Post", "published": "2020-04-18"}]}],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_file_goes_in_whole(
    name: str, content: bytes, choices: Choices | None, expected: Sequence[Any]
) -> None:
    """Each field is where it belongs, and nothing else is there."""
    assert await facts(name, content, choices or NOTHING_CHOSEN) == expected


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("18. 4. 2020", "2020-04-18"),
        ("2020. 4. 18.", "2020-04-18"),
        ("2020年4月18日", "2020-04-18"),
        ("2020년 4월 18일", "2020-04-18"),
        ("18 апреля 2020 г.", "2020-04-18"),
        ("on April 18, 2020", "2020-04-18"),
        ("20200418T101500Z", "2020-04-18"),
        ("04/2020", "2020-04"),
        ("2020年4月", "2020-04"),
        # A time in seconds since 1970 is no year 1587.
        ("1587168000", None),
        ("1587168000000", None),
        ("2020-13-01", None),
        ("31/02/2020", None),
        ("13/2020", None),
        ("2020年13月1日", None),
        ("Spring 2020", None),
    ],
)
async def test_dates_as_countries_write_them(written: str, date: str | None) -> None:
    """What has one meaning is that; anything else is refused with its row."""
    [line] = await lines("a.csv", f'claim,outlet,claim_date\nx,Post,"{written}"\n'.encode())
    assert (line.draft and str(line.draft.claim.date)) == date
    assert bool(line.problems) == (date is None)


async def test_a_file_of_a_data_set_comes_back_with_its_names() -> None:
    """Also of one that had none: so that it goes in once it is mended."""
    broken = LIAR.replace("Says a group supports it.", " ")
    found = await lines("train.tsv", broken.encode())
    back = "\n".join(returned(found, FileFormat.CSV))
    assert back.splitlines()[1].count("2635.json") == 1
    mended = back.replace("false, ,", "false,Says a group supports it.,")
    assert await facts("refused.csv", mended.encode()) == LIAR_FACTS[:1]


async def test_flat_json_is_as_strict_as_a_table() -> None:
    """Names that nobody knows are told once and left out on request; what comes back is JSON."""
    rows = [POLITIFACT | {"shoe_size": 43}] * 2
    found = await lines("a.json", dumped(rows), MONTH_FIRST)
    told = [str(problem) for line in found for problem in line.problems]
    assert told == ['entry 1: this column is unknown: "shoe_size"']
    left_out = Choices(DateOrder.MONTH_FIRST, leave_out=True)
    assert await facts("a.json", dumped(rows), left_out) == [POLITIFACT_FACT] * 2
    undated = await lines("a.json", dumped([POLITIFACT]))
    [back] = returned(undated, FileFormat.JSON_LINES)
    assert json.loads(back)["statement_date"] == "6/11/2008"
    whose = {"statement": "x", "date": "2020-01-02", "outlet": "Post"}
    meant = Choices(date_is=DateMeaning.PUBLISHED)
    [fact] = await facts("a.json", dumped([whose]), meant)
    assert fact["sources"][0]["published"] == "2020-01-02"


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"datePublished": 1609804800}, "1609804800 isn’t a date I can read"),
        ({"claimReviewed": ["a", "b"]}, "all but the first claimReviewed"),
        ({"reviewRating": [{"name": "a"}, {"name": "b"}]}, "all but the first reviewRating"),
        ({"itemReviewed": {"about": "ships", "name": "speech"}}, "itemReviewed.about"),
        ({"itemReviewed": {"about": "ships", "name": "speech"}}, "itemReviewed.name"),
    ],
)
async def test_what_is_not_kept_of_a_review_is_told(change: dict[str, Any], note: str) -> None:
    """Nothing is left out without a word."""
    [line] = await lines("a.json", dumped(FOUND_FALSE | change))
    assert any(note in str(one) for one in line.notes)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"1,2,3\n4,5,6\n", "has no column names"),
        ("a.json", b'{"error": {"code": 403, "message": "No key."}}', "403): No key. Send"),
        ("a.csv", "claim,outlet\n".encode("utf-16")[:-1], "is not UTF-16 throughout"),
    ],
)
async def test_what_is_no_file_of_facts(name: str, content: bytes, sentence: str) -> None:
    """A sentence says what to do."""
    with pytest.raises(UnreadableFile, match=sentence.replace(")", r"\)")):
        await lines(name, content)
