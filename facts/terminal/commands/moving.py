"""``import`` and ``export``: facts in and out, as JSON Lines and in other forms."""

import asyncio
import gc
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import click

from facts.interchange import (
    WRITABLE,
    BadLines,
    Choice,
    Choices,
    DateMeaning,
    DateOrder,
    FileForm,
    form_of,
    template_lines,
    write_form,
)
from facts.model import HOME, STARTER, DeskId, Fact
from facts.terminal import exit_codes
from facts.terminal.files import STANDARD, read_file, write_file
from facts.terminal.options import EDITOR, chosen_store, store_option
from facts.terminal.progress import progress_bar
from facts.usecases.files.importing import Imported, ImportPreview, RowOutcome
from facts.usecases.indexing import IndexNotWrittenError
from facts.wiring import Opening, open_library

_SETTLED_BY = {
    Choice.DATES: "If dates have the day first: --dates day-first; otherwise --dates month-first",
    Choice.DATE_IS: "If “date” is the date of the claim: --date-is claim; else --date-is published",
    Choice.LEAVE_OUT: "To leave those columns out: --leave-out",
}


@click.command("import")
@click.argument("file", required=False)
@click.option("--desk", default=HOME, show_default=True, help="Whose facts they become.")
@click.option(
    "--form",
    type=click.Choice([form.value for form in FileForm]),
    help="How the file says facts.  [default: by its name and content]",
)
@click.option("--dry-run", is_flag=True, help="Change nothing; print what each line would do.")
@click.option("--skip-refused", is_flag=True, help="Take in all good rows and leave the others.")
@click.option(
    "--refused", metavar="PATH", help="Write the rows that are refused there, with the reasons."
)
@click.option(
    "--dates",
    type=click.Choice([order.value for order in DateOrder]),
    help="How a table writes dates that may be read in two ways.",
)
@click.option(
    "--date-is",
    type=click.Choice([meaning.value for meaning in DateMeaning]),
    help="What a table's column “date” is the date of.",
)
@click.option("--leave-out", is_flag=True, help="Leave out columns that are not known.")
@click.option(
    "--template", type=click.Choice([FileForm.CSV.value]), help="Print a table to fill in."
)
@store_option
def import_facts(
    *,
    file: str | None,
    desk: str,
    form: str | None,
    dry_run: bool,
    skip_refused: bool,
    refused: str | None,
    dates: str | None,
    date_is: str | None,
    leave_out: bool,
    template: str | None,
) -> int:
    """Take in a file of facts (- for standard input), all of it or nothing."""
    if template:
        write_file(STANDARD, template_lines())
        return exit_codes.DONE
    if file is None:
        raise click.UsageError("Name a file of facts, or - for standard input.")
    content = read_file(file)
    given = _Given(
        content,
        DeskId(desk),
        FileForm(form) if form else form_of("" if file == STANDARD else file, content),
        Choices(
            DateOrder(dates) if dates else None,
            DateMeaning(date_is) if date_is else None,
            leave_out=leave_out,
        ),
    )
    if dry_run or (skip_refused and refused):
        preview = asyncio.run(_preview(given))
        if refused and preview.returned:
            write_file(refused, preview.returned)
        if dry_run:
            for line in _preview_lines(preview, skip_refused=skip_refused):
                click.echo(line)
            refuses = preview.problems and (preview.blocked or not skip_refused)
            return exit_codes.REFUSED if refuses else exit_codes.DONE
    try:
        imported = asyncio.run(_import(given, skip_refused=skip_refused))
    except BadLines as bad:
        click.echo(f"{bad}\n{_way_out(bad.choices)}", err=True)
        return exit_codes.REFUSED
    counts = f"{imported.new:,} new, {imported.changed:,} changed, {imported.unchanged:,} unchanged"
    click.echo(counts + (f", {imported.refused:,} refused" if imported.refused else ""))
    for note in imported.notes:
        click.echo(f"- {note}")
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


@dataclass(frozen=True, slots=True)
class _Given:
    content: bytes
    desk: DeskId
    form: FileForm
    choices: Choices


async def _import(given: _Given, *, skip_refused: bool) -> Imported:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        # Each of the many objects of a large file would be looked at again and again; none has
        # cycles, and the process ends soon.
        gc.disable()
        with progress_bar("Importing") as progress:
            imported = await library.importing.run(
                given.content,
                editor=EDITOR,
                desk=given.desk,
                form=given.form,
                choices=given.choices,
                skip_refused=skip_refused,
                progress=progress,
            )
        # So that the next start of the bot, or question in the terminal, need not wait for it.
        with progress_bar("Indexing") as progress, suppress(IndexNotWrittenError):
            await library.indexing.renew(progress)
        if imported.new or imported.changed:
            with progress_bar("Working out meanings") as progress:
                await library.indexing.learn(progress)
        return imported


async def _preview(given: _Given) -> ImportPreview:
    async with open_library(chosen_store(), Opening.READ) as library:
        with progress_bar("Reading") as progress:
            return await library.importing.preview(
                given.content,
                desk=given.desk,
                form=given.form,
                choices=given.choices,
                progress=progress,
            )


async def _export(desks: Sequence[DeskId]) -> list[Fact]:
    async with open_library(chosen_store(), Opening.READ) as library:
        with progress_bar("Exporting") as progress:
            return [fact async for fact in library.exporting.facts(desks, progress)]


def _preview_lines(preview: ImportPreview, *, skip_refused: bool) -> Iterator[str]:
    told = [(outcome.number, _told(outcome)) for outcome in preview.outcomes]
    told += [(problem.line, f"refused: {problem}") for problem in preview.problems]
    told += [(note.line, f"to fit: {note}") for note in preview.notes]
    for number, what in sorted(told, key=lambda line: line[0]):
        yield f"{number:>6}  {what}"
    if preview.more:
        yield "There are more like these."
    if preview.blocked or (preview.problems and not skip_refused):
        yield "Nothing would be imported, because some of it is refused."
        yield _way_out(preview.choices)


def _way_out(choices: Sequence[Choice]) -> str:
    """What to type so that it goes in."""
    ways = [_SETTLED_BY[choice] for choice in choices]
    return "\n".join(
        [*ways, "To take in all good rows: --skip-refused (--refused PATH keeps the rest)"]
    )


def _told(outcome: RowOutcome) -> str:
    if outcome.changes is not None:
        parts = ", ".join(outcome.parts).replace("_", " ")
        return f"changed: fact {outcome.changes.id} ({parts})"
    what = "new" if outcome.parts else "unchanged"
    return f"{what}: {' '.join(outcome.claim.split())}"
