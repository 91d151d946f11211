"""What reading a file gives, whatever its form: facts one by one, or what is wrong with them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from facts.interchange.lines import JsonLine
from facts.interchange.problems import Problem, problems_of
from facts.interchange.written_dates import DateOrder
from facts.model import FactDraft

# The field, or column, that a file of refused rows has for the reasons; reading passes it over.
REFUSED = "refused"


class DateMeaning(StrEnum):
    """What a table's column "date" is the date of."""

    CLAIM = "claim"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person settled about a file that has several meanings.

    ``leave_out`` is set to read a table although some of its columns are not known.
    """

    dates: DateOrder | None = None
    date_is: DateMeaning | None = None
    leave_out: bool = False


NOTHING_CHOSEN = Choices()


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line, by its number from 1: the draft that it holds, or all that is wrong with it.

    ``unit`` is what is counted, where the file has no lines: the reviews of a list, say.
    ``notes`` say what was left out or changed to fit. ``original`` is the line as the file has it,
    to be given back; ``titles`` are the columns of its table. A problem of a ``header`` is one of
    the whole file.
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
    """The fact that ``record`` is in the interchange form, or what is wrong with it."""
    try:
        return ReadLine(number, FactDraft.model_validate(record), unit=unit)
    except ValidationError as error:
        found = problems_of(number, record, error)
        problems = tuple(replace(problem, unit=unit) for problem in found)
        return ReadLine(number, None, problems, unit=unit)


def read_line(line: JsonLine) -> ReadLine:
    """The fact of one line, or what is wrong with it."""
    if line.record is None:
        problem = Problem(line.number, "", line.problem)
        return ReadLine(line.number, None, (problem,), original=line.text)
    record = {name: value for name, value in line.record.items() if name != REFUSED}
    read = read_record(line.number, record)
    # What is a fact can be written again; keeping its record would take as much memory again.
    return replace(read, original=record) if read.problems else read
