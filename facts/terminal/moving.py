"""``import`` and ``export``: facts in and out as JSON Lines."""

import asyncio
from collections.abc import Sequence

import click

from facts.model import HOME, STARTER, DeskId
from facts.terminal.files import STANDARD, read_file, write_file
from facts.terminal.options import chosen_store, store_option
from facts.terminal.progress import progress_bar
from facts.usecases.importing import Imported
from facts.wiring import open_library

EDITOR = "terminal"


@click.command("import")
@click.argument("file")
@click.option("--desk", default=HOME, show_default=True, help="Whose facts they become.")
@store_option
def import_facts(*, file: str, desk: str) -> None:
    """Take in a file of facts (JSON Lines, - for standard input), all of it or nothing."""
    imported = asyncio.run(_import(read_file(file), DeskId(desk)))
    click.echo(
        f"{imported.new:,} new, {imported.changed:,} changed, {imported.unchanged:,} unchanged"
    )


@click.command("export")
@click.argument("file", default=STANDARD)
@click.option(
    "--desk",
    "desks",
    multiple=True,
    default=(HOME, STARTER),
    show_default=True,
    help="Whose facts; may be given more than once.",
)
@store_option
def export_facts(*, file: str, desks: tuple[str, ...]) -> None:
    """Write facts as JSON Lines, which import takes in again without loss."""
    write_file(file, asyncio.run(_export([DeskId(desk) for desk in desks])))


async def _import(content: bytes, desk: DeskId) -> Imported:
    async with open_library(chosen_store()) as library:
        with progress_bar("Importing") as progress:
            return await library.importing.run(content, editor=EDITOR, desk=desk, progress=progress)


async def _export(desks: Sequence[DeskId]) -> list[str]:
    async with open_library(chosen_store(), read_only=True) as library:
        with progress_bar("Exporting") as progress:
            return [line async for line in library.exporting.lines(desks, progress)]
