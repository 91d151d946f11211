"""Answers that were shown correct themselves."""

from facts.model import Fact
from facts.outbox.delivery import MessageGone, Never, TryLater, Wait
from facts.usecases.newsroom.answer_marks import Why
from facts.usecases.newsroom.shown_answers import ShownAnswer
from tests.facts.usecases.alerts.conftest import newsroom_over
from tests.facts.usecases.newsroom.conftest import MODERATOR, House


async def show(house: House, fact: Fact, message: int, where: str = "channel") -> None:
    """A message shows the fact as it stands."""
    await house.library.newsroom.shown.remember(
        ShownAnswer(
            message=str(message),
            where=where,
            fact_id=fact.id,
            revision=fact.revision,
            at=house.clock(),
        )
    )


async def test_newest_first_and_retractions_before_all(house: House) -> None:
    """Each message once, with the fact as it stands now."""
    bridge, ferry = await house.publish(), await house.publish("ferry", claim="The ferry is sold")
    for message in (10, 30, 20):
        await show(house, bridge, message)
    await show(house, ferry, 5)
    await house.turn()
    assert house.network.sent == []
    corrected = await house.correct("bridge", "The mayor closed the bridge in April")
    retraction = {"on": "2026-03-27", "reason": "It was a hoax"}
    await house.publish("ferry", claim="The ferry is sold", retraction=retraction)
    for _ in range(2):
        await house.turn()
    edits = house.network.told("channel")
    assert [one.shown.message for one in edits] == ["5", "30", "20", "10"]
    assert [one.mark.why for one in edits] == [Why.RETRACTED, *[Why.CORRECTED] * 3]
    assert edits[1].fact == corrected


async def test_what_is_no_correction_is_not_edited(house: House) -> None:
    """A typo without a note; and a fact that nobody was shown costs no mark."""
    fact = await house.publish()
    await show(house, fact, 1)
    await house.publish(claim="The mayor closed the harbour bridge.")
    await house.turn()
    assert house.network.sent == []
    await house.publish(
        responses=[{"stance": "denies", "by": "Jon Vik"}], claim="The mayor closed the bridge"
    )
    await house.turn()
    assert [one.mark.why for one in house.network.told("channel")] == [Why.DENIED]


async def test_a_correction_between_look_up_and_message_is_made_up_for(house: House) -> None:
    """The message shows an old revision from the start."""
    old = await house.publish()
    await show(house, old, 1)
    await house.turn()
    await house.correct("bridge", "The mayor closed the bridge in April")
    await house.turn()
    await show(house, old, 2)
    await house.turn()
    assert [one.shown.message for one in house.network.told("channel")] == ["1", "2"]


async def test_another_process_knows_what_is_due_and_what_was_tried(house: House) -> None:
    """It lists both, and goes on with what was tried, which may have arrived."""
    fact = await house.publish()
    await show(house, fact, 1)
    await show(house, fact, 2, "other")
    house.network.answers = {"channel": [TryLater("503")], "other": [Wait(600)]}
    await house.correct("bridge", "The mayor closed the bridge in April")
    await house.turn()
    other = newsroom_over(house.library.asking.catalogue.store, house.clock, house.network)
    assert await other.delivering.deliveries.counts() == (2, 0)
    listed = [one.delivery for one in await other.delivering.deliveries.list()]
    assert sorted((one.mailbox, one.attempts) for one in listed) == [("m1", 1), ("m2", 0)]
    house.clock.move(seconds=3600)
    await other.turn()
    tried = {one.shown.message: one.tried_at is not None for one in house.network.sent_messages()}
    assert tried == {"1": True, "2": False}


async def test_what_is_gone_or_closed_is_forgotten(house: House) -> None:
    """One message that was deleted; all of a channel that is closed."""
    fact = await house.publish()
    for message, where in ((1, "a"), (2, "b"), (3, "b")):
        await show(house, fact, message, where)
    house.network.answers = {"a": [MessageGone()], "b": [Never("Closed.")]}
    await house.correct("bridge", "The mayor closed the bridge in April")
    await house.turn()
    assert house.network.sent == []
    assert house.library.newsroom.shown.shown == {}
    assert await house.turn() is None
    assert await house.library.delivering.deliveries.list() == ()


async def test_too_many_edits_rest_the_channel(house: House) -> None:
    """No failure: the rest waits, other channels go on, and nothing is edited twice."""
    fact = await house.publish()
    for message in range(1, 6):
        await show(house, fact, message, "a")
    await show(house, fact, 9, "b")
    house.network.answers["a"] = [Wait(600), TryLater("503")]
    await house.correct("bridge", "The mayor closed the bridge in April")
    await house.turn()
    assert [one.shown.message for one in house.network.sent_messages()] == ["9"]
    for _ in range(3):
        house.clock.move(seconds=600)
        await house.turn()
    assert sorted(one.shown.message for one in house.network.told("a")) == list("12345")


async def test_a_merged_fact_shows_the_one_that_answers_for_it(house: House) -> None:
    """And is corrected with that one from then on."""
    one, other = await house.publish(), await house.publish("ferry", claim="The ferry is sold")
    await show(house, one, 1)
    await house.library.desk.merging.merge(MODERATOR, other.id, one.id)
    await house.turn()
    (edit,) = house.network.told("channel")
    assert (edit.mark.why, edit.fact.id) == (Why.MERGED, other.id)
    await house.correct("ferry", "The ferry is not sold")
    await house.turn()
    assert [one.fact.id for one in house.network.told("channel")] == [other.id, other.id]


async def test_after_ninety_days_a_message_stays_as_it_is(house: House) -> None:
    """It is forgotten when the next one comes."""
    fact = await house.publish()
    await show(house, fact, 1)
    house.clock.move(days=91)
    await show(house, fact, 2)
    await house.correct("bridge", "The mayor closed the bridge in April")
    await house.turn()
    assert [one.shown.message for one in house.network.told("channel")] == ["2"]
