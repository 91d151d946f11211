"""User text on Discord: shown as typed, pinging nobody, linking nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.markdown import cut, escape, excerpt, size, split, without_mentions


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("plain words, 18 April 2020.", "plain words, 18 April 2020."),
        ("*bold* _it_ ~no~ `code` |x|", r"\*bold\* \_it\_ \~no\~ \`code\` \|x\|"),
        ("[click](https://evil.example)", r"\[click\](https\://evil.example)"),
        ("<@123> @everyone <t:1:R>", r"\<\@123> \@everyone \<t:1:R>"),
        ("# heading", r"\# heading"),
        ("-# small", r"\-# small"),
        ("> quote", r"\> quote"),
        ("- item\n+ item\n1. item", "\\- item\n\\+ item\n1\\. item"),
        ("C:\\temp", "C:\\\\temp"),
    ],
)
def test_markup_is_shown_and_not_obeyed(typed: str, sent: str) -> None:
    """Whatever Discord would format, link or ping is written with a backslash."""
    assert escape(typed) == sent


def test_right_to_left_text_is_isolated() -> None:
    """Hebrew and Arabic do not reorder the words around them; other text is not wrapped."""
    assert escape("שלום") == "\u2068שלום\u2069"
    assert escape("hello") == "hello"


@given(st.text(max_size=300))
def test_escaping_adds_backslashes_and_isolates_only(text: str) -> None:
    """No letter of the text is changed or dropped."""
    assert escape(text).strip("\u2068\u2069").replace("\\", "") == text.strip(
        "\u2068\u2069"
    ).replace("\\", "")


@given(st.text(max_size=300), st.integers(2, 120))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    """Within the limit, and with an ellipsis exactly where something is missing."""
    result = cut(text, limit)
    assert size(result) <= limit
    if size(" ".join(text.split())) > limit:
        assert result.endswith("…")
    else:
        assert result == " ".join(text.split())


@given(st.text(max_size=300), st.integers(12, 120))
def test_an_excerpt_fits_as_it_is_shown(text: str, limit: int) -> None:
    """Within the limit with its backslashes, and whole where the whole fits."""
    result = excerpt(text, limit)
    assert size(result) <= limit
    whole = escape(" ".join(text.split()))
    assert result == whole or size(whole) > limit or result.rstrip("\u2069").endswith("…")


@given(st.text(min_size=1, max_size=400), st.integers(16, 200))
def test_splitting_loses_only_white_space(text: str, capacity: int) -> None:
    """Both parts together are the text, and the first one fits."""
    head, tail = split(text, capacity)
    assert size(escape(head)) <= capacity
    assert "".join((head + tail).split()) == "".join(text.split())


@given(st.text("ab \n", min_size=30, max_size=200))
def test_splitting_always_goes_on(text: str) -> None:
    """The rest is shorter than the text, so that pages come to an end."""
    _, tail = split(text, 16)
    assert len(tail) < len(text)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("<@123456789012345678> nice note", "nice note"),
        ("nice <@&123456789012345678> note", "nice note"),
        ("nice note @everyone", "nice note"),
        ("in <#123456789012345678> nice note", "in nice note"),
        ("nice <:smile:123456789012345678> note", "nice note"),
        ("3 < 5 > 4", "3 < 5 > 4"),
    ],
)
def test_mentions_are_no_part_of_a_question(typed: str, asked: str) -> None:
    """What Discord wrote for a mention is left out; other signs stay."""
    assert " ".join(without_mentions(typed).split()) == asked
