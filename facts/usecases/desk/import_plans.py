"""The preview and the result of an import."""

from dataclasses import dataclass
from typing import Any

from facts.interchange.file_forms import FileForm
from facts.interchange.problems import Choice
from facts.interchange.read_lines import Choices, DateMeaning
from facts.interchange.written_dates import DateOrder
from facts.model import Refusal
from facts.usecases.files.importing import OpenImport


class NoSuchImport(Refusal):
    """The previewed file is no longer kept; it has to be uploaded again."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The preview of an import.

    ``id`` is short enough for a control's custom id. ``changed`` has the ids of facts that would
    get a new revision. ``refused`` has a line for each problem; if there are any, the file can only
    be imported without the ``refused_rows`` affected, which ``returned`` gives back as a file, or
    not at all if it is ``blocked``. ``choices`` would solve some of the problems. ``notes`` has a
    line for everything left out or changed to fit.
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
        """The number of rows that would change something."""
        return self.new + len(self.changed)


@dataclass(frozen=True, slots=True)
class ImportDone:
    """The result of an import. ``refused`` rows were left out."""

    new: int
    changed: int
    same: int
    refused: int = 0


def plan_of(plan_id: str, name: str, form: FileForm, opened: OpenImport) -> ImportPlan:
    """The preview of an opened import."""
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
    """The choices made before, as stored on the shelf."""
    return Choices(
        kept["dates"] and DateOrder(kept["dates"]),
        kept["date_is"] and DateMeaning(kept["date_is"]),
        kept["leave_out"],
    )
