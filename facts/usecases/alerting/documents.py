"""What alerts keep on the shelf beside the facts: a kind of document for each thing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from facts.alerts.batching import Due
from facts.alerts.events import Happening
from facts.alerts.subscription import Subscription
from facts.store.protocol import Delete, Put

SUBSCRIPTIONS = "alert-subscriptions"
# One for each change that a subscription must hear of, gone once it was told.
DUES = "alert-dues"
# How far the log was followed. In the same step as the dues, which a cursor of the store is not.
PROGRESS, FOLLOWED = "alert-progress", "followed"


def keep_subscription(subscription: Subscription) -> Put:
    return Put(SUBSCRIPTIONS, subscription.id, subscription.model_dump(mode="json"))


def keep_due(subscription_ids: Iterable[str], due: Due) -> Iterator[Put]:
    """The same document for each of the subscriptions."""
    document = {"fact": due.fact_id, "is": due.happened.value, "at": due.at.isoformat()}
    for subscription_id in subscription_ids:
        yield Put(DUES, due_key(subscription_id, due.change), document)


def delete_dues(subscription_id: str, changes: Iterable[int]) -> list[Delete]:
    return [Delete(DUES, due_key(subscription_id, change)) for change in changes]


def due_key(subscription_id: str, change: int) -> str:
    return f"{subscription_id}-{change}"


def read_due(key: str, document: dict[str, Any]) -> tuple[str, Due]:
    """The subscription's id and what it must hear of."""
    subscription_id, _, change = key.rpartition("-")
    happened, at = Happening(document["is"]), datetime.fromisoformat(document["at"])
    return subscription_id, Due(int(change), document["fact"], happened, at)


def keep_progress(followed: int, revision: int) -> Put:
    """Only where it is at ``revision``; 0: where nothing was followed yet."""
    return Put(PROGRESS, FOLLOWED, {"after": followed}, revision)
