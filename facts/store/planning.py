"""What writes mean: the changes they amount to, against the facts as they are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from facts.model import Change, ChangeKind, Fact, FactDraft, Refusal
from facts.model.fields import Name, Remark
from facts.store.protocol import Add, Edit, Merge, Remove, StaleRevision, UnknownFact, Write
from facts.store.trusted import make


class _Signature(BaseModel):
    editor: Name
    reason: Remark | None


@dataclass(slots=True)
class Plan:
    """One durable step in the making: each write becomes a change and sees the ones before it.

    ``present`` tells a fact's state before the step; ``last_change`` and ``last_id`` are the
    newest numbers so far, and move on with the plan. Nothing is kept anywhere else.
    """

    present: Callable[[int], Fact | None]
    last_change: int
    last_id: int
    editor: str
    at: datetime
    reason: str | None = None
    _planned: dict[int, Fact | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            signed = _Signature(editor=self.editor, reason=self.reason)
        except ValidationError as error:
            raise Refusal(
                "The name of an editor has 1 to 200 characters, a reason 1 to 1,000."
            ) from error
        self.editor, self.reason = signed.editor, signed.reason

    def change(self, write: Write) -> Change:
        """The change that ``write`` is. Raises UnknownFact, StaleRevision."""
        before: Fact | None = None
        after: Fact | None = None
        if isinstance(write, Add):
            fact_id, revision, kind = self.last_id + 1, 1, ChangeKind.ADDED
            after = _published(
                write.draft, id=fact_id, desk=write.desk, revision=1, created_at=self.at, at=self.at
            )
        else:
            before = self._expected(write)
            fact_id, revision, kind = before.id, before.revision + 1, ChangeKind.REMOVED
            if isinstance(write, Edit):
                kind = ChangeKind.EDITED
                after = _published(
                    write.draft,
                    id=fact_id,
                    desk=before.desk,
                    revision=revision,
                    created_at=before.created_at,
                    at=self.at,
                )
            elif isinstance(write, Merge):
                kind = ChangeKind.MERGED
                moved = {"revision": revision, "changed_at": self.at, "merged_into": write.into}
                after = before.model_copy(update=moved)
        change = make(
            Change,
            {
                "number": self.last_change + 1,
                "kind": kind,
                "fact_id": fact_id,
                "revision": revision,
                "editor": self.editor,
                "at": self.at,
                "reason": self.reason,
                "before": before,
                "after": after,
            },
        )
        self._planned[fact_id] = after
        self.last_change = change.number
        self.last_id = max(self.last_id, fact_id)
        return change

    def _expected(self, write: Edit | Remove | Merge) -> Fact:
        planned = write.fact_id in self._planned
        fact = self._planned[write.fact_id] if planned else self.present(write.fact_id)
        if fact is None:
            raise UnknownFact(f"There is no fact {write.fact_id}.")
        if fact.merged_into is not None and not isinstance(write, Merge):
            raise StaleRevision(
                f"Fact {fact.id} was merged into fact {fact.merged_into} and is changed no more."
            )
        if fact.revision != write.revision:
            raise StaleRevision(
                f"Fact {fact.id} is at revision {fact.revision} by now, and this change was made "
                f"to revision {write.revision}. Look at it again, then repeat the change."
            )
        return fact


def _published(draft: FactDraft, **given: Any) -> Fact:
    content: dict[str, Any] = {name: getattr(draft, name) for name in FactDraft.model_fields}
    given["changed_at"] = given.pop("at")
    # A draft that exists is valid, and what is added to it comes from the store itself.
    return make(Fact, content | given)
