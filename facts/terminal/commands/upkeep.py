"""Upkeep: ``index`` and ``starter``; ``erase`` and ``redact`` remove names and texts for good."""

import click

from facts.model import STARTER
from facts.terminal import exit_codes
from facts.terminal.commands.showing import change_line
from facts.terminal.options import (
    EDITOR,
    FactNumber,
    confirm,
    store_option,
    with_library,
    yes_option,
)
from facts.terminal.printing import progress_bar
from facts.wiring import Library, Opening


@click.group()
def index() -> None:
    """Manage the search index on disk. It can always be rebuilt from the store."""


@index.command()
@store_option
def rebuild() -> None:
    """Rebuild the index from the store and write it to disk."""
    held = with_library(_rebuild, Opening.WRITE)
    click.echo(f"Index rebuilt: {held:,} facts.")


@index.command()
@store_option
def check() -> int:
    """Check that the index on disk can be used and matches the store."""
    with progress_bar("Checking") as progress:
        told = with_library(lambda library: library.indexing.check(progress), Opening.READ)
    click.echo(told or "The index on disk is complete and matches the store.")
    return exit_codes.NOT_FOUND if told else exit_codes.DONE


async def _rebuild(library: Library) -> int:
    with progress_bar("Indexing") as progress:
        held = await library.indexing.rebuild(progress)
    with progress_bar("Computing embeddings") as progress:
        await library.asking.catalogue.learn(progress)
    return held


@click.group()
def starter() -> None:
    """Manage the starter facts, which every new store begins with."""


@starter.command()
@store_option
def load() -> None:
    """Make a new store with the starter facts. An existing store is not changed."""
    count = with_library(lambda library: library.asking.searched([STARTER]), Opening.MAKE)
    click.echo(f"The store has {count:,} starter facts.")


@starter.command()
@yes_option
@store_option
def remove(*, yes: bool) -> None:
    """Remove the starter facts from the store, for good. A new store won’t get them."""
    confirm("Remove all starter facts from the store? They won’t come back.", yes=yes)
    removed = with_library(lambda library: library.starter.remove(EDITOR), Opening.MAKE)
    click.echo(f"{removed:,} starter facts removed" if removed else "No starter facts to remove.")


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
