"""Numbers that other languages write in characters or words come as digits, and names stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.text.analysis import words
from facts.matching.text.numerals import characters_as_digits, words_as_digits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("二〇一八年", "2018年"), ("二零二零年", "2020年"), ("一百七十六人", "176人")),
        *(("三百万人", "3000000人"), ("3万5千人", "35000人"), ("1億2000万円", "120000000円")),
        *(("十天", "10天"), ("两名", "2名"), ("六十", "60"), ("一月", "1月"), ("1.5万", "15000")),
        *(("平成30年", "2018年"), ("令和元年", "2019年"), ("昭和64年", "1989年")),
        *(("육십 명", "60 명"), ("3만5천 명", "35000 명"), ("삼백만 원", "3000000 원")),
        *(("이천십팔년", "2018년"), ("2천만 달러", "20000000 달러")),
    ],
)
def test_numbers_in_characters_are_read(written: str, read: str) -> None:
    """As years, before what is counted, with digits among them."""
    assert characters_as_digits(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "一带一路",
        "三星",
        "四川",
        "十分",
        "一个人",
        "千万",
        "万一",
        "八王子",
        "일이 많다",
        "3.14",
        "1,000",
    ],
)
def test_what_only_looks_like_a_number_stays(text: str) -> None:
    """Names, and words that have a character of a number in them."""
    assert characters_as_digits(text) == text


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        (
            "es",
            "murieron sesenta y dos personas en dos mil dieciocho",
            "murieron 62 personas en 2018",
        ),
        ("de", "einhundertsechsundsiebzig Menschen, ein Arzt", "176 Menschen, ein Arzt"),
        ("fr", "quatre-vingt-dix-neuf morts, un pont neuf", "99 morts, un pont neuf"),
        ("en", "sixty people", "sixty people"),
        (None, "sesenta personas", "sesenta personas"),
    ],
)
def test_number_words_are_read_in_their_language(
    language: str | None, written: str, read: str
) -> None:
    """Those from ten on: below, a word is as often an article."""
    assert words_as_digits(written, language) == read


@given(st.integers(10, 10**8 - 1))
def test_every_number_in_chinese_is_read(number: int) -> None:
    """Written by its rules, with a zero for each gap."""
    assert words(f"{_chinese(number)}人")[0] == str(number)


def _chinese(number: int) -> str:
    if number >= 10**4:
        above, below = divmod(number, 10**4)
        gap = "零" if 0 < below < 10**3 else ""
        return f"{_chinese(above)}万{gap}{_chinese(below) if below else ''}"
    digits, text, gap = "零一二三四五六七八九", "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + name
        gap = digit == 0
    return text
