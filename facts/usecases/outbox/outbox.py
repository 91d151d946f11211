"""The transactional outbox: written to the shelf first, then held in memory by every process.

Each kind of message stores what is due (an alert's changes, an asker's answer); the deliveries that
were tried or failed, and the notices about them, are stored here.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from facts.outbox.delivery import Delivery, DeliveryState, Message, Notice, Sent, Stopped
from facts.outbox.queue import Mailbox, Queue
from facts.store.shelf import Delete, Put, Shelf, ShelfDocument, StaleDocument
from facts.usecases.shelf_view import Projection, ShelfView, held_in, retrying

_DELIVERIES, NOTICES = "alert-deliveries", "alert-notices"
ShelfSteps = Sequence[Put | Delete]


class OutboxMailbox(Mailbox):
    """A mailbox that can compose its messages and record that they were sent.

    ``delivery_revision`` is the revision of the document of ``delivery``, 0 if there is none.
    """

    delivery_revision = 0

    @property
    @abstractmethod
    def owner(self) -> str:
        """The id of the person it is for."""

    @property
    def paused_until(self) -> datetime | None:
        """The end of a pause set by its owner."""
        return None

    @abstractmethod
    async def compose(self, delivery: Delivery) -> Message | None:
        """The message for ``delivery`` as of now; None if there is nothing left to tell."""

    @abstractmethod
    def settled(self, delivery: Delivery, sent: Sent | None) -> ShelfSteps:
        """The steps that mark ``delivery`` as done: it was ``sent``, or (None) it has nothing left
        to tell, failed or was dropped.
        """


class MessageKind(ABC):
    """A kind of mailboxes: alerts, answers to askers, corrections of shown answers.

    It adds its mailboxes to the outbox's queue as it reads their documents from the shelf or, if
    few of them ever have something to send, when they do.
    """

    @abstractmethod
    async def follow(self) -> None:
        """Process what is new and make it due."""

    async def queue_due(self) -> None:  # noqa: B027 - most kinds queue what they read
        """Add the mailboxes to the queue that have something to send since the last call."""

    def next_time(self) -> datetime | None:
        """When ``follow`` has time-driven work, such as an expiry; None for never."""
        return None

    async def stop(  # noqa: B027 - some kinds have no mailboxes
        self, where: str, stopped: Stopped, mailbox: OutboxMailbox
    ) -> None:
        """Nothing can be sent to ``where`` any more, as a send of ``mailbox`` found."""

    def open_mailbox(self, mailbox_id: str) -> OutboxMailbox | None:  # noqa: ARG002 - for those who can
        """Add a mailbox to the queue that had nothing to send so far; None if it is not known."""
        return None

    async def revive(self, failed: Delivery) -> bool:  # noqa: ARG002 - for those who can
        """Make a failed delivery due again; False if its mailbox is gone or of another kind."""
        return False


class Outbox:
    """Mailboxes, deliveries and notices, projected from the shelf by ``view``."""

    def __init__(self, shelf: Shelf) -> None:
        self.view = ShelfView(shelf)
        self.queue = Queue[OutboxMailbox]()
        self.kinds: list[MessageKind] = []
        self.failed: dict[str, Delivery] = {}
        self.notices: dict[str, Notice] = {}

    def add(self, kind: MessageKind) -> None:
        """Also send this kind of message. Its projections are registered with ``view`` already."""
        self.kinds.append(kind)
        self.view.register(_DELIVERIES, Projection(self._put, self._delete, self._delivery_keys))
        self.view.register(NOTICES, held_in(self.notices, _read_notice))

    async def catch_up(self) -> None:
        """Read everything written so far, without making anything new due."""
        await self.view.catch_up()
        for kind in self.kinds:
            await kind.queue_due()

    async def follow(self) -> None:
        """Read what other processes wrote, and make everything new due."""
        await self.view.catch_up()
        for kind in self.kinds:
            await kind.follow()

    def next_time(self, now: datetime) -> datetime | None:
        """When something may be sent or retried; None for never."""
        times = [self.queue.next_time(now), *(kind.next_time() for kind in self.kinds)]
        return min((time for time in times if time is not None), default=None)

    async def record(
        self, mailbox: OutboxMailbox, delivery: Delivery, fence: int | None = None
    ) -> int | None:
        """Record that ``delivery`` is about to be sent or waits for a retry; None if it must not:
        somebody else sent, dropped or hastened it, or the mailbox is gone.

        Returns its new revision, a fencing token: later steps of this send fail if another process
        took over meanwhile. Without the token of an earlier ``record`` this call takes over.
        """
        step = keep_delivery(delivery, mailbox.delivery_revision if fence is None else fence)
        try:
            begun = await self.view.keep([step])
        except StaleDocument:
            return None
        if self.queue.holds(mailbox) and set(delivery.changes) <= set(mailbox.waiting()):
            return begun
        await self.cancel(delivery)
        return None

    async def cancel(self, delivery: Delivery, fence: int | None = None) -> None:
        """Nothing was sent, for certain: delete the delivery, so that its changes are batched anew.

        This and the following raise StaleDocument if ``fence`` is outdated.
        """
        await self.view.keep([forget_delivery(delivery, fence)])

    async def settle(
        self,
        mailbox: OutboxMailbox,
        delivery: Delivery,
        sent: Sent | None,
        fence: int | None = None,
    ) -> None:
        """Record that ``delivery`` is done."""
        await self.view.keep([forget_delivery(delivery, fence), *mailbox.settled(delivery, sent)])

    async def fail(
        self, mailbox: OutboxMailbox, delivery: Delivery, reason: str, fence: int | None = None
    ) -> None:
        """Record that it failed and will not be retried automatically."""
        failed = delivery.model_copy(update={"state": DeliveryState.FAILED, "reason": reason})
        await self.view.keep([keep_delivery(failed, fence), *mailbox.settled(failed, None)])

    def ending(self, *mailbox_ids: str) -> list[Delete]:
        """The steps that delete pending and failed deliveries of mailboxes to be deleted."""
        failed = [one for one in self.failed.values() if one.mailbox in mailbox_ids]
        mailboxes = filter(None, map(self.queue.mailbox, mailbox_ids))
        tried = [mailbox.delivery for mailbox in mailboxes if mailbox.delivery is not None]
        return [forget_delivery(one) for one in (*tried, *failed)]

    @retrying
    async def take_notices(self, owner: str) -> list[Notice]:
        """The notices for a person. Each is returned once and deleted."""
        await self.view.catch_up()
        taken = [notice for notice in self.notices.values() if notice.owner == owner]
        if taken:
            await self.forget_notices(taken)
        return taken

    async def forget_notices(self, told: Sequence[Notice]) -> None:
        """Delete notices. Raises StaleDocument if somebody else passed one on."""
        await self.view.keep([Delete(NOTICES, one.id, one.revision) for one in told])

    def _put(self, key: str, document: ShelfDocument) -> None:
        delivery = Delivery.model_validate(dict(document))
        opened = (kind.open_mailbox(delivery.mailbox) for kind in self.kinds)
        if delivery.state is DeliveryState.FAILED:
            self._delete(key)
            self.failed[key] = delivery
        elif mailbox := self.queue.mailbox(delivery.mailbox) or next(filter(None, opened), None):
            mailbox.delivery, mailbox.delivery_revision = delivery, document.revision
            self.queue.put(mailbox)

    def _delete(self, key: str) -> None:
        self.failed.pop(key, None)
        mailbox = self.queue.mailbox(key.rpartition("-")[0])
        if mailbox is not None and mailbox.delivery is not None and mailbox.delivery.id == key:
            mailbox.delivery, mailbox.delivery_revision = None, 0
            self.queue.put(mailbox)

    def _delivery_keys(self) -> list[str]:
        tried = (mailbox.delivery for mailbox in self.queue.waiting())
        return [*self.failed, *(one.id for one in tried if one is not None)]


def keep_delivery(delivery: Delivery, revision: int | None = None) -> Put:
    return Put(_DELIVERIES, delivery.id, delivery.model_dump(mode="json"), revision)


def forget_delivery(delivery: Delivery, revision: int | None = None) -> Delete:
    return Delete(_DELIVERIES, delivery.id, revision)


def keep_notice(notice: Notice) -> Put:
    return Put(NOTICES, notice.id, notice.model_dump(mode="json", exclude={"revision"}))


def _read_notice(document: ShelfDocument) -> Notice:
    return Notice.model_validate(document | {"revision": document.revision})
