"""History: what a fact was, who changed it, and the way back."""

from collections.abc import Collection
from datetime import datetime

from facts.model import Change, ChangeKind, DeskId, Fact, FactDraft, Refusal
from facts.store.protocol import Edit, FactStore, Remove, Restore, UnknownFact, Write


class CannotUndo(Refusal):
    """A change that cannot be taken back by itself."""


class History:
    """Looks into the change log of single facts. ``desks`` are those a reader sees; None: all."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    async def of(self, fact_id: int, desks: Collection[DeskId] | None) -> tuple[Change, ...]:
        """All changes of a fact, oldest first. Raises UnknownFact."""
        changes = await self._store.history(fact_id)
        if not changes or (desks is not None and _desk(changes) not in desks):
            raise UnknownFact(f"There never was a fact #{fact_id} here.")
        return changes

    async def at_revision(
        self, fact_id: int, revision: int, desks: Collection[DeskId] | None
    ) -> Fact:
        """The fact as it was at ``revision``. Raises UnknownFact."""
        changes = await self.of(fact_id, desks)
        for change in changes:
            if change.revision == revision and change.after is not None:
                return change.after
        there = ", ".join(str(c.revision) for c in changes if c.after is not None)
        raise UnknownFact(f"Fact #{fact_id} has no revision {revision}. It has: {there}.")

    async def at_moment(
        self, fact_id: int, moment: datetime, desks: Collection[DeskId] | None
    ) -> Fact:
        """The fact as it was at ``moment``, which has a time zone. Raises UnknownFact."""
        earlier = [change for change in await self.of(fact_id, desks) if change.at <= moment]
        if not earlier or earlier[-1].after is None:
            raise UnknownFact(f"There was no fact #{fact_id} at {moment:%Y-%m-%d %H:%M %Z}.")
        return earlier[-1].after

    async def undo(
        self, fact_id: int, revision: int, *, editor: str, reason: str | None = None
    ) -> Change:
        """Take back the change that made ``revision``, as a new change of the same fact.

        Of an edit, the parts that it changed become what they were; later edits of other parts
        stay. Raises UnknownFact, CannotUndo, and what the store's ``apply`` raises.
        """
        changes = await self.of(fact_id, None)
        undone = next((change for change in changes if change.revision == revision), None)
        if undone is None:
            raise UnknownFact(f"Fact #{fact_id} has no revision {revision}.")
        write = _way_back(undone, changes[changes.index(undone) + 1 :])
        reason = reason or f"revision {revision} undone"
        (change,) = await self._store.apply([write], editor=editor, reason=reason)
        return change


def _way_back(undone: Change, later: tuple[Change, ...]) -> Write:
    fact_id, last = undone.fact_id, (later or (undone,))[-1]
    if undone.kind is ChangeKind.EDITED and undone.before is not None:
        touched = {part for change in later for part in change.parts}.intersection(undone.parts)
        if touched or last.after is None:
            what = ", ".join(sorted(touched)).replace("_", " ")
            raise CannotUndo(_too_late(undone, what, later))
        parts = {part: getattr(undone.before, part) for part in undone.parts}
        return Edit(fact_id, last.revision, _draft(last.after, parts))
    if undone.kind is ChangeKind.MERGED:
        raise CannotUndo(
            f"Fact #{fact_id} was merged into another one. A moderator of its desk can undo that, "
            "from the history of the other fact."
        )
    if later:
        raise CannotUndo(_too_late(undone, "fact", later))
    if undone.before is None:
        return Remove(fact_id, undone.revision)
    return Restore(fact_id, undone.revision, _draft(undone.before, {}))


def _draft(fact: Fact, parts: dict[str, object]) -> FactDraft:
    content = {name: getattr(fact, name) for name in FactDraft.model_fields}
    return FactDraft.model_validate(content | parts)


def _too_late(undone: Change, what: str, later: tuple[Change, ...]) -> str:
    newest = later[-1]
    return (
        f"Revision {undone.revision} cannot be undone by itself, because the {what} was changed "
        f"again in revision {newest.revision} by {newest.editor}. Undo that one first, or edit."
    )


def _desk(changes: tuple[Change, ...]) -> DeskId:
    known = next(fact for change in changes for fact in (change.after, change.before) if fact)
    return known.desk
