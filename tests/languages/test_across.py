"""Questions in eight languages are offered the claim that is stored in English, and never more."""

from collections.abc import AsyncIterator

import pytest

from facts.matching.text.languages import language_of
from facts.usecases.questions.answers import NotFound, Unsure
from facts.usecases.questions.asking import Asking
from facts.wiring import Library
from facts.wording.not_found import nothing_found_in
from tests.languages.measure import across, asking_in_english, headlines_shown, offered
from tests.languages.sets import (
    LANGUAGES,
    contradictions,
    english_claims,
    english_headlines,
    language_set,
)


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    """The thirty claims beside the starter facts, their meaning worked out."""
    async with asking_in_english() as asking:
        yield asking


async def test_the_claim_that_is_meant_is_offered_and_seldom_another(asking: Asking) -> None:
    """Among the first three, for whole sentences nearly always, for a few words for 95 in 100. Of
    240 questions that are not stored at most one in ten is shown claims, and none is answered.
    """
    measured = await across(asking)
    assert min(measured.offered["claim"], measured.offered["question"]) >= 0.98
    assert measured.offered["short"] >= 0.95
    assert sum(measured.shown.values()) / 2 <= 0.1
    assert measured.found == ()


async def test_nothing_but_a_proposal_is_made_of_meaning(asking: Asking) -> None:
    """It says in which language the claims are, not which words met, and which year differs."""
    answer = await asking.ask("푸틴이 2018년에 대통령직을 사임했나요?", None)
    assert isinstance(answer, Unsure)
    assert answer.proposed_from == ("en",)
    first = answer.offered[0]
    assert first.fact.claim.text == "Vladimir Putin resigned from the presidency in 2020."
    assert first.differences == ("You asked about 2018; this claim says 2020.",)
    assert (first.matched, first.missing) == ((), ())


async def test_what_differs_across_languages_is_said_with_the_claim(asking: Asking) -> None:
    """Another year or number, in the digits and words of any of the languages, and a negation;
    nothing where all agree.
    """
    claims = english_claims()
    for _, number, question in contradictions():
        for answer in (
            await asking.ask(question, None),
            (await asking.check(question, None)).answer,
        ):
            assert isinstance(answer, Unsure), question
            claim = claims[number - 1]
            (match,) = [one for one in answer.offered if one.fact.claim.text == claim]
            assert match.differences, question
    for language in LANGUAGES:
        for entry in language_set(language).entries:
            answer = await asking.ask(entry.question, None)
            claim = claims[entry.number - 1]
            offers = answer.offered if isinstance(answer, Unsure) else ()
            assert [one.differences for one in offers if one.fact.claim.text == claim] in ([()], [])


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("푸틴이 ２０１８년에 사임했다", "You asked about 2018; this claim says 2020."),
        ("Putin이 2018년에 resigned?", "You asked about 2018; this claim says 2020."),
        ("プーチンは平成30年に大統領を辞任した", "You asked about 2018; this claim says 2020."),
        ("¿Renunció Putin en dos mil dieciocho?", "You asked about 2018; this claim says 2020."),
        ("普京在二〇二〇年辞去总统职务了吗", None),
        ("هل استقال بوتين من الرئاسة عام ٢٠٢٠؟", None),
        ("中国在武汉十天建成医院", None),
    ],
)
async def test_figures_are_read_however_they_are_written(
    asking: Asking, question: str, difference: str | None
) -> None:
    """In full width, in an era, in characters, in words, and between two languages."""
    answer = await asking.ask(question, None)
    assert isinstance(answer, Unsure)
    assert answer.offered[0].differences == ((difference,) if difference else ())


async def test_a_message_is_checked_in_any_language(asking: Asking) -> None:
    """Check this claim offers what a sentence of it means."""
    message = "Guten Morgen! Stimmt es, dass Impfungen bei Kindern Autismus verursachen? Danke."
    checked = await asking.check(message, None)
    assert offered(checked.answer, "Vaccines cause autism in children.")


async def test_questions_in_english_are_answered_by_their_words_alone(asking: Asking) -> None:
    """Where every claim is in English, too."""
    for question in ("does chocolate make you smarter", "is there a new yacht for the king"):
        answer = await asking.ask(question, None)
        assert not (isinstance(answer, Unsure) and answer.proposed_from)


@pytest.mark.parametrize("more_claims", [False, True])
async def test_headlines_in_english_about_nothing_stored_are_offered_nothing(
    library: Library, asking: Asking, *, more_claims: bool
) -> None:
    """Though no claim has their words: of sixty at most three, over the starter facts alone and
    with the thirty claims.
    """
    await library.asking.catalogue.learn()
    one = asking if more_claims else library.asking
    assert len(english_headlines()) >= 60
    assert await headlines_shown(one) <= 0.05


async def test_without_the_vectors_the_words_answer(library: Library) -> None:
    """While they are being made nothing is proposed, unless who asks waits for it."""
    question = "¿Kim Jong Un envió una nota amable a Trump?"
    answer = await library.asking.ask(question, None)
    assert not (isinstance(answer, Unsure) and answer.proposed_from)
    waited = await library.asking.ask(question, None, patient=True)
    assert isinstance(waited, Unsure)
    assert waited.proposed_from == ("en",)


async def test_nothing_found_is_said_in_the_language_of_the_question(asking: Asking) -> None:
    """With the languages in which the claims are kept, and what to try."""
    answer = await asking.ask("¿Nevó en el desierto del Sáhara en enero?", None)
    assert isinstance(answer, NotFound)
    assert (answer.language, answer.kept_in) == ("es", ("en",))
    said = nothing_found_in(answer.language, answer.kept_in)
    assert said is not None
    assert "inglés" in said
    english = await asking.ask("did it snow in the desert of the sahara", None)
    assert isinstance(english, NotFound)
    assert english.language is None


@pytest.mark.parametrize("language", [*LANGUAGES, "pt", "it"])
def test_each_of_the_languages_has_its_sentence(language: str) -> None:
    """Which is in that language itself, and names those of the claims."""
    said = nothing_found_in(language, ["en", language])
    assert said is not None
    assert language_of(said) == language
    assert nothing_found_in(language, []) is not None
    assert nothing_found_in("sw", ["en"]) is None
    assert nothing_found_in(None, ["en"]) is None
