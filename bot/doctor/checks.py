"""The checks of the doctor, as pure functions: figures in, findings with advice out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

import discord

_GIGABYTE = 1 << 30
_LEAST_DISK_BYTES = 1 * _GIGABYTE
_OLDEST_BACKUP = timedelta(days=2)
# With a larger difference, the ages of interactions and the dates of facts may be wrong.
_CLOCK_MAY_DIFFER = timedelta(seconds=5)
# Discord must receive the first response within 3 s, including the network round trip.
_SLOW_SECONDS = 0.5
_FEW_SIGN_INS = 50
# Discord's requirement of verification: https://docs.discord.com/developers/platform/app-verification
_VERIFICATION_FROM, _UNVERIFIED_AT_MOST = 75, 100
_SHARDS_NEEDED_AT = 2_500
_NOT_USED = {
    "gateway_presence": "Presence",
    "gateway_guild_members": "Server Members",
    "gateway_message_content": "Message Content",
}
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
}


class Severity(StrEnum):
    """The result of a check: fine, a warning, or something to fix."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was checked, its state, and what to do."""

    subject: str
    says: str
    advice: str = ""
    severity: Severity = Severity.GOOD


# Nothing to do; a warning; something to fix.
good = Finding
note = partial(Finding, severity=Severity.NOTE)
bad = partial(Finding, severity=Severity.BAD)


def check_intents(flags: discord.ApplicationFlags) -> Finding:
    """Check for privileged intents that are enabled but not used."""
    on = [
        name
        for flag, name in _NOT_USED.items()
        if getattr(flags, flag) or getattr(flags, f"{flag}_limited")
    ]
    if not on:
        return good("Intents", "No privileged intents are on, and none are needed.")
    return note(
        "Intents",
        f"On but not needed: {', '.join(on)}.",
        "Turn them off in the developer portal, under Bot: Discord reviews bots that have them.",
    )


def check_channel(
    name: str, permissions: discord.Permissions, *, thread: bool
) -> Sequence[Finding]:
    """Check the bot's permissions in a channel, including those to correct answers later."""
    needed = dict(_NEEDED)
    if thread:
        del needed["send_messages"]
        needed["send_messages_in_threads"] = "Send Messages in Threads"
    missing = [label for flag, label in needed.items() if not getattr(permissions, flag)]
    subject = f"Channel {name}"
    sending = good(subject, "Alerts can be sent here.")
    if missing:
        sending = bad(
            subject,
            f"Missing permissions: {', '.join(missing)}.",
            "Give them to the bot's role in the channel's settings, under Permissions.",
        )
    if permissions.view_channel:
        return [sending, good(subject, "Answers posted here can be corrected later.")]
    says = "Answers posted here can’t be corrected later."
    return [sending, bad(subject, says, "Give the bot View Channel there.")]


def check_clock(here: datetime, at_discord: datetime) -> Finding:
    """Compare this machine's clock with Discord's."""
    apart = abs(here - at_discord)
    if apart <= _CLOCK_MAY_DIFFER:
        return good("Clock", "It matches Discord's.")
    return bad(
        "Clock",
        f"It differs from Discord's by {apart.total_seconds():.0f} seconds.",
        "Turn on time synchronisation (on systemd: timedatectl set-ntp true).",
    )


def check_way_to_discord(seconds: float) -> Finding:
    """Rate the duration of one request to Discord."""
    took = f"One request takes {seconds * 1000:.0f} ms."
    if seconds <= _SLOW_SECONDS:
        return good("Time to Discord", took)
    return note(
        "Time to Discord",
        took,
        "Discord waits 3 seconds for an answer. Run the bot closer to Discord or on a faster "
        "connection.",
    )


def check_sign_ins(left: int, total: int) -> Finding:
    """Check how many sign-ins Discord still allows today."""
    says = f"{left} of {total} sign-ins left today."
    if left >= _FEW_SIGN_INS:
        return good("Sign-ins", says)
    advice = "Something restarts the bot over and over: read its log before you start it again."
    return (note if left else bad)("Sign-ins", says, advice)


def check_servers(count: int) -> Finding:
    """Check the number of servers against Discord's limits on verification and shards."""
    subject = "Discord's limits"
    says = f"The bot is in {count} {'server' if count == 1 else 'servers'}."
    if count < _VERIFICATION_FROM:
        return good(
            subject, f"{says} You can apply for verification from {_VERIFICATION_FROM} servers."
        )
    if count <= _UNVERIFIED_AT_MOST:
        return note(
            subject,
            says,
            f"An unverified app can’t join more than {_UNVERIFIED_AT_MOST} servers. Apply for "
            "verification in the developer portal; you need a privacy policy and terms of "
            "service.",
        )
    if count < _SHARDS_NEEDED_AT * 0.8:
        return good(subject, says)
    return note(
        subject,
        says,
        f"From {_SHARDS_NEEDED_AT} servers on, the bot needs more than one shard: see "
        "docs/scaling.md.",
    )


def check_disk(free: int) -> Finding:
    """Check the free space, in bytes, on the disk of the store."""
    says = f"{free / _GIGABYTE:.1f} GB free on the store's disk."
    if free >= _LEAST_DISK_BYTES:
        return good("Disk", says)
    return bad("Disk", says, "Free up at least 1 GB. Otherwise backups will fail first.")


BACKED_UP_ELSEWHERE = note(
    "Backup",
    "The bot makes no backups of a store in PostgreSQL.",
    "Run pg_dump every day on the database server.",
)


def check_backup(newest: datetime | None, now: datetime) -> Finding:
    """Check that there is a backup, and its age."""
    if newest is None:
        return note(
            "Backup",
            "No automatic backup yet.",
            "The bot makes one every day while it runs. By hand: python -m facts backup FILE",
        )
    says = f"The newest is from {newest:%-d %B %Y, %H:%M} UTC."
    if now - newest <= _OLDEST_BACKUP:
        return good("Backup", says)
    advice = "The bot makes one every day while it runs. Its log says what went wrong."
    return bad("Backup", says, advice)
