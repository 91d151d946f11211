"""Facts in words: what each front end shows of who said what, and of the sources."""

import pytest

from facts.model import ChangeKind, Claim, FactDraft, Response, Source, Stance, Verdict
from facts.wording.fact_words import (
    attribution_line,
    change_words,
    citation,
    finding,
    in_reading_order,
    responder,
    retracted,
    stance_words,
    status,
    summary,
)
from facts.wording.not_found import none_answers, which_is_meant


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({}, None),
        ({"speaker": "Donald Trump"}, "Donald Trump"),
        ({"speaker": {"role": "senior official"}}, "an unnamed senior official"),
        (
            {
                "speaker": {"name": "Donald Trump", "role": "President of the United States"},
                "venue": "the coronavirus briefing",
                "date": "2020-04-18",
            },
            (
                "Donald Trump, President of the United States, at the coronavirus briefing, "
                "18 April 2020"
            ),
        ),
        ({"venue": "during a telephone call"}, "during a telephone call"),
        ({"via": "KCNA", "date": "2020-03"}, "via KCNA, March 2020"),
    ],
)
def test_attribution_says_what_is_on_record_and_no_more(
    claim: dict[str, object], words: str | None
) -> None:
    """Speaker, venue, medium and date are joined, and what is missing leaves no trace."""
    said = attribution_line(Claim.model_validate({"text": "It rains.", **claim}))
    assert said == (f"Claimed by {words}" if claim.get("speaker") else words)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ({"by": "Kim Yo Jong"}, "Kim Yo Jong"),
        ({"on_behalf_of": "the Foreign Ministry"}, "the Foreign Ministry"),
        (
            {
                "role": "press chief of the Foreign Ministry",
                "on_behalf_of": "North Korea's Foreign Ministry",
                "via": "KCNA",
                "date": "2020-04-19",
            },
            (
                "an unnamed press chief of the Foreign Ministry, for North Korea's Foreign "
                "Ministry, via KCNA, 19 April 2020"
            ),
        ),
    ],
)
def test_responder_tells_the_unnamed_from_the_named(
    response: dict[str, object], words: str
) -> None:
    """A person known only by a role is called unnamed; an institution is not."""
    assert responder(Response.model_validate({"stance": "denies", **response})) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"outlet": "VOA News"}, "VOA News"),
        ({"headline": "A note"}, "“A note”"),
        ({"outlet": "VOA News", "language": "en-US"}, "VOA News"),
        (
            {
                "outlet": "VOA",
                "headline": "Report",
                "author": "Eunjung Cho",
                "published": "2020-04-18",
                "language": "ko",
                "description": "teaser",
            },
            "VOA, “Report”, by Eunjung Cho, 18 April 2020, in Korean (teaser)",
        ),
        ({"description": "article that names no outlet"}, "Article that names no outlet"),
        ({"url": "https://example.org/a?b=1"}, "example.org"),
        (
            {"description": "leaflet", "author": "A. Uthor", "published": "2020"},
            "Leaflet, by A. Uthor, 2020",
        ),
    ],
)
def test_citation_reads_well_with_whatever_is_known(source: dict[str, object], words: str) -> None:
    """A citation never has an empty place, and never needs a link."""
    assert citation(Source.model_validate(source)) == words


def test_a_line_says_who_said_it_only_where_somebody_did() -> None:
    """A date alone is not “said by 2020”."""
    assert attribution_line(
        Claim.model_validate({"text": "c", "speaker": "A", "date": "2020"})
    ) == ("Claimed by A, 2020")
    assert attribution_line(Claim.model_validate({"text": "c", "date": "2020"})) == "2020"
    assert attribution_line(Claim(text="c")) is None


def test_denials_are_read_first() -> None:
    """Whatever the order in which they came in; within a stance that order stays."""
    stances = ("declines", "confirms", "denies", "disputes", "denies")
    responses = [
        Response.model_validate({"stance": stance, "by": str(number)})
        for number, stance in enumerate(stances)
    ]
    assert [response.by for response in in_reading_order(responses)] == ["2", "4", "3", "1", "0"]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ({"label": "Unproven"}, "Unproven"),
        ({"label": "False", "date": "2020-05"}, "False, May 2020"),
    ],
)
def test_a_finding_has_its_date_where_it_is_known(verdict: dict[str, str], words: str) -> None:
    """The newsroom's own, never mixed with responses."""
    assert finding(Verdict.model_validate(verdict)) == words


def test_nothing_found_is_no_statement_about_truth() -> None:
    """Said each time there is anything to look through."""
    assert none_answers(32).endswith("That doesn’t mean it’s true or false.")
    assert none_answers(0) == "No claims are stored here yet."


@pytest.mark.parametrize(
    ("stances", "words"),
    [
        ({"A": "denies"}, "DENIED by A"),
        ({"A": "denies", "B": "denies"}, "DENIED by A and 1 other"),
        ({"A": "denies", "B": "denies", "C": "denies"}, "DENIED by A and 2 others"),
        ({"A": "denies", "B": "declines"}, "DENIED by A"),
        ({"A": "confirms"}, "CONFIRMED by A"),
        ({"A": "declines"}, "NO COMMENT from A"),
        ({"A": "disputes"}, "DISPUTED by A"),
        ({"B": "confirms", "A": "denies"}, "DISPUTED: denied by A, confirmed by B"),
        ({}, "NO RESPONSE ON RECORD"),
    ],
)
def test_a_status_names_who_answered(stances: dict[str, str], words: str) -> None:
    """And never stands beside the claimant alone, as if they had answered."""
    responses = [{"stance": stance, "by": name} for name, stance in stances.items()]
    fact = FactDraft.model_validate(
        {
            "claim": {"text": "c", "speaker": "Donald Trump", "date": "2020-04-18"},
            "sources": [{"outlet": "o"}],
            "responses": responses,
        }
    )
    assert status(fact) == words
    assert summary(fact) == f"{words} · claimed by Donald Trump, 18 April 2020"


def test_the_reader_is_asked_in_the_right_number() -> None:
    """One candidate is not “these”."""
    assert which_is_meant(1) == "Is this the one you mean?"
    assert which_is_meant(2) == "Which of these do you mean?"


def test_each_stance_has_words() -> None:
    """None of them is left to colour or to a symbol."""
    assert all(stance_words(stance) for stance in Stance)


@pytest.mark.parametrize(
    ("kind", "into", "words"),
    [
        (ChangeKind.ADDED, None, "added"),
        (ChangeKind.EDITED, None, "edited"),
        (ChangeKind.REMOVED, None, "removed"),
        (ChangeKind.MERGED, 12, "merged into #12"),
        (ChangeKind.MERGED, None, "separated again"),
    ],
)
def test_what_a_change_did(kind: ChangeKind, into: int | None, words: str) -> None:
    """A merge says into which fact, its undoing that it is one."""
    assert change_words(kind, into) == words


def test_a_retracted_fact_stands_as_nothing_else() -> None:
    """The words say the day and the reason."""
    retraction = {"on": "2020-06", "reason": "Misheard."}
    least = {"claim": "It rains.", "sources": [{"outlet": "o"}]}
    fact = FactDraft.model_validate(least | {"retraction": retraction})
    assert status(FactDraft.model_validate(least)) == "NO RESPONSE ON RECORD"
    assert status(fact) == "RETRACTED by the newsroom"
    assert fact.retraction is not None
    assert retracted(fact.retraction) == "RETRACTED by the newsroom in June 2020: Misheard."


def test_names_that_run_from_right_to_left_do_not_move_the_date() -> None:
    """Each is isolated from the words around it; others stay as they are."""
    claim = Claim.model_validate(
        {"text": "c", "speaker": {"name": "وزير", "role": "minister"}, "date": "2021-05-03"}
    )
    assert attribution_line(claim) == "Claimed by \u2068وزير\u2069, minister, 3 May 2021"
    source = Source.model_validate({"outlet": "Post", "headline": "جسر", "published": "2021"})
    assert citation(source) == "Post, \u2068“جسر”\u2069, 2021"
