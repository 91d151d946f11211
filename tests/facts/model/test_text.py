"""What text goes through before it is measured or kept."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facts.model import clean_text

# All of Unicode, with what the cleaning is about made likely.
AWKWARD = st.sampled_from(
    list("e\u0301\u0300\u200b\u200d\u200c\u202e\u2066\ufeff\x00\t\r\n  \u2028\xa0👩ق")
)
TEXTS = st.text(st.characters() | AWKWARD)


@given(TEXTS)
@example("e" + "\u0301" * 40)
@example("\ud800\u200da\u200d")
@example("\u1100\u200b\u1161")
@example("👩\u200d\u200d👩")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What is stored is the same after any number of exports and imports."""
    once = clean_text(text)
    assert clean_text(once) == once


@given(TEXTS)
def test_nothing_invisible_is_left(text: str) -> None:
    """No control, surrogate, private or unassigned character, no bidirectional override."""
    left = {unicodedata.category(c) for c in clean_text(text) if c not in "\n\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(TEXTS)
def test_white_space_is_folded(text: str) -> None:
    """No two spaces, no more than one empty line, nothing at the ends of lines."""
    clean = clean_text(text)
    assert "  " not in clean
    assert "\n\n\n" not in clean
    assert all(line == line.strip() for line in clean.split("\n"))


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_plain_words_stay_as_they_are(word: str) -> None:
    """Cleaning is for what a reader does not see, not for what was said."""
    assert clean_text(f"{word} {word}\n\n{word}") == f"{word} {word}\n\n{word}"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a \t b\xa0c  ", "a b c"),
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\n \n\t\n\nb", "a\n\nb"),
        ("nice\x00 no\u200bte\ufeff", "nice note"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("cafe\u0301", "café"),
        ("x" + "\u0301\u0300\u0302" * 20 + "y", "x\u0301\u0300\u0302\u0301y"),
        ("a\ud800b", "ab"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "ab"),
        ("**bold** <@1> @everyone", "**bold** <@1> @everyone"),
        ("\u200b\x00 \n", ""),
    ],
)
def test_what_becomes_of_awkward_text(text: str, clean: str) -> None:
    """Joiners stay where emoji and scripts need them; markup is not touched."""
    assert clean_text(text) == clean
