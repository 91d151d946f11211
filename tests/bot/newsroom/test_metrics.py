"""Every metric that is read when somebody looks: seen to move with what people do."""

import asyncio

import simcord

from bot.client import NiceNote
from bot.metrics import Metrics
from bot.monitoring import Status
from facts.wiring import Library
from tests.bot.alerts.conftest import Press
from tests.bot.newsroom.conftest import Desk
from tests.bot.newsroom.test_asking_the_newsroom import hand_over


def _figure(metrics: Metrics, name: str, **labels: str) -> float:
    """A metric's value now."""
    value = metrics.registry.get_sample_value(f"nicenote_{name}", labels)
    assert value is not None, name
    return value


async def test_what_waits_is_counted(
    desk: Desk, press: Press, library: Library, simcord_env: simcord.Env
) -> None:
    """Facts, requests of readers, and alerts that are gathered for later."""
    assert isinstance(simcord_env.bot, NiceNote)
    metrics = Metrics("1.2.3")
    status = Status(simcord_env.bot, library, metrics)
    await status.refresh()
    before = {name: _figure(metrics, name) for name in ("facts", "alerts_waiting")}
    assert _figure(metrics, "servers") == 1
    assert _figure(metrics, "requests_waiting") == 0

    await desk.moderator.slash(desk.channel, "alerts subscribe", to="here", when="daily")
    await press.publish("bridge")
    await hand_over(desk.readers[0], desk.channel)
    await status.refresh()

    assert _figure(metrics, "facts") == before["facts"] + 1
    assert _figure(metrics, "alerts_waiting") == before["alerts_waiting"] + 1
    assert _figure(metrics, "requests_waiting") == 1
    assert _figure(metrics, "cursor_lag_changes", follower="alerts") == 0


async def test_a_follower_that_is_behind_is_seen(
    simcord_env: simcord.Env, library: Library, press: Press
) -> None:
    """The index is brought up to the log by the next question only."""
    assert isinstance(simcord_env.bot, NiceNote)
    metrics = Metrics("1.2.3")
    status = Status(simcord_env.bot, library, metrics)
    await library.asking.catalogue.catch_up()
    await press.publish("bridge", "tunnel")
    await status.refresh()
    behind = _figure(metrics, "cursor_lag_changes", follower="index")
    await library.asking.catalogue.catch_up()
    await status.refresh()
    assert behind >= _figure(metrics, "cursor_lag_changes", follower="index") == 0


async def test_the_loops_lag_is_sampled() -> None:
    """A loop that is held shows in the largest bucket."""
    metrics = Metrics("1.2.3")
    watching = asyncio.create_task(metrics.watch_loop())
    await asyncio.sleep(1.2)
    watching.cancel()
    assert _figure(metrics, "loop_lag_seconds_count") == 1
