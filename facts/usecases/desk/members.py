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
        """``Ada Berg (1234)``: how the log names the editor, by the id that stays too."""
        name = " ".join(clean_text(self.name).split())[:_LONGEST_NAME].strip()
        return f"{name} ({self.id})" if name else self.id
