"""What an import would do and what it did, as a desk is told before and after."""

from dataclasses import dataclass
from typing import Any

from facts.interchange import Choice, Choices, DateMeaning, DateOrder, FileForm
from facts.model import Refusal
from facts.usecases.files.importing import OpenImport


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


def plan_of(plan_id: str, name: str, form: FileForm, opened: OpenImport) -> ImportPlan:
    """What the desk is told of a file that was looked at."""
    return ImportPlan(
        id=plan_id,
        file_name=name,
        form=form,
        new=opened.new,
        changed=tuple(opened.changed),
        same=opened.unchanged,
        refused=tuple(map(str, opened.problems)),
        refused_rows=opened.refused,
        blocked=opened.blocked,
        notes=tuple(map(str, opened.notes)),
        choices=opened.choices,
        returned=tuple(opened.returned()),
    )


def chosen_in(kept: dict[str, Any]) -> Choices:
    """What was settled before, as the shelf keeps it."""
    return Choices(
        kept["dates"] and DateOrder(kept["dates"]),
        kept["date_is"] and DateMeaning(kept["date_is"]),
        kept["leave_out"],
    )
