"""The task that sends the outbox for as long as the client runs."""

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from facts.outbox.delivery import Messenger
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.outbox.sending import LeadersMessenger
from facts.wiring import Processes, StoreAway

_log = logging.getLogger(__name__)
_PAUSE_AFTER_A_DEFECT, _PAUSE_WHILE_AWAY = timedelta(minutes=1), timedelta(seconds=5)
# Timers stop while a machine sleeps, and clocks get adjusted, so check at least this often.
_LONGEST_SLEEP_SECONDS = 6 * 3600.0
_HINT = "outbox_hint"


class SendingLoop:
    """Runs a turn of sending whenever something is due or hinted."""

    def __init__(
        self,
        client: discord.Client,
        delivering: Delivering,
        messenger: Messenger,
        processes: Processes | None = None,
    ) -> None:
        self._client = client
        self._sending = delivering.sending
        self._clock = delivering.clock
        self._messenger = messenger
        self._processes = processes
        self._hinted = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the task; the first turn runs when the client is ready."""
        self._sending.on_hint(self.hint)
        self._task = asyncio.create_task(self._run(), name="sending")

    async def stop(self) -> None:
        """Cancel the task. An interrupted send is searched for in its channel before the retry."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def hint(self) -> None:
        """Wake the loop: there may be something to send. Cheap enough to call on any change."""
        self._hinted = True
        self._client.dispatch(_HINT)

    async def _run(self) -> None:
        await self._client.wait_until_ready()
        if self._processes is None:
            await self._send(self._messenger)
        else:
            await self._processes.do_as_leader(
                "sending", lambda it: self._send(LeadersMessenger(self._messenger, it))
            )

    async def _send(self, messenger: Messenger) -> None:
        while True:
            self._hinted = False
            try:
                due = await self._sending.turn(messenger)
            except StoreAway as away:
                _log.warning("Sending messages is waiting for the store: %s", away)
                due = self._clock() + _PAUSE_WHILE_AWAY
            except Exception:  # noqa: BLE001 - the loop must survive; the next turn may succeed
                _log.exception("Sending messages failed; retrying in a minute")
                due = self._clock() + _PAUSE_AFTER_A_DEFECT
            if not self._hinted:
                await self._rest(due)

    async def _rest(self, until: datetime | None) -> None:
        """Sleep until the time ``until``, if there is one, or until a hint."""
        waits = {asyncio.ensure_future(self._client.wait_for(_HINT))}
        if until is not None:
            seconds = min((until - self._clock()).total_seconds(), _LONGEST_SLEEP_SECONDS)
            waits.add(asyncio.ensure_future(asyncio.sleep(max(seconds, 0))))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
