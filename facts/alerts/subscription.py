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
    """The kinds of news to subscribe to."""

    NEW = "new"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DENIED = "denied"


EVERY_NEWS = frozenset(WhatFor)
# The kinds of news about an existing claim.
EVERY_CHANGE = EVERY_NEWS - {WhatFor.NEW}


class Wish(Frozen):
    """A subscription specification (a saved search with a place and a schedule) before it is
    stored.

    ``where`` is the channel or DM to send to, in the front end's notation. ``wanted`` is the
    filter; None for a subscription that only follows facts. ``desk`` is the desk of the server it
    was made in; it sees the facts that a reader there sees. A ``shared`` place has several readers:
    the subscription belongs to the server and is managed by the managers of that place. ``mention``
    is the only role that its alerts may mention.
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
    """A stored subscription. ``id`` is short enough for a control's custom id.

    It receives changes after log number ``since``, except of facts on ``muted`` topics. Until
    ``paused_until`` changes are collected. A ``stopped`` one neither sends nor collects until its
    owner changes or resumes it. So does one with ``unknown`` topics (no claim had them when it was
    made) until its owner confirms it.
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
        """The desks whose facts it can receive."""
        return visible_desks(self.desk)

    @property
    def wish(self) -> Wish:
        """The specification it was made from."""
        return Wish(**{name: getattr(self, name) for name in Wish.model_fields})

    @classmethod
    def from_wish(cls, wish: Wish, **given: Any) -> Self:
        """Make a subscription from a specification and the other fields ``given``."""
        return cls(**{name: getattr(wish, name) for name in Wish.model_fields}, **given)
