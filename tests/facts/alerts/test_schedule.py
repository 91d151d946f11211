"""When something may be told."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.alerts.subscription import AtOnce, Daily, Hourly, QuietHours, Weekly, When, next_time

OSLO = "Europe/Oslo"
MORNING = Daily(at=time(8))
NIGHT = QuietHours(start=time(22), end=time(7))


def oslo(text: str) -> datetime:
    """A moment as a clock in Oslo tells it."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(OSLO)).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "after", "told"),
    [
        (AtOnce(), "2026-03-27T12:34:56", "2026-03-27T12:34:56"),
        (Hourly(), "2026-03-27T12:34:56", "2026-03-27T13:00"),
        (Hourly(), "2026-03-27T13:00", "2026-03-27T13:00"),
        (MORNING, "2026-03-27T07:59:59", "2026-03-27T08:00"),
        (MORNING, "2026-03-27T08:00", "2026-03-27T08:00"),
        (MORNING, "2026-03-27T08:00:01", "2026-03-28T08:00"),
        (Weekly(day=0, at=time(9)), "2026-03-27T12:00", "2026-03-30T09:00"),
        (Weekly(day=4, at=time(9)), "2026-03-27T12:00", "2026-04-03T09:00"),
    ],
)
def test_each_kind_of_time(when: When, after: str, told: str) -> None:
    """At once, the next full hour, the next day or weekday at that time of that zone."""
    assert next_time(when, OSLO, None, oslo(after)) == oslo(told)


def test_a_daily_digest_keeps_its_time_of_day_over_both_changes_of_the_clock() -> None:
    """The day before summer time begins has 23 hours, the one before it ends 25."""
    spring = [oslo(f"2026-03-{day}T08:00") for day in (28, 29, 30)]
    autumn = [oslo(f"2026-10-{day}T08:00") for day in (24, 25, 26)]
    for days, hours in ((spring, [23, 24]), (autumn, [25, 24])):
        for before, after, apart in zip(days, days[1:], hours, strict=False):
            told = next_time(MORNING, OSLO, None, before + timedelta(seconds=1))
            assert told == after
            assert told - before == timedelta(hours=apart)


def test_a_time_that_the_clocks_skip_comes_as_much_later() -> None:
    """There is no 02:30 on the night that summer time begins: the digest comes at 03:30."""
    told = next_time(Daily(at=time(2, 30)), OSLO, None, oslo("2026-03-29T00:00"))
    assert told == oslo("2026-03-29T03:30")


def test_a_time_that_comes_twice_is_told_the_first_time_only() -> None:
    """02:30 comes twice on the night that summer time ends."""
    half_past = Daily(at=time(2, 30))
    first = next_time(half_past, OSLO, None, oslo("2026-10-25T00:00"))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = next_time(half_past, OSLO, None, first + timedelta(seconds=1))
    assert again == oslo("2026-10-26T02:30")


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("2026-03-27T21:59", "2026-03-27T21:59"),
        ("2026-03-27T22:00", "2026-03-28T07:00"),
        ("2026-03-28T03:00", "2026-03-28T07:00"),
        ("2026-03-28T07:00", "2026-03-28T07:00"),
        ("2026-03-28T23:30", "2026-03-29T07:00"),  # a night with one hour less
    ],
)
def test_quiet_hours_hold_until_they_end(after: str, told: str) -> None:
    """Over midnight, and over a change of the clock."""
    assert next_time(AtOnce(), OSLO, NIGHT, oslo(after)) == oslo(told)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice() -> None:
    """What comes between the two ends waits for the second."""
    quiet = QuietHours(start=time(1), end=time(2, 30))
    between = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 the second time
    assert next_time(AtOnce(), OSLO, quiet, between) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    """Quiet is quiet."""
    assert next_time(Daily(at=time(6)), OSLO, NIGHT, oslo("2026-03-27T12:00")) == oslo(
        "2026-03-28T07:00"
    )


def test_a_time_of_day_names_no_zone() -> None:
    """It is of the subscription's zone."""
    with pytest.raises(ValueError, match="zone"):
        Daily(at=time(8, tzinfo=UTC))


times = st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0))
whens = st.one_of(
    st.just(AtOnce()),
    st.just(Hourly()),
    st.builds(Daily, at=times),
    st.builds(Weekly, day=st.integers(0, 6), at=times),
)
quiets = st.none() | st.builds(QuietHours, start=times, end=times).filter(
    lambda quiet: quiet.start != quiet.end
)
zones = st.sampled_from([OSLO, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
days = (datetime(2020, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001 - hypothesis adds the zone
moments = st.datetimes(*days, timezones=st.just(UTC))


@given(whens, zones, quiets, moments)
def test_nothing_is_told_early_nor_in_quiet_hours_nor_much_too_late(
    when: When, zone: str, quiet: QuietHours | None, after: datetime
) -> None:
    """Whatever the zone and the day: within the time it should take, and a night."""
    told = next_time(when, zone, quiet, after)
    assert told >= after
    local = told.astimezone(ZoneInfo(zone))
    assert quiet is None or not quiet.includes(local.time())
    longest = {"at once": 0, "hourly": 1, "daily": 25, "weekly": 169}[when.kind]
    assert told - after <= timedelta(hours=longest + 26)
