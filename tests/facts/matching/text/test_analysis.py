"""Texts become words, sentences and links that can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.text.analysis import fold, stem, without_post_markup, words
from facts.matching.text.links import links_in
from facts.matching.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Korea’s", ["north", "korea"]),
        ("the U.S. and the u s", ["the", "us", "and", "the", "us"]),
        ("M.L.K. don't O'Rourke", ["mlk", "dont", "orourke"]),
        ("7,000 and 6.07", ["7000", "and", "6.07"]),
        ("Wal-Mart foo_bar", ["wal", "mart", "foo", "bar"]),
        ("Ｔｒｕｍｐ risqué opéned", ["trump", "risque", "opened"]),
        ("Ёлка й ΆΡΗΣ", ["елка", "и", "αρησ"]),
        ("straße Łódź Ærø", ["strasse", "lodz", "aero"]),
        ("北朝鮮", ["北朝", "朝鮮"]),
        ("트럼프는 편지", ["트럼", "럼프", "프는", "편지"]),
        ("see https://example.org/a?b=c now", ["see", "now"]),
        ("", []),
        ("🔥 … —", []),
    ],
)
def test_texts_become_words(text: str, expected: list[str]) -> None:
    """Case, marks, quotes, dots and commas are folded; scripts without spaces come in pairs."""
    assert words(text) == expected


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded stays as it is."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("sent", "sends"), ("women", "woman"), ("denied", "denies"), ("wrote", "write")],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    """Regular or not."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ("One.", "Two?", "Three!")),
        ("Mr. Trump met Gen. Lee.", ("Mr. Trump met Gen. Lee.",)),
        ("The U.S. Army left.\nThen rain.", ("The U.S. Army left.", "Then rain.")),
        ("He said “ok.” She left.", ("He said “ok.”", "She left.")),
        ("金正恩。特朗普。", ("金正恩。", "特朗普。")),
        ("It rose 3.5 percent. more", ("It rose 3.5 percent. more",)),
        ("  ", ()),
    ],
)
def test_a_message_is_split_into_sentences(text: str, expected: tuple[str, ...]) -> None:
    """Titles and initials end none, line breaks always do."""
    assert sentences(text) == expected


@given(st.text(max_size=400))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    """The sentences together are the message, white space apart."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_links_are_found_in_a_message() -> None:
    """Without the punctuation that follows them."""
    text = "See <https://a.org/x>, (https://b.org/y). Or https://c.org/z!"
    assert links_in(text) == ("https://a.org/x", "https://b.org/y", "https://c.org/z")


def test_links_without_a_scheme_are_found() -> None:
    """As people copy them from a phone; an address of mail is none."""
    text = "a.org/x? me@a.org/y and/or (https://en.wikipedia.org/wiki/Korea_(name))."
    assert links_in(text) == ("a.org/x", "https://en.wikipedia.org/wiki/Korea_(name)")


def test_a_copied_post_is_read_for_what_it_says() -> None:
    """Handles and hashtags are read as words; the author's handle and the date are dropped."""
    post = "@JaneDoe lied #NorthKorea pic.twitter.com/abc — John Roe (@jroe) April 18, 2020"
    assert words(without_post_markup(post)) == [
        "jane",
        "doe",
        "lied",
        "north",
        "korea",
        "john",
        "roe",
    ]
