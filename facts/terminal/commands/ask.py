"""``ask``: one question, or many at once."""

import asyncio
import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

import click

from facts.interchange.lines import JsonLine
from facts.interchange.problems import Problem
from facts.interchange.read_lines import read_all
from facts.matching.decision.judgement import Decision
from facts.model import HOME, DeskId, visible_desks
from facts.store.protocol import UnknownFact
from facts.terminal import exit_codes
from facts.terminal.files import read_file
from facts.terminal.options import store_option, with_library
from facts.terminal.printing import print_sheet, progress_bar
from facts.terminal.records import RESULTS_SHOWN, answer_record
from facts.terminal.sheets import answer_sheet
from facts.usecases.questions.asking import Asking, NothingAsked
from facts.wiring import Opening

_CODES = {
    Decision.FOUND: exit_codes.FOUND,
    Decision.UNSURE: exit_codes.UNSURE,
    Decision.NOT_FOUND: exit_codes.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question and the id under which its answer is written."""

    id: str | int
    text: str


@click.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--explain", is_flag=True, help="Also print which words matched, and the scores.")
@click.option("--batch", metavar="FILE", help="Answer many questions; - reads standard input.")
@click.option(
    "--jsonl",
    is_flag=True,
    help='With --batch: read lines {"id", "text"} and print a JSON line each.',
)
@click.option("--desk", default=HOME, show_default=True, help="Ask as a reader of this desk.")
@store_option
def ask(
    *,
    question: tuple[str, ...],
    as_json: bool,
    explain: bool,
    batch: str | None,
    jsonl: bool,
    desk: str,
) -> int:
    """Look up a claim: a few words of it, a sentence, or #12 for claim 12."""
    if (batch is None) == (not question):
        raise click.UsageError("Give a question, for example: ask nice note (or --batch FILE).")
    if batch is None:
        if jsonl:
            raise click.UsageError("Use --jsonl only with --batch; for one question, use --json.")
        return _ask(" ".join(question), DeskId(desk), as_json=as_json, explain=explain)
    if not jsonl or as_json or explain:
        raise click.UsageError("--batch writes JSON Lines: use it with --jsonl and nothing else.")
    questions, desks = read_all(read_file(batch), _read), visible_desks(DeskId(desk))
    with_library(lambda library: _ask_all(library.asking, questions, desks), Opening.READ)
    return exit_codes.DONE


def _ask(question: str, desk: DeskId, *, as_json: bool, explain: bool) -> int:
    answer = with_library(
        lambda library: library.asking.ask(question, visible_desks(desk), patient=True),
        Opening.READ,
    )
    if as_json:
        click.echo(json.dumps(answer_record(answer), ensure_ascii=False, indent=2))
    else:
        print_sheet(answer_sheet(answer, explain=explain))
    return _CODES[answer.decision]


async def _ask_all(
    asking: Asking, questions: Sequence[BatchQuestion], desks: Collection[DeskId]
) -> None:
    with progress_bar("Computing embeddings") as progress:
        await asking.catalogue.learn(progress)
    with progress_bar("Asking") as progress:
        for number, question in enumerate(questions, start=1):
            click.echo(await _answer_line(asking, question, desks))
            progress(number, len(questions))
            # Otherwise Ctrl-C would only take effect at the end.
            await asyncio.sleep(0)


async def _answer_line(asking: Asking, question: BatchQuestion, desks: Collection[DeskId]) -> str:
    decided, results = Decision.NOT_FOUND, []
    with suppress(NothingAsked, UnknownFact):
        answer = await asking.ask(question.text, desks)
        decided = answer.decision
        results = [
            [match.fact.ref or str(match.fact.id), round(match.confidence, 6)]
            for match in answer.best[:RESULTS_SHOWN]
        ]
    line = {"id": question.id, "decision": decided.value, "results": results}
    return json.dumps(line, ensure_ascii=False)


def _read(line: JsonLine) -> BatchQuestion | list[Problem]:
    if line.record is None:
        return [Problem(line.number, "", line.problem)]
    name, text = line.record.get("id"), line.record.get("text")
    if isinstance(name, str | int) and not isinstance(name, bool) and isinstance(text, str):
        return BatchQuestion(name, text)
    problems = []
    if not isinstance(name, str | int) or isinstance(name, bool):
        problems.append(("id", "a question needs an id, text or a whole number"))
    if not isinstance(text, str):
        problems.append(("text", "a question needs a text, in quotation marks"))
    return [Problem(line.number, *problem) for problem in problems]
