"""``calibrate``: what each setting of strictness makes of a desk's own questions."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from facts.interchange import PROBLEMS_KEPT, BadLines, JsonLine, Problem, json_lines
from facts.model import HOME, DeskId, visible_desks
from facts.terminal.files import read_file
from facts.terminal.options import chosen_store, store_option
from facts.terminal.progress import progress_bar
from facts.usecases.calibrating import LabelledQuestion, Outcome
from facts.wiring import Opening, open_library


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option("--desk", default=HOME, show_default=True, help="Ask as a reader of this desk does.")
@store_option
def calibrate(*, file: str, as_json: bool, desk: str) -> None:
    """Try the settings of strictness on your own questions.

    FILE has lines such as {"text": "nice note", "fact": "12"}. The fact is an id or a ref, a list
    of them where several answer, or null where nothing in the store does.
    """
    questions = read_labelled(read_file(file))
    outcomes = asyncio.run(_calibrate(questions, DeskId(desk)))
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in outcomes], indent=2))
    else:
        Console().print(_table(outcomes))


async def _calibrate(questions: Sequence[LabelledQuestion], desk: DeskId) -> tuple[Outcome, ...]:
    async with open_library(chosen_store(), Opening.READ) as library:
        with progress_bar("Asking") as progress:
            return await library.calibrating.calibrate(questions, visible_desks(desk), progress)


def read_labelled(content: bytes) -> list[LabelledQuestion]:
    """All questions of a file. Raises BadLines for what is not a labelled question."""
    questions: list[LabelledQuestion] = []
    problems: list[Problem] = []
    for line in json_lines(content):
        read = _read(line)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            questions.append(read)
        if len(problems) >= PROBLEMS_KEPT:
            break
    if problems:
        raise BadLines(problems)
    return questions


def _read(line: JsonLine) -> LabelledQuestion | Problem:
    if line.record is None:
        return Problem(line.number, "", line.problem)
    text, fact = line.record.get("text"), line.record.get("fact", "")
    if not isinstance(text, str):
        return Problem(line.number, "text", "a question needs a text, in quotation marks")
    answers = [] if fact is None else fact if isinstance(fact, list) else [fact]
    if fact == "" or not all(isinstance(a, str | int) and not isinstance(a, bool) for a in answers):
        return Problem(line.number, "fact", "an id, a ref, a list of them, or null for none")
    return LabelledQuestion(text, frozenset(str(answer) for answer in answers))


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="What each setting makes of the questions")
    table.add_column("setting")
    for heading in ("found", "wrong", "unsure", "missed", "rightly refused", "falsely answered"):
        table.add_column(heading, justify="right")
    for outcome in outcomes:
        _, *counts = asdict(outcome).values()
        table.add_row(outcome.strictness.value, *(f"{count:,}" for count in counts))
    return table
