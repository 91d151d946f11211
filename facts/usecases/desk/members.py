"""Who acts at a desk, whatever front end they come from."""

from dataclasses import dataclass

from facts.model import DeskId, Refusal, clean_text

_LONGEST_NAME = 100


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
        """``Ada Berg (1234)``: how the log names the editor."""
        return signature(self.name, self.id)


def signature(name: str, member_id: str) -> str:
    """How the log names an editor: by the name of the day, and by the id that stays."""
    shown = " ".join(clean_text(name).split())[:_LONGEST_NAME].strip()
    return f"{shown} ({member_id})" if shown else member_id
