"""Each line of the doctor, seen passing and failing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.doctor import checks
from bot.doctor.checks import Finding, Severity

_NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


def _outcome(finding: Finding) -> Severity:
    """How it is; a finding that is not good says what to do, and one that is does not."""
    assert bool(finding.advice) == (finding.severity is not Severity.GOOD), finding
    assert finding.says.endswith(".")
    return finding.severity


def test_privileged_intents_are_noted() -> None:
    """None is needed, so one that is on is worth a line with its name in the portal."""
    assert _outcome(checks.check_intents(discord.ApplicationFlags())) is Severity.GOOD
    on = checks.check_intents(discord.ApplicationFlags(gateway_message_content_limited=True))
    assert _outcome(on) is Severity.NOTE
    assert "Message Content" in on.says


@pytest.mark.parametrize(
    ("given", "thread", "missing"),
    [
        ("view_channel send_messages read_message_history", False, ""),
        ("view_channel read_message_history", False, "Send Messages"),
        ("view_channel send_messages", False, "Read Message History"),
        ("view_channel send_messages_in_threads read_message_history", True, ""),
        (
            "view_channel send_messages read_message_history",
            True,
            "Send Messages in Threads",
        ),
    ],
)
def test_the_permissions_of_a_channel(given: str, thread: bool, missing: str) -> None:  # noqa: FBT001
    """What alerts need there is named as Discord names it; in a thread it is another."""
    allowed = discord.Permissions(**dict.fromkeys(given.split(), True))
    found = checks.check_channel("#desk", allowed, thread=thread)
    assert [_outcome(one) for one in found] == [
        Severity.BAD if missing else Severity.GOOD,
        Severity.GOOD,
    ]
    assert missing in found[0].says


def test_answers_that_cannot_be_corrected() -> None:
    """Without View Channel the bot may not change its own messages there."""
    found: Sequence[Finding] = checks.check_channel("#x", discord.Permissions(), thread=False)
    assert [_outcome(one) for one in found] == [Severity.BAD, Severity.BAD]
    assert "can’t be corrected" in found[1].says


@pytest.mark.parametrize(("seconds", "outcome"), [(-4, "good"), (4, "good"), (90, "bad")])
def test_the_clock(seconds: int, outcome: str) -> None:
    """It may differ from Discord's by a few seconds."""
    finding = checks.check_clock(_NOW, _NOW + timedelta(seconds=seconds))
    assert _outcome(finding) is Severity(outcome)


@pytest.mark.parametrize(("seconds", "outcome"), [(0.08, "good"), (1.4, "note")])
def test_the_time_to_discord(seconds: float, outcome: str) -> None:
    """A slow line is noted, in milliseconds."""
    finding = checks.check_way_to_discord(seconds)
    assert _outcome(finding) is Severity(outcome)
    assert f"{seconds * 1000:.0f} ms" in finding.says


@pytest.mark.parametrize(("left", "outcome"), [(990, "good"), (49, "note"), (0, "bad")])
def test_the_sign_ins_that_are_left(left: int, outcome: str) -> None:
    """Few are a sign of something that restarts the bot; with none it cannot start."""
    assert _outcome(checks.check_sign_ins(left, 1000)) is Severity(outcome)


@pytest.mark.parametrize(
    ("count", "outcome", "words"),
    [
        (1, "good", "1 server"),
        (75, "note", "verification"),
        (100, "note", "verification"),
        (101, "good", "101 servers"),
        (2_100, "note", "docs/scaling.md"),
    ],
)
def test_discords_gates(count: int, outcome: str, words: str) -> None:
    """Verification from 75 servers on, more connections from 2,500 on."""
    finding = checks.check_servers(count)
    assert _outcome(finding) is Severity(outcome)
    assert words in finding.says + finding.advice


@pytest.mark.parametrize(("free", "outcome"), [(5 << 30, "good"), (1 << 20, "bad")])
def test_the_disk(free: int, outcome: str) -> None:
    """A gigabyte has to be left."""
    assert _outcome(checks.check_disk(free)) is Severity(outcome)


@pytest.mark.parametrize(("hours", "outcome"), [(None, "note"), (20, "good"), (50, "bad")])
def test_the_newest_backup(hours: int | None, outcome: str) -> None:
    """One that is older than two days means that something keeps the bot from making them."""
    newest = None if hours is None else _NOW - timedelta(hours=hours)
    assert _outcome(checks.check_backup(newest, _NOW)) is Severity(outcome)
