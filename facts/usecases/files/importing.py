"""Importing: a file becomes facts of a desk in one durable step, all of it or all that is good."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from facts.interchange import (
    NOTHING_CHOSEN,
    PROBLEMS_KEPT,
    BadLines,
    Choice,
    Choices,
    FileForm,
    Problem,
    ReadLine,
    fact_record,
    open_form,
    returned,
)
from facts.matching.text.languages import with_language
from facts.model import HOME, DeskId, Fact, FactDraft, Refusal, clean_text
from facts.store.protocol import Add, Edit, FactStore, Write
from facts.usecases.files.known_facts import KnownFacts, SameFactTwiceError, pages_of
from facts.usecases.paging import Progress, no_progress, without_collecting

_Row = TypeVar("_Row")
_LINES_PER_TURN = 20
_LONGEST_DESK = 50
_PARTS = tuple(FactDraft.model_fields)


class NoSuchDesk(Refusal):
    """A desk's name is not one that a desk can have."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many facts of a file were new, changed ones that were there, or were there unchanged.

    ``refused`` are the rows that were left out; ``notes`` tell what was left out or changed to fit.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What importing one line of a file would do.

    ``changes`` is the fact that it would change, None for a new one or one that is there already;
    ``parts`` are the parts that would be other ones: all of a new fact, none of an unchanged one.
    """

    number: int
    claim: str
    changes: Fact | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What importing a file would do. With ``problems`` it does nothing, unless the rows that have
    them are left out: ``refused`` of them, which ``returned`` has as a file of the same form.

    Where it is ``blocked`` they cannot be: something about the whole file has to be settled first.
    ``choices`` would settle problems of many rows at once. ``notes`` tell what would be left out or
    changed to fit. At most PROBLEMS_KEPT of problems and of notes are told, ``more`` had others.
    """

    outcomes: tuple[RowOutcome, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    refused: int = 0
    blocked: bool = False
    choices: tuple[Choice, ...] = ()
    returned: tuple[str, ...] = ()
    more: bool = False


@dataclass(slots=True)
class _Rows:
    """The rows of a file: what is good, what is refused, what was changed to fit."""

    good: list[ReadLine] = field(default_factory=list)
    refused: list[ReadLine] = field(default_factory=list)
    headers: list[ReadLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    choices: dict[Choice, None] = field(default_factory=dict)
    more: bool = False
    once_a_page: bool = True

    @property
    def blocked(self) -> bool:
        return any(line.problems for line in self.headers)

    @property
    def hopeless(self) -> bool:
        """Nothing in it is a fact: a picture, say, that was given by mistake."""
        return not self.good and len(self.problems) >= PROBLEMS_KEPT

    def add(self, line: ReadLine) -> None:
        self._note(self.problems, line.problems)
        self._note(self.notes, line.notes)
        self.choices |= {p.choice: None for p in line.problems if p.choice is not None}
        if line.header:
            self.headers.append(line)
        elif line.problems:
            self.refused.append(line)
        elif line.draft is not None:
            self.good.append(line)

    def refuse(self, line: ReadLine, sentence: str) -> None:
        """Refuse a good row after all."""
        problem = Problem(line.number, "", sentence)
        original = line.original or (line.draft and fact_record(line.draft))
        self.refused.append(replace(line, draft=None, problems=(problem,), original=original))
        self._note(self.problems, (problem,))

    def _note(self, kept: list[Problem], found: tuple[Problem, ...]) -> None:
        room = PROBLEMS_KEPT - len(kept)
        kept += found[:room]
        self.more = self.more or len(found) > room


class Importing:
    """Brings files into the store."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    async def run(
        self,
        content: bytes,
        *,
        editor: str,
        desk: DeskId = HOME,
        form: FileForm = FileForm.JSON_LINES,
        choices: Choices = NOTHING_CHOSEN,
        skip_refused: bool = False,
        progress: Progress = no_progress,
        once: str | None = None,
    ) -> Imported:
        """Add what ``content`` holds to ``desk`` in one durable step; a step that is named ``once``
        is done once ever.

        ``skip_refused`` takes in all good rows where others are refused, else it is all or nothing.
        Which fact a row is ``KnownFacts`` tells: that fact is changed, unless it is the same. What
        the starter facts hold word for word is not added to them a second time.
        Raises BadLines, UnreadableFile, NoSuchDesk, and what the store's ``apply`` raises.
        """
        _expect_desk(desk)
        with without_collecting():
            rows = await _read_all(content, form, choices, progress)
            planned = await self._planned(rows, desk)
            if rows.problems and (rows.blocked or not skip_refused):
                raise BadLines(rows.problems)
            writes = [write for _, _, write in planned if write is not None]
            if writes:
                await self._store.apply(writes, editor=editor, reason="import", once=once)
            new = sum(isinstance(write, Add) for write in writes)
            changed, unchanged = len(writes) - new, len(planned) - len(writes)
            writes.clear()
            async for _ in _in_turns(planned):
                pass
            return Imported(new, changed, unchanged, len(rows.refused), tuple(rows.notes))

    async def preview(
        self,
        content: bytes,
        *,
        desk: DeskId = HOME,
        form: FileForm = FileForm.JSON_LINES,
        choices: Choices = NOTHING_CHOSEN,
        progress: Progress = no_progress,
    ) -> ImportPreview:
        """What ``run`` would do with each line. Raises UnreadableFile, NoSuchDesk."""
        _expect_desk(desk)
        with without_collecting():
            rows = await _read_all(content, form, choices, progress)
            planned = await self._planned(rows, desk)
            outcomes = [await self._outcome(*row) async for row in _in_turns(planned)]
            refused = sorted(rows.refused, key=lambda line: line.number)
            return ImportPreview(
                tuple(outcomes),
                tuple(rows.problems),
                tuple(rows.notes),
                len(refused),
                rows.blocked,
                tuple(rows.choices),
                tuple(returned(refused, form)) if refused else (),
                rows.more,
            )

    async def _planned(
        self, rows: _Rows, desk: DeskId
    ) -> list[tuple[int, FactDraft, Write | None]]:
        """What to write for each good row; one that is another row's fact is refused."""
        known = await KnownFacts.read(self._store, desk, once_a_page=rows.once_a_page)
        drafts = [
            (line, with_language(line.draft), pages_of(line.draft))
            async for line in _in_turns(rows.good)
            if line.draft is not None
        ]
        times = Counter(page for _, _, pages in drafts for page in pages)
        planned = []
        async for line, draft, pages in _in_turns(drafts):
            try:
                write = known.write_for(draft, line.number, pages, times)
            except SameFactTwiceError as error:
                sentence = f"this is the claim and the page of line {error.number}; give it once"
                rows.refuse(line, sentence)
            else:
                planned.append((line.number, draft, write))
        return planned

    async def _outcome(self, number: int, draft: FactDraft, write: Write | None) -> RowOutcome:
        claim = draft.claim.text
        if not isinstance(write, Edit):
            return RowOutcome(number, claim, parts=() if write is None else _PARTS)
        fact = await self._store.get(write.fact_id)
        parts = tuple(p for p in _PARTS if getattr(fact, p) != getattr(write.draft, p))
        return RowOutcome(number, claim, fact, parts)


async def _in_turns(rows: list[_Row]) -> AsyncIterator[_Row]:
    """``rows``, taken out one by one, with everybody else's turn after every few of them.

    To let go of 10,000 facts at once would hold the loop for 0.1 s.
    """
    rows.reverse()
    while rows:
        if len(rows) % _LINES_PER_TURN == 0:
            await asyncio.sleep(0)
        yield rows.pop()


def _expect_desk(desk: DeskId) -> None:
    if not desk or desk != " ".join(clean_text(desk).split()) or len(desk) > _LONGEST_DESK:
        raise NoSuchDesk(f"A desk has a name of 1 to {_LONGEST_DESK} characters, on one line.")


async def _read_all(content: bytes, form: FileForm, choices: Choices, progress: Progress) -> _Rows:
    """All rows of a file, without holding the event loop."""
    # Our own form may have two facts that are alike, and loses none of them.
    rows = _Rows(once_a_page=form is not FileForm.JSON_LINES)
    total = content.count(b"\n") + 1
    read = await open_form(content, form)
    for count, line in enumerate(read(choices)):
        rows.add(line)
        if rows.hopeless:
            break
        if count % _LINES_PER_TURN == 0:
            progress(min(line.number, total), total)
            await asyncio.sleep(0)
    progress(total, total)
    return rows
