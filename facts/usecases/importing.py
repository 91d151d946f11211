"""Importing: a file in the interchange form becomes facts of a desk, all of them or none."""

import asyncio
from collections import Counter
from dataclasses import dataclass

from facts.interchange import PROBLEMS_KEPT, BadLines, FileForm, Problem, fact_line, read_form
from facts.model import HOME, STARTER, DeskId, Fact, FactDraft, Refusal, clean_text
from facts.store.protocol import Add, Edit, FactStore, Write
from facts.usecases.progress import Progress, no_progress

_LINES_PER_TURN = 20
_LONGEST_DESK = 50
_PARTS = tuple(FactDraft.model_fields)
# What a desk notes about a fact after it was taken in, as it is before that.
_NOTED = {"retraction": None, "review": None, "corrections": ()}


class NoSuchDesk(Refusal):
    """A desk's name is not one that a desk can have."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many facts of a file were new, changed ones that were there, or were there unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What importing one line of a file would do.

    ``changes`` is the fact that it would change, None for a new one or one that is there already;
    ``parts`` are the parts that would be other ones: all of a new fact, none of an unchanged one.
    """

    number: int
    draft: FactDraft
    changes: Fact | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would do; with any ``problems`` it would do nothing."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


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
        progress: Progress = no_progress,
        once: str | None = None,
    ) -> Imported:
        """Add what ``content`` holds to ``desk`` in one durable step; a step that is named ``once``
        is done once ever.

        A fact whose ``ref`` the desk has becomes the next revision of that fact, unless it is the
        same; a fact without ``ref`` is taken in unless the same content is there already. What the
        starter facts hold word for word is not added to them a second time.
        Raises BadLines, UnreadableFile, NoSuchDesk, and what the store's ``apply`` raises.
        """
        _expect_desk(desk)
        lines, problems = await _read_all(content, form, progress)
        if problems:
            raise BadLines(problems)
        present = await _Present.of(self._store, desk)
        writes: list[Write] = []
        for turn, (_, draft) in enumerate(lines):
            write = present.write_for(draft)
            if write is not None:
                writes.append(write)
            if turn % _LINES_PER_TURN == 0:
                await asyncio.sleep(0)
        if writes:
            await self._store.apply(writes, editor=editor, reason="import", once=once)
        new = sum(isinstance(write, Add) for write in writes)
        return Imported(new, len(writes) - new, len(lines) - len(writes))

    async def preview(
        self,
        content: bytes,
        *,
        desk: DeskId = HOME,
        form: FileForm = FileForm.JSON_LINES,
        progress: Progress = no_progress,
    ) -> Preview:
        """What ``run`` would do with each line. Raises UnreadableFile, NoSuchDesk."""
        _expect_desk(desk)
        lines, problems = await _read_all(content, form, progress)
        present = await _Present.of(self._store, desk)
        outcomes = []
        for turn, (number, draft) in enumerate(lines):
            write = present.write_for(draft)
            outcomes.append(await self._outcome(number, draft, write))
            if turn % _LINES_PER_TURN == 0:
                await asyncio.sleep(0)
        return Preview(tuple(outcomes), tuple(problems))

    async def _outcome(self, number: int, draft: FactDraft, write: Write | None) -> Outcome:
        if write is None or isinstance(write, Add):
            return Outcome(number, draft, parts=() if write is None else _PARTS)
        fact = await self._store.get(write.fact_id)
        parts = tuple(p for p in _PARTS if getattr(fact, p) != getattr(draft, p))
        return Outcome(number, draft, fact, parts)


def _expect_desk(desk: DeskId) -> None:
    if not desk or desk != " ".join(clean_text(desk).split()) or len(desk) > _LONGEST_DESK:
        raise NoSuchDesk(f"A desk has a name of 1 to {_LONGEST_DESK} characters, on one line.")


async def _read_all(
    content: bytes, form: FileForm, progress: Progress
) -> tuple[list[tuple[int, FactDraft]], list[Problem]]:
    """All facts of a file by their number, and all problems, without holding the event loop."""
    drafts: list[tuple[int, FactDraft]] = []
    problems: list[Problem] = []
    total = content.count(b"\n") + 1
    for count, line in enumerate(read_form(content, form)):
        problems.extend(line.problems)
        if line.draft is not None:
            drafts.append((line.number, line.draft))
        if len(problems) >= PROBLEMS_KEPT:
            break
        if count % _LINES_PER_TURN == 0:
            progress(line.number, total)
            await asyncio.sleep(0)
    progress(total, total)
    return drafts, problems


class _Present:
    """What a desk, and the starter facts, hold when an import begins."""

    def __init__(self, desk: DeskId) -> None:
        self._desk = desk
        self._by_ref: dict[str, Fact] = {}
        self._starter: dict[str, Fact] = {}
        # The same content may be stored more than once; each copy answers for one line.
        self._without_ref: Counter[str] = Counter()

    @classmethod
    async def of(cls, store: FactStore, desk: DeskId) -> "_Present":
        present = cls(desk)
        seen = 0
        async for fact in store.facts({desk, STARTER}):
            seen += 1
            if seen % _LINES_PER_TURN == 0:
                await asyncio.sleep(0)
            if fact.ref is None:
                present._without_ref[_said(fact)] += 1
            elif fact.desk == desk:
                present._by_ref.setdefault(fact.ref, fact)
            else:
                present._starter[fact.ref] = fact
        return present

    def write_for(self, draft: FactDraft) -> Write | None:
        """What must be written for ``draft``; None when it is there already."""
        known = self._by_ref.get(draft.ref) if draft.ref is not None else None
        if known is not None:
            draft = _with_what_the_desk_noted(draft, known)
        line = fact_line(draft)
        if draft.ref is None:
            said = _said(draft)
            if self._without_ref[said] > 0:
                self._without_ref[said] -= 1
                return None
            return Add(self._desk, draft)
        same = known or self._starter.get(draft.ref)
        if same is not None and fact_line(same) == line:
            return None
        return Edit(known.id, known.revision, draft) if known else Add(self._desk, draft)


def _with_what_the_desk_noted(draft: FactDraft, known: Fact) -> FactDraft:
    """A file that knows of no retraction, review or correction does not take it away."""
    noted = {part: getattr(known, part) for part in _NOTED if not getattr(draft, part)}
    return draft.model_copy(update=noted)


def _said(fact: FactDraft) -> str:
    """The fact without what its desk noted about it since it was taken in."""
    return fact_line(fact.model_copy(update=_NOTED))
