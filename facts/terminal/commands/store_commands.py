"""Commands about the store itself: its topics, its backups, its health."""

import asyncio
from pathlib import Path

import click

from facts.model import HOME, DeskId, Refusal, checked_citation, read_citation, visible_desks
from facts.opening import Opening, back_up, copy
from facts.opening import check as check_store
from facts.opening import restore as restore_backup
from facts.store.address import store_address
from facts.terminal import exit_codes
from facts.terminal.commands.showing import change_line
from facts.terminal.options import (
    EDITOR,
    chosen_folder,
    confirm,
    store_option,
    with_records,
    yes_option,
)
from facts.terminal.printing import print_sheet, progress_bar
from facts.terminal.sheets import Look, SheetLine, fact_sheet
from facts.usecases.reading.fact_lists import Facet
from facts.usecases.reading.history import Verified


@click.command()
@click.option(
    "--desk", default=HOME, show_default=True, help="Count only what a reader of this desk sees."
)
@store_option
def topics(*, desk: str) -> None:
    """Print every topic and how many facts it has, largest first."""
    counted = with_records(
        lambda records: records.lists.lists(Facet.TOPIC, visible_desks(DeskId(desk)))
    )
    width = max((len(f"{count:,}") for _, _, count in counted), default=0)
    lines = [SheetLine(f"{count:>{width},}  {topic}") for topic, _, count in counted]
    print_sheet(lines or [SheetLine("No facts have a topic.", Look.FAINT)])


@click.command()
@click.argument("citation", metavar="ID.REVISION")
@click.option("--reason", help="Why; shown in the log.")
@yes_option
@store_option
def undo(*, citation: str, reason: str | None, yes: bool) -> None:
    """Undo the change that made a revision, for example 12.3, by a new change."""
    cited = read_citation(citation)
    if cited is None or cited.revision is None:
        raise Refusal("Which change? Give the fact’s ID and the revision, for example 12.3")
    fact_id, revision = cited.fact_id, cited.revision
    confirm(f"Undo what revision {fact_id}.{revision} changed?", yes=yes)
    change = with_records(
        lambda records: records.history.undo(fact_id, revision, editor=EDITOR, reason=reason),
        Opening.WRITE,
    )
    click.echo(f"Undone: {change_line(change)}")


@click.command()
@click.argument("citation")
@store_option
def verify(*, citation: str) -> int:
    """Print the exact text of a citation (12.3-k7x2qm) and whether its check code matches."""
    verified = with_records(lambda records: records.history.verify(citation, None))
    found = SheetLine(_finding(verified), Look.STANDING)
    print_sheet([found, SheetLine(), *fact_sheet(verified.fact)])
    return exit_codes.NOT_FOUND if verified.genuine is False else exit_codes.DONE


@click.command()
@store_option
def check() -> int:
    """Check the whole store for problems; the bot can keep running."""
    with progress_bar("Checking") as progress:
        report = check_store(chosen_folder(), progress)
    for finding in report.findings:
        click.echo(finding)
    if not report.usable:
        click.echo("Stop the bot, keep a copy of the folder, then restore a backup: restore FILE")
    else:
        count = len(report.findings)
        click.echo(
            f"Checked {report.facts:,} facts and {report.changes:,} changes; "
            + ("no problems found." if not count else f"{count:,} problems found.")
        )
    click.echo(f"Newest automatic backup: {report.backup or 'none yet; the bot makes one a day'}")
    return exit_codes.DONE if report.usable else exit_codes.STORE_UNAVAILABLE


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option
def backup(*, file: Path) -> None:
    """Back up the whole store to a file; the bot can keep running."""
    facts, changes = back_up(chosen_folder(), file)
    click.echo(f"{facts:,} facts and {changes:,} changes written to {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@store_option
def restore(*, file: Path) -> None:
    """Restore the store from a backup. Stop the bot first.

    The present store is kept under another name. Whatever was erased or redacted after the
    backup was made is erased and redacted again.
    """
    kept = restore_backup(file, chosen_folder())
    click.echo(f"Restored from {file}." + (f" The store before it is now {kept}" if kept else ""))


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_store(*, source: str, target: str) -> None:
    """Copy a whole store, with its history, to a new folder or to postgresql://...

    Stop the bot first.
    """
    copied = asyncio.run(copy(store_address(source), store_address(target)))
    click.echo(
        f"{len(copied.changes):,} changes and {len(copied.shelf):,} drafts, settings and alerts "
        "copied"
    )


def _finding(verified: Verified) -> str:
    if verified.genuine is False:
        return "NOT GENUINE: the check code doesn’t match. This is what the revision really says:"
    since = "" if verified.is_latest else " It has been changed since."
    if verified.now is None:
        since = " The fact has since been removed."
    said = "Genuine: the check code matches." if verified.genuine else "No check code was given."
    if verified.genuine is None and verified.fact.redactions:
        said = "A text was removed from this revision, so its check code can’t be compared."
    return f"{said} {checked_citation(verified.fact)} says:{since}"
