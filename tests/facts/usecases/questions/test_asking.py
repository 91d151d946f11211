"""Asking: what a reader gets for a question, a message, and while typing."""

import json
from collections.abc import AsyncIterator

import pytest

from facts.model import HOME, STARTER, DeskId, visible_desks
from facts.store.protocol import UnknownFact
from facts.usecases.questions.answers import Found, Match, NotFound, Unsure
from facts.usecases.questions.asking import Asking, NothingAsked, within_reach
from facts.wiring import Library, open_library

OWN = DeskId("77")
READER = visible_desks(OWN)


def facts(*claims: str) -> bytes:
    """A file of facts with these claims."""
    return "\n".join(
        json.dumps({"claim": claim, "sources": [{"outlet": "o"}], "topics": [claim.split()[-1]]})
        for claim in claims
    ).encode()


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    """Facts 1 to 5: three of the home desk, one each of desks 77 and 78."""
    async with open_library(None) as library:
        await library.starter.remove("test")
        add = library.importing.run
        await add(facts("Giraffes are hollow", "Owls can count", "Owls dislike jazz"), editor="t")
        await add(facts("Penguins own banks"), editor="t", desk=OWN)
        await add(facts("Beavers forged passports"), editor="t", desk=DeskId("78"))
        yield library.asking


async def test_a_question_is_answered_with_its_fact(asking: Asking) -> None:
    """With how the match came about."""
    answer = await asking.ask("hollow giraffes", READER)
    assert isinstance(answer, Found)
    assert answer.match.fact.claim.text == "Giraffes are hollow"
    assert {word.asked for word in answer.match.matched} == {"hollow", "giraffes"}


async def test_nothing_on_record_says_among_how_many(asking: Asking) -> None:
    """Only those that the reader sees are counted."""
    answer = await asking.ask("vaccines and autism", READER)
    assert isinstance(answer, NotFound)
    assert answer.searched == 4


async def test_another_desks_facts_are_not_seen(asking: Asking) -> None:
    """Not by question, not by number, not while typing."""
    assert isinstance(await asking.ask("beavers forged passports", READER), NotFound)
    hidden = await asking.ask("beavers forged passports", None)
    assert isinstance(hidden, Found)
    number = f"#{hidden.match.fact.id}"
    with pytest.raises(UnknownFact):
        await asking.ask(number, READER)
    assert await asking.complete(number, READER) == ()
    assert await asking.complete("beav", READER) == ()


async def test_a_fact_is_named_by_its_number(asking: Asking) -> None:
    """As printed in an answer, with or without the revision."""
    (picked,) = await asking.complete("penguins", READER)
    for question in (f"#{picked.id}", f"fact {picked.id}", f"#{picked.id}.1"):
        answer = await asking.ask(question, READER)
        assert isinstance(answer, Found)
        assert answer.exact
        assert answer.match.fact == picked
    assert await asking.complete(f"#{picked.id}", READER) == (picked,)


@pytest.mark.parametrize("question", ["", " \n", "\x00\u200b", "🤔", "?!", "\u202e…", "**", "<@!>"])
async def test_a_question_without_a_word_is_refused(asking: Asking, question: str) -> None:
    """With a sentence that says what to type."""
    with pytest.raises(NothingAsked, match="Type a few words"):
        await asking.ask(question, READER)


@pytest.mark.parametrize(
    "question",
    [
        "x" * 6000,
        "owl " * 1500,
        "@everyone @here <@&1234567890>",
        "[owls](https://evil.example) **count**",
        "ｏｗｌｓ\u202e count\u0301\u0301\u0301\u0301\u0301",
        "𝒳" * 3000,
        "سلام " * 600,
    ],
)
async def test_awkward_questions_are_answered_somehow(asking: Asking, question: str) -> None:
    """None of them raises."""
    assert isinstance(await asking.ask(question, READER), Found | Unsure | NotFound)


async def test_the_best_sentence_of_a_message_is_answered(asking: Asking) -> None:
    """And named; the message may be long and hold links."""
    message = (
        "What a week it has been for all of us here! Is it true that giraffes are hollow? "
        "See https://example.org/x for more of the same. I had soup for "
        "lunch, and tomorrow there is a concert in the park that I do not want to miss."
    )
    checked = await asking.check(message, READER)
    assert isinstance(checked.answer, Found)
    assert checked.answer.match.fact.claim.text == "Giraffes are hollow"
    assert "giraffes" in checked.sentence
    assert "soup" not in checked.sentence


async def test_a_sentence_is_not_answered_with_what_the_message_contradicts() -> None:
    """The figure that differs may stand in the sentence before."""
    async with open_library(None) as library:
        await library.importing.run(facts("Sixteen prisoners escaped from Marlow jail"), editor="t")
        for message in (
            "The 60 prisoners! They escaped from Marlow jail.",
            "60 prisoners. Escaped from Marlow jail.",
        ):
            checked = await library.asking.check(message, READER)
            assert isinstance(checked.answer, Unsure)
            assert "60" in checked.answer.best[0].differences[0]


async def test_a_message_about_nothing_on_record_is_not_answered(asking: Asking) -> None:
    """Sentence by sentence it is still not found."""
    checked = await asking.check("I had soup for lunch. The concert was loud. Good night.", READER)
    assert isinstance(checked.answer, NotFound)
    with pytest.raises(NothingAsked):
        await asking.check("🤔 …", READER)


async def test_what_is_typed_so_far_becomes_facts(asking: Asking) -> None:
    """Best first, no more than asked for; with nothing typed whatever there is."""
    typed = [fact.claim.text for fact in await asking.complete("owl", READER)]
    assert set(typed[:2]) == {"Owls can count", "Owls dislike jazz"}
    assert len(await asking.complete("", READER)) == 4
    assert len(await asking.complete("owl", READER, limit=1)) == 1


async def test_holdings_tell_whose_the_facts_are(asking: Asking) -> None:
    """For a reader at a desk, and for one at none."""
    at_desk, elsewhere = await asking.holdings(OWN), await asking.holdings(None)
    assert (at_desk.starter, at_desk.home, at_desk.own, at_desk.total) == (0, 3, 1, 4)
    assert (elsewhere.own, elsewhere.total) == (0, 3)
    assert await asking.searched([HOME, STARTER]) == 3


async def test_changes_are_seen_by_the_next_question(library: Library) -> None:
    """An edit, a removal and an addition, each acknowledged before it is asked for."""
    line = '{"ref": "r", "claim": "%s", "sources": [{"outlet": "o"}]}'
    desks = visible_desks(None)
    for claim in ("Giraffes are hollow", "Penguins own banks"):
        await library.importing.run((line % claim).encode(), editor="t")
        answer = await library.asking.ask(claim, desks)
        assert isinstance(answer, Found)
        assert answer.match.fact.claim.text == claim
    assert isinstance(await library.asking.ask("giraffes are hollow", desks), NotFound)
    await library.starter.remove("t")
    assert isinstance(await library.asking.ask("nice note", desks), NotFound)


async def test_what_is_far_behind_the_best_is_not_offered(asking: Asking) -> None:
    """Below a third of the best confidence a fact hardly shares a word with the question."""
    fact = (await asking.complete("owls", READER))[0]
    near, far = Match(fact, confidence=0.31), Match(fact, confidence=0.29)
    best = Match(fact, confidence=0.9)
    assert within_reach((best, near, far)) == (best, near)


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("hollow trumpets flutes brass wood strings drums", ("hollow",)),
        ("holow trumpets flutes brass wood", ()),
    ],
)
async def test_topics_are_named_only_of_facts_that_are_near(
    asking: Asking, question: str, topics: tuple[str, ...]
) -> None:
    """From a confidence of a fifth on: one telling word of seven, not a guess at one of five."""
    answer = await asking.ask(question, READER)
    assert isinstance(answer, NotFound)
    assert answer.best
    assert answer.topics == topics


@pytest.mark.parametrize(
    ("others", "answer"),
    [("mizda nurpo dabit keprog", Found), ("mizda nurpo dabit keprog zurba", Unsure)],
)
async def test_of_an_unknown_language_half_of_the_words_must_be_known(
    others: str, answer: type
) -> None:
    """Otherwise the text and the claim may share names and figures only."""
    async with open_library(None) as library:
        await library.importing.run(facts("Bodre fupri gatzo kevil lopur"), editor="t")
        question = f"bodre fupri gatzo kevil lopur {others}"
        assert isinstance(await library.asking.ask(question, READER), answer)


async def test_a_message_about_facts_that_are_gone_finds_nothing() -> None:
    """The index may still have them for a moment, when thousands of changes wait."""
    async with open_library(None) as library:
        await library.starter.remove("test")
        index = library.asking.catalogue.index
        await library.importing.run(facts("Giraffes are hollow inside"), editor="t")
        await library.asking.ask("giraffes", None)
        kept = await library.asking.fact(33, None)
        index.put(kept.model_copy(update={"id": 99}))
        index.remove(33)
        checked = await library.asking.check(
            "Giraffes are hollow inside. Giraffes are hollow inside, they say.", None
        )
        assert isinstance(checked.answer, NotFound)
        assert checked.sentence.startswith("Giraffes are hollow inside. Giraffes")
