"""Turns writes into changes, by validating them against the present facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from facts.model import Change, ChangeKind, Fact, FactDraft, Refusal
from facts.model.fields import Name, Remark
from facts.store.protocol import (
    Add,
    Edit,
    Merge,
    NothingToRedact,
    Remove,
    Restore,
    StaleRevision,
    UnknownFact,
    Write,
)

Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item")
# The fields that a draft does not have.
_OF_A_STORED_FACT = [name for name in Fact.model_fields if name not in FactDraft.model_fields]
_EDITOR, _REASON = TypeAdapter[str](Name), TypeAdapter[str | None](Remark | None)
_MEANWHILE_TOLD = 5
_AT_ONCE = 500


@dataclass(slots=True)
class Plan:
    """Plans one durable step: each write becomes a change. Nothing is stored.

    ``present`` gives a stored fact and ``history`` its changes; ``last_change`` and ``last_id`` are
    the newest numbers, advanced by the plan.
    """

    present: Callable[[int], Fact | None]
    history: Callable[[int], Sequence[Change]]
    last_change: int
    last_id: int
    editor: str
    at: datetime
    reason: str | None = None
    _planned: dict[int, Change] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.editor = _EDITOR.validate_python(self.editor)
            self.reason = _REASON.validate_python(self.reason)
        except ValidationError as error:
            raise Refusal(
                "An editor’s name can have 1 to 200 characters, a reason 1 to 1,000."
            ) from error

    def changes(self, writes: Iterable[Write]) -> list[Change]:
        """The changes for ``writes``, to be stored before the next ones are planned; later writes
        see the effects of earlier ones. Raises UnknownFact, StaleRevision.
        """
        self._planned.clear()
        return [self._change(write) for write in writes]

    def _change(self, write: Write) -> Change:
        match write:
            case Add(desk, draft):
                new = {"id": self.last_id + 1, "desk": desk, "created_at": self.at}
                after = self._published(draft, 1, new | {"redactions": ()})
                return self._noted(ChangeKind.ADDED, 1, None, after)
            case Edit(_, revision, draft):
                before = self._expected(write)
                after = self._published(draft, revision + 1, before.__dict__)
                return self._noted(ChangeKind.EDITED, revision + 1, before, after)
            case Remove(_, revision):
                return self._noted(ChangeKind.REMOVED, revision + 1, self._expected(write), None)
            case Restore(_, revision, draft):
                after = self._published(draft, revision + 1, self._removed(write).__dict__)
                return self._noted(ChangeKind.ADDED, revision + 1, None, after)
            case Merge(_, revision, into):
                before = self._expected(write)
                moved = {"revision": revision + 1, "changed_at": self.at, "merged_into": into}
                after = before.model_copy(update=moved)
                return self._noted(ChangeKind.MERGED, revision + 1, before, after)

    def redacted(self, fact_id: int, rewritten: int) -> Change:
        """The log entry of a redaction, which has ``rewritten`` so many of the fact's changes and
        states. Raises UnknownFact, NothingToRedact.
        """
        if not (history := self.history(fact_id)):
            raise UnknownFact(f"There was never a fact {fact_id}.")
        if not rewritten:
            raise NothingToRedact(f"Fact {fact_id} does not have that text in any revision.")
        last = history[-1]
        revision = last.revision + 1
        moved = {"revision": revision, "changed_at": self.at}
        after = last.after and last.after.model_copy(update=moved)
        return self._noted(ChangeKind.REDACTED, revision, last.after or last.before, after)

    def _noted(
        self, kind: ChangeKind, revision: int, before: Fact | None, after: Fact | None
    ) -> Change:
        fact_id = cast("Fact", after or before).id
        self.last_change += 1
        self.last_id = max(self.last_id, fact_id)
        change = self._planned[fact_id] = _built(
            Change,
            number=self.last_change,
            kind=kind,
            fact_id=fact_id,
            revision=revision,
            editor=self.editor,
            at=self.at,
            reason=self.reason,
            before=before,
            after=after,
        )
        return change

    def _published(self, draft: FactDraft, revision: int, earlier: Mapping[str, Any]) -> Fact:
        """``draft`` as the next state of the fact that has the values ``earlier``."""
        # Skip validation: an existing draft is valid, and the other values come from the store. A
        # draft may itself be a fact.
        moved = {"revision": revision, "changed_at": self.at, "merged_into": None}
        values = {**earlier, **moved}
        return _built(Fact, **draft.__dict__ | {name: values[name] for name in _OF_A_STORED_FACT})

    def _expected(self, write: Edit | Remove | Merge) -> Fact:
        """The present fact, if its revision is the one that the editor saw."""
        planned = self._planned.get(write.fact_id)
        fact = self.present(write.fact_id) if planned is None else planned.after
        if fact is None:
            raise UnknownFact(f"There’s no fact {write.fact_id}.")
        if fact.merged_into is not None and not isinstance(write, Merge):
            raise StaleRevision(
                f"Fact {fact.id} was merged into fact {fact.merged_into} and can’t be changed "
                "any more."
            )
        if fact.revision != write.revision:
            raise self._stale(write, fact.revision)
        return fact

    def _removed(self, write: Restore) -> Fact:
        """The last state of a removed fact."""
        last = self._planned.get(write.fact_id) or next(reversed(self.history(write.fact_id)), None)
        if last is None:
            raise UnknownFact(f"There was never a fact {write.fact_id}.")
        if last.before is None or last.after is not None:
            raise UnknownFact(
                f"Fact {write.fact_id} isn’t removed, so there is nothing to restore."
            )
        if last.revision != write.revision:
            raise self._stale(write, last.revision)
        return last.before

    def _stale(self, write: Edit | Remove | Restore | Merge, revision: int) -> StaleRevision:
        known = self.history(write.fact_id)[-_MEANWHILE_TOLD:]
        told = "; ".join(_told(change) for change in known if change.revision > write.revision)
        return StaleRevision(
            f"Fact {write.fact_id} is now at revision {revision}, but this change was made to "
            f"revision {write.revision}. Since then: {told or 'changes in this same step'}. Look "
            "at it again, then repeat the change."
        )


def parts_of(items: Iterable[Item]) -> Iterator[list[Item]]:
    """``items`` in order, in batches that are written together."""
    remaining = iter(items)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part


def _built(model: type[Model], **values: Any) -> Model:
    """An instance of ``model`` with valid values for all fields, without validation.

    Built as by unpickling, which takes a quarter of the time of ``model_construct``.
    """
    made = model.__new__(model)
    made.__setstate__(
        {
            "__dict__": values,
            "__pydantic_fields_set__": set(values),
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return made


def _told(change: Change) -> str:
    """A short description of a change: what, by whom and when."""
    what = change.kind.value
    if change.kind is ChangeKind.EDITED:
        what += f" ({', '.join(change.parts).replace('_', ' ')})"
    return f"{what} by {change.editor} at {change.at:%Y-%m-%d %H:%M} UTC"
