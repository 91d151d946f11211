"""Ending: what goes with the place, the server or the person that it depended on."""

from collections.abc import Callable

from facts.alerts.subscription import Subscription
from facts.model import DeskId
from facts.usecases.alerting.subscription_access import Office


class Ending:
    """Each returns how many subscriptions ended. May be called while something is being sent."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def place_gone(self, where: str) -> int:
        """The channel, thread or DM is gone."""
        return await self._end(lambda one: one.where == where)

    async def server_gone(self, desk: DeskId) -> int:
        """The bot left the server: its shared ones end, and what its members had made there."""
        return await self._end(lambda one: one.desk == desk)

    async def person_gone(self, owner: str, desk: DeskId | None = None) -> int:
        """The person left that server, or (None) is gone altogether.

        What they set up for a server's channel stays the server's.
        """
        return await self._end(
            lambda one: one.owner == owner and not one.shared and desk in (None, one.desk)
        )

    async def _end(self, is_gone: Callable[[Subscription], bool]) -> int:
        async with self._office.at_the_end_of_the_log() as ledger:
            gone = [one for one in ledger.index.all() if is_gone(one)]
            if gone:
                await ledger.remove(gone)
            return len(gone)
