"""A fact with every field of the model filled goes everywhere, so that a new field is forgotten
nowhere. CONTRIBUTING.md, "How to add a field of a fact", has the list of places.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from itertools import count
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from bot.rendering.facts import fact_sections
from bot.rendering.layout import Quotation
from facts.forms.content_record import (
    Record,
    fill_claim,
    fill_response,
    fill_source,
    fill_verdict,
    record_of,
)
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.interchange.file_formats import WRITABLE, FileFormat, fact_line, read_facts, write_facts
from facts.interchange.problems import is_model, unwrapped
from facts.model import HOME, FactDraft, Member, PartialDate, Stance
from facts.revisions.diff import differences
from facts.store.protocol import Add, FactStore
from facts.store.tinydb.store import TinyDBStore
from facts.terminal.sheets import fact_sheet
from tests.facts.usecases.desk.newsroom import DESK, Clock, desk_over
from tests.memory_store import MemoryStore
from tests.strategies import published

# What a form in the search engines' words has no place for. docs/interchange.md says the same.
_LOST_IN_CLAIM_REVIEW = {
    "claim.venue",
    "claim.via",
    "other_wordings[]",
    "responses[].sources[]",
    "review.next",
    "review.on",
    "sources[].quotes[].of",
    "sources[].quotes[].text",
}
# What no form asks for, and no form takes away.
_NOT_TYPED = {"claim.language", "sources[].rating.explanation", "sources[].rating.worst"}
# What readers are not shown: for the desk, for search, or said in another way.
_NOT_ON_THE_CARD = {
    "other_wordings[]",  # what else readers may ask
    "ref",  # for programs
    "responses[].stance",  # as "Denied by"
    "responses[].sources[]",  # as "[1]"
    "review.next",
    "review.on",  # the desk's own diary
    "sources[].quotes[].of",
    "sources[].quotes[].text",  # behind the button "How outlets worded it"
    "sources[].rating.worst",  # "1 of 5" says it
    "topics[]",  # in lists
}


def filled(model: type[BaseModel], names: Iterator[int]) -> dict[str, Any]:
    """JSON of ``model`` with every field, and another value in each."""
    return {
        name: _value(name, field.annotation, names) for name, field in model.model_fields.items()
    }


def _value(name: str, annotation: Any, names: Iterator[int]) -> Any:  # noqa: PLR0911  one a type
    kind = unwrapped(annotation)
    if get_origin(kind) is tuple:
        return [_value(name, get_args(kind)[0], names)]
    if is_model(kind):
        return filled(kind, names)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Stance.DENIES.value
    if get_origin(kind) is Literal or Literal["claim"] in get_args(kind):
        return "claim"
    if kind is int:
        return 1
    if set(get_args(kind)) == {int, float}:
        return next(names) + 0.5
    if kind is str:
        number = next(names)
        if name == "language":
            return f"q{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}"
        return f"https://a{number}.example/page" if name.endswith("url") else f"word{number:04}"
    if kind.__name__ == "PartialDate":
        return str(date(2020, 1, 1) + timedelta(next(names)))
    raise AssertionError(f"{name} has a type that this test cannot fill: {kind}")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field with a value of its own, by its path."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, f"{path}[]")
    elif value is not None:
        yield path, value


RECORD = filled(FactDraft, count(1))
DRAFT = FactDraft.model_validate(RECORD)
PATHS = dict(leaves(record_of(DRAFT)))


def test_the_fact_has_every_field() -> None:
    """None of them is left at its default, and no text is there twice."""
    assert dict(leaves(RECORD)) == PATHS
    texts = [value for value in PATHS.values() if value not in (1, "claim")]
    assert len(texts) == len(set(texts)) > 30


@pytest.mark.parametrize("file_format", sorted({*WRITABLE} - {FileFormat.CLAIM_REVIEW}))
def test_no_field_is_lost_in_a_format_that_keeps_everything(file_format: FileFormat) -> None:
    """The columns of a table are the model's."""
    content = "\n".join(write_facts([DRAFT], file_format)).encode()
    (line,) = read_facts(content, file_format)
    assert (line.problems, line.draft) == ((), DRAFT)


def test_claim_review_loses_what_the_page_says_it_loses() -> None:
    """Nothing more: a new field has a place there, or is named as lost."""
    content = "\n".join(write_facts([DRAFT], FileFormat.CLAIM_REVIEW)).encode()
    (line,) = read_facts(content, FileFormat.CLAIM_REVIEW)
    assert line.draft is not None
    kept = dict(leaves(record_of(line.draft)))
    assert {path for path in PATHS if kept.get(path) != PATHS[path]} == _LOST_IN_CLAIM_REVIEW


async def test_every_store_keeps_every_field(tmp_path: Path) -> None:
    """In memory, and on disk after it was closed."""
    stores: list[FactStore] = [MemoryStore(), await TinyDBStore.open(tmp_path / "s")]
    for store in stores:
        await store.apply([Add(HOME, DRAFT)], editor="ana")
    await stores[1].close()
    stores[1] = await TinyDBStore.open(tmp_path / "s")
    for store in stores:
        fact = await store.get(1)
        assert fact is not None
        assert fact_line(fact) == fact_line(DRAFT)
        await store.close()


async def test_a_draft_keeps_every_field() -> None:
    """An edit that changes one word leaves all others."""
    ana = Member(DESK, "1", "Ana", manages_server=True)
    store = MemoryStore()
    await store.apply([Add(ana.desk, DRAFT)], editor="ana")
    desk = desk_over(store, Clock())
    draft = await desk.drafting.open_edit(ana, 1)
    draft = await desk.drafting.put_claim(ana, draft.id, ClaimForm(text="other"))
    kept = dict(leaves(record_of(draft.content)))
    assert {path for path in PATHS if kept.get(path) != PATHS[path]} == {"claim.text"}


def test_every_field_is_typed_in_some_form() -> None:
    """What a form shows, typed into an empty one, is the same again."""
    today = Clock().now.date()
    record: Record = {"responses": [], "sources": []}
    fill_source(record, SourceForm.showing(DRAFT.sources[0]), None, today)
    fill_response(record, ResponseForm.showing(DRAFT.responses[0]), None, today)
    fill_claim(record, ClaimForm.showing(DRAFT.claim), today)
    assert DRAFT.verdict is not None
    fill_verdict(record, VerdictForm.showing(DRAFT.verdict), today)
    typed = dict(leaves(record))
    parts = ("claim", "responses", "sources", "verdict")
    asked = {path: value for path, value in PATHS.items() if path.startswith(parts)}
    missing = {path for path in asked if typed.get(path) != asked[path]}
    assert missing == _NOT_TYPED


def test_every_field_is_on_the_card_and_on_the_sheet() -> None:
    """Discord and the terminal show all that readers are meant to see."""
    fact = published(DRAFT)
    pieces = (piece for section in fact_sections(fact) for piece in section.pieces)
    card = "\n".join(p.text if isinstance(p, Quotation) else p for p in pieces)
    sheet = "\n".join(line.text for line in fact_sheet(fact))
    for path, value in PATHS.items():
        is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
        said = PartialDate.parse(value).in_words() if is_date else str(value)
        if path not in _NOT_ON_THE_CARD:
            assert said in card.replace("\\", ""), path
            assert said in sheet, path


def test_every_field_is_named_among_the_differences() -> None:
    """A change of any one field is shown word by word."""
    other = dict(leaves(filled(FactDraft, count(500))))
    for path, value in PATHS.items():
        if other[path] != value:
            changed = FactDraft.model_validate(_with(path, other[path]))
            assert [change.after for change in differences(DRAFT, changed) if change.after], path


def _with(path: str, value: Any) -> dict[str, Any]:
    """The record with another value at ``path``."""
    record: dict[str, Any] = json.loads(json.dumps(RECORD))
    place: Any = record
    *way, last = re.findall(r"\w+|\[\]", path)
    for step in way:
        place = place[0 if step == "[]" else step]
    place[0 if last == "[]" else last] = value
    return record
