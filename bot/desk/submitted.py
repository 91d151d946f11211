"""A form that came back: who filled it in, what for, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.rendering.forms import FormId
from facts.model import Refusal
from facts.usecases.desk.members import Member


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody gave Discord for us. ``size`` is in bytes, ``url`` is Discord's own."""

    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """``values`` are by field; ``today`` is the day on which dates like "yesterday" count."""

    member: Member
    form_id: FormId
    values: Mapping[str, str]
    today: date
    files: tuple[GivenFile, ...] = field(default=())

    @property
    def fact_id(self) -> int:
        """The fact that the form is about. Raises Refusal for a form that is about none."""
        if not self.form_id.target.isdecimal():
            raise Refusal("This form is of an older version. Open it again.")
        return int(self.form_id.target)
