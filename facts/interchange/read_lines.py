"""The result of reading a file of any format: facts one by one, or their problems."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ValidationError

from facts.interchange.content import Content
from facts.interchange.lines import JsonLine, json_lines
from facts.interchange.problems import PROBLEMS_KEPT, BadLines, Problem, problems_of
from facts.interchange.written_dates import DateOrder
from facts.model import FactDraft

T = TypeVar("T")
# The field or column for the reasons in a file of refused rows; ignored when it is read.
REFUSED = "refused"


class DateMeaning(StrEnum):
    """The possible meanings of a table's column "date"."""

    CLAIM = "claim"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Choices:
    """A person's answers to questions about an ambiguous file.

    ``leave_out``: read a table although some of its columns are unknown.
    """

    dates: DateOrder | None = None
    date_is: DateMeaning | None = None
    leave_out: bool = False


NOTHING_CHOSEN = Choices()


@dataclass(slots=True)  # not frozen: that would triple the time of making one
class ReadLine:
    """One line with its number from 1: the draft in it, or all its problems.

    ``unit`` is what is counted in files without lines, such as the reviews of a list. ``notes`` say
    what was left out or changed to fit. ``original`` is the line as in the file, to be returned;
    ``titles`` are the column names of its table. ``header``: its problems concern the whole file.
    """

    number: int
    draft: FactDraft | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    original: Any = None
    titles: tuple[str, ...] = ()
    header: bool = False
    unit: str = "line"


def read_record(number: int, record: dict[str, Any], unit: str = "line") -> ReadLine:
    """The fact of ``record``, an interchange object, or its problems."""
    try:
        return ReadLine(number, FactDraft.model_validate(record), unit=unit)
    except ValidationError as error:
        return ReadLine(number, None, problems_of(number, record, error, unit), unit=unit)


def read_line(line: JsonLine) -> ReadLine:
    """The fact of one line, or its problems."""
    if line.record is None:
        problem = Problem(line.number, "", line.problem)
        return ReadLine(line.number, None, (problem,), original=line.text)
    line.record.pop(REFUSED, None)
    read = read_record(line.number, line.record)
    # A valid fact can be written again; keeping its record would double the memory.
    return replace(read, original=line.record) if read.problems else read


def read_all(content: Content, read: Callable[[JsonLine], T | list[Problem]]) -> list[T]:
    """What ``read`` makes of each line. Raises BadLines if it found problems in any."""
    problems: list[Problem] = []
    found: list[T] = []
    for line in json_lines(content):
        one = read(line)
        if isinstance(one, list):
            problems += one
        else:
            found.append(one)
        if len(problems) >= PROBLEMS_KEPT:
            break
    if problems:
        raise BadLines(problems)
    return found
