"""Reading the interchange form."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    first_use: dict[str, int] = {}
    for line in json_lines(content):
        read = _read(line)
        ref = read.draft.ref if read.draft else None
        if ref is not None and ref in first_use:
            sentence = f"{shown(ref)} is the ref of line {first_use[ref]} already"
            read = ReadLine(line.number, None, (Problem(line.number, "ref", sentence),))
        elif ref is not None:
            first_use[ref] = line.number
        yield read


def _read(line: Line) -> ReadLine:
    if line.record is None:
        return ReadLine(line.number, None, (Problem(line.number, "", line.problem),))
    try:
        return ReadLine(line.number, FactDraft.model_validate(line.record))
    except ValidationError as error:
        return ReadLine(line.number, None, problems_of(line.number, line.record, error))
