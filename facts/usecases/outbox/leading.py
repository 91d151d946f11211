"""Sending by one process of several, and by no other that only stood still for a while."""

from facts.outbox.messenger import Message, Messenger, Outcome, Wait
from facts.usecases.processes import Leadership

_NOT_OURS = Wait(1.0, everywhere=True)


class LeadersMessenger:
    """A Messenger that sends nothing any more once another process may have taken over."""

    def __init__(self, messenger: Messenger, leadership: Leadership) -> None:
        self._messenger = messenger
        self._leadership = leadership

    async def send(self, where: str, message: Message, nonce: str) -> Outcome:
        """Send ``message``, unless this process does not lead for certain."""
        if not self._leadership.holds:
            return _NOT_OURS
        return await self._messenger.send(where, message, nonce)
