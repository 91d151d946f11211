"""The views with plain columns show the whole book, and docs/storage.md shows how to ask them."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from facts.model import HOME, Change, Fact, FactDraft
from facts.store.protocol import Add, Edit, Merge, Redact
from facts.store.tinydb.store import TinyDBStore
from facts.store.tinydb.table import Document
from facts.store.tinydb.tables import open_tables

PAGE = (Path(__file__).parents[3] / "docs" / "storage.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)

# A fact with every field. But for the two that point at a source and a response, each has a value
# that no other field has.
POINTERS = {"responses.sources", "sources.quotes.of"}
EVERY_FIELD: dict[str, Any] = {
    "id": 12,
    "desk": "4711",
    "revision": 7,
    "created_at": "2020-05-01T10:00:00Z",
    "changed_at": "2020-05-02T11:00:00Z",
    "ref": "our-1",
    "claim": {
        "text": "a nice note came",
        "language": "ko",
        "speaker": {"name": "Kim", "role": "driver", "on_behalf_of": "a garage"},
        "date": "2020-04-01",
        "venue": "a briefing",
        "via": "a pool report",
        "quote": "it was nice",
    },
    "responses": [
        {
            "stance": "denies",
            "by": "Ri",
            "role": "press chief",
            "on_behalf_of": "Foreign Ministry",
            "via": "KCNA",
            "date": "2020-04-02",
            "text": "no note was sent",
            "quote": "there was none",
            "sources": [1],
        }
    ],
    "sources": [
        {
            "outlet": "Reuters",
            "headline": "No note",
            "author": "A. Reporter",
            "published": "2020-04-03",
            "url": "https://example.org/a",
            "archived_url": "https://archive.example/a",
            "language": "de",
            "description": "an agency report",
            "rating": {
                "label": "False",
                "value": 2.5,
                "best": 9,
                "worst": -3,
                "explanation": "nothing supports it",
            },
            "quotes": [{"of": 1, "text": "worded otherwise"}],
        }
    ],
    "topics": ["korea", "letters"],
    "other_wordings": ["a letter came"],
    "verdict": {"label": "Unproven", "explanation": "we saw none", "date": "2020-04-04"},
    "retraction": {"on": "2020-04-05", "reason": "we were wrong"},
    "review": {"on": "2020-04-06", "next": "2020-04-07"},
    "corrections": [{"on": "2020-04-08", "sentence": "the day was wrong", "revision": 6}],
    "redactions": [{"on": "2020-04-09", "reason": "a private address"}],
    "merged_into": 3,
}


def fields(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """The path of every field of a model, through the models and lists in it."""
    for name, field in model.model_fields.items():
        parts = [part for part in flat(field.annotation) if isinstance(part, type)]
        inner = [part for part in parts if issubclass(part, BaseModel)]
        if inner:
            yield from fields(inner[0], f"{path}{name}.")
        else:
            yield f"{path}{name}"


def flat(kind: Any) -> Iterator[Any]:
    """A type and those it is made of."""
    yield kind
    for part in get_args(kind):
        yield from flat(part)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The path of every value in a document, and the value."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, path)
    else:
        yield path, value


def shown(path: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of all views."""
    connection = sqlite3.connect(path / "facts.sqlite")
    connection.row_factory = sqlite3.Row
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    found = {
        name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608
        for (name,) in names
    }
    connection.close()
    return found


def test_every_field_of_a_fact_is_in_a_view(tmp_path: Path) -> None:
    """Each value in a column of its own, lists as text or as rows of another view."""
    assert {path for path, _ in leaves(EVERY_FIELD)} == set(fields(Fact))
    document = Fact.model_validate(EVERY_FIELD).model_dump(mode="json", exclude_defaults=True)
    with open_tables(tmp_path / "facts.sqlite") as db:
        db.table("merged").insert(Document(document, 13))
        del document["merged_into"]
        db.table("facts").insert(Document(document, 12))
    rows = shown(tmp_path)
    (of_a_fact,) = rows["facts_now"]
    assert of_a_fact["standing"] == "denied"
    assert of_a_fact["topics"] == "korea, letters"
    assert rows["responses"][0]["sources"] == "1"
    assert rows["source_quotes"][0]["response"] == 1
    assert rows["merges"] == [{"fact": 13, "merged_into": 3, "claim": "a nice note came"}]
    values = {str(value) for view in rows.values() for row in view for value in row.values()}
    values |= {"korea", "letters"}
    told = [(path, str(value)) for path, value in leaves(document) if path not in POINTERS]
    assert len({value for _, value in told} | {"1"}) == len(told) + 1
    assert not {path for path, value in told if value not in values}


async def test_every_field_of_a_change_is_in_the_history(tmp_path: Path) -> None:
    """But not whole states: those of earlier revisions are JSON in the table ``changes``."""
    store = await TinyDBStore.open(tmp_path)
    draft = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})
    await store.apply([Add(HOME, draft)], editor="ana", reason="new")
    await store.apply([Edit(1, 1, draft.model_copy(update={"ref": "x"}))], editor="ben")
    await store.close()
    added, edited = shown(tmp_path)["history"]
    columns = {"number": "change", "fact_id": "fact"}
    states = {"before", "after"}
    assert {columns.get(name, name) for name in set(Change.model_fields) - states} <= set(added)
    assert (added["change"], added["kind"], added["reason"]) == (1, "added", "new")
    assert (edited["fact"], edited["revision"], edited["editor"]) == (1, 2, "ben")
    assert (added["claim_before"], edited["claim_before"]) == (None, "a note")


async def test_views_of_an_older_version_are_replaced(tmp_path: Path) -> None:
    """The columns are those of the program that opened the store last."""
    await (await TinyDBStore.open(tmp_path)).close()
    connection = sqlite3.connect(tmp_path / "facts.sqlite")
    connection.execute("DROP VIEW sources")
    connection.execute("CREATE VIEW sources AS SELECT doc_id AS fact FROM facts")
    connection.commit()
    connection.close()
    store = await TinyDBStore.open(tmp_path)
    draft = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})
    await store.apply([Add(HOME, draft)], editor="ana")
    await store.close()
    assert shown(tmp_path)["sources"][0]["outlet"] == "Reuters"


@pytest.mark.parametrize("query", QUERIES)
async def test_the_queries_of_the_page_find_something(tmp_path: Path, query: str) -> None:
    """In a book with a fact that has every field, another merged into it, and their history."""
    store = await TinyDBStore.open(tmp_path)
    content = {name: EVERY_FIELD[name] for name in FactDraft.model_fields}
    draft = FactDraft.model_validate(content)
    await store.apply([Add(HOME, draft), Add(HOME, draft)], editor="ana")
    await store.apply([Merge(2, 1, 1)], editor="ana")
    await store.redact(Redact(1, "no note was sent", "a libel", HOME), editor="ana")
    await store.close()
    connection = sqlite3.connect(tmp_path / "facts.sqlite")
    assert connection.execute(query).fetchall()
    connection.close()


def test_the_page_has_a_query_for_each_view(tmp_path: Path) -> None:
    """And names no view that is not there."""
    with open_tables(tmp_path / "facts.sqlite"):
        pass
    views = set(shown(tmp_path))
    asked = {name for query in QUERIES for name in re.findall(r"(?:FROM|JOIN) (\w+)", query)}
    assert asked == views
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) >= views
