"""Moments as people write them."""

from datetime import UTC, datetime

import pytest

from facts.forms.moments import UnclearMoment, moment_words, read_moment, zone_named, zones_like
from facts.model import Refusal

NOW = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("18:00", "UTC", datetime(2026, 3, 27, 18, tzinfo=UTC)),
        ("tomorrow at 9.30", "Europe/Oslo", datetime(2026, 3, 28, 8, 30, tzinfo=UTC)),
        ("at 6 pm", "UTC", datetime(2026, 3, 27, 18, tzinfo=UTC)),
        ("tomorrow,  at   18h00 ", "UTC", datetime(2026, 3, 28, 18, tzinfo=UTC)),
        ("3 May 2026, 6 pm", "europe/oslo", datetime(2026, 5, 3, 16, tzinfo=UTC)),
        ("2026-05-03 18:00", "America/New York", datetime(2026, 5, 3, 22, tzinfo=UTC)),
        # The hour that comes twice is the first of the two.
        ("25 October 2026 02:30", "Europe/Oslo", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_what_is_meant(text: str, zone: str, expected: datetime) -> None:
    """In any time zone, with or without a day."""
    assert read_moment(text, zone, NOW) == expected


@pytest.mark.parametrize(
    ("text", "zone", "sentence"),
    [
        ("11:00", "UTC", "Friday, 27 March 2026, 11:00 (UTC, UTC+00:00) is in the past"),
        ("29 March 2026 02:30", "Europe/Oslo", "the clocks skip that hour"),
        ("May 2026 18:00", "UTC", "isn’t a single day"),
        ("tomorrow", "UTC", "no time of day"),
        ("25:00", "UTC", "no time of day"),
        ("13 pm", "UTC", "no time of day"),
        ("18:00", "Atlantis", "I don’t know the time zone “Atlantis”"),
        ("3 May 2031 18:00", "UTC", "more than a year away"),
        ("9" * 5000, "UTC", "no time of day"),
        (" " * 5000 + "x", "UTC", "no time of day"),
    ],
)
def test_what_is_refused(text: str, zone: str, sentence: str) -> None:
    """The past, an hour that summer time skips, and whatever would have to be guessed."""
    with pytest.raises(Refusal) as refused:
        read_moment(text, zone, NOW)
    assert sentence in refused.value.sentence


def test_it_is_read_back_in_full() -> None:
    """With the weekday and the distance to UTC, so that a slip is seen."""
    moment = read_moment("3 May 2026 18:00", "Europe/Oslo", NOW)
    assert moment_words(moment, "Europe/Oslo") == (
        "Sunday, 3 May 2026, 18:00 (Europe/Oslo, UTC+02:00)"
    )
    assert issubclass(UnclearMoment, Refusal)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        (" europe/oslo ", "Europe/Oslo"),
        ("america/new york", "America/New_York"),
        ("Oslo", "Europe/Oslo"),
        ("new york", "America/New_York"),
        ("Buenos Aires", "America/Buenos_Aires"),  # two names of one zone
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city_too(typed: str, zone: str) -> None:
    """Where all zones of such a city are the same."""
    assert zone_named(typed) == zone


@pytest.mark.parametrize(
    "typed", ["Atlantis", "West", "Oslo/Europe", "", "../etc/passwd", "x" * 9999]
)
def test_no_zone_is_guessed(typed: str) -> None:
    """Western Australia and western Brazil have other hours."""
    with pytest.raises(Refusal, match="I don’t know the time zone"):
        zone_named(typed)


def test_zones_are_offered_by_their_city() -> None:
    """Those that begin with what is typed come first."""
    assert zones_like("new york", 3)[0] == "America/New_York"
    assert len(zones_like("", 25)) == 25
