"""The natural questions about the articles find their facts; others are refused."""

import pytest

from facts.model import visible_desks
from facts.usecases.questions.answers import Found, NotFound, Unsure
from facts.wiring import Library

READER = visible_desks(None)


@pytest.mark.parametrize(
    ("ref", "question"),
    [
        ("nice-note", "nice note"),
        ("nice-note", "did Kim write to Trump"),
        ("nice-note", "who denied the nice note"),
        ("nice-note", "note nice"),
        ("nice-note", "did kim jong-un send a nice note"),
        ("nice-note", "trump recieved a nice note"),
        ("nice-note", "north korea denies sending nice note to trump"),
        ("doing-fine", "trump says doing fine with north korea"),
        ("relationship-exploited", "north korea accuses washington of exploiting relationship"),
        ("moon-phone-call", "trump told moon about letter"),
        ("moon-phone-call", "moon jae-in phone call"),
        ("trump-letter-march-2020", "trump offers kim help with coronavirus"),
        ("trump-letter-march-2020", "did trump write to kim"),
        ("trump-letter-march-2020", "coronavirus help kim trump offers"),
        ("personal-ties-not-enough", "kim yo jong warns relations"),
        ("kim-yo-jong-praises-trump", "kim yo jong praised trump"),
        ("coronavirus-free", "dprk covid"),
        ("coronavirus-free", "is north korea free of coronavirus"),
        ("coronavirus-free", "nrth korea free of corona virus"),
        ("coronavirus-free", "does north korea have covid cases"),
        ("health-system", "north korea health system"),
        ("moratorium-ended", "north korea moratorium missile tests"),
        ("two-projectiles", "north korea fired projectiles"),
        ("tactical-guided-weapon", "tactical guided weapon"),
        ("three-meetings", "how many times did trump and kim meet"),
        ("vietnam-summit", "trump kim vietnam"),
        ("un-and-us-sanctions", "un sanctions north korea"),
        ("coal-exports", "north korea coal exports"),
        ("coal-exports", "ilegal coal exprots china"),
        ("hackers-warning", "us warns hackers"),
        ("hackers-warning", "north korean hackers"),
        ("cyberattacks", "north korea cyberattacks 17 countries"),
        ("nice-note", "Trump received a nice note from Kim"),
        ("nice-note", "was a nice note sent to Trump by Kim"),
        ("nice-note", "ncie ntoe"),
        ("nice-note", "supreme leadership never sent any letters"),
        ("nice-note", "trump says kim sent nice note"),
        ("nice-note", "Did Donald Trump say that he received a nice note from Kim Jong Un?"),
        ("nice-note", "trump claimed nice note from kim"),
        ("nice-note", "kim's nice note to trump"),
        ("nice-note", "nice note kim to trump"),
        ("nice-note", "did north korea deny the nice note"),
        ("nice-note", "North Korea says it never sent Trump a letter"),
    ],
)
async def test_a_natural_question_finds_its_fact(library: Library, ref: str, question: str) -> None:
    """Misspelt, shuffled or short."""
    answer = await library.asking.ask(question, READER)
    assert isinstance(answer, Found)
    assert answer.match.fact.ref == f"starter/{ref}"


@pytest.mark.parametrize(
    ("ref", "question"),
    [
        ("nice-note", "letter from Kim"),
        ("coronavirus-free", "nrth korea corona virus"),
        ("trump-letter-march-2020", "trump's letter to kim"),
    ],
)
async def test_what_several_facts_answer_is_asked_back(
    library: Library, ref: str, question: str
) -> None:
    """Two facts hold all of it: the likelier one leads, and the reader chooses."""
    answer = await library.asking.ask(question, READER)
    assert isinstance(answer, Unsure)
    assert answer.best[0].fact.ref == f"starter/{ref}"
    assert len(answer.offered) > 1


@pytest.mark.parametrize(
    "question",
    [
        "did kim write to putin",
        "hello",
        "best pizza",
        "how are you",
        "capital of france",
        "north korea world cup",
        "did kim jong un die",
        "trump xi jinping phone call",
    ],
)
async def test_what_is_not_in_the_articles_is_refused(library: Library, question: str) -> None:
    """Nothing is on record, and what shares only a name or a country is not held out either."""
    assert isinstance(await library.asking.ask(question, READER), NotFound)


@pytest.mark.parametrize(
    "question",
    [
        "did trump write to xi",
        "kim jong un nice note to putin",
        "nice note 2018",
        "south korea covid",
        "did Trump send Kim a nice note",
        "Kim offered Trump help with coronavirus",
        "did South Korea deny sending a nice note",
        "did Trump deny the nice note",
        "the nice note was denied by Trump",
        "Trump's nice note to Kim",
        "nice note trump to kim",
        "Kim said Trump sent him a nice note",
    ],
)
async def test_what_the_articles_say_of_others_does_not_answer(
    library: Library, question: str
) -> None:
    """Another name or year is another claim, however near the rest is."""
    assert not isinstance(await library.asking.ask(question, READER), Found)
