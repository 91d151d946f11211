"""Taking back one change of a fact, whatever was changed since in other places of it."""

from facts.forms.fact_json import content_of
from facts.model import Change, Fact, FactContent, Refusal
from facts.revisions.three_way_merge import merge_changes


class CannotUndo(Refusal):
    """A change that cannot be taken back by itself; the sentence says why and what to do."""


def put_back(change: Change, now: Fact) -> FactContent:
    """``now`` with what ``change`` made of it put back. Raises CannotUndo.

    It is a three-way merge with the state after the change as the base, so a later change to the
    same place forbids it, and a later change to any other place stays.
    """
    if change.before is None or change.after is None:
        raise CannotUndo(f"There is no such change of fact #{now.id}.")
    united = merge_changes(change.after, change.before, now)
    if united.both:
        raise CannotUndo(
            f"A later change is to the same place ({'; '.join(united.both)}). Undo that one first, "
            "or edit the fact."
        )
    return content_of(united.record)
