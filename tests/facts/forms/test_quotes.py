"""Quotes as people paste them."""

import pytest

from facts.forms.apply import unquoted


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
    ],
)
def test_marks_around_all_of_a_quote_are_dropped(pasted: str, kept: str) -> None:
    """Cards add their own; marks within the words stay."""
    assert unquoted(pasted) == kept
