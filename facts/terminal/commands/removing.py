"""``erase`` and ``redact``: remove names and texts for good."""

import click

from facts.terminal.commands.showing import change_line
from facts.terminal.options import (
    EDITOR,
    FactNumber,
    confirm,
    store_option,
    with_library,
    yes_option,
)
from facts.wiring import Opening


@click.command()
@click.argument("name")
@yes_option
@store_option
def erase(*, name: str, yes: bool) -> None:
    """Erase a person's name, as the log has it, from the log and all files, for good."""
    confirm(f"Erase {name} for good? This can’t be undone.", yes=yes)
    done = with_library(lambda library: library.erasing.erase(name, editor=EDITOR), Opening.WRITE)
    told = []
    if done.forgotten:
        told.append(f"Alerts, requests, votes and drafts deleted: {done.forgotten:,}.")
    if done.erased is not None:
        told.append(
            f"Replaced by {done.erased.replacement} (changes in the log: {done.erased.changes:,}; "
            f"drafts, settings and alerts: {done.erased.documents:,})."
        )
    told.append("Backups and exports you keep elsewhere still contain the name.")
    click.echo(" ".join(told))


@click.command()
@click.argument("fact", type=FactNumber())
@click.argument("text")
@click.option("--reason", required=True, help="Why. Readers see it, so don’t repeat the text.")
@yes_option
@store_option
def redact(*, fact: int, text: str, reason: str, yes: bool) -> None:
    """Remove a text from all revisions of a fact and from all files, for good."""
    confirm(f"Remove it from fact {fact} for good? This can’t be undone.", yes=yes)
    change = with_library(
        lambda library: library.redactor.redact(fact, text, editor=EDITOR, reason=reason),
        Opening.WRITE,
    )
    click.echo(f"Removed from every revision. {change_line(change)}")
