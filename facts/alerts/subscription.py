"""Subscriptions: who wants to be told of what, where and when."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from facts.alerts.filters import Filter
from facts.alerts.schedule import AtOnce, QuietHours, When
from facts.model import DeskId
from facts.model.fields import Topic


class WhatFor(StrEnum):
    """The kinds of news that one can want."""

    NEW = "new"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DENIED = "denied"


class Stopped(BaseModel):
    """That nothing can be sent any more: since when and why, as a sentence for the owner."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    reason: str


class Wish(BaseModel):
    """What a person asks for, before it is a subscription.

    ``where`` names the place to tell, as the front end writes it: a channel, or a DM of the person.
    ``wanted`` is None for one that only follows facts. ``desk`` is the desk at whose server it was
    made; the subscription sees what a reader of that desk sees. In ``shared`` places several read
    along: it counts as the server's, and its moderators care for it. ``mention`` is the one role
    that its alerts may mention.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: str
    shared: bool = False
    desk: DeskId | None = None
    wanted: Filter | None = None
    follows: frozenset[Annotated[int, Field(ge=1)]] = frozenset()
    what_for: Annotated[frozenset[WhatFor], Field(min_length=1)] = frozenset(WhatFor)
    when: When = AtOnce()
    zone: str = "UTC"
    quiet: QuietHours | None = None
    mention: str | None = None


class Subscription(Wish):
    """A wish that is kept. ``id`` is short and fits into a control's custom id.

    It is told of changes after number ``since``; never of facts on one of ``muted`` topics.
    Until ``paused_until`` everything is gathered, and then told in one. A ``stopped`` one is told
    nothing until its owner changes or resumes it.
    """

    id: str
    owner: str
    since: Annotated[int, Field(ge=0)]
    made_at: AwareDatetime
    muted: frozenset[Topic] = frozenset()
    paused_until: AwareDatetime | None = None
    stopped: Stopped | None = None

    @property
    def sees(self) -> frozenset[DeskId]:
        """The desks whose facts it may be told of."""
        raise NotImplementedError

    @classmethod
    def of(cls, wish: Wish, **given: object) -> Self:
        """The subscription that ``wish`` becomes."""
        raise NotImplementedError
