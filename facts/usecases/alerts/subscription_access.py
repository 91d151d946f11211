"""What a person may subscribe to, which subscriptions they may manage, and locking for changes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from facts.alerts.filters import (
    DEEPEST,
    MOST_CONDITIONS,
    Filter,
    OfDesk,
    WithKeyword,
    conditions,
    depth,
)
from facts.alerts.subscription import Subscription, SubscriptionSpec
from facts.model import DeskId, DoesNotExist, NotAllowed, Refusal, visible_desks
from facts.usecases.alerts.change_follower import ChangeFollower
from facts.usecases.alerts.subscriptions import Subscriptions
from facts.usecases.outbox.delivery_admin import Delivering

MOST_FOLLOWED = 200


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The acting person; the front end makes a new one for each step.

    ``desk`` is the desk of the server they act in, None in a DM. ``manages``: they may manage
    subscriptions of the shared place they act in (Manage Channel, or a moderator of the desk).
    ``may_mention``: they may mention the role in the spec.
    """

    id: str
    desk: DeskId | None = None
    manages: bool = False
    may_mention: bool = False


class NotPossible(Refusal):
    """The spec asks for something impossible; the sentence says what is possible."""


def check(who: Subscriber, spec: SubscriptionSpec) -> None:
    """Raise NotPossible or NotAllowed unless ``who`` may have ``spec``."""
    _check_place(who, spec)
    _check_times(spec)
    if spec.wanted is not None:
        _check_filter(spec, spec.wanted)
    elif not spec.follows:
        raise NotPossible("Choose what to get alerts for: everything, a filter, or a claim.")
    if len(spec.follows) > MOST_FOLLOWED:
        raise NotPossible(
            f"You can follow up to {MOST_FOLLOWED} claims. Unfollow some first, or subscribe to "
            "their topics."
        )


def _check_place(who: Subscriber, spec: SubscriptionSpec) -> None:
    if spec.desk not in (None, who.desk):
        raise NotAllowed("Subscribe on the server whose claims you want alerts for.")
    if spec.shared and spec.desk is None:
        raise NotPossible("Alerts to a channel need a server. Here, subscribe for yourself.")
    if spec.shared and not who.manages:
        raise NotAllowed(
            "Only moderators of the desk and people who can manage that channel can set up its "
            "alerts. Ask one of them, or subscribe for yourself to get direct messages."
        )
    if spec.mention is not None and not (spec.shared and who.may_mention):
        raise NotAllowed(
            "Alerts can mention a role only in a channel, and only one that you may mention there."
        )


def _check_times(spec: SubscriptionSpec) -> None:
    try:
        ZoneInfo(spec.zone)
    except (KeyError, ValueError, OSError) as error:
        raise NotPossible(
            "That isn’t a time zone. Write it like Europe/Oslo or America/New_York."
        ) from error
    if spec.quiet is not None and spec.quiet.start == spec.quiet.end:
        raise NotPossible(
            "Quiet hours can’t start and end at the same time. Write them like 22:00-07:00."
        )


def _check_filter(spec: SubscriptionSpec, wanted: Filter) -> None:
    if depth(wanted) > DEEPEST or sum(1 for _ in conditions(wanted)) > MOST_CONDITIONS:
        raise NotPossible(
            f"A filter has at most {MOST_CONDITIONS} conditions, nested at most {DEEPEST} deep. "
            "Split it into two subscriptions."
        )
    for one in conditions(wanted):
        if isinstance(one, WithKeyword) and not any(c.isalnum() for c in one.keyword):
            raise NotPossible("A keyword needs a letter or a digit, for example: nice note")
        if isinstance(one, OfDesk) and one.desk not in visible_desks(spec.desk):
            raise NotPossible("You can’t see that desk’s claims here.")


class SubscriptionAccess:
    """Gives access to ``subscriptions`` for changing them, and notifies the sender afterwards."""

    def __init__(
        self, subscriptions: Subscriptions, follower: ChangeFollower, delivering: Delivering
    ) -> None:
        self.subscriptions = subscriptions
        self.index = subscriptions.index
        self.clock = delivering.clock
        self._follower = follower
        self._outbox = delivering.outbox
        self._hint = delivering.sending.hint

    async def catch_up(self) -> None:
        """Read everything written so far."""
        await self._outbox.view.catch_up()

    @asynccontextmanager
    async def at_the_end_of_the_log(self) -> AsyncIterator[Subscriptions]:
        """The subscriptions, after all changes logged so far were processed for them.

        Writing raises StaleDocument if somebody else wrote meanwhile.
        """
        await self.catch_up()
        await self._follower.follow()
        yield self.subscriptions
        self._hint()

    @asynccontextmanager
    async def changing(self, who: Subscriber, subscription_id: str) -> AsyncIterator[Subscription]:
        """The same for one subscription that ``who`` manages, locked against sending.

        Raises DoesNotExist.
        """
        await self.catch_up()
        self.find(who, subscription_id)
        mailbox = self.subscriptions.mailbox(subscription_id)
        if mailbox is None:
            raise _nothing_there()
        async with mailbox.lock, self.at_the_end_of_the_log():
            yield self.find(who, subscription_id)

    def find(self, who: Subscriber, subscription_id: str) -> Subscription:
        """A subscription that ``who`` manages. Raises DoesNotExist."""
        subscription = self.index.get(subscription_id)
        if subscription is None or not may_manage(who, subscription):
            raise _nothing_there()
        return subscription

    async def start(self, subscription: Subscription) -> Subscription:
        """Save a subscription. A stopped one becomes active and its failed alerts are due again."""
        if subscription.stopped is None:
            await self.subscriptions.put(subscription)
            return subscription
        failed = [one for one in self._outbox.failed.values() if one.mailbox == subscription.id]
        return await self._follower.restart(subscription, failed)


def may_manage(who: Subscriber, subscription: Subscription) -> bool:
    """Whether ``who`` may manage it: the owner, or for a shared one a manager of its server.

    The owner of a shared one who no longer manages the server may still delete it.
    """
    manages = subscription.shared and who.manages and subscription.desk == who.desk
    return subscription.owner == who.id or manages


def _nothing_there() -> DoesNotExist:
    return DoesNotExist("You don’t have that subscription any more. See yours with /alerts list.")
