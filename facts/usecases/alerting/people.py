"""Who acts, as far as alerts need to know."""

from dataclasses import dataclass

from facts.model import DeskId


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who acts, made anew by the front end for each step.

    ``desk`` is the desk of the server they act in, None in a DM. ``manages`` says whether they may
    care for what is told in that server's shared place they act in (Manage Channel, or a moderator
    of the desk); ``may_mention`` whether they may mention the role that they name.
    """

    id: str
    desk: DeskId | None = None
    manages: bool = False
    may_mention: bool = False
