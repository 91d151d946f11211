"""What a fact says as JSON values, to be changed and judged again."""

from typing import Any

from pydantic import ValidationError

from facts.forms.field_names import place
from facts.forms.typed import NotValid
from facts.interchange.problems import problems_of
from facts.model import Fact, FactContent, FactDraft

Record = dict[str, Any]


def record_of(content: FactContent) -> Record:
    """The content as JSON values, to be changed and built again."""
    return content.model_dump(mode="json", include=set(FactContent.model_fields))


def content_of(record: Record) -> FactContent:
    """What ``record`` says. Raises NotValid."""
    try:
        return FactContent.model_validate(record)
    except ValidationError as error:
        raise _not_valid(record, error) from error


def said_by(fact: Fact) -> FactContent:
    """What a fact says, without what the store knows of it."""
    return content_of(record_of(fact))


def publishable(content: FactContent) -> FactDraft:
    """``content`` as the store takes it. Raises NotValid where something is still missing."""
    record = record_of(content)
    try:
        return FactDraft.model_validate(record)
    except ValidationError as error:
        raise _not_valid(record, error) from error


def _not_valid(record: Record, error: ValidationError) -> NotValid:
    sentences = []
    for problem in problems_of(0, record, error):
        where = place(problem.path)
        said = f"{where}: {problem.sentence}" if where else problem.sentence
        sentences.append(f"{said[0].upper()}{said[1:]}.")
    return NotValid(tuple(sentences))
