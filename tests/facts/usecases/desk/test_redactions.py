"""Redactions at a desk: asked for by one moderator, approved by another."""

import pytest

from facts.model import ChangeKind, Member, NotAllowed, Refusal
from facts.store.protocol import FactStore, NothingToRedact
from facts.usecases.desk.desk import Desk
from tests.facts.usecases.desk.newsroom import DESK, publish

TEXT = "4 Elm Street"


async def test_two_moderators_redact(
    desk: Desk, store: FactStore, ana: Member, ben: Member
) -> None:
    """The fact and the drafts about it have it no more; the log has both and the reason."""
    await publish(desk, ana, f"He lives at {TEXT}.")
    draft = await desk.drafting.open_edit(ben, 1)
    asked = await desk.redactions.request(ana, 1, TEXT, "a private address")
    assert await desk.redactions.waiting(ben, 1) == asked
    with pytest.raises(NotAllowed, match="another moderator"):
        await desk.redactions.approve(ana, 1)
    change = await desk.redactions.approve(ben, 1)
    assert (change.kind, change.reason) == (ChangeKind.REDACTED, "a private address")
    assert change.editor == f"{ana.signature}, approved by {ben.signature}"
    fact = await store.get(1)
    assert fact is not None
    assert fact.claim.text == "He lives at […]."
    assert TEXT not in (await desk.drafting.get(ben, draft.id)).content.claim.text
    for kind in await store.shelf.kinds():
        assert TEXT not in str(await store.shelf.items(kind))
    with pytest.raises(Refusal, match="No redaction of claim #1 is waiting"):
        await desk.redactions.approve(ben, 1)


async def test_a_file_that_was_looked_at_is_dropped(
    desk: Desk, store: FactStore, ana: Member, ben: Member
) -> None:
    """It is packed, so nobody could tell whether it has the text."""
    await publish(desk, ana, f"He lives at {TEXT}.")
    await desk.files.preview(ana, "f.jsonl", b'{"claim": "A", "sources": [{"outlet": "o"}]}')
    await desk.redactions.request(ana, 1, TEXT, "privacy")
    await desk.redactions.approve(ben, 1)
    assert await store.shelf.items(f"import/{DESK}") == {}


async def test_a_request_can_be_declined(desk: Desk, ana: Member, ben: Member) -> None:
    """By the other moderator or by whoever asked."""
    await publish(desk, ana, f"He lives at {TEXT}.")
    for who in (ana, ben):
        await desk.redactions.request(ana, 1, TEXT, "privacy")
        await desk.redactions.decline(who, 1)
        with pytest.raises(Refusal, match="No redaction"):
            await desk.redactions.waiting(ben, 1)


async def test_what_is_not_there_is_refused_at_once(desk: Desk, ana: Member) -> None:
    """So is a request without a reason."""
    await publish(desk, ana, f"He lives at {TEXT}.")
    with pytest.raises(NothingToRedact, match="Copy it exactly"):
        await desk.redactions.request(ana, 1, "5 Elm Street", "privacy")
    with pytest.raises(Refusal, match="say why"):
        await desk.redactions.request(ana, 1, TEXT, " ")
