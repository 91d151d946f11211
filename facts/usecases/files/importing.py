"""Importing a file into a desk in one durable step: all of it, or all valid rows."""

import asyncio
from array import array
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TypedDict, Unpack

from facts.interchange.content import Content, pieces
from facts.interchange.file_formats import FileFormat, open_reader
from facts.interchange.problems import PROBLEMS_KEPT, BadLines, Choice, Problem
from facts.interchange.read_lines import NOTHING_CHOSEN, Choices, ReadLine
from facts.matching.text.languages import with_language
from facts.model import HOME, STARTER, DeskId, Fact, FactDraft, Refusal, clean_text
from facts.store.protocol import Edit, FactStore, Remove
from facts.usecases.files.import_rows import ImportRows, PlannedWrites, RepeatedRowError, ValidRow
from facts.usecases.files.known_facts import Fate, KnownFacts
from facts.usecases.paging import Progress, in_turns, no_progress

_LINES_PER_TURN = 20
# Lines of a short file.
_FEW = 200
_LONGEST_DESK = 50
_PARTS = tuple(FactDraft.model_fields)


@dataclass(frozen=True, slots=True)
class Imported:
    """The result: how many facts were new, changed, or present and unchanged.

    ``refused`` are the rows left out; ``notes`` say what was left out or changed to fit.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The effect of importing one row.

    ``changes`` is the fact it would change, None if it is new or present already; ``parts`` are the
    differing parts: all for a new fact, none for an unchanged one.
    """

    number: int
    claim: str
    changes: Fact | None = None
    parts: tuple[str, ...] = ()


class Given(TypedDict, total=False):
    """How to read a file, and the desk to import into (HOME by default)."""

    desk: DeskId
    file_format: FileFormat
    choices: Choices
    progress: Progress


class OpenImport:
    """A file that was read and compared with the store, before anything is written.

    ``new`` and ``unchanged`` count valid rows; ``changed`` has the ids of facts to be changed. If
    there are ``problems`` nothing is imported unless the ``refused`` rows are left out, which is
    impossible if the file is ``blocked``: then a question about the whole file has to be answered
    first. ``choices`` would solve the problems of many rows at once. ``notes`` say what would be
    left out or changed to fit. At most PROBLEMS_KEPT problems and notes are kept, ``more`` rows had
    others.
    """

    def __init__(
        self, store: FactStore, desk: DeskId, file_format: FileFormat, rows: ImportRows
    ) -> None:
        self._store = store
        self._desk = desk
        self._format = file_format
        self._rows = rows
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.blocked = self.more = False
        self.new = self.unchanged = 0
        self.changed: list[int] = []
        self.choices: tuple[Choice, ...] = ()

    @property
    def refused(self) -> int:
        return self._rows.refused

    async def read(self, content: Content, choices: Choices, progress: Progress) -> None:
        """Read the rows of a file without blocking the event loop."""
        # Our own format may hold identical facts on purpose, and keeps them all.
        once_a_page = self._format is not FileFormat.JSON_LINES
        total = sum(piece.count(b"\n") for piece in pieces(content)) + 1
        lines = (await open_reader(content, self._format))(choices)
        first = [line async for line in in_turns(islice(lines, _FEW), _LINES_PER_TURN)]
        # The facts that a short file may change are looked up; for a long one all are read.
        drafts = [line.draft for line in first if line.draft] if len(first) < _FEW else None
        known = await KnownFacts.read(
            self._store, self._desk, self._rows, drafts, once_a_page=once_a_page
        )
        good = 0
        # Rows that stored facts may bear on, in the order of the file; the others are decided at
        # once, while their facts are at hand.
        waiting = array("q")
        for count, line in enumerate(chain(first, lines)):
            if row := self._add(line):
                good += 1
                if known.expect(row):
                    waiting.append(row.place)
                else:
                    await self._decide(row, known.fate_of_unknown(row))
            if not good and len(self.problems) >= PROBLEMS_KEPT:
                break  # no row is a fact: probably the wrong file, such as a picture
            if count % _LINES_PER_TURN == 0:
                progress(min(line.number, total), total)
                await asyncio.sleep(0)
        async for place in in_turns(waiting, _LINES_PER_TURN):
            row = self._rows.row(place)
            await self._decide(row, known.fate_of(row))
        progress(total, total)

    def _add(self, line: ReadLine) -> ValidRow | None:
        """Store one row; None if it is not valid."""
        self._tell(self.notes, line.notes)
        if line.draft is not None:
            try:
                return self._rows.add(line, with_language(line.draft))
            except RepeatedRowError as error:
                line = replace(line, problems=(error.problem,))
        self._tell(self.problems, line.problems)
        choices = (problem.choice for problem in line.problems)
        self.choices = tuple(filter(None, dict.fromkeys((*self.choices, *choices))))
        if line.header:
            self.blocked = self.blocked or bool(line.problems)
        elif line.problems:
            self._rows.refuse(line)
        return None

    async def _decide(self, row: ValidRow, coming: Awaitable[Edit | Fate]) -> None:
        """Decide what to write for a valid row; refuse it if it repeats another's fact."""
        try:
            fate = await coming
        except RepeatedRowError as error:
            self._tell(self.problems, (error.problem,))
            self._rows.refuse_good(row, error.problem)
            return
        match fate:
            case Fate.NEW:
                self.new += 1
            case Fate.STORED:
                self.unchanged += 1
                self._rows.know(row, None)
            case Edit():
                self.changed.append(fate.fact_id)
                self._rows.know(row, fate)

    def _tell(self, kept: list[Problem], found: tuple[Problem, ...]) -> None:
        room = PROBLEMS_KEPT - len(kept)
        kept += found[:room]
        self.more = self.more or len(found) > room

    async def outcomes(self) -> AsyncIterator[RowOutcome]:
        """The effect of each valid row, in the order of the file."""
        planned = in_turns(self._rows.planned(), _LINES_PER_TURN)
        async for number, draft, edit, is_new in planned:
            if edit is None:
                yield RowOutcome(number, draft.claim.text, parts=_PARTS if is_new else ())
                continue
            fact = await self._store.get(edit.fact_id)
            parts = tuple(p for p in _PARTS if getattr(fact, p) != getattr(edit.draft, p))
            yield RowOutcome(number, draft.claim.text, fact, parts)

    def returned(self) -> Iterator[str]:
        """The refused rows with the reasons, as a file of the same format."""
        return self._rows.returned(self._format) if self.refused else iter(())

    async def apply(
        self, *, editor: str, skip_refused: bool = False, once: str | None = None
    ) -> Imported:
        """Import in one durable step; with the idempotency key ``once`` only once ever.

        ``skip_refused``: import all valid rows even if others are refused; otherwise all or
        nothing. Raises BadLines, and what the store's ``apply`` raises.
        """
        if self.problems and (self.blocked or not skip_refused):
            raise BadLines(self.problems)
        if self.new or self.changed:
            writes = PlannedWrites(self._rows, self._desk)
            await self._store.apply(writes, editor=editor, reason="import", once=once)
        counts = (self.new, len(self.changed), self.unchanged, self.refused)
        return Imported(*counts, tuple(self.notes))


class Importing:
    """Imports files into the store."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    @asynccontextmanager
    async def open(self, content: Content, **given: Unpack[Given]) -> AsyncIterator[OpenImport]:
        """Read ``content`` and compare it with the desk's facts.

        ``KnownFacts`` finds the existing fact of each row, which is changed unless it is equal.
        Rows identical to starter facts are not added again. Raises UnreadableFile, and Refusal for
        an impossible desk name.
        """
        desk = given.get("desk", HOME)
        if not desk or desk != " ".join(clean_text(desk).split()) or len(desk) > _LONGEST_DESK:
            raise Refusal(f"A desk’s name can have 1 to {_LONGEST_DESK} characters, on one line.")
        with ImportRows() as rows:
            opened = OpenImport(
                self._store, desk, given.get("file_format", FileFormat.JSON_LINES), rows
            )
            choices = given.get("choices", NOTHING_CHOSEN)
            await opened.read(content, choices, given.get("progress", no_progress))
            yield opened

    async def run(
        self,
        content: Content,
        *,
        editor: str,
        skip_refused: bool = False,
        once: str | None = None,
        **given: Unpack[Given],
    ) -> Imported:
        """``open`` and ``apply`` in one call."""
        async with self.open(content, **given) as opened:
            return await opened.apply(editor=editor, skip_refused=skip_refused, once=once)


class StarterFacts:
    """Imports ``content``, an interchange file, into a new store."""

    def __init__(self, store: FactStore, importing: Importing, content: bytes) -> None:
        self._store = store
        self._importing = importing
        self._content = content

    async def load(self) -> int:
        """Import them if the store was never written; returns how many. Raises BadLines."""
        if await self._store.last_change() > 0:
            return 0
        # An idempotency key, as several processes may start with the same new store.
        imported = await self._importing.run(
            self._content, editor="Nice Note", desk=STARTER, once="starter facts"
        )
        return imported.new

    async def remove(self, editor: str) -> int:
        """Remove them for good, recorded in the log; returns how many there were."""
        writes = [Remove(f.id, f.revision) async for f in self._store.facts([STARTER])]
        if writes:
            await self._store.apply(writes, editor=editor, reason="starter facts removed")
        return len(writes)
