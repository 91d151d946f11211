"""Times as people type them."""

from datetime import time

import pytest

from bot.alerts.timing import quiet_hours, rhythm, time_of_day
from facts.alerts.schedule import AtOnce, Daily, Hourly, QuietHours, Weekly
from facts.model import Refusal


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8", time(8)),
        ("08:00", time(8)),
        ("8.30", time(8, 30)),
        ("20h15", time(20, 15)),
        ("8 pm", time(20)),
        ("12am", time(0)),
        ("12:05 PM", time(12, 5)),
        (" 0:00 ", time(0)),
    ],
)
def test_times_of_day(typed: str, meant: time) -> None:
    """However people write them."""
    assert time_of_day(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "8:60", "13 pm", "0 am", "noonish", "8:0", "-1"])
def test_what_is_no_time_of_day(typed: str) -> None:
    """Said with an example; never guessed."""
    with pytest.raises(Refusal, match=r"Write it like 08:00 or 20:30\."):
        time_of_day(typed)


@pytest.mark.parametrize("typed", ["22:00-07:00", "22–7", "10 pm to 7 am", " 22:00 - 07:00 "])
def test_quiet_hours(typed: str) -> None:
    """From one time to another."""
    assert quiet_hours(typed) == QuietHours(start=time(22), end=time(7))


def test_no_quiet_hours() -> None:
    """Nothing typed is none."""
    assert quiet_hours("  ") is None
    with pytest.raises(Refusal, match="Write quiet hours like"):
        quiet_hours("night")


def test_rhythms() -> None:
    """Each choice is a value of the schedule."""
    at = time(9)
    kinds = ("at once", "hourly", "daily", "weekly")
    assert [rhythm(kind, at, 3) for kind in kinds] == [
        AtOnce(),
        Hourly(),
        Daily(at=at),
        Weekly(day=3, at=at),
    ]
