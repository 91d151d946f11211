"""Caring for deliveries: what waits, what failed and why; and what its owners must hear."""

from facts.alerts.delivery import Delivery
from facts.alerts.notices import Notice
from facts.model import DeskId, Refusal


class NoSuchDelivery(Refusal):
    """There is no delivery of that id that waits or failed."""


class Deliveries:
    """What is on its way, for the people who run the bot."""

    async def list(self) -> tuple[Delivery, ...]:
        """All that wait or failed; waiting ones by their next try, failed ones after them."""
        raise NotImplementedError

    async def retry(self, delivery_id: str | None = None) -> int:
        """Try again now: one, or all that failed or wait after a failure; how many."""
        raise NotImplementedError

    async def drop(self, delivery_id: str | None = None) -> int:
        """Never send it: one, or all that failed; how many."""
        raise NotImplementedError


class Notices:
    """What must be told by another way than the one that failed."""

    async def take(
        self, *, owner: str | None = None, desk: DeskId | None = None
    ) -> tuple[Notice, ...]:
        """The notices for a person, or for a desk's log. Each is given out once, and then gone."""
        raise NotImplementedError
