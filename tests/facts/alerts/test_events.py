"""What changes amount to, for readers."""

from collections.abc import Sequence
from typing import Any

import pytest

from facts.alerts.events import event_of
from facts.alerts.subscription import EVERY_NEWS, WhatFor
from facts.model import HOME, Change, Fact, FactDraft
from facts.store.protocol import Add, Edit, Merge, Remove, Restore
from tests.memory_store import MemoryStore

BASE = {"claim": "The bridge is shut", "sources": [{"outlet": "Harbour Post"}]}
OPEN = {
    "claim": "It is open",
    "corrections": [{"on": "2026-03-27", "sentence": "It is open, not shut."}],
}
RETRACTED = {"retraction": {"on": "2026-03-27", "reason": "It was a hoax"}}
JON = {"stance": "denies", "by": "Jon Vik", "quote": "No."}


def draft(**fields: Any) -> FactDraft:
    """A fact's content."""
    return FactDraft.model_validate(BASE | fields)


async def changes_of(*contents: FactDraft | str) -> Sequence[Change]:
    """The changes of one fact that has these contents, one after the other.

    ``removed`` and ``merged`` do what they say; a content after ``removed`` restores it.
    """
    store = MemoryStore()
    for revision, content in enumerate(contents):
        fact: Fact | None = await store.get(1)
        if content == "merged":
            await store.apply([Add(HOME, draft()), Merge(1, revision, 2)], editor="ada")
        elif content == "removed":
            await store.apply([Remove(1, revision)], editor="ada", reason="a test")
        elif isinstance(content, FactDraft):
            write = Edit(1, revision, content) if fact else Restore(1, revision, content)
            await store.apply([write if revision else Add(HOME, content)], editor="ada")
    return await store.history(1)


@pytest.mark.parametrize(
    ("contents", "told", "happened", "news"),
    [
        ((draft(),), 1, "new", {"new"}),
        ((draft(), draft(**OPEN)), 1, "corrected", {"corrected"}),
        ((draft(), draft(claim="The bridge is shutt")), 1, None, set()),
        ((draft(), draft(topics=["harbour"])), 1, "updated", set()),
        ((draft(), draft(claim="It is open")), 2, "new", {"new"}),
        ((draft(), draft(responses=[JON])), 1, "denied", {"denied"}),
        (
            (draft(), draft(**OPEN, responses=[JON])),
            1,
            "denied",
            {"denied", "corrected"},
        ),
        ((draft(), draft(claim="It is open", responses=[JON])), 1, "denied", {"denied"}),
        (
            (draft(responses=[JON]), draft(responses=[JON | {"quote": "Never."}])),
            1,
            None,
            set(),
        ),
        ((draft(responses=[JON]), draft()), 1, "updated", set()),
        ((draft(), draft(**RETRACTED)), 1, "retracted", {"retracted"}),
        ((draft(), draft(**RETRACTED)), 2, "retracted", {"retracted"}),
        ((draft(**RETRACTED), draft()), 1, "restored", {"retracted"}),
        ((draft(), "removed"), 1, "removed", {"retracted"}),
        ((draft(), "removed", draft()), 1, "restored", {"retracted"}),
        ((draft(), "merged"), 1, "merged", {"corrected"}),
        ((draft(), "removed"), 2, None, set()),
        ((draft(), "merged"), 2, None, set()),
        ((draft(), draft(ref="x", other_wordings=["shut"])), 1, None, set()),
        ((draft(), draft(claim="It is open"), draft()), 2, None, set()),
        ((draft(), draft(**RETRACTED), draft()), 2, None, set()),
    ],
)
async def test_the_last_changes_of_a_fact_are_one_event(
    contents: tuple[FactDraft | str, ...], told: int, happened: str | None, news: set[str]
) -> None:
    """What it is led by, and which kinds of news it is."""
    event = event_of((await changes_of(*contents))[-told:])
    assert (event.happened if event else None) == happened
    assert (event.news if event else set()) == news


@pytest.mark.parametrize("kind", WhatFor)
async def test_an_update_is_for_who_wants_every_change(kind: WhatFor) -> None:
    """A new confirmation is no correction: subscribers of corrections do not hear of it."""
    confirmed = draft(responses=[JON | {"stance": "confirms"}])
    event = event_of((await changes_of(draft(), confirmed))[1:])
    assert event is not None
    assert event.happened == "updated"
    assert event.concerns(EVERY_NEWS)
    assert event.concerns(EVERY_NEWS - {kind}) == (kind is WhatFor.NEW)


async def test_an_event_has_both_states_and_the_reason() -> None:
    """What readers are shown, what it was, and why it was taken back."""
    changes = await changes_of(draft(), draft(**OPEN), draft(**RETRACTED))
    event = event_of(changes[1:])
    assert event is not None
    assert (event.before, event.fact) == (changes[0].after, changes[2].after)
    assert (event.changes, event.at, event.reason) == ((2, 3), changes[2].at, "It was a hoax")
    removed = event_of((await changes_of(draft(), "removed"))[1:])
    assert removed is not None
    assert (removed.fact.claim.text, removed.reason) == ("The bridge is shut", "a test")


async def test_two_new_denials_are_two_though_they_come_with_a_mended_one() -> None:
    """The mended one is not among them."""
    mended, eva, council = (JON | {"quote": "Never."}, JON | {"by": "Eva"}, JON | {"by": "Council"})
    changes = await changes_of(draft(responses=[JON]), draft(responses=[eva, mended, council]))
    event = event_of(changes[1:])
    assert event is not None
    assert [denial.by for denial in event.denials] == ["Eva", "Council"]
