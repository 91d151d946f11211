"""Digests, quiet hours and pauses, as time goes by."""

from datetime import UTC, datetime, time, timedelta

import pytest

from facts.alerts.subscription import Daily, Hourly, QuietHours, Weekly
from facts.model import Refusal
from tests.facts.usecases.alerts.conftest import ANA, START, Newsroom

MORNING = {"when": Daily(at=time(8)), "zone": "Europe/Oslo"}


async def test_a_daily_digest_over_the_change_to_summer_time(newsroom: Newsroom) -> None:
    """At eight by the clock on the wall on each of the days, one digest a day with all of it."""
    newsroom.clock.now = datetime(2026, 3, 28, 5, 30, tzinfo=UTC)
    await newsroom.subscribe(**MORNING)
    for _ in range(12):
        await newsroom.add()
        await newsroom.turns(newsroom.clock() + timedelta(hours=6))
    times = [f"{at:%d %H:%M}" for at, *_ in newsroom.post.tries]
    assert times == ["28 07:00", "29 06:00", "30 06:00"]
    assert [len(told) for told in newsroom.post.told("dm-ana")] == [1, 4, 4]


async def test_hourly_and_weekly_digests(newsroom: Newsroom) -> None:
    """At the full hour, and on the day of the week; nothing where there is nothing to tell."""
    await newsroom.subscribe("hourly", when=Hourly())
    await newsroom.subscribe("weekly", when=Weekly(day=0, at=time(9)))
    newsroom.clock.move(minutes=20)
    await newsroom.add("First")
    await newsroom.add("Second")
    await newsroom.turns(START + timedelta(days=7))
    assert [(f"{at:%d %H:%M}", where) for at, where, _ in newsroom.post.tries] == [
        ("27 13:00", "hourly"),
        ("30 09:00", "weekly"),
    ]
    assert [len(alert.events) for _, alert in newsroom.post.sent] == [2, 2]


async def test_a_digest_that_the_bot_slept_through_comes_when_it_is_back(
    newsroom: Newsroom,
) -> None:
    """With everything until then, once."""
    await newsroom.subscribe(**MORNING)
    await newsroom.add("First")
    await newsroom.turn()
    newsroom.clock.move(days=3)
    await newsroom.add("Second")
    await newsroom.turn()
    assert [len(told) for told in newsroom.post.told("dm-ana")] == [2]


async def test_quiet_hours_hold_everything_back(newsroom: Newsroom) -> None:
    """Until they end: then all of it, many in one."""
    quiet = QuietHours(start=time(11), end=time(20))
    await newsroom.subscribe(quiet=quiet)
    fact_id = await newsroom.add()
    await newsroom.retract(fact_id)
    for number in range(5):
        await newsroom.add(f"Claim {number}")
    assert await newsroom.turn() == datetime(2026, 3, 27, 20, tzinfo=UTC)
    assert newsroom.post.sent == []
    await newsroom.turns(START + timedelta(hours=8))
    assert newsroom.post.told("dm-ana") == [
        [("retracted", 1), *(("new", number) for number in range(2, 7))]
    ]


async def test_a_pause_gathers_and_its_end_tells(newsroom: Newsroom) -> None:
    """By its time, or when it is ended; it may be made longer."""
    subscription = await newsroom.subscribe()
    subscribing = newsroom.alerting.subscribing
    await subscribing.pause(ANA, subscription.id, START + timedelta(days=7))
    await newsroom.add("First")
    assert await newsroom.turn() == START + timedelta(days=7)
    await newsroom.turns(START + timedelta(days=7))
    assert newsroom.post.told("dm-ana") == [[("new", 1)]]
    await subscribing.pause(ANA, subscription.id, newsroom.clock() + timedelta(days=1))
    await newsroom.add("Second")
    await newsroom.turn()
    await subscribing.resume(ANA, subscription.id)
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", 1)], [("new", 2)]]


async def test_a_pause_ends_in_the_future_and_within_a_year(newsroom: Newsroom) -> None:
    """Else it is refused with a sentence."""
    subscription = await newsroom.subscribe()
    for until in (START, START + timedelta(days=400)):
        with pytest.raises(Refusal, match="within a year"):
            await newsroom.alerting.subscribing.pause(ANA, subscription.id, until)


async def test_changed_times_hold_for_what_waits_already(newsroom: Newsroom) -> None:
    """A digest that becomes at once tells what it gathered."""
    subscription = await newsroom.subscribe(**MORNING)
    await newsroom.add()
    await newsroom.turn()
    await newsroom.alerting.subscribing.change(ANA, subscription.id, when={"kind": "at once"})
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", 1)]]
