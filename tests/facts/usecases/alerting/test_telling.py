"""What a subscriber is told, and when."""

from datetime import timedelta

from tests.facts.usecases.alerting.conftest import START, Newsroom


async def test_a_new_fact_is_told_at_once_and_once(newsroom: Newsroom) -> None:
    """In the turn after it was published, and never again."""
    await newsroom.add("Before anybody subscribed")
    await newsroom.subscribe()
    fact_id = await newsroom.add()
    assert await newsroom.turn() is None
    assert newsroom.post.told("dm-ana") == [[("new", fact_id)]]
    await newsroom.turn()
    assert len(newsroom.post.sent) == 1


async def test_a_burst_of_edits_is_one_alert(newsroom: Newsroom) -> None:
    """Two minutes after the first of them, as what changed in all."""
    fact_id = await newsroom.add("The mayor closed the brigde")
    await newsroom.subscribe()
    await newsroom.edit(fact_id, claim="The mayor closed the bridge")
    newsroom.clock.move(seconds=90)
    assert await newsroom.turn() == START + timedelta(minutes=2)
    await newsroom.edit(fact_id, claim="The mayor closed the old bridge")
    newsroom.clock.move(seconds=29)
    await newsroom.turn()
    assert newsroom.post.sent == []
    newsroom.clock.move(seconds=1)
    assert await newsroom.turn() is None
    assert newsroom.post.told("dm-ana") == [[("corrected", fact_id)]]
    (event,) = newsroom.post.sent[0][1].events
    assert event.before is not None
    assert event.before.claim.text == "The mayor closed the brigde"
    assert event.fact.claim.text == "The mayor closed the old bridge"
    assert event.changes == (2, 3)
