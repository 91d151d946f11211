"""docs/interchange.md and the model say the same."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from facts.interchange.content import FILE_LIMIT
from facts.interchange.file_formats import FileFormat, fact_line, read_facts
from facts.interchange.lines import LINE_LIMIT
from facts.model import FactDraft

PAGE = (Path(__file__).parents[3] / "docs" / "interchange.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells[1:]
    for cells in (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.splitlines()
        if line.startswith("| `")
    )
}


def _parts(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """The type inside Annotated and optional, with all constraints on the way."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = [*metadata, *more]
        elif get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation):
            (annotation,) = (a for a in get_args(annotation) if a is not NoneType)
        else:
            return annotation, metadata


def _fields(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, int | None]]:
    """Every path of the model with the largest size that it allows."""
    for name, field in model.model_fields.items():
        yield from _field(f"{path}{name}", field.annotation, list(field.metadata))


def _field(path: str, annotation: Any, metadata: list[Any]) -> Iterator[tuple[str, int | None]]:
    inner, found = _parts(annotation, metadata)
    limits = [item.max_length for item in found if getattr(item, "max_length", None)]
    yield path, limits[0] if limits else None
    if get_origin(inner) is tuple:
        part, constraints = _parts(get_args(inner)[0], [])
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from _fields(part, f"{path}[].")
        elif part is str:
            yield from _field(f"{path}[]", part, constraints)
    elif isinstance(inner, type) and issubclass(inner, BaseModel):
        yield from _fields(inner, f"{path}.")
    elif get_origin(inner) not in (None, Literal, Union, UnionType):
        raise AssertionError(f"{path} has a type that this test does not know: {inner}")


MODEL = dict(_fields(FactDraft))


def test_the_table_has_every_field_and_no_other() -> None:
    """A field that is added to the model must be documented."""
    assert set(ROWS) == set(MODEL)


@pytest.mark.parametrize("path", sorted(MODEL))
def test_the_limit_in_the_table_is_the_models(path: str) -> None:
    """``1,000 characters`` and ``50 entries`` are what the model holds."""
    told = re.fullmatch(r"([\d,]+) (?:characters|entries)", ROWS[path][1])
    assert (int(told[1].replace(",", "")) if told else None) == MODEL[path]


def test_every_example_is_taken_as_it_stands() -> None:
    """An example put into an otherwise least fact is valid."""
    base: dict[str, Any] = {
        "claim": {"text": "c", "speaker": {"name": "s"}},
        "responses": [{"stance": "denies", "by": "b"}],
        "sources": [
            {"outlet": "o", "rating": {"label": "l"}, "quotes": [{"of": "claim", "text": "q"}]},
            {"outlet": "p"},
        ],
        "topics": ["t"],
        "other_wordings": ["w"],
        "verdict": {"label": "l"},
        "retraction": {"on": "2020", "reason": "r"},
        "review": {"on": "2020"},
        "corrections": [{"on": "2020", "sentence": "s"}],
    }
    for path, cells in ROWS.items():
        record = json.loads(json.dumps(base))
        *way, last = re.findall(r"\w+|\[\]", path)
        place = record
        for step in way:
            place = place[0 if step == "[]" else step]
        place[0 if last == "[]" else last] = json.loads(cells[2].strip("`"))
        (line,) = read_facts(json.dumps(record).encode(), FileFormat.JSON_LINES)
        assert line.problems == (), path


def test_the_facts_on_the_page_are_facts() -> None:
    """Both JSON examples can be imported, once they are put on one line."""
    examples = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        (line,) = read_facts(json.dumps(json.loads(example)).encode(), FileFormat.JSON_LINES)
        assert line.draft is not None
        assert json.loads(fact_line(line.draft)) == json.loads(example)


def test_the_limits_of_files_are_told() -> None:
    """The page names the limits on lines and files."""
    assert f"a line {LINE_LIMIT >> 20} MiB, a file {FILE_LIMIT >> 20} MiB" in PAGE
