"""Questions find the claims of their own language, in the eight languages of the sets."""

from datetime import UTC, datetime

import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from facts.model import HOME, Fact
from tests.facts.matching.conftest import MakeFact
from tests.languages.sets import LANGUAGES, LanguageSet, language_set

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_ASKED_IN_THREE_WAYS = 20


def index_of(languages: LanguageSet) -> ClaimIndex:
    """The thirty claims of a language."""
    index = ClaimIndex()
    for entry in languages.entries:
        content = {
            "id": entry.number,
            "desk": HOME,
            "revision": 1,
            "created_at": _AT,
            "changed_at": _AT,
            "claim": entry.claim,
            "sources": [{"outlet": "o"}],
        }
        index.put(Fact.model_validate(content))
    return index


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_find_claims_of_their_language(language: str) -> None:
    """Of sixty at least 80 in 100 are answered right, 95 offered, and none answered wrong."""
    asked = language_set(language)
    index = index_of(asked)
    found = offered = wrong = 0
    for entry in asked.entries[:_ASKED_IN_THREE_WAYS]:
        for question in (entry.question, entry.short, entry.reworded):
            judgement = index.search(question, None)
            ids = [candidate.fact_id for candidate in judgement.candidates]
            right = judgement.decision is Decision.FOUND and ids[0] == entry.number
            found += right
            wrong += judgement.decision is Decision.FOUND and not right
            offered += right or (judgement.decision is Decision.UNSURE and entry.number in ids)
    questions = 3 * _ASKED_IN_THREE_WAYS
    assert found >= 0.8 * questions
    assert offered >= 0.95 * questions
    assert wrong == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_stored_is_not_found(language: str) -> None:
    """Neither sentences nor a few words."""
    asked = language_set(language)
    index = index_of(asked)
    for question in (*asked.unstored, *asked.unstored_short):
        assert index.search(question, None).decision is not Decision.FOUND, question


@pytest.mark.parametrize(
    "question",
    [
        *("Ким Чен Ын", "金正恩", "김정은이", "كيم جونغ أون"),
        *("Трамп", "特朗普", "川普", "トランプ", "트럼프에게", "ترامب"),
        *("美国", "アメリカ合衆国", "الولايات المتحدة", "Vereinigte Staaten", "Соединенные Штаты"),
        *("Тегеран", "德黑兰", "테헤란", "Teherán"),
    ],
)
def test_names_meet_across_scripts_by_words_alone(make_fact: MakeFact, question: str) -> None:
    """Persons, countries and capitals of the news, fresh and settled."""
    claim = "Kim Jong Un and Donald Trump met in Tehran, says the US."
    index = ClaimIndex()
    index.put(make_fact(1, claim))
    for _ in range(2):
        (candidate,) = index.search(question, None).candidates
        assert candidate.missing == ()
        index.fill([make_fact(1, claim)])


def test_a_name_in_english_meets_it_in_another_script(make_fact: MakeFact) -> None:
    """Where the facts that hold it are more than its own letters lead to."""
    index = ClaimIndex()
    index.put(make_fact(1, "Путин подал в отставку."))
    (candidate,) = index.search("putin", None).candidates
    assert candidate.missing == ()
