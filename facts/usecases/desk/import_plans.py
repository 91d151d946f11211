"""What an import would do and what it did, as a desk is told before and after."""

from dataclasses import dataclass
from typing import Any

from facts.interchange import Choice, Choices, DateMeaning, DateOrder, FileForm
from facts.model import Refusal
from facts.usecases.files.importing import ImportPreview, RowOutcome


class NoSuchImport(Refusal):
    """What was looked at is no longer there; the file has to be given again."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.

    ``id`` is short and fits into a control's custom id. ``changed`` has the ids of facts that would
    become their next revision. ``refused`` has a line for each thing that is wrong; with any, the
    file is taken in only without the ``refused_rows`` that have them, which ``returned`` gives back
    as a file, or not at all where it is ``blocked``. ``choices`` would settle some of them.
    ``notes`` has a line for all that would be left out or changed to fit.
    """

    id: str
    file_name: str
    form: FileForm
    new: int
    changed: tuple[int, ...]
    same: int
    refused: tuple[str, ...]
    refused_rows: int = 0
    blocked: bool = False
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    returned: tuple[str, ...] = ()

    @property
    def good(self) -> int:
        """How many rows would change something."""
        return self.new + len(self.changed)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did. ``refused`` rows were left out."""

    new: int
    changed: int
    same: int
    refused: int = 0


def plan_of(plan_id: str, name: str, form: FileForm, preview: ImportPreview) -> ImportPlan:
    """What the desk is told of ``preview``."""
    changed = tuple(one.changes.id for one in preview.outcomes if one.changes is not None)
    new = sum(map(_is_new, preview.outcomes))
    return ImportPlan(
        id=plan_id,
        file_name=name,
        form=form,
        new=new,
        changed=changed,
        same=len(preview.outcomes) - new - len(changed),
        refused=tuple(map(str, preview.problems)),
        refused_rows=preview.refused,
        blocked=preview.blocked,
        notes=tuple(map(str, preview.notes)),
        choices=preview.choices,
        returned=preview.returned,
    )


def _is_new(outcome: RowOutcome) -> bool:
    return outcome.changes is None and bool(outcome.parts)


def chosen_in(kept: dict[str, Any]) -> Choices:
    """What was settled before, as the shelf keeps it."""
    return Choices(
        kept["dates"] and DateOrder(kept["dates"]),
        kept["date_is"] and DateMeaning(kept["date_is"]),
        kept["leave_out"],
    )
