"""A reader on the local page, from the keys that are pressed to what is shown."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page import PreviewPage, chromium, find_chromium
from tests.end_to_end.served import Served, served

NICE_NOTE = "Kim Jong Un recently sent Donald Trump"
PUBLIC_ANSWER = ("DENIED", "18 April 2020", "Denied by", "never sent", "Sources", "VOA News")
ONLY_YOU = "Only you can see this"


@pytest.fixture(scope="module")
def chromium_path() -> str:
    """Where the browser is. Machines without one pass these tests over; .ci/run may not."""
    path = find_chromium()
    if path is None and not os.environ.get("CI"):
        pytest.skip("no Chromium is installed here")
    assert path is not None, "CI needs a Chromium"
    return path


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``python -m bot preview`` on a free port."""
    log = tmp_path_factory.mktemp("preview") / "log"
    with served((sys.executable, "-m", "bot", "preview"), log=log, within=60) as running:
        yield running


@pytest.fixture(scope="module")
def page(chromium_path: str, preview: Served) -> Iterator[PreviewPage]:
    """The page as its first viewer, the reader, sees it."""
    expect.set_options(timeout=30_000)
    with chromium(chromium_path) as browser:
        yield PreviewPage(browser, preview.address)


def test_a_question_is_answered_in_the_channel(page: PreviewPage) -> None:
    """/claim nice note shows the claim, how it stands, the denial and the sources to everyone."""
    answer = page.ask("nice note")
    for words in (NICE_NOTE, *PUBLIC_ANSWER):
        expect(answer).to_contain_text(words)
    expect(answer).not_to_contain_text(ONLY_YOU)


def test_the_wordings_of_the_outlets_are_shown_side_by_side(page: PreviewPage) -> None:
    """ "How outlets worded it" answers only who pressed, with both outlets' word order."""
    wordings = page.press(page.ask("nice note"), "How outlets worded it")
    for words in (ONLY_YOU, "nor it should be misused", "nor should it be misused"):
        expect(wordings).to_contain_text(words)


def test_another_candidate_can_be_opened(page: PreviewPage) -> None:
    """Choosing under a public answer opens the other fact, only for who chose it."""
    other = page.choose_elsewhere(page.ask("nice note"), "letter to Kim in March 2020")
    for words in (ONLY_YOU, "CONFIRMED", "Confirmed by", "BelTA"):
        expect(other).to_contain_text(words)


def test_a_misspelt_question_is_understood(page: PreviewPage) -> None:
    """Slips of the fingers still lead to the claim."""
    expect(page.ask("trump nise ntoe")).to_contain_text(NICE_NOTE)


@pytest.mark.parametrize("question", ["best pizza in rome", "did kim write to putin"])
def test_what_is_not_stored_is_said_to_be_so(page: PreviewPage, question: str) -> None:
    """A question about something else gets no fact at all, and is told what that means."""
    answer = page.ask(question)
    expect(answer).to_contain_text("We have nothing on this claim yet")
    expect(answer).to_contain_text("doesn’t mean it’s true or false")
    expect(answer).not_to_contain_text(NICE_NOTE)


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        (
            "did Trump send Kim a nice note",
            "“trump send kim”; this claim has it the other way round",
        ),
        ("Kim offered Trump help with coronavirus", "this claim has it the other way round"),
    ],
)
def test_the_claim_the_other_way_round_is_no_answer(
    page: PreviewPage, question: str, difference: str
) -> None:
    """Who did it to whom decides: the fact is offered with the difference, and not given."""
    answer = page.ask(question)
    expect(answer).to_contain_text(difference)
    expect(answer).not_to_contain_text("Claimed by")


def test_none_of_the_candidates_can_be_the_one(page: PreviewPage) -> None:
    """Saying so under an unsure answer changes it to what that means."""
    unsure = page.ask("nice note 2018")
    expect(unsure).to_contain_text("You asked about 2018; this claim says 2020.")
    page.choose(unsure, "None of these")
    expect(unsure).to_contain_text("OK, then we have nothing on that")


def test_suggestions_begin_with_the_best(page: PreviewPage) -> None:
    """Typing "nice n" offers the nice note first, and taking it answers with that fact."""
    answer = page.ask_first_suggestion("nice n")
    expect(answer).to_contain_text(NICE_NOTE)


def test_one_can_be_the_moderator(page: PreviewPage) -> None:
    """The page has a reader and a moderator; the moderator can ask as well."""
    reader, moderator = page.viewers()
    assert "reader" in reader
    assert "moderator" in moderator
    page.view_as(moderator)
    answer = page.ask("nice note")
    expect(answer).to_contain_text(f"{moderator} used /claim")
    expect(answer).to_contain_text("DENIED")


def test_a_stop_ends_the_page_cleanly(tmp_path: Path) -> None:
    """SIGTERM, as a host sends it, ends the preview within five seconds, without an error."""
    command = (sys.executable, "-m", "bot", "preview")
    with served(command, log=tmp_path / "log", within=60) as running:
        assert running.stop(within=5) == 0
        assert "Traceback" not in running.log.read_text()
