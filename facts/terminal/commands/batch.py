"""Batch questions: lines of ``{"id", "text"}`` in, lines with the decisions out."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from facts.interchange import PROBLEMS_KEPT, BadLines, JsonLine, Problem, json_lines
from facts.matching.decision.judgement import Decision
from facts.model import DeskId
from facts.store.protocol import UnknownFact
from facts.terminal.records import candidates, decision
from facts.usecases.questions.asking import Asking, NothingAsked


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the id under which its answer is written."""

    id: str | int
    text: str


def read_questions(content: bytes) -> list[Question]:
    """All questions of a file; other fields of a line are ignored.

    Raises BadLines for lines without ``id`` or ``text``, before anything is answered.
    """
    problems: list[Problem] = []
    questions: list[Question] = []
    for line in json_lines(content):
        found = list(_problems(line))
        problems += found
        if not found and line.record is not None:
            questions.append(Question(line.record["id"], line.record["text"]))
        if len(problems) >= PROBLEMS_KEPT:
            break
    if problems:
        raise BadLines(problems)
    return questions


async def answer_line(asking: Asking, question: Question, desks: Collection[DeskId]) -> str:
    """The answer as one line of JSON, without a line end."""
    return json.dumps(
        {"id": question.id, **await _answer(asking, question.text, desks)}, ensure_ascii=False
    )


async def _answer(asking: Asking, text: str, desks: Collection[DeskId]) -> dict[str, Any]:
    try:
        answer = await asking.ask(text, desks)
    except (NothingAsked, UnknownFact):
        return {"decision": Decision.NOT_FOUND.value, "results": []}
    results = [
        [match.fact.ref or str(match.fact.id), round(match.score, 6)]
        for match in candidates(answer)
    ]
    return {"decision": decision(answer).value, "results": results}


def _problems(line: JsonLine) -> Iterator[Problem]:
    if line.record is None:
        yield Problem(line.number, "", line.problem)
        return
    name = line.record.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool):
        yield Problem(line.number, "id", "a question needs an id, text or a whole number")
    if not isinstance(line.record.get("text"), str):
        yield Problem(line.number, "text", "a question needs a text, in quotation marks")
