"""Interactions that nobody is waiting for any more."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.interactions.gate import LateInteractions


class _Clock:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """The clock of this machine, which stands until it is moved."""
    return _Clock()


async def _late(late: LateInteractions, clock: _Clock, *seconds: float) -> list[bool]:
    """Which of interactions that seem so many ``seconds`` old are late."""
    return [late.is_late(clock.now - timedelta(seconds=age)) for age in seconds]


async def test_what_is_older_than_discord_waits_is_late(clock: _Clock) -> None:
    """Three seconds; what is in time is never dropped."""
    late = LateInteractions(clock)
    assert await _late(late, clock, 0.2, 2.9, 3.1, 5, 60, 0.4) == [False, False, *[True] * 3, False]


async def test_what_came_first_after_a_standstill_is_late(clock: _Clock) -> None:
    """Also where nobody had asked anything before."""
    late = LateInteractions(clock)
    assert await _late(late, clock, *[5] * 200) == [True] * 200


@pytest.mark.parametrize("hours", [1, -1, 24 * 365])
async def test_a_clock_that_is_far_wrong_drops_nothing(clock: _Clock, hours: float) -> None:
    """From the start, or set while the bot runs: ages of hours are no ages."""
    late = LateInteractions(clock)
    assert not any(await _late(late, clock, 0.2, 0.3))
    wrong = 3600 * hours
    clock.now += timedelta(hours=hours)
    assert not any(await _late(late, clock, wrong, wrong + 0.2, wrong + 1))
    clock.now -= timedelta(hours=hours)
    assert await _late(late, clock, 0.3, 4) == [False, True]


async def test_a_clock_that_is_a_little_wrong_is_found_out(clock: _Clock) -> None:
    """After a minute in which all seemed late, the youngest of them is taken for a new one."""
    late = LateInteractions(clock)
    assert all(await _late(late, clock, 30.2, 30.4, 31))
    clock.now += timedelta(seconds=61)
    assert await _late(late, clock, 30.3, 31, 34) == [False, False, True]
    clock.now -= timedelta(seconds=30)
    assert await _late(late, clock, 0.2, 0.4, 4) == [False, False, True]


async def test_one_line_tells_of_all(clock: _Clock, caplog: pytest.LogCaptureFixture) -> None:
    """However many there were."""
    late = LateInteractions(clock)
    await _late(late, clock, *[5] * 200)
    late.count()
    late._telling.cancel()  # the second that it waits for more
    late._tell()
    [record] = caplog.records
    assert "Dropped 201 interactions" in record.message
