"""When a subscription is told: at once, or gathered until an hour, a day or a week is over."""

from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from facts.model.fields import Name


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AtOnce(_Value):
    """Each alert as soon as it is due."""

    kind: Literal["at once"] = "at once"


class Hourly(_Value):
    """One digest at each full hour that has something to tell."""

    kind: Literal["hourly"] = "hourly"


class Daily(_Value):
    """One digest a day at ``at``, a time of the subscription's zone."""

    kind: Literal["daily"] = "daily"
    at: time


class Weekly(_Value):
    """One digest a week: on ``day`` (0 is Monday) at ``at``, a time of the subscription's zone."""

    kind: Literal["weekly"] = "weekly"
    day: Annotated[int, Field(ge=0, le=6)]
    at: time


When = Annotated[AtOnce | Hourly | Daily | Weekly, Field(discriminator="kind")]


class QuietHours(_Value):
    """From ``start`` up to ``end``, times of the subscription's zone; over midnight if need be."""

    start: time
    end: time


ZoneName = Name  # an IANA time zone such as Europe/Oslo; Subscription checks that it exists


def next_time(when: When, zone: str, quiet: QuietHours | None, after: datetime) -> datetime:
    """The first moment at or after ``after`` when something that became due then may be told.

    A digest's time that summer time skips comes when the clocks have moved; one that happens twice
    comes the first time. What falls into quiet hours waits for their end. UTC in and out.
    """
    raise NotImplementedError
