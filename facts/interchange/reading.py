"""Reading the interchange form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from facts.interchange.lines import Line, json_lines, shown
from facts.interchange.problems import Problem, problems_of
from facts.model import FactDraft


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line, by its number from 1: the draft that it holds, or all that is wrong with it."""

    number: int
    draft: FactDraft | None
    problems: tuple[Problem, ...] = ()


def read_drafts(content: bytes) -> Iterator[ReadLine]:
    """The facts of a file, line by line, so that the reader can pause and show how far it is.

    Raises UnreadableFile when the file as a whole cannot be read.
    """
    return each_ref_once(_read(line) for line in json_lines(content))


def read_record(number: int, record: dict[str, Any], unit: str = "line") -> ReadLine:
    """The fact that ``record`` is in the interchange form, or what is wrong with it."""
    try:
        return ReadLine(number, FactDraft.model_validate(record))
    except ValidationError as error:
        found = problems_of(number, record, error)
        return ReadLine(number, None, tuple(replace(problem, unit=unit) for problem in found))


def each_ref_once(lines: Iterable[ReadLine], unit: str = "line") -> Iterator[ReadLine]:
    """The same lines, but one that has the ref of an earlier one is refused."""
    first_use: dict[str, int] = {}
    for line in lines:
        ref = line.draft.ref if line.draft else None
        if ref is not None and ref in first_use:
            sentence = f"{shown(ref)} is the ref of {unit} {first_use[ref]} already"
            yield ReadLine(line.number, None, (Problem(line.number, "ref", sentence, unit),))
            continue
        if ref is not None:
            first_use[ref] = line.number
        yield line


def _read(line: Line) -> ReadLine:
    if line.record is None:
        return ReadLine(line.number, None, (Problem(line.number, "", line.problem),))
    return read_record(line.number, line.record)
