"""What is easily got wrong about the articles, one test each."""

import pytest

from facts.interchange.file_formats import FileFormat, fact_line, read_facts
from facts.model import FactDraft, PartialDate, Source, Stance, Standing
from facts.starter import starter_content
from facts.wording.fact_words import citation, responder
from facts.wording.outlet_wordings import statements
from tests.strategies import published

Starter = dict[str, FactDraft]

BELTA = (
    "BelTA, “Trump sends letter to Kim, offers cooperation”, 23 March 2020 (carrying China Daily)"
)
VOA = "VOA News, “North Korea Denies Sending ‘Nice Note’ to Trump”, 19 April 2020"
UNNAMED = "Unattributed article (no outlet, author, date or link)"


def sources(starter: Starter) -> list[Source]:
    """Every citation there is."""
    return [source for draft in starter.values() for source in draft.sources]


def test_the_file_is_as_an_export_writes_it() -> None:
    """So that an edit of the file is a small difference, and every ref stands once."""
    lines = list(read_facts(starter_content(), FileFormat.JSON_LINES))
    assert [str(problem) for line in lines for problem in line.problems] == []
    written = "".join(f"{fact_line(line.draft)}\n" for line in lines if line.draft)
    assert written.encode() == starter_content()


def test_every_fact_has_a_starter_ref_and_topics(starter: Starter) -> None:
    """By which they are known again, and found by subject."""
    assert len(starter) >= 25
    for draft in starter.values():
        assert str(draft.ref).startswith("starter/")
        assert draft.topics


def test_nothing_is_our_own_finding(starter: Starter) -> None:
    """The articles say who claims and who denies; nobody has asked us for more."""
    assert [draft.ref for draft in starter.values() if draft.verdict] == []


def test_no_article_has_a_link(starter: Starter) -> None:
    """None is printed, so none is given, and each citation reads well without."""
    for source in sources(starter):
        assert source.url is None
        assert source.archived_url is None
        assert citation(source)
        assert ", ," not in citation(source)


def test_belta_is_of_march_2020(starter: Starter) -> None:
    """Not of the day that the page's banner shows."""
    belta = {citation(source) for source in sources(starter) if source.outlet == "BelTA"}
    assert belta == {BELTA}


def test_one_article_says_nothing_about_itself_and_no_name_is_guessed(starter: Starter) -> None:
    """No outlet, no headline, no author, no date: only that."""
    nameless = {source for source in sources(starter) if source.outlet is None}
    assert {citation(source) for source in nameless} == {UNNAMED}
    for source in nameless:
        assert source.headline is source.author is source.published is None


def test_voa_and_its_teasers_have_their_own_headlines_authors_and_dates(starter: Starter) -> None:
    """What stood under an article is not by its author nor of its day."""
    voa = {
        (str(source.published), source.author): source.headline
        for source in sources(starter)
        if source.outlet == "VOA News"
    }
    assert {key: str(headline)[:24] for key, headline in voa.items()} == {
        ("2020-04-19", None): "North Korea Denies Sendi",
        ("2020-04-18", "Eunjung Cho"): "Report Points to North K",
        ("2020-04-15", "Jeff Seldin"): "North Korea Hackers Pose",
        ("2020-04-14", "Eunjung Cho"): "Coronavirus Poses Major ",
    }


@pytest.mark.parametrize(
    ("ref", "date"),
    [
        ("nice-note", "2020-04-18"),  # “Saturday”, in an article of Sunday, 19 April
        ("relationship-exploited", "2020-04-19"),  # “Sunday” in the same
        ("moon-phone-call", "2020-04-19"),  # “Separately on Sunday”
        ("trump-letter-march-2020", "2020-03-22"),  # “Sunday”, in an article of Monday, 23 March
        ("two-projectiles", "2020-03-21"),  # “Saturday” in the same
        ("tactical-guided-weapon", "2020-03-22"),  # reported “on Sunday”
        ("moratorium-ended", "2019-12"),  # “late December”, no day given
    ],
)
def test_days_of_the_week_became_dates(starter: Starter, ref: str, date: str) -> None:
    """Counted from the article's own day, and no more exactly than it says."""
    assert starter[ref].claim.date == PartialDate.parse(date)


def test_the_weapon_was_fired_the_day_before_it_was_reported(starter: Starter) -> None:
    """The claim tells the one day, its date the other; so with the telephone call."""
    assert "21 March 2020" in starter["tactical-guided-weapon"].claim.text
    assert "18 April 2020" in starter["moon-phone-call"].claim.text


def test_the_nice_note_is_denied_by_an_official_whom_nobody_names(starter: Starter) -> None:
    """The ministry's press chief has a role and no name."""
    (denial,) = starter["nice-note"].responses
    assert denial.by is None
    assert responder(denial) == (
        "an unnamed press chief of the Foreign Ministry, for North Korea's Foreign Ministry, "
        "via KCNA, 19 April 2020"
    )
    assert "never sent the US president any letters" in str(denial.quote)
    assert "ungrounded" in str(denial.text)
    assert "letters exchanged in the past" in str(denial.text)
    assert starter["nice-note"].standing is Standing.DENIED


def test_the_same_statement_stands_as_each_outlet_worded_it(starter: Starter) -> None:
    """One has “nor it should be”, the other “nor should it be”."""
    for ref in ("nice-note", "relationship-exploited"):
        fact = published(starter[ref])
        texts = [
            (wording.source.outlet, wording.text)
            for statement in statements(fact)
            for passage in statement.passages
            for wording in passage
        ]
        assert any(outlet and "nor it should be misused" in text for outlet, text in texts)
        assert any(not outlet and "nor should it be misused" in text for outlet, text in texts)


def test_the_march_letter_is_confirmed_and_not_denied(starter: Starter) -> None:
    """It was Trump's, told of by Kim Yo Jong; what is denied is another letter."""
    letter = starter["trump-letter-march-2020"]
    assert letter.claim.speaker is not None
    assert letter.claim.speaker.name == "Kim Yo Jong"
    assert letter.claim.via == "KCNA"
    (confirmation,) = letter.responses
    assert confirmation.stance is Stance.CONFIRMS
    assert confirmation.by is None
    assert confirmation.via == "The Associated Press"
    assert confirmation.date is None
    assert letter.standing is Standing.CONFIRMED


def test_moon_was_told_as_reuters_has_it_from_seoul(starter: Starter) -> None:
    """The presidential office's official is unnamed, and Reuters is whom they told."""
    claim = starter["moon-phone-call"].claim
    assert claim.speaker is not None
    assert claim.speaker.name is None
    assert claim.via == "Reuters"


def test_the_claim_to_be_free_of_the_virus_is_doubted_not_denied(starter: Starter) -> None:
    """Aid experts fear; that refutes nothing."""
    fact = starter["coronavirus-free"]
    assert [(answer.stance, answer.by) for answer in fact.responses] == [
        (Stance.DISPUTES, "aid experts")
    ]
    assert fact.standing is Standing.DISPUTED


def test_no_response_but_these_is_on_record(starter: Starter) -> None:
    """Everything else was said and, in the articles, not answered."""
    answered = {ref for ref, draft in starter.items() if draft.responses}
    assert answered == {"nice-note", "trump-letter-march-2020", "coronavirus-free"}


def test_three_meetings_are_in_all_three_articles(starter: Starter) -> None:
    """And each of them is cited for it."""
    cited = {citation(source) for source in starter["three-meetings"].sources}
    assert cited == {BELTA, VOA, UNNAMED}
