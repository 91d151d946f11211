"""Subscriptions: who wants to be told of what, where and when."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field

from facts.alerts.filters import Filter
from facts.alerts.schedule import AtOnce, QuietHours, When
from facts.model import DeskId, visible_desks
from facts.model.fields import Frozen, Topic, topic_key
from facts.outbox.delivery import Stopped


class WhatFor(StrEnum):
    """The kinds of news that one can want."""

    NEW = "new"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DENIED = "denied"


EVERY_NEWS = frozenset(WhatFor)
# What can happen to a claim that is known.
EVERY_CHANGE = EVERY_NEWS - {WhatFor.NEW}


class Wish(Frozen):
    """What a person asks for, before it is a subscription.

    ``where`` names the place to tell, as the front end writes it: a channel, or a DM of the person.
    ``wanted`` is None for one that only follows facts. ``desk`` is the desk of the server it was
    made in: the subscription sees what a reader there sees. In a ``shared`` place several read
    along: it counts as the server's, and who manages that place cares for it. ``mention`` is the
    one role that its alerts may mention.
    """

    where: str
    shared: bool = False
    desk: DeskId | None = None
    wanted: Filter | None = None
    follows: frozenset[Annotated[int, Field(ge=1)]] = frozenset()
    what_for: Annotated[frozenset[WhatFor], Field(min_length=1)] = EVERY_NEWS
    when: When = AtOnce()
    zone: str = "UTC"
    quiet: QuietHours | None = None
    mention: str | None = None


class Subscription(Wish):
    """A wish that is kept. ``id`` is short and fits into a control's custom id.

    It is told of changes after number ``since``; never of facts on one of ``muted`` topics.
    Until ``paused_until`` everything is gathered. A ``stopped`` one is told nothing, and gathers
    nothing, until its owner changes or resumes it; the same goes for one with ``unknown`` topics,
    which no claim had when it was asked for, until its owner confirms it.
    """

    id: str
    owner: str
    since: Annotated[int, Field(ge=0)]
    made_at: AwareDatetime
    muted: frozenset[Topic] = frozenset()
    paused_until: AwareDatetime | None = None
    stopped: Stopped | None = None
    unknown: tuple[Topic, ...] = ()

    def hears_of(self, topics: Iterable[str]) -> bool:
        """Whether none of a fact's ``topics`` is muted."""
        return {topic_key(one) for one in self.muted}.isdisjoint(map(topic_key, topics))

    @property
    def sees(self) -> frozenset[DeskId]:
        """The desks whose facts it may be told of."""
        return visible_desks(self.desk)

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        return Wish(**{name: getattr(self, name) for name in Wish.model_fields})

    @classmethod
    def from_wish(cls, wish: Wish, **given: Any) -> Self:
        """The subscription that ``wish`` becomes with what is ``given`` beside it."""
        return cls(**{name: getattr(wish, name) for name in Wish.model_fields}, **given)
