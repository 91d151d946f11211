"""A delivery's names, and what stores of version 0.1 called it."""

from datetime import UTC, datetime

import pytest

from facts.outbox.delivery import Delivery


def test_a_nonce_tells_deliveries_apart_and_fits() -> None:
    """The same changes to the same subscription are the same message, all else is another."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        Delivery(mailbox=one, changes=changes, next_try=now)
        for one in ("a", "b")
        for changes in ((1,), (1, 2), (12,))
    ]
    assert len({delivery.nonce for delivery in made}) == len(made)
    again = made[0].model_copy(update={"attempts": 7, "tried_at": now})
    assert again.nonce == made[0].nonce
    assert all(len(delivery.nonce) <= 25 for delivery in made)


@pytest.mark.parametrize("name", ["subscription", "lane"])
def test_a_delivery_of_an_older_version_is_read(name: str) -> None:
    """Its mailbox was called subscription, then lane."""
    old = {name: "a", "changes": [1], "next_try": "2026-01-01T00:00:00Z"}
    assert Delivery.model_validate(old).mailbox == "a"
