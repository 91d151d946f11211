"""Questions find the claims of their own language, in the eight languages of the sets."""

import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from tests.facts.matching.conftest import MakeFact, fill
from tests.languages.measure import index_of, within
from tests.languages.sets import LANGUAGES, contradictions, language_set, names


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_find_claims_of_their_language(language: str) -> None:
    """Of sixty at least 80 in 100 are answered right, 95 offered, and none answered wrong; of
    thirty that are not stored none is answered.
    """
    measured = within(language)
    assert measured.found >= 0.8
    assert measured.offered >= 0.95
    assert measured.wrong == 0
    assert measured.unstored == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_claim_of_its_language_contradicts_is_not_answered_with_it(language: str) -> None:
    """Another year or number, in digits, characters or words, and what was negated."""
    index = index_of(language_set(language))
    asked = [(number, question) for of, number, question in contradictions() if of == language]
    assert len(asked) >= 5
    offered = 0
    for number, question in asked:
        judgement = index.search(question, None)
        assert judgement.decision is not Decision.FOUND, question
        first = judgement.candidates[0]
        assert first.fact_id == number, question
        offered += bool(first.differences)
    assert offered >= len(asked) - 1


def test_names_of_the_news_meet_in_every_language_by_words_alone(make_fact: MakeFact) -> None:
    """Seventy persons, countries, unions and capitals, fresh and settled."""
    apart = []
    for english, *others in names():
        claim = make_fact(1, f"Yesterday {english} was mentioned.")
        index = ClaimIndex()
        index.put(claim)
        for _ in range(2):
            for name in others:
                candidates = index.search(name, None).candidates
                if not candidates or candidates[0].missing:
                    apart.append((english, name))
            fill(index, [claim])
    assert apart == []


@pytest.mark.parametrize(
    "question",
    [
        *("Ким Чен Ын", "金正恩", "김정은이", "كيم جونغ أون"),
        *("Трамп", "特朗普", "川普", "トランプ", "트럼프에게", "ترامب"),
        *("美国", "アメリカ合衆国", "الولايات المتحدة", "Vereinigte Staaten", "Соединенные Штаты"),
        *("Тегеран", "德黑兰", "테헤란", "Teherán"),
        *("Дональда Трампа", "о Трампе", "트럼프가", "도널드 트럼프의", "Trumps", "唐納·川普"),
        *("в Тегеране", "из США", "테헤란에서", "テヘランで", "في طهران", "アメリカの"),
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
        fill(index, [make_fact(1, claim)])


def test_a_name_in_english_meets_it_in_another_script(make_fact: MakeFact) -> None:
    """Where the facts that hold it are more than its own letters lead to."""
    index = ClaimIndex()
    index.put(make_fact(1, "Путин подал в отставку."))
    (candidate,) = index.search("putin", None).candidates
    assert candidate.missing == ()
