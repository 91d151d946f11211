"""``import`` and ``export``: facts in and out, as JSON Lines and in other forms."""

import asyncio
from collections.abc import Iterator, Sequence

import click

from facts.interchange import WRITABLE, FileForm, write_form
from facts.model import HOME, STARTER, DeskId, Fact
from facts.terminal import exit_codes
from facts.terminal.files import STANDARD, read_file, write_file
from facts.terminal.options import chosen_store, store_option
from facts.terminal.progress import progress_bar
from facts.usecases.importing import Imported, Outcome, Preview
from facts.wiring import Opening, open_library

EDITOR = "terminal"


@click.command("import")
@click.argument("file")
@click.option("--desk", default=HOME, show_default=True, help="Whose facts they become.")
@click.option(
    "--form",
    type=click.Choice([form.value for form in FileForm]),
    default=FileForm.JSON_LINES.value,
    show_default=True,
    help="How the file says facts.",
)
@click.option("--dry-run", is_flag=True, help="Change nothing; print what each line would do.")
@store_option
def import_facts(*, file: str, desk: str, form: str, dry_run: bool) -> int:
    """Take in a file of facts (- for standard input), all of it or nothing."""
    content, owner = read_file(file), DeskId(desk)
    if dry_run:
        preview = asyncio.run(_preview(content, owner, FileForm(form)))
        for line in _preview_lines(preview):
            click.echo(line)
        return exit_codes.REFUSED if preview.problems else exit_codes.DONE
    imported = asyncio.run(_import(content, owner, FileForm(form)))
    click.echo(
        f"{imported.new:,} new, {imported.changed:,} changed, {imported.unchanged:,} unchanged"
    )
    return exit_codes.DONE


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
@click.option(
    "--form",
    type=click.Choice([form.value for form in WRITABLE]),
    default=FileForm.JSON_LINES.value,
    show_default=True,
    help="How to write them.",
)
@store_option
def export_facts(*, file: str, desks: tuple[str, ...], form: str) -> None:
    """Write facts to a file; JSON Lines and CSV are taken in again without loss."""
    found = asyncio.run(_export([DeskId(desk) for desk in desks]))
    write_file(file, write_form(found, FileForm(form)))


async def _import(content: bytes, desk: DeskId, form: FileForm) -> Imported:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        with progress_bar("Importing") as progress:
            return await library.importing.run(
                content, editor=EDITOR, desk=desk, form=form, progress=progress
            )


async def _preview(content: bytes, desk: DeskId, form: FileForm) -> Preview:
    async with open_library(chosen_store(), Opening.READ) as library:
        with progress_bar("Reading") as progress:
            return await library.importing.preview(content, desk=desk, form=form, progress=progress)


async def _export(desks: Sequence[DeskId]) -> list[Fact]:
    async with open_library(chosen_store(), Opening.READ) as library:
        with progress_bar("Exporting") as progress:
            return [fact async for fact in library.exporting.facts(desks, progress)]


def _preview_lines(preview: Preview) -> Iterator[str]:
    told = [(outcome.number, _told(outcome)) for outcome in preview.outcomes]
    told += [(problem.line, f"refused: {problem}") for problem in preview.problems]
    for number, what in sorted(told, key=lambda line: line[0]):
        yield f"{number:>6}  {what}"
    if preview.problems:
        yield "Nothing of the file would be taken in, because of what is refused."


def _told(outcome: Outcome) -> str:
    if outcome.changes is not None:
        parts = ", ".join(outcome.parts).replace("_", " ")
        return f"changed: fact {outcome.changes.id} ({parts})"
    what = "new" if outcome.parts else "unchanged"
    return f"{what}: {' '.join(outcome.draft.claim.text.split())}"
