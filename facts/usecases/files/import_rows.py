"""The rows of a file being imported, in a temporary database to limit memory."""

import json
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Self

from facts.interchange.file_formats import FileFormat, fact_record, returned
from facts.interchange.lines import shown
from facts.interchange.problems import Problem
from facts.interchange.read_lines import ReadLine
from facts.model import DeskId, Fact, FactContent, FactDraft, Source, canonical_link
from facts.model.fact import decoded, encoded
from facts.store.protocol import Add, Edit, FactStore, Having, Write
from facts.usecases.paging import in_turns

_TABLES = """
PRAGMA page_size = 16384;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -8192;
CREATE TABLE good (
    place INTEGER PRIMARY KEY, number INTEGER, unit TEXT, draft TEXT, original TEXT
);
CREATE TABLE known (place INTEGER PRIMARY KEY, fact INTEGER, revision INTEGER, becomes TEXT);
CREATE TABLE refs (ref TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE refused (place INTEGER PRIMARY KEY, number INTEGER, reasons TEXT, original TEXT);
BEGIN;
"""
_DIGEST_BYTES = 16
_FACTS_PER_TURN = 20
# As many facts are read in the time of looking up those with one link or reference.
_FACTS_PER_LOOK_UP = 5
# Fields that a desk adds after an import, with the values they had before.
NOTED_BY_DESK = {"retraction": None, "review": None, "corrections": ()}
_CONTENT = set(FactDraft.model_fields)


@dataclass
class ValidRow:
    """A valid row: its position among valid rows, its number in the file, and the unit counted
    there. What it is compared by is computed on first use.
    """

    place: int
    number: int
    unit: str
    draft: FactDraft

    @cached_property
    def said(self) -> bytes:
        return content_digest(self.draft)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        return pages_of(self.draft)

    @cached_property
    def wordings(self) -> tuple[bytes, ...]:
        return wordings_of(self.draft)


class RepeatedRowError(Exception):
    """A row repeats the ref of an earlier one with other content. ``problem`` names that one."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class ImportRows:
    """Valid rows, the planned writes, and refused rows. Closed after use."""

    def __init__(self) -> None:
        # Unnamed: a private file of this process, deleted when it is closed.
        self.db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self.db.executescript(_TABLES)
        self.refused = 0
        self.titles: tuple[str, ...] = ()
        self._places = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def add(self, line: ReadLine, draft: FactDraft) -> ValidRow:
        """Add a valid row. Raises RepeatedRowError if an earlier row has the same ref."""
        self.titles = self.titles or line.titles
        if draft.ref is not None:
            given = (draft.ref, line.number)
            if not self.db.execute("INSERT OR IGNORE INTO refs VALUES (?, ?)", given).rowcount:
                first = self.one("SELECT number FROM refs WHERE ref = ?", draft.ref)
                sentence = f"{shown(draft.ref)} is already the ref of {line.unit} {first}"
                raise RepeatedRowError(Problem(line.number, "ref", sentence, line.unit))
        self._places += 1
        row = ValidRow(self._places, line.number, line.unit, draft)
        original = line.original and _json(line.original)
        self.db.execute(
            "INSERT INTO good VALUES (?, ?, ?, ?, ?)",
            (row.place, row.number, row.unit, encoded(draft), original),
        )
        return row

    def refuse(self, line: ReadLine) -> None:
        """Add a refused row, to be given back."""
        self.refused += 1
        self.titles = self.titles or line.titles
        reasons = [[problem.path, problem.sentence] for problem in line.problems]
        original = line.original or (line.draft and fact_record(line.draft))
        self.db.execute(
            "INSERT INTO refused (number, reasons, original) VALUES (?, ?, ?)",
            (line.number, json.dumps(reasons), _json(original)),
        )

    def refuse_good(self, row: ValidRow, problem: Problem) -> None:
        """Move a valid row to the refused ones."""
        original = self.one("SELECT original FROM good WHERE place = ?", row.place)
        kept = original and json.loads(original)
        self.db.execute("DELETE FROM good WHERE place = ?", (row.place,))
        self.refuse(ReadLine(row.number, row.draft, (problem,), original=kept))

    def row(self, place: int) -> ValidRow:
        """The valid row at ``place``."""
        find = "SELECT number, unit, draft FROM good WHERE place = ?"
        number, unit, text = self.db.execute(find, (place,)).fetchone()
        return ValidRow(place, number, unit, decoded(text))

    def know(self, row: ValidRow, edit: Edit | None) -> None:
        """Record that a row is not a new fact but an edit of one, or stored already."""
        becomes = edit and encoded(edit.draft)
        given = (row.place, edit and edit.fact_id, edit and edit.revision, becomes)
        self.db.execute("INSERT INTO known VALUES (?, ?, ?, ?)", given)

    def planned(self) -> Iterator[tuple[int, FactDraft, Edit | None, bool]]:
        """Each valid row: number, fact, the edit if it changes one, whether it is a new one."""
        for number, text, place, *edit in self.db.execute(
            "SELECT number, draft, known.place, fact, revision, becomes"
            " FROM good LEFT JOIN known USING (place) ORDER BY good.place"
        ):
            yield number, decoded(text), _edit(*edit), place is None

    def returned(self, file_format: FileFormat) -> Iterator[str]:
        """The refused rows as lines of a file of that format."""
        rows = self.db.execute(
            "SELECT number, reasons, original FROM refused ORDER BY number, place"
        )
        return returned((self._refused(*row) for row in rows), file_format)

    def _refused(self, number: int, reasons: str, original: str) -> ReadLine:
        problems = tuple(Problem(number, *reason) for reason in json.loads(reasons))
        kept = json.loads(original)
        return ReadLine(number, None, problems, original=kept, titles=self.titles)

    def one(self, query: str, *values: object) -> Any:
        """The first value of the first result row; None if there is none."""
        found = self.db.execute(query, values).fetchone()
        return None if found is None else found[0]


class PlannedWrites:
    """The writes for the valid rows; can be iterated repeatedly."""

    def __init__(self, rows: ImportRows, desk: DeskId) -> None:
        self._rows = rows
        self._desk = desk

    def __iter__(self) -> Iterator[Write]:
        for text, *edit in self._rows.db.execute(
            "SELECT draft, fact, revision, becomes FROM good LEFT JOIN known USING (place)"
            " WHERE known.place IS NULL OR fact IS NOT NULL ORDER BY good.place"
        ):
            yield _edit(*edit) or Add(self._desk, decoded(text))


def _edit(fact: int | None, revision: int | None, becomes: str | None) -> Edit | None:
    if fact is None or revision is None or becomes is None:
        return None
    return Edit(fact, revision, decoded(becomes))


def pages_of(draft: FactContent) -> tuple[str, ...]:
    """The canonical links of the pages that a fact is about.

    Those of the fact-checks among its sources if there are any, else of all sources.
    """
    rated = [source for source in draft.sources if source.rating]
    return tuple(dict.fromkeys(_links(rated or draft.sources)))


async def facts_like(
    store: FactStore, desks: Collection[DeskId], drafts: Sequence[FactDraft] | None
) -> AsyncIterator[Fact]:
    """The facts of ``desks`` that one of ``drafts`` may be, each once; if None, all facts."""
    look_ups: list[Having] | None = None
    if drafts is not None and all(any(_links(draft.sources)) for draft in drafts):
        refs = {draft.ref for draft in drafts if draft.ref is not None}
        links = {link for draft in drafts for link in _links(draft.sources)}
        look_ups = [Having(desks=desks, ref=ref) for ref in refs]
        look_ups += [Having(desks=desks, link=link) for link in links]
    if look_ups is None or _FACTS_PER_LOOK_UP * len(look_ups) >= await store.count(desks):
        async for fact in in_turns(store.facts(desks), _FACTS_PER_TURN):
            yield fact
        return
    found: set[int] = set()
    for look_up in look_ups:
        async for fact in store.find(look_up):
            if fact.id not in found:
                found.add(fact.id)
                yield fact


def _links(sources: Iterable[Source]) -> Iterator[str]:
    """The canonical links of sources."""
    for source in sources:
        yield from map(canonical_link, filter(None, (source.url, source.archived_url)))


def is_rated(draft: FactContent) -> bool:
    """Whether a fact-check is among the sources."""
    return any(source.rating for source in draft.sources)


def content_digest(fact: FactContent) -> bytes:
    """A digest of a fact's content, without what its desk added since the import."""
    is_noted = any(getattr(fact, name) for name in NOTED_BY_DESK)
    content = fact.model_copy(update=NOTED_BY_DESK) if is_noted else fact
    return _digest(content.model_dump_json(include=_CONTENT, exclude_defaults=True))


def wordings_of(draft: FactContent) -> tuple[bytes, ...]:
    """Digests of the claim and its alternative wordings, case-insensitive, without duplicates."""
    texts = (draft.claim.text, *draft.other_wordings)
    return tuple(dict.fromkeys(_digest(text.casefold()) for text in texts))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest()


def _json(value: Any) -> str:
    try:
        return json.dumps(value)
    except RecursionError:
        return '{"": "nested too deeply to be returned"}'
