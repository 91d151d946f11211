"""Importing: a file in the interchange form becomes facts of a desk, all of them or none."""

import asyncio
from collections import Counter
from dataclasses import dataclass

from facts.interchange import PROBLEMS_KEPT, BadLines, Problem, fact_line, read_drafts
from facts.model import HOME, STARTER, DeskId, Fact, FactDraft, Refusal, clean_text
from facts.store.protocol import Add, Edit, FactStore, Write
from facts.usecases.progress import Progress, no_progress

_LINES_PER_TURN = 20
_LONGEST_DESK = 50


class NoSuchDesk(Refusal):
    """A desk's name is not one that a desk can have."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many facts of a file were new, changed ones that were there, or were there unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


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
        progress: Progress = no_progress,
    ) -> Imported:
        """Add what ``content`` holds to ``desk`` in one durable step.

        A fact whose ``ref`` the desk has becomes the next revision of that fact, unless it is the
        same; a fact without ``ref`` is taken in unless the same content is there already. What the
        starter facts hold word for word is not added to them a second time.
        Raises BadLines, UnreadableFile, NoSuchDesk, and what the store's ``apply`` raises.
        """
        if not desk or desk != " ".join(clean_text(desk).split()) or len(desk) > _LONGEST_DESK:
            raise NoSuchDesk(f"A desk has a name of 1 to {_LONGEST_DESK} characters, on one line.")
        drafts = await read_all(content, progress)
        present = await _Present.of(self._store, desk)
        writes: list[Write] = []
        for number, draft in enumerate(drafts):
            write = present.write_for(draft)
            if write is not None:
                writes.append(write)
            if number % _LINES_PER_TURN == 0:
                await asyncio.sleep(0)
        if writes:
            await self._store.apply(writes, editor=editor, reason="import")
        new = sum(isinstance(write, Add) for write in writes)
        return Imported(new, len(writes) - new, len(drafts) - len(writes))


async def read_all(content: bytes, progress: Progress = no_progress) -> list[FactDraft]:
    """All facts of a file, without holding the event loop. Raises BadLines, UnreadableFile."""
    drafts: list[FactDraft] = []
    problems: list[Problem] = []
    total = content.count(b"\n") + 1
    for count, line in enumerate(read_drafts(content)):
        problems.extend(line.problems)
        if line.draft is not None:
            drafts.append(line.draft)
        if len(problems) >= PROBLEMS_KEPT:
            break
        if count % _LINES_PER_TURN == 0:
            progress(line.number, total)
            await asyncio.sleep(0)
    if problems:
        raise BadLines(problems)
    progress(total, total)
    return drafts


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
                present._without_ref[fact_line(fact)] += 1
            elif fact.desk == desk:
                present._by_ref.setdefault(fact.ref, fact)
            else:
                present._starter[fact.ref] = fact
        return present

    def write_for(self, draft: FactDraft) -> Write | None:
        """What must be written for ``draft``; None when it is there already."""
        line = fact_line(draft)
        if draft.ref is None:
            if self._without_ref[line] > 0:
                self._without_ref[line] -= 1
                return None
            return Add(self._desk, draft)
        known = self._by_ref.get(draft.ref)
        same = known or self._starter.get(draft.ref)
        if same is not None and fact_line(same) == line:
            return None
        return Edit(known.id, known.revision, draft) if known else Add(self._desk, draft)
