"""Texts become words, sentences and links that can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.text import east_asian
from facts.matching.text.analysis import fold, words
from facts.matching.text.languages import stem, stem_in
from facts.matching.text.messages import links_in, sentences, without_post_markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Korea’s", ["north", "korea"]),
        ("the U.S. and the u s", ["the", "us", "and", "the", "us"]),
        ("M.L.K. don't O'Rourke", ["mlk", "dont", "orourke"]),
        ("7,000 and 6.07", ["7000", "and", "6.07"]),
        ("Wal-Mart foo_bar", ["wal", "mart", "foo", "bar"]),
        ("Ｔｒｕｍｐ risqué opéned", ["trump", "risque", "opened"]),
        ("Ёлка й ΆΡΗΣ", ["елка", "й", "αρησ"]),
        ("straße Łódź Ærø", ["strasse", "lodz", "aero"]),
        ("트럼프는 2018년 편지", ["트럼프는", "2018", "년", "편지"]),
        ("ประเทศ", ["ปร", "ระ", "ะเ", "เท", "ทศ"]),
        ("L'autisme dell'acqua", ["autisme", "acqua"]),
        ("مُحَمَّد ٢٠١٨ مـصـر", ["محمد", "2018", "مصر"]),
        ("کتاب ایران", ["كتاب", "ايران"]),
        ("שָׁלוֹם", ["שלום"]),
        ("ज़रूर", ["जरूर"]),
        ("ISPARTA ısparta İsparta", ["isparta"] * 3),
        ("see https://example.org/a?b=c now", ["see", "now"]),
        ("", []),
        ("🔥 … —", []),
    ],
)
def test_texts_become_words(text: str, expected: list[str]) -> None:
    """Case, marks, quotes, points and digits are folded; scripts without spaces come in pairs."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("疫苗会导致儿童自闭症是真的吗？", "疫苗 导致 儿童 自闭症"),
        ("兒童的自閉症是疫苗導致的嗎", "儿童 自闭症 疫苗 导致"),
        ("没有不明飞行物", "没有 不明飞行物"),
        ("ワクチンが自閉症を引き起こすのは本当ですか", "わくちん 自闭症 引 起"),
        ("ﾜｸﾁﾝ", "わくちん"),
        ("手紙を送っていない", "手纸 送 ない"),
        ("イーロン・マスク", "いーろん ますく"),
        ("的", "的"),
    ],
)
def test_chinese_and_japanese_come_as_words(text: str, expected: str) -> None:
    """Simplified characters, hiragana, without small words and what only frames a question."""
    assert words(text) == expected.split()


def test_without_the_extra_they_come_as_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of characters, which straddle words."""
    monkeypatch.setattr(east_asian, "_tools", lambda: None)
    assert words("北朝鮮") == ["北朝", "朝鮮"]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("elecciones", "eleccion", "es"),
        ("mueller", "muller", "de"),
        ("vaccins", "vaccin", "fr"),
        ("ватре", "vatre", "sr"),
        ("прививки", "прививка", None),
        ("اللقاحات", "لقاح", None),
        ("γεφυρες", "γεφυρα", None),
        ("트럼프에게", "트럼프는", None),
        ("사임했나요", "사임했다", None),
        ("발전소에서는", "발전소를", None),
    ],
)
def test_inflections_of_other_languages_share_a_stem(
    one: str, other: str, language: str | None
) -> None:
    """By the language of the claim in Latin letters, else by the script."""
    if language is None:
        assert stem(one) == stem(other) != one
    else:
        assert stem_in(language, one) == stem_in(language, other)


def test_a_short_korean_word_is_not_cut_to_nothing() -> None:
    """A particle needs a word before it."""
    assert [stem(word) for word in ("아이", "나이", "달")] == ["아이", "나이", "달"]


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
