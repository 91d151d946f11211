"""History of a fact: its revisions, who made them, undo, and what a citation of one really says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from facts.forms.content_record import fact_content, publishable
from facts.model import (
    Change,
    ChangeKind,
    Correction,
    DeskId,
    Fact,
    Refusal,
    checksum,
    read_citation,
)
from facts.revisions.diff import FieldChange, differences
from facts.revisions.three_way_merge import CannotUndo, put_back
from facts.store.protocol import Edit, FactStore, Remove, Restore, UnknownFact, Write


async def standing_for(store: FactStore, fact_id: int) -> Fact | None:
    """The fact of that id, or the one it was merged into; None where there is none."""
    fact = await store.get(fact_id)
    seen: set[int] = set()
    while fact is not None and fact.merged_into is not None and fact.id not in seen:
        seen.add(fact.id)
        fact = await store.get(fact.merged_into)
    return fact


@dataclass(frozen=True, slots=True)
class Version:
    """The content visible to readers from ``at`` on: its differences from before, and the
    corrections published with it.

    ``changes`` is empty for the first version.
    """

    fact: Fact
    at: datetime
    changes: tuple[FieldChange, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """The exact text of the cited revision.

    ``genuine``: the check code matches the text; None if the citation has no check code, or if it
    cannot be verified since a text was redacted from the revision. ``now`` is the fact's present
    state, or the fact it was merged into; None if it was removed.
    """

    fact: Fact
    genuine: bool | None
    now: Fact | None

    @property
    def is_latest(self) -> bool:
        return self.now is not None and self.now.citation == self.fact.citation


class History:
    """Reads the history of single facts. ``desks`` are those visible to the reader; None: all."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    async def fact(self, fact_id: int, desks: Collection[DeskId] | None) -> Fact:
        """The present fact with that id, or the one it was merged into. Raises UnknownFact."""
        fact = await standing_for(self._store, fact_id)
        if fact is None or (desks is not None and fact.desk not in desks):
            raise UnknownFact(
                f"There’s no claim #{fact_id} here. Type a few words of the claim instead."
            )
        return fact

    async def changes(self, fact_id: int, desks: Collection[DeskId] | None) -> tuple[Change, ...]:
        """All changes of a fact, oldest first. Raises UnknownFact."""
        changes = await self._store.history(fact_id)
        if not changes or (desks is not None and changes[0].desk not in desks):
            raise UnknownFact(f"There was never a fact #{fact_id} here.")
        return changes

    async def versions(self, fact_id: int, desks: Collection[DeskId] | None) -> tuple[Version, ...]:
        """The versions of a fact that readers saw, newest first. Raises UnknownFact."""
        versions: list[Version] = []
        before: Fact | None = None
        for change in await self.changes(fact_id, desks):
            after = change.after
            if after is not None:
                changes = differences(_as_read(before), _as_read(after)) if before else ()
                known = before.corrections if before else ()
                new = tuple(one for one in after.corrections if one not in known)
                if before is None or changes or new:
                    versions.append(Version(after, change.at, changes, new))
            before = after
        return tuple(reversed(versions))

    async def at_revision(
        self, fact_id: int, revision: int | None, desks: Collection[DeskId] | None
    ) -> Fact:
        """The fact at ``revision``, or the last one. Raises UnknownFact."""
        changes = await self.changes(fact_id, desks)
        for change in reversed(changes):
            if change.after is not None and revision in (None, change.revision):
                return change.after
        there = ", ".join(str(c.revision) for c in changes if c.after is not None)
        raise UnknownFact(f"Fact #{fact_id} has no revision {revision}. It has: {there}.")

    async def verify(self, text: str, desks: Collection[DeskId] | None) -> Verified:
        """What ``text`` cites; without a revision the newest. Raises UnknownFact, and
        Refusal if it is no citation.
        """
        cited = read_citation(text)
        if cited is None:
            raise Refusal(
                "That isn’t a citation. It’s the code below every answer, for example 12.3-k7x2qm."
            )
        fact = await self.at_revision(cited.fact_id, cited.revision, desks)
        genuine = None if cited.check is None else cited.check == checksum(fact)
        if not genuine and fact.redactions:
            genuine = None
        return Verified(fact, genuine, await standing_for(self._store, fact.id))

    async def at_moment(
        self, fact_id: int, moment: datetime, desks: Collection[DeskId] | None
    ) -> Fact:
        """The fact as of ``moment`` (with a time zone). Raises UnknownFact."""
        earlier = [change for change in await self.changes(fact_id, desks) if change.at <= moment]
        if not earlier or earlier[-1].after is None:
            raise UnknownFact(f"There was no fact #{fact_id} at {moment:%Y-%m-%d %H:%M %Z}.")
        return earlier[-1].after

    async def undo(
        self, fact_id: int, revision: int, *, editor: str, reason: str | None = None
    ) -> Change:
        """Undo the change that made ``revision`` by a new change of the same fact.

        Later edits of other fields stay. Raises UnknownFact, CannotUndo, and what the store's
        ``apply`` raises.
        """
        changes = await self.changes(fact_id, None)
        undone = next((change for change in changes if change.revision == revision), None)
        if undone is None:
            raise UnknownFact(f"Fact #{fact_id} has no revision {revision}.")
        write = _way_back(undone, changes[changes.index(undone) + 1 :])
        reason = reason or f"revision {revision} undone"
        (change,) = await self._store.apply([write], editor=editor, reason=reason)
        return change


def _as_read(fact: Fact) -> Fact:
    """The fact without fields that readers are not shown, and without corrections."""
    unseen = {"ref": None, "review": None, "other_wordings": (), "corrections": ()}
    return fact.model_copy(update=unseen)


def _way_back(undone: Change, later: tuple[Change, ...]) -> Write:
    fact_id, last = undone.fact_id, (later or (undone,))[-1]
    if undone.kind is ChangeKind.EDITED:
        if last.after is None:
            raise CannotUndo(_too_late(undone, later))
        content = put_back(undone, last.after)
        if content == fact_content(last.after):
            raise CannotUndo(f"Fact #{fact_id} already says that. Nothing was changed.")
        return Edit(fact_id, last.revision, publishable(content))
    if undone.kind is ChangeKind.MERGED:
        raise CannotUndo(
            f"Fact #{fact_id} was merged into another one. A moderator of its desk can undo that, "
            "from the history of the other fact."
        )
    if undone.kind is ChangeKind.REDACTED:
        raise CannotUndo("A redaction can’t be undone: the text isn’t stored anywhere any more.")
    if undone.revision == 1:
        raise CannotUndo("The change that added a fact can’t be undone. Retract the fact instead.")
    if later:
        raise CannotUndo(_too_late(undone, later))
    if undone.before is None:
        return Remove(fact_id, undone.revision)
    return Restore(fact_id, undone.revision, publishable(undone.before))


def _too_late(undone: Change, later: tuple[Change, ...]) -> str:
    newest = later[-1]
    return (
        f"Revision {undone.revision} can’t be undone on its own, because the fact was changed "
        f"again in revision {newest.revision} by {newest.editor}. Undo that one first, or edit."
    )


async def first_since(store: FactStore, moment: datetime) -> int:
    """The number of the first change at or after ``moment`` (log times never go back)."""
    low, high = 1, await store.last_change() + 1
    while low < high:
        middle = (low + high) // 2
        change = await store.change(middle)
        if change is not None and change.at < moment:
            low = middle + 1
        else:
            high = middle
    return low
