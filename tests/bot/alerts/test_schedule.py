"""When alerts are told: at once, in digests, not in quiet hours; by SimCord's clock."""

from datetime import UTC, datetime

import pytest
import simcord

from tests.bot.alerts.conftest import DAY, HOUR, MINUTE, Press, headlines, inbox
from tests.bot.conftest import Room


async def _until(env: simcord.Env, moment: datetime) -> None:
    await env.advance_time((moment - env.now()).total_seconds())


def _arrived(room: Room) -> list[datetime]:
    """When the alerts of the reader arrived, in UTC."""
    return [message.created_at.replace(microsecond=0) for message in inbox(room.reader)]


async def test_at_once_means_now(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """Not a second passes."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me")
    before = simcord_env.now()

    await press.publish("bridge")

    assert _arrived(room) == [before]


async def test_hourly(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """At the full hour, and not in an hour without news."""
    await _until(simcord_env, datetime(2026, 1, 1, 9, 20, tzinfo=UTC))
    await room.reader.slash(room.channel, "alerts subscribe", to="me", when="hourly")
    await press.publish("bridge", "tunnel")
    await simcord_env.advance_time(3 * HOUR)

    assert _arrived(room) == [datetime(2026, 1, 1, 10, 0, tzinfo=UTC)]
    assert headlines(inbox(room.reader)) == ["2 claims: 2 new"]


async def test_weekly(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """On the day and at the time, in the zone that was asked for."""
    await room.reader.slash(
        room.channel,
        "alerts subscribe",
        to="me",
        when="weekly",
        day=0,
        at="8:30",
        zone="America/New_York",
    )
    await press.publish("bridge")
    await simcord_env.advance_time(7 * DAY)

    # 5 January 2026 is a Monday; New York is five hours behind UTC.
    assert _arrived(room) == [datetime(2026, 1, 5, 13, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("at", "days"),
    [
        # Oslo puts its clocks on in the night of 29 March 2026: 02:00 becomes 03:00.
        ("08:00", [(28, 7, 0), (29, 6, 0), (30, 6, 0)]),
        # A time that the night does not have comes when the clocks have moved.
        ("02:30", [(28, 1, 30), (29, 1, 30), (30, 0, 30)]),
    ],
)
async def test_a_daily_digest_over_the_change_to_summer_time(
    room: Room,
    press: Press,
    simcord_env: simcord.Env,
    at: str,
    days: list[tuple[int, int, int]],
) -> None:
    """One a day at the same time of the reader's clock, none twice and none left out."""
    await _until(simcord_env, datetime(2026, 3, 27, 20, tzinfo=UTC))
    await room.reader.slash(
        room.channel, "alerts subscribe", to="me", when="daily", at=at, zone="Europe/Oslo"
    )
    for number in range(3):
        await press.publish(f"bridge {number}")
        await simcord_env.advance_time(DAY)

    assert _arrived(room) == [
        datetime(2026, 3, day, hour, minute, tzinfo=UTC) for day, hour, minute in days
    ]


async def test_quiet_hours(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """What happens in the night is told in the morning, many facts in one message."""
    await room.reader.slash(
        room.channel, "alerts subscribe", to="me", quiet="22:00-07:00", zone="Europe/Oslo"
    )
    await _until(simcord_env, datetime(2026, 1, 1, 20, 30, tzinfo=UTC))
    await press.publish("early")
    await _until(simcord_env, datetime(2026, 1, 1, 21, 0, tzinfo=UTC))
    for name in ("a", "b", "c", "d"):
        await press.publish(name)
        await simcord_env.advance_time(HOUR)
    await simcord_env.advance_time(6 * HOUR)

    assert _arrived(room) == [
        datetime(2026, 1, 1, 20, 30, tzinfo=UTC),
        datetime(2026, 1, 2, 6, 0, tzinfo=UTC),
    ]
    assert headlines(inbox(room.reader))[1] == "4 claims: 4 new"


async def test_a_retraction_overtakes_its_own_alert(
    room: Room, press: Press, simcord_env: simcord.Env
) -> None:
    """What was published and taken back before it was told is told once, as taken back."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me", when="hourly")
    await simcord_env.advance_time(MINUTE)
    await press.publish("bridge")
    await press.retract("bridge", "A hoax.")
    await simcord_env.advance_time(HOUR)

    assert headlines(inbox(room.reader)) == [
        "Retracted by the newsroom · claim: The bridge is shut."
    ]
