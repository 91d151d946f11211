"""``import`` and ``export``: facts in and out, as JSON Lines and in other formats."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

import click

from facts.interchange.file_formats import WRITABLE, FileFormat, format_of, write_facts
from facts.interchange.problems import BadLines, Choice
from facts.interchange.read_lines import Choices, DateMeaning
from facts.interchange.tables.csv_format import template_lines
from facts.interchange.written_dates import DateOrder
from facts.model import HOME, STARTER, DeskId, Fact
from facts.terminal import exit_codes
from facts.terminal.files import STANDARD, open_file, write_file
from facts.terminal.options import EDITOR, store_option, with_library
from facts.terminal.printing import progress_bar
from facts.usecases.files.importing import Imported, OpenImport, RowOutcome
from facts.usecases.indexing import IndexNotWrittenError
from facts.wiring import Library, Opening

_SETTLED_BY = {
    Choice.DATES: "If the day comes first: --dates day-first; otherwise: --dates month-first",
    Choice.DATE_IS: (
        "If “date” is when it was claimed: --date-is claim; otherwise: --date-is published"
    ),
    Choice.LEAVE_OUT: "To leave those columns out: --leave-out",
}


@click.command("import")
@click.argument("file", required=False)
@click.option("--desk", default=HOME, show_default=True, help="Desk that will own the facts.")
@click.option(
    "--format",
    "--form",
    "file_format",
    type=click.Choice([file_format.value for file_format in FileFormat]),
    help="File format.  [default: by its name and content]",
)
@click.option("--dry-run", is_flag=True, help="Change nothing; print what each row would do.")
@click.option("--skip-refused", is_flag=True, help="Import all good rows and skip the rest.")
@click.option("--refused", metavar="PATH", help="Write rejected rows there, with the reasons.")
@click.option(
    "--dates",
    type=click.Choice([order.value for order in DateOrder]),
    help="How to read dates such as 03/04/2020 in a table.",
)
@click.option(
    "--date-is",
    type=click.Choice([meaning.value for meaning in DateMeaning]),
    help="What a table's “date” column means.",
)
@click.option("--leave-out", is_flag=True, help="Ignore unknown columns.")
@click.option(
    "--template",
    type=click.Choice([FileFormat.CSV.value]),
    help="Print a template table to fill in.",
)
@store_option
def import_facts(
    *,
    file: str | None,
    desk: str,
    file_format: str | None,
    dry_run: bool,
    skip_refused: bool,
    refused: str | None,
    dates: str | None,
    date_is: str | None,
    leave_out: bool,
    template: str | None,
) -> int:
    """Import a file of facts (- for standard input), all of it or nothing."""
    if template:
        write_file(STANDARD, template_lines())
        return exit_codes.DONE
    if file is None:
        raise click.UsageError("Name a file of facts, or - for standard input.")
    choices = Choices(
        DateOrder(dates) if dates else None,
        DateMeaning(date_is) if date_is else None,
        leave_out=leave_out,
    )
    with open_file(file) as content:
        kind = (
            FileFormat(file_format)
            if file_format
            else format_of("" if file == STANDARD else file, content)
        )
        given = _Given(content, DeskId(desk), kind, choices, skip_refused, refused)
        if dry_run:
            return with_library(lambda library: _preview(library, given), Opening.READ)
        try:
            imported = with_library(lambda library: _import(library, given), Opening.MAKE)
        except BadLines as bad:
            click.echo(f"{bad}\n{_way_out(bad.choices)}", err=True)
            return exit_codes.REFUSED
    counts = f"{imported.new:,} new, {imported.changed:,} changed, {imported.unchanged:,} unchanged"
    click.echo(counts + (f", {imported.refused:,} rejected" if imported.refused else ""))
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
    help="Desk whose facts to export. Can be repeated.",
)
@click.option(
    "--format",
    "--form",
    "file_format",
    type=click.Choice([file_format.value for file_format in WRITABLE]),
    default=FileFormat.JSON_LINES.value,
    show_default=True,
    help="File format.",
)
@store_option
def export_facts(*, file: str, desks: tuple[str, ...], file_format: str) -> None:
    """Export facts to a file. JSON Lines and CSV can be imported again without loss."""

    async def read(library: Library) -> list[Fact]:
        wanted = [DeskId(desk) for desk in desks]
        with progress_bar("Exporting") as progress:
            return [fact async for fact in library.exporting.facts(wanted, progress)]

    write_file(file, write_facts(with_library(read, Opening.READ), FileFormat(file_format)))


@dataclass(frozen=True, slots=True)
class _Given:
    """The options of an import. ``refused_to`` is the path of a file for the refused rows."""

    content: BinaryIO
    desk: DeskId
    file_format: FileFormat
    choices: Choices
    skip_refused: bool
    refused_to: str | None


async def _import(library: Library, given: _Given) -> Imported:
    async with _opened(library, given, "Importing") as opened:
        imported = await opened.apply(editor=EDITOR, skip_refused=given.skip_refused)
    # Now, so that the next start of the bot, or the next question here, need not do it.
    with progress_bar("Indexing") as progress, suppress(IndexNotWrittenError):
        await library.indexing.renew(progress)
    if imported.new or imported.changed:
        with progress_bar("Computing embeddings") as progress:
            await library.asking.catalogue.learn(progress)
    return imported


async def _preview(library: Library, given: _Given) -> int:
    async with _opened(library, given, "Reading") as opened:
        async for line in _preview_lines(opened, skip_refused=given.skip_refused):
            click.echo(line)
        refuses = opened.problems and (opened.blocked or not given.skip_refused)
        return exit_codes.REFUSED if refuses else exit_codes.DONE


@asynccontextmanager
async def _opened(library: Library, given: _Given, what: str) -> AsyncIterator[OpenImport]:
    async with AsyncExitStack() as stack:
        with progress_bar(what) as progress:
            opening = library.importing.open(
                given.content,
                desk=given.desk,
                file_format=given.file_format,
                choices=given.choices,
                progress=progress,
            )
            opened = await stack.enter_async_context(opening)
        if given.refused_to and opened.refused:
            write_file(given.refused_to, opened.returned())
        yield opened


async def _preview_lines(opened: OpenImport, *, skip_refused: bool) -> AsyncIterator[str]:
    """The effect of each line, in the order of the file."""
    told = [(problem.line, f"rejected: {problem}") for problem in opened.problems]
    told += [(note.line, f"to fit: {note}") for note in opened.notes]
    told.sort(key=lambda line: line[0], reverse=True)
    async for outcome in opened.outcomes():
        while told and told[-1][0] < outcome.number:
            yield _numbered(*told.pop())
        yield _numbered(outcome.number, _outcome_line(outcome))
    for number, what in reversed(told):
        yield _numbered(number, what)
    if opened.more:
        yield "There are more."
    if opened.blocked or (opened.problems and not skip_refused):
        yield "Nothing would be imported, because some rows are rejected."
        yield _way_out(opened.choices)


def _numbered(number: int, what: str) -> str:
    return f"{number:>6}  {what}"


def _way_out(choices: Sequence[Choice]) -> str:
    """The options to type so that the file can be imported."""
    ways = [_SETTLED_BY[choice] for choice in choices]
    return "\n".join(
        [*ways, "To import all good rows: --skip-refused (--refused PATH saves the rest)"]
    )


def _outcome_line(outcome: RowOutcome) -> str:
    if outcome.changes is not None:
        parts = ", ".join(outcome.parts).replace("_", " ")
        return f"changed: fact {outcome.changes.id} ({parts})"
    what = "new" if outcome.parts else "unchanged"
    return f"{what}: {' '.join(outcome.claim.split())}"
