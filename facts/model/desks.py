"""Desks: the people who may change a set of facts, whose facts a reader sees, and who is refused.

A desk is named by a short string. The starter facts and the newsroom that runs the bot have names
of their own; every other desk is named by its front end (the Discord side uses the server's id).
"""

from dataclasses import dataclass
from typing import NewType

from facts.model.fields import clean_text

_LONGEST_NAME = 100

DeskId = NewType("DeskId", str)

STARTER = DeskId("starter")
HOME = DeskId("home")


def visible_desks(own: DeskId | None) -> frozenset[DeskId]:
    """The desks whose facts a reader of desk ``own`` sees; ``None`` where no desk is at home."""
    shared = frozenset({STARTER, HOME})
    return shared if own is None else shared | {own}


class Refusal(Exception):  # noqa: N818  its subclasses read as what was wrong: UnknownFact
    """A sentence for the person who asked: what was wrong, what to do. Never a defect of ours."""

    @property
    def sentence(self) -> str:
        return str(self)


class NotAllowed(Refusal):
    """The member may not do that; the sentence says who may."""


@dataclass(frozen=True, slots=True)
class Member:
    """Who acts, for desk ``desk``, as the front end knows them at this very moment.

    ``id`` is theirs for ever, ``name`` what the log shows; ``roles`` are ids of roles of the desk's
    server. A front end makes it anew for each step, so that a role that was taken away is gone.
    For the newsroom that runs the bot ``desk`` is ``HOME``.
    """

    desk: DeskId
    id: str
    name: str
    manages_server: bool
    roles: frozenset[str] = frozenset()

    @property
    def signature(self) -> str:
        """``Ada Berg (1234)``: how the log names the editor, by the id that stays too."""
        name = " ".join(clean_text(self.name).split())[:_LONGEST_NAME].strip()
        return f"{name} ({self.id})" if name else self.id
