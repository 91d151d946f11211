"""One text for several fields, as short forms ask for it, taken apart and put together.

What was understood is shown on the draft, where it can be corrected; nothing typed is dropped.
"""

from dataclasses import dataclass
from datetime import date

from facts.usecases.desk.forms import SourceForm


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the fields of a form."""

    name: str = ""
    role: str = ""
    on_behalf_of: str = ""


def split_who(text: str) -> Who:
    """``Ada Berg, harbour master, for the port`` in its parts; the order counts.

    A lone role is marked ``unnamed``: ``press chief (unnamed), for the Foreign Ministry``.
    """
    raise NotImplementedError


def join_who(who: Who) -> str:
    """The text that ``split_who`` takes apart into ``who``."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class WhenWhere:
    """When and where something was said, as the fields of a form."""

    date: str = ""
    venue: str = ""


def split_when_where(text: str, today: date) -> WhenWhere:
    """``18 April 2020, the coronavirus briefing``: the part that reads as a date, and the rest.

    Raises UnclearDate when a part is a date that cannot be told for certain.
    """
    raise NotImplementedError


def join_when_where(when_where: WhenWhere) -> str:
    """The text that ``split_when_where`` takes apart into ``when_where``."""
    raise NotImplementedError


def split_source(text: str, today: date) -> SourceForm:
    """Outlet, headline, date and link of a source, on lines of their own or with ``|`` between.

    The link is known by ``http``, the date by reading as one; of what is left the first is the
    outlet, the second the headline, the third the author. Raises UnclearDate, NotValid.
    """
    raise NotImplementedError


def join_source(form: SourceForm) -> str:
    """The text that ``split_source`` takes apart into ``form``, a part a line."""
    raise NotImplementedError
