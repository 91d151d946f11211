"""Sending: changes become deliveries, deliveries become messages, each once."""

from datetime import datetime

from facts.alerts.delivery import Alert
from facts.alerts.messenger import Messenger


class Sending:
    """Follows the change log and tells who is due. One at a time in a store's one writer."""

    async def turn(self, messenger: Messenger) -> datetime | None:
        """Plan what is new, send everything that is due now, and return when that is next.

        None where nothing waits. Fair: each subscription gets one message before any gets a second.
        """
        raise NotImplementedError

    async def run(self, messenger: Messenger) -> None:
        """Take turns for ever: at each change and whenever something is due. Ends by cancelling;
        a send under way is then cut short, and its delivery tried again at the next start.
        """
        raise NotImplementedError

    async def alert(self, delivery_id: str) -> Alert:
        """The alert of a delivery, for turning the pages of a digest up to 30 days old.

        Raises Refusal when it is gone.
        """
        raise NotImplementedError
