"""Which language a text is in is told by its script, its small words and its letters."""

import pytest

from facts.matching.text.languages import language_of
from tests.languages.sets import LANGUAGES, english_claims, language_set


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor closed the bridge.", "en"),
        ("Kim Jong Un sent Donald Trump a nice note.", None),
        ("wendy's hamburgers contain horse meat", None),
        ("¿Es verdad que cerró el puente?", "es"),
        ("carta Trump", None),
        ("É verdade que o prefeito fechou a ponte?", "pt"),
        ("È vero che il sindaco ha chiuso il ponte?", "it"),
        ("Ким Јонг Ун је послао писмо", "sr"),
        ("Чи правда, що міст закрито?", "uk"),
        ("آیا نامه فرستاد", "fa"),
        ("הגשר סגור", "he"),
        ("Η γέφυρα έκλεισε", "el"),
        ("पुल बंद है", "hi"),
        ("สะพานปิด", "th"),
        ("Trump 手紙を送った", "ja"),
        ("NASA 달 착륙", "ko"),
        ("12345", None),
        ("", None),
    ],
)
def test_a_language_is_told_where_something_tells(text: str, language: str | None) -> None:
    """Names and a few words in Latin letters tell nothing."""
    assert language_of(text) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_tell_their_language(language: str) -> None:
    """Nearly all of a language's claims and questions; of the others none is taken for English."""
    entries = language_set(language).entries
    told = [language_of(text) for entry in entries for text in (entry.claim, entry.question)]
    assert told.count(language) >= 0.8 * len(told)
    assert "en" not in told


def test_claims_in_english_are_not_taken_for_others() -> None:
    """Whatever small words of other languages they hold."""
    assert {language_of(claim) for claim in english_claims()} <= {"en", None}


@pytest.mark.parametrize(
    ("text", "language"),
    [("北京abcdef", "zh"), ("北京abcdefg", None), ("muy pero", "es"), ("pero nunca", None)],
)
def test_a_language_is_told_from_where_it_prevails(text: str, language: str | None) -> None:
    """A character weighs three Latin letters; two small words more than of English tell one."""
    assert language_of(text) == language
