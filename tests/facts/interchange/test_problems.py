"""What is wrong with a fact is told by line, path and what is allowed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.interchange.file_formats import FileFormat, read_facts
from facts.interchange.problems import BadLines, Problem


def told(record: Any) -> list[str]:
    """The problems of a record as a person reads them, without the line."""
    (line,) = read_facts(json.dumps(record).encode(), FileFormat.JSON_LINES)
    assert (line.draft is None) == bool(line.problems)
    return [str(problem).removeprefix("line 1, ") for problem in line.problems]


def fact(**changes: Any) -> dict[str, Any]:
    """The least fact, with some fields given otherwise."""
    return {"claim": "It rains.", "sources": [{"outlet": "VOA News"}]} | changes


def source(**fields: Any) -> dict[str, Any]:
    """The least fact with these fields in its only source."""
    return fact(sources=[{"outlet": "VOA News"} | fields])


@pytest.mark.parametrize(
    ("record", "problems"),
    [
        (fact(), []),
        (
            source(headline="h" * 312),
            ["sources[0].headline: a headline can have up to 300 characters; this one has 312"],
        ),
        (
            fact(claim="c" * 1001),
            ["claim: a claim can have up to 1,000 characters; this one has 1,001"],
        ),
        (
            fact(claim={"text": "c", "speaker": "s" * 201}),
            ["claim.speaker: a speaker can have up to 200 characters; this one has 201"],
        ),
        (
            fact(claim={"text": "c", "speaker": {"name": "s" * 201}}),
            ["claim.speaker.name: a name can have up to 200 characters; this one has 201"],
        ),
        (
            fact(topics=["a", "t" * 51]),
            ["topics[1]: a topic can have up to 50 characters; this one has 51"],
        ),
        (
            fact(sources=[{"outlet": "o"}] * 101),
            ["sources: sources can have up to 100 entries; there are 101"],
        ),
        ({"sources": [{"outlet": "o"}]}, ["claim: a fact needs a claim"]),
        ({"claim": "c"}, ["sources: a fact needs at least one source"]),
        (fact(sources=[]), ["sources: a fact needs at least one source"]),
        (fact(claim={}), ["claim.text: a claim needs a text"]),
        (fact(responses=[{"by": "b"}]), ["responses[0].stance: a response needs a stance"]),
        (
            fact(responses=[{"stance": "lies", "by": "b"}]),
            [("responses[0].stance: a stance must be denies, confirms, disputes or declines")],
        ),
        (
            fact(responses=[{"stance": "denies"}]),
            ["responses[0]: a response needs by, role or on_behalf_of: who responded"],
        ),
        (
            fact(sources=[{"author": "a"}]),
            [("sources[0]: a source needs at least one of outlet, headline, url or description")],
        ),
        (
            fact(claim={"text": "c", "speaker": {}}),
            ["claim.speaker: a speaker needs a name or a role"],
        ),
        (
            fact(claim=" \u200b\x00\n"),
            ["claim: this is empty: write something or remove the field"],
        ),
        (
            source(outlet=""),
            [("sources[0].outlet: this is empty: write something or remove the field")],
        ),
        (
            fact(claim=3),
            [
                (
                    "claim: a claim must be text in quotation marks or an object in braces, "
                    "not a number"
                )
            ],
        ),
        (fact(verdict="x"), ["verdict: a verdict must be an object in braces, not text"]),
        (fact(topics="x"), ["topics: topics must be a list in square brackets, not text"]),
        (
            fact(topics=[None, 1.5]),
            [
                "topics[0]: a topic must be text in quotation marks, not null",
                (
                    "topics[1]: a topic must be text in quotation marks, not a number with a "
                    "decimal point"
                ),
            ],
        ),
        (
            source(url="javascript:alert(1)"),
            ["sources[0].url: a link must start with http:// or https:// and contain no spaces"],
        ),
        (
            source(language="English"),
            ["sources[0].language: a language must be a code such as en, ko or pt-BR (BCP 47)"],
        ),
        (
            source(published="18 April 2020"),
            [
                (
                    "sources[0].published: “18 April 2020” isn’t a date; write 2020, 2020-04 or "
                    "2020-04-18, a day in the calendar"
                )
            ],
        ),
        (
            source(published=2020),
            [
                (
                    "sources[0].published: a date must be text in quotation marks: 2020, 2020-04 "
                    "or 2020-04-18, not a number"
                )
            ],
        ),
        (
            source(quotes=[{"of": "claims", "text": "q"}, {"of": True, "text": "q"}]),
            [
                (
                    'sources[0].quotes[0].of: of must be "claim" or the number of a response, '
                    "from 1, not text"
                ),
                (
                    'sources[0].quotes[1].of: of must be "claim" or the number of a response, '
                    "from 1, not true or false"
                ),
            ],
        ),
        (
            fact(responses=[{"stance": "denies", "by": "b", "sources": ["1"]}]),
            [("responses[0].sources[0]: a source must be given by its number, from 1, not text")],
        ),
    ],
)
def test_each_rule_has_a_sentence_at_its_place(record: Any, problems: list[str]) -> None:
    """The path is as a person writes it, the sentence says what is allowed."""
    assert told(record) == problems


def test_all_problems_of_a_line_are_told_at_once() -> None:
    """Several slips take one round of corrections, not several."""
    record = {"claim": "", "ref": 5, "sources": [{"outlet": 1}, {"url": "x", "zz": 1}], "vrdict": 2}
    assert [problem.split(":")[0] for problem in told(record)] == [
        "ref",
        "claim",
        "sources[0].outlet",
        "sources[1].url",
        "sources[1].zz",
        "vrdict",
    ]


def test_a_list_is_not_called_empty_because_its_only_entry_is_wrong() -> None:
    """What only follows from another problem is not told a second time."""
    assert len(told(source(headline=1))) == 1


def test_an_unknown_field_is_named_with_what_was_meant() -> None:
    """A slip is recognised; for anything else the fields there are are listed."""
    assert told(fact(Sources=1)) == ["Sources: a fact has no such field; did you mean sources?"]
    (listed,) = told(fact(verdict={"label": "l", "zzzz": 1}))
    assert listed == (
        "verdict.zzzz: a verdict has no such field; its fields are label, explanation, date"
    )


def test_a_hostile_field_name_is_shown_harmlessly() -> None:
    """A name may hold anything, and may be a megabyte long."""
    (sentence,) = told(fact(**{"\x1b]0;x\x07\u202e" + "y" * 1_000_000: 1}))
    assert len(sentence) < 220
    assert sentence.isprintable()


def test_every_number_that_points_at_nothing_is_told() -> None:
    """Responses point at sources and quotes at responses, both counted from 1."""
    record = fact(
        responses=[{"stance": "denies", "by": "b", "sources": [1, 0, 3]}],
        sources=[{"outlet": "o", "quotes": [{"of": 2, "text": "q"}]}, {"outlet": "p"}],
    )
    assert told(record) == [
        "responses[0].sources[1]: there is no source 0; the fact has 2",
        "responses[0].sources[2]: there is no source 3; the fact has 2",
        "sources[0].quotes[0].of: there is no response 2; the fact has 1",
    ]


def test_a_fact_too_large_in_all_is_refused() -> None:
    """Though each of its texts is within its own limit."""
    quotes = [{"of": "claim", "text": "q" * 2000}] * 20
    (sentence,) = told(fact(sources=[{"outlet": "o", "quotes": quotes}] * 11))
    assert sentence.startswith(
        "line 1: a fact can have up to 400,000 characters in all; this one has 4"
    )


def test_a_line_made_of_problems_is_told_up_to_a_thousand() -> None:
    """The reader learns enough, and nobody is waiting."""
    assert len(told(fact(**{f"field{number}": 1 for number in range(5000)}))) == 1000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=10,
)
FIELDS = ["ref", "claim", "responses", "sources", "topics", "other_wordings", "verdict"]
FIELDS += ["text", "speaker", "date", "stance", "by", "of", "quotes", "outlet", "url", "label"]
SHAPED = st.recursive(
    JSON,
    lambda parts: (
        st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), parts, max_size=6)
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(FIELDS[:7]), SHAPED, max_size=7))
def test_whatever_stands_in_a_line_gets_our_own_sentence(record: dict[str, Any]) -> None:
    """No record raises, and none shows the validation library's words."""
    for sentence in told(record):
        assert "Input" not in sentence
        assert "alid" not in sentence
        assert "pydantic" not in sentence
        assert "after validation" not in sentence


def test_the_refusal_shows_the_first_twenty_and_counts_the_rest() -> None:
    """A broken export does not flood the terminal, and nothing is hidden either."""
    refusal = BadLines([Problem(n, "claim", "is wrong") for n in range(1, 24)])
    lines = refusal.sentence.splitlines()
    assert lines[0] == "Nothing was done, because the file has 23 problems:"
    assert lines[1] == "- line 1, claim: is wrong"
    assert lines[-1] == "- and 3 more"
    assert len(lines) == 22
    assert len(refusal.problems) == 23


def test_one_problem_is_told_in_the_singular() -> None:
    """And a whole line is named without a path."""
    assert BadLines([Problem(4, "", "is odd")]).sentence == (
        "Nothing was done, because the file has 1 problem:\n- line 4: is odd"
    )
