"""Plain TinyDB on our storage behaves as TinyDB on its own: the same calls, the same answers."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment
from tinydb.operations import set as set_to
from tinydb.table import Document

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.table import RowTinyDB

NAMES = st.sampled_from(["_default", "t", "T", "t_by", "É", 'a","doc":{}'])
IDS = st.integers(-2, 6)
KEYS = st.sampled_from(["a", "b", "doc", "gone", "é"])
SMALL = st.integers(0, 3)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | SMALL
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=3)


class SameAsStock(RuleBasedStateMachine):
    """Does everything twice: on stock TinyDB and over SQLite, closed and opened now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.stock = TinyDB(self.folder / "stock.json")
        self.ours: TinyDB = RowTinyDB(self.folder / "ours")

    def both(self, table: str, work: Callable[[Any], Any]) -> None:
        """Do ``work`` on the same table of both; answer, or error, must be the same."""
        answers = []
        for db in (self.stock, self.ours):
            try:
                answers.append(work(db.table(table)))
            except (ValueError, TypeError, KeyError, RuntimeError) as error:
                answers.append(type(error))
        assert answers[0] == answers[1]

    @rule(table=NAMES, document=DOCUMENTS)
    def insert(self, table: str, document: dict[str, Any]) -> None:
        self.both(table, lambda t: t.insert(document))

    @rule(table=NAMES, documents=st.lists(DOCUMENTS, max_size=3))
    def insert_multiple(self, table: str, documents: list[dict[str, Any]]) -> None:
        self.both(table, lambda t: t.insert_multiple(documents))

    @rule(table=NAMES, document=DOCUMENTS, doc_id=IDS)
    def insert_with_id(self, table: str, document: dict[str, Any], doc_id: int) -> None:
        self.both(table, lambda t: t.insert(Document(document, doc_id)))

    @rule(table=NAMES, document=DOCUMENTS, number=SMALL)
    def upsert(self, table: str, document: dict[str, Any], number: int) -> None:
        self.both(table, lambda t: t.upsert(document, where("a") == number))

    @rule(table=NAMES, document=DOCUMENTS, number=SMALL)
    def update(self, table: str, document: dict[str, Any], number: int) -> None:
        self.both(table, lambda t: t.update(document, where("a") == number))

    @rule(table=NAMES, ids=st.lists(IDS, max_size=3), document=DOCUMENTS)
    def update_ids(self, table: str, ids: list[int], document: dict[str, Any]) -> None:
        self.both(table, lambda t: t.update(document, doc_ids=ids))

    @rule(
        table=NAMES,
        change=st.sampled_from(
            [set_to("b", 1), delete("a"), increment("a"), decrement("a"), add("b", 1)]
        ),
    )
    def operate(self, table: str, change: Any) -> None:
        self.both(table, lambda t: t.update(change))

    @rule(table=NAMES, number=SMALL)
    def update_many(self, table: str, number: int) -> None:
        pairs = [({"b": number}, where("a") == number), ({"a": 0}, where("b") == 1)]
        self.both(table, lambda t: t.update_multiple(pairs))

    @rule(table=NAMES, number=SMALL)
    def remove(self, table: str, number: int) -> None:
        self.both(table, lambda t: t.remove(Query().a == number))

    @rule(table=NAMES, ids=st.lists(IDS, max_size=3))
    def remove_ids(self, table: str, ids: list[int]) -> None:
        self.both(table, lambda t: t.remove(doc_ids=ids))

    @rule(table=NAMES)
    def truncate(self, table: str) -> None:
        self.both(table, lambda t: t.truncate())

    @rule(table=NAMES)
    def drop(self, table: str) -> None:
        self.stock.drop_table(table)
        self.ours.drop_table(table)

    @rule()
    def drop_all(self) -> None:
        self.stock.drop_tables()
        self.ours.drop_tables()

    @rule(table=NAMES, number=SMALL, doc_id=IDS | st.integers(-(2**70), 2**70))
    def look(self, table: str, number: int, doc_id: int) -> None:
        self.both(table, lambda t: t.search(Query().a == number))
        self.both(table, lambda t: t.get(doc_id=doc_id))
        self.both(table, lambda t: t.get(doc_ids=[1, 3, doc_id]))
        self.both(table, lambda t: t.get(where("b").exists()))
        self.both(table, lambda t: t.contains(where("a") >= number))
        self.both(table, lambda t: t.count(where("doc").any([1, number])))

    @rule()
    def reopen(self) -> None:
        # Stock TinyDB forgets which ids it gave when it is closed; ours never gives one again.
        given = {name: self.stock.table(name)._next_id for name in self.stock.tables()}
        self.stock.close()
        self.ours.close()
        self.stock = TinyDB(self.folder / "stock.json")
        self.ours = RowTinyDB(self.folder / "ours")
        for name, next_id in given.items():
            self.stock.table(name)._next_id = next_id

    @invariant()
    def hold_the_same(self) -> None:
        assert self.stock.tables() == self.ours.tables()
        for name in self.stock.tables():
            theirs, ours = self.stock.table(name).all(), self.ours.table(name).all()
            assert [(d.doc_id, d) for d in theirs] == [(d.doc_id, d) for d in ours]
            assert len(self.stock.table(name)) == len(self.ours.table(name))

    def teardown(self) -> None:
        self.stock.close()
        self.ours.close()
        shutil.rmtree(self.folder)


TestSameAsStock = SameAsStock.TestCase
TestSameAsStock.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@pytest.fixture
def db(tmp_path: Path) -> Any:
    """An empty database over SQLite."""
    with RowTinyDB(tmp_path / "book") as opened:
        yield opened


def test_a_failed_update_changes_nothing(db: TinyDB) -> None:
    """An update that raises for one document leaves all of them as they were."""
    db.insert_multiple([{"a": 1}, {"b": 1}])
    with pytest.raises(KeyError):
        db.update(increment("a"))
    assert db.all() == [{"a": 1}, {"b": 1}]


def test_documents_that_are_no_json_are_refused(db: TinyDB) -> None:
    """A set cannot be written, an object that is no mapping is no document; nothing is kept."""
    with pytest.raises(TypeError):
        db.insert({"a": {1, 2}})
    with pytest.raises(ValueError, match="Mapping"):
        db.insert([1])  # type: ignore[arg-type]
    assert db.all() == []
    assert db.insert({"a": 1}) >= 1


def test_documents_are_copies(db: TinyDB) -> None:
    """Changing a document that was read does not change what is stored."""
    db.insert({"a": [1]})
    found = db.get(doc_id=1)
    assert isinstance(found, Document)
    found["a"].append(2)
    assert db.get(doc_id=1) == {"a": [1]}


def test_the_query_cache_is_emptied_by_a_write(db: TinyDB) -> None:
    """The same question answers anew after each change."""
    table = db.table("t", cache_size=5)
    assert table.search(where("a") == 1) == []
    table.insert({"a": 1})
    assert table.search(where("a") == 1) == [{"a": 1}]
    table.remove(where("a") == 1)
    assert table.search(where("a") == 1) == []


def test_who_iterates_over_documents_may_write(db: TinyDB) -> None:
    """They are those of the moment when the loop began, as in stock TinyDB."""
    db.insert_multiple({"a": number} for number in range(600))
    seen = 0
    for document in db:
        assert document == {"a": seen}
        seen += 1
        db.insert({"b": document.doc_id})
        if seen == 1:
            db.update({"c": 1})
    assert (seen, len(db)) == (600, 1_200)


@pytest.mark.parametrize("number", [2**62 - 1, 2**62, 2**63, 2**70, -(2**63), -(2**63) - 1])
def test_large_ids(db: TinyDB, number: int) -> None:
    """Ids of more than 64 bits are ids, too, and unknown ones are just not there."""
    assert (db.get(doc_id=number), db.update({"a": 1}, doc_ids=[number])) == (None, [])
    db.insert(Document({"a": 1}, number))
    assert db.get(doc_id=number) == {"a": 1}
    assert [document.doc_id for document in db.get(doc_ids=[number])] == [number]
    assert db.remove(doc_ids=[number]) == [number]


def test_a_dropped_table_is_not_written_by_who_still_has_it(tmp_path: Path) -> None:
    """A table that is made next does not get the documents that another program still writes."""
    path = tmp_path / "book"
    with RowTinyDB(path) as one, RowTinyDB(path) as other:
        old = one.table("Ä")
        old.insert({"a": 1})
        other.drop_table("Ä")
        other.table("Ö").insert({"b": 1})
        with pytest.raises(StoreUnavailable, match="dropped by another program"):
            old.insert({"a": 2})
        assert other.table("Ö").all() == [{"b": 1}]


def test_a_table_kept_though_empty(db: TinyDB) -> None:
    """``persist_empty`` makes a table that has never had a document."""
    db.table("t", persist_empty=True)
    assert db.tables() == {"t"}


def test_odd_text_survives(tmp_path: Path) -> None:
    """Half surrogates, line ends, infinity and what looks like our lines are read back as is."""
    odd: dict[str, Any] = {"a": "\ud800", "b": "\u2028\n\r", "c": '","doc":{"x":1}}\n'}
    odd |= {"d": float("inf"), "e": 2**70, "f": [2**64, -(2**63) - 1, 1e300]}
    with RowTinyDB(tmp_path / "book") as db:
        db.insert(odd)
    with RowTinyDB(tmp_path / "book") as db:
        assert db.all() == [odd]
    with RowTinyDB(tmp_path / "book") as db:
        assert db.all() == [odd]


@pytest.mark.parametrize("number", [2**64 - 1, 2**64, 2**70, -(2**63), -(2**63) - 1])
def test_whole_numbers_stay_whole_numbers(tmp_path: Path, number: int) -> None:
    """Also those that other readers of JSON take for a number with a decimal point."""
    with RowTinyDB(tmp_path / "book") as db:
        db.insert({"n": number})
        (found,) = db.all()
    assert (found["n"], type(found["n"])) == (number, int)


def test_plain_tinydb_writes_through_the_storage(tmp_path: Path) -> None:
    """With its own tables a write replaces the table; what others wrote meanwhile is not undone."""
    path = tmp_path / "book"
    with TinyDB(path, storage=SQLiteStorage) as stock, RowTinyDB(path) as ours:
        assert stock.insert({"a": 1}) == 1
        assert stock.table("t").insert_multiple([{"b": 1}, {"b": 2}]) == [1, 2]
        assert stock.table("t").remove(where("b") == 1) == [1]
        assert ours.table("t").all() == [{"b": 2}]
        assert ours.table("t").insert({"b": 3}) == 3
        assert stock.table("t").update({"c": 1}, where("b") == 3) == [3]
        assert ours.tables() == stock.tables() == {"_default", "t"}
        stock.drop_table("t")
        assert ours.tables() == {"_default"}


def test_a_table_with_an_index_is_not_written_without_it(tmp_path: Path) -> None:
    """It would find what is not there, and not find what is."""
    path = tmp_path / "book"
    indexes = {"t": lambda document: [("b", document["b"])]}
    with RowTinyDB(path, indexes=indexes) as ours:
        ours.table("t").insert({"b": 1})
        assert ours.table("t").ids_by("b", 1) == [1]
        with RowTinyDB(path) as other:
            for write in (lambda: other.table("t").insert({"b": 2}), other.drop_tables):
                with pytest.raises(StoreUnavailable, match="Only read it"):
                    write()
        ours.table("t").update({"b": 5}, doc_ids=[1])
        assert (ours.table("t").ids_by("b", 1), ours.table("t").ids_by("b", 5)) == ([], [1])
        ours.table("t").truncate()
        assert ours.table("t").ids_by("b", 5) == []
