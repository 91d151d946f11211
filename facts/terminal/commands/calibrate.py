"""``calibrate``: evaluates the strictness settings on a desk's own questions."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from facts.interchange.lines import JsonLine
from facts.interchange.problems import Problem
from facts.interchange.read_lines import read_all
from facts.model import HOME, DeskId, visible_desks
from facts.terminal.files import read_file
from facts.terminal.options import store_option, with_library
from facts.terminal.printing import progress_bar
from facts.usecases.newsroom.feedback import Decided, FeedbackCount
from facts.usecases.questions.calibrating import LabelledQuestion, StrictnessOutcome
from facts.wiring import Opening

_WORST_SHOWN = 20


@click.command()
@click.argument("file", required=False)
@click.option("--feedback", is_flag=True, help="Print readers’ feedback instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.option("--desk", default=HOME, show_default=True, help="Ask as a reader of this desk.")
@store_option
def calibrate(*, file: str | None, feedback: bool, as_json: bool, desk: str) -> None:
    """Try the strictness settings on your own questions, or see readers’ feedback on answers.

    FILE has lines such as {"text": "nice note", "fact": "12"}. The fact is an ID or a ref, a list
    of them if several answer, or null if nothing in the store does.
    """
    if feedback:
        counts = with_library(lambda library: library.newsroom.feedback.counts(), Opening.READ)
        if as_json:
            click.echo(json.dumps([asdict(count) for count in counts], indent=2))
        else:
            Console().print(_feedback_table(counts))
        return
    if file is None:
        raise click.UsageError("Give a FILE of questions, or --feedback.")
    questions = read_labelled(read_file(file))
    desks = visible_desks(DeskId(desk))
    with progress_bar("Asking") as progress:
        outcomes = with_library(
            lambda library: library.calibrating.calibrate(questions, desks, progress), Opening.READ
        )
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in outcomes], indent=2))
    else:
        Console().print(_table(outcomes))


def _feedback_table(counts: Sequence[FeedbackCount]) -> Table:
    """By decision first, as thresholds decide on that; then the least helpful facts."""
    table = Table(title="Readers’ feedback on the answers")
    table.add_column("answers")
    for heading in ("helpful", "not what I asked", "share that helped"):
        table.add_column(heading, justify="right")
    for decided in Decided:
        of_it = [one for one in counts if one.decided is decided]
        helpful, not_asked = sum(c.helpful for c in of_it), sum(c.not_asked for c in of_it)
        _add(table, f"all {decided.value}", helpful, not_asked)
    for one in counts[:_WORST_SHOWN]:
        _add(table, f"fact {one.fact_id}, {one.decided.value}", one.helpful, one.not_asked)
    return table


def _add(table: Table, what: str, helpful: int, not_asked: int) -> None:
    votes = helpful + not_asked
    share = f"{helpful / votes:.0%}" if votes else "-"
    table.add_row(what, f"{helpful:,}", f"{not_asked:,}", share)


def read_labelled(content: bytes) -> list[LabelledQuestion]:
    """All questions of a file. Raises BadLines for invalid lines."""
    return read_all(content, _read)


def _read(line: JsonLine) -> LabelledQuestion | list[Problem]:
    if line.record is None:
        return [Problem(line.number, "", line.problem)]
    text, fact = line.record.get("text"), line.record.get("fact", "")
    if not isinstance(text, str):
        return [Problem(line.number, "text", "a question needs a text, in quotation marks")]
    answers = [] if fact is None else fact if isinstance(fact, list) else [fact]
    if fact == "" or not all(isinstance(a, str | int) and not isinstance(a, bool) for a in answers):
        return [Problem(line.number, "fact", "an id, a ref, a list of them, or null for none")]
    return LabelledQuestion(text, frozenset(str(answer) for answer in answers))


def _table(outcomes: Sequence[StrictnessOutcome]) -> Table:
    table = Table(title="What each setting does with the questions")
    table.add_column("setting")
    for heading in ("found", "wrong", "unsure", "missed", "correctly refused", "wrongly answered"):
        table.add_column(heading, justify="right")
    for outcome in outcomes:
        _, *counts = asdict(outcome).values()
        table.add_row(outcome.strictness.value, *(f"{count:,}" for count in counts))
    return table
