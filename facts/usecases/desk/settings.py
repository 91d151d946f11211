"""What a desk has set: who moderates it, where its log goes, what a new fact needs."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from facts.matching.gate import Strictness
from facts.model import DeskId
from facts.model.fields import Topic
from facts.store.protocol import Shelf
from facts.usecases.desk.members import Member


class DeskSettings(BaseModel):
    """The settings of one desk. ``log_channel`` and ``moderator_roles`` are the front end's ids.

    ``topics`` are those that the desk offers for its facts, in its order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    moderator_roles: frozenset[str] = frozenset()
    log_channel: str | None = None
    second_person: bool = False
    strictness: Strictness = Strictness.NORMAL
    topics: Annotated[tuple[Topic, ...], Field(max_length=25)] = ()


class Setup:
    """Reads and changes what desks have set, and says who moderates them."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def of(self, desk: DeskId) -> DeskSettings:
        """What ``desk`` has set; the defaults where it never set anything. For code, not people."""
        raise NotImplementedError

    async def moderates(self, member: Member) -> bool:
        """Whether ``member`` manages the server or has a moderator role of their desk."""
        raise NotImplementedError

    async def expect_moderator(self, member: Member) -> DeskSettings:
        """The desk's settings. Raises NotAllowed unless ``member`` moderates the desk."""
        raise NotImplementedError

    async def show(self, member: Member) -> DeskSettings:
        """The settings of the member's desk. Raises NotAllowed for who does not moderate it."""
        raise NotImplementedError

    async def change(self, member: Member, **fields: Any) -> DeskSettings:
        """Set the ``DeskSettings`` fields that are given and leave the others; the new settings.

        Raises NotAllowed unless the member manages the server, NotValid for what cannot be set.
        """
        raise NotImplementedError
