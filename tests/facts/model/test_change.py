"""Changes say what was before and what is after; desks say who sees what."""

from typing import Any

import pytest
from pydantic import ValidationError

from facts.model import HOME, STARTER, Change, DeskId, visible_desks

MOMENT = "2026-01-02T03:04:05Z"
FACT: dict[str, Any] = {
    "claim": "It rains.",
    "sources": [{"outlet": "o"}],
    "id": 1,
    "desk": "home",
    "revision": 1,
    "created_at": MOMENT,
    "changed_at": MOMENT,
}


@pytest.mark.parametrize(
    ("kind", "before", "after", "allowed"),
    [
        ("added", None, FACT, True),
        ("edited", FACT, FACT, True),
        ("removed", FACT, None, True),
        ("added", FACT, FACT, False),
        ("edited", None, FACT, False),
        ("removed", FACT, FACT, False),
        ("edited", FACT, None, False),
        ("added", None, None, False),
    ],
)
def test_a_change_has_the_states_that_its_kind_needs(
    kind: str, before: Any, after: Any, *, allowed: bool
) -> None:
    """Only an added fact has no state before, only a removed one none after."""
    record = {
        "number": 1,
        "kind": kind,
        "fact_id": 1,
        "revision": 1,
        "editor": "e",
        "at": MOMENT,
        "before": before,
        "after": after,
    }
    if allowed:
        change = Change.model_validate(record)
        assert Change.model_validate_json(change.model_dump_json()) == change
    else:
        with pytest.raises(ValidationError):
            Change.model_validate(record)


def test_a_reader_sees_the_shared_desks_and_their_own() -> None:
    """Where no desk is at home, the newsroom's and the starter facts."""
    assert visible_desks(None) == {HOME, STARTER}
    assert visible_desks(DeskId("7")) == {HOME, STARTER, "7"}
