"""Desks: who may change which facts, which facts a reader sees, and refusals.

A desk is identified by a short string. The starter facts and the home desk (the newsroom that runs
the bot) have reserved ids; all others are chosen by the front end (on Discord, the server's id).
"""

from dataclasses import dataclass
from typing import NewType

from facts.model.fields import clean_text

_LONGEST_NAME = 100

DeskId = NewType("DeskId", str)

STARTER = DeskId("starter")
HOME = DeskId("home")


def visible_desks(own: DeskId | None) -> frozenset[DeskId]:
    """The desks whose facts a reader of desk ``own`` sees; ``None``: a reader without a desk."""
    shared = frozenset({STARTER, HOME})
    return shared if own is None else shared | {own}


class Refusal(Exception):  # noqa: N818  its subclasses read as what was wrong: UnknownFact
    """An error that the user can fix: a sentence on what was wrong and what to do. Never a bug."""

    @property
    def sentence(self) -> str:
        return str(self)


class NotAllowed(Refusal):
    """The member lacks permission; the sentence says who has it."""


@dataclass(frozen=True, slots=True)
class Member:
    """The acting person at desk ``desk``, as known to the front end right now.

    ``id`` is permanent, ``name`` is shown in the log; ``roles`` are role ids in the desk's server.
    A front end makes a new one for each step, so that removed roles take effect at once. For the
    newsroom that runs the bot ``desk`` is ``HOME``.
    """

    desk: DeskId
    id: str
    name: str
    manages_server: bool
    roles: frozenset[str] = frozenset()

    @property
    def signature(self) -> str:
        """The editor's name in the log, with the permanent id: ``Ada Berg (1234)``."""
        name = " ".join(clean_text(self.name).split())[:_LONGEST_NAME].strip()
        return f"{name} ({self.id})" if name else self.id
