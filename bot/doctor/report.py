"""Runs all checks and prints them, one line each."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from bot.doctor.checks import (
    BACKED_UP_ELSEWHERE,
    Finding,
    Outcome,
    check_backup,
    check_disk,
)
from bot.doctor.examination import examine_discord
from bot.settings import Settings
from facts.model import Refusal
from facts.wiring import Opening, open_library

_SIGNS = {Outcome.GOOD: "ok  ", Outcome.NOTE: "note", Outcome.BAD: "BAD "}


async def examine(settings: Settings, channels: Sequence[int]) -> bool:
    """Print how everything is; whether nothing has to be mended."""
    findings = [
        *await _examine_store(settings),
        *await examine_discord(settings.token, channels),
    ]
    for finding in findings:
        click.echo(f"{_SIGNS[finding.outcome]}  {finding.subject}: {finding.says}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    return all(finding.outcome is not Outcome.BAD for finding in findings)


async def _examine_store(settings: Settings) -> list[Finding]:
    try:
        async with open_library(settings.store, Opening.READ) as library:
            vitals = await library.vitals.read()
    except Refusal as refusal:
        return [Finding("Store", Outcome.BAD, refusal.sentence)]
    store = Finding("Store", Outcome.GOOD, f"{vitals.facts} facts, engine {vitals.engine}.")
    if vitals.folder is None:
        return [store, BACKED_UP_ELSEWHERE]
    free = shutil.disk_usage(vitals.folder).free
    return [store, check_backup(vitals.newest_backup, datetime.now(UTC)), check_disk(free)]
