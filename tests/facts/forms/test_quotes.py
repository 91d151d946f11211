"""Quotes as people paste them."""

from datetime import date
from typing import Any

import pytest

from facts.forms.content_record import fill_source
from facts.forms.short_text import split_source, unquoted
from facts.forms.typed import SourceForm


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("“I closed nothing.”", "I closed nothing."),
        ('"I closed nothing."', "I closed nothing."),
        ("«Non»", "Non"),
        ("„Nein“", "Nein"),
        ("“Yes,” he said, “no.”", "“Yes,” he said, “no.”"),
        ("He said “no”", "He said “no”"),
        ("I closed nothing.", "I closed nothing."),
        ('""', '""'),
        ("‘I can’t and won’t.’", "I can’t and won’t."),
        ("'I closed nothing.'", "I closed nothing."),
        ("「閉めていない」", "閉めていない"),
        ("『閉めていない』", "閉めていない"),
        ("„Ich habe nichts geschlossen.”", "Ich habe nichts geschlossen."),
        ("»Nein«", "Nein"),
        ("”Nej”", "Nej"),
        ("‹Non›", "Non"),
        ("« Non »", "Non"),
        ('“I closed nothing."', "I closed nothing."),
        ('"I closed nothing.”', "I closed nothing."),
        ("““I closed nothing.””", "I closed nothing."),
        ('"“I closed nothing.”"', "I closed nothing."),
        ("“I closed nothing”.", "I closed nothing."),
        ("“I closed nothing,”", "I closed nothing,"),
        ("“I closed nothing”,", "I closed nothing"),
        ("“I closed nothing.”.", "I closed nothing."),
        ("“He said ‘no’ to me.”", "He said ‘no’ to me."),
        ("“He said “no” to me.”", "He said “no” to me."),
        ('"Yes," he said, "no."', '"Yes," he said, "no."'),
        ("‘Yes,’ he said, ‘no.’", "‘Yes,’ he said, ‘no.’"),
        ("“No”, he said.", "“No”, he said."),
        ("“No” and „yes“", "“No” and „yes“"),
        ("“", "“"),
        ("'tis the season", "'tis the season"),
        ("", ""),
    ],
)
def test_marks_around_all_of_a_quote_are_dropped(pasted: str, kept: str) -> None:
    """Cards add their own; marks within the words stay."""
    assert unquoted(pasted) == kept


def test_a_headline_is_pasted_with_its_marks() -> None:
    """It is kept without them, whichever form it was typed into."""
    record: dict[str, Any] = {"responses": [], "sources": []}
    typed = split_source("VOA News, “North Korea Denies, again”, 19 April 2020", date(2020, 5, 1))
    fill_source(record, typed, None, date(2020, 5, 1))
    fill_source(record, SourceForm(headline='"Bridge" shut'), None, date(2020, 5, 1))
    assert [source["headline"] for source in record["sources"]] == [
        "North Korea Denies, again",
        '"Bridge" shut',
    ]
