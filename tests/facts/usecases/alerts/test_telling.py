"""What a subscriber is told, and when."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from facts.alerts.alert import Alert
from facts.alerts.filters import OnTopic, WithKeyword
from facts.model import HOME, DeskId
from facts.outbox.delivery import SendOutcome, Sent, TryLater, Wait
from facts.store.protocol import Add
from facts.usecases.alerts.subscription_access import Subscriber
from tests.facts.usecases.alerts.conftest import START, Newsroom, Post, denial, draft


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
    await newsroom.correct(fact_id, claim="The mayor closed the bridge")
    newsroom.clock.move(seconds=90)
    assert await newsroom.turn() == START + timedelta(minutes=2)
    await newsroom.correct(fact_id, claim="The mayor closed the old bridge")
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


async def test_a_retraction_that_overtakes_its_own_alert_replaces_it(newsroom: Newsroom) -> None:
    """Who was not told of the fact yet hears only that it was taken back, and why."""
    await newsroom.subscribe()
    fact_id = await newsroom.add()
    await newsroom.retract(fact_id, "It was a hoax")
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("retracted", fact_id)]]
    assert newsroom.post.sent[0][1].events[0].reason == "It was a hoax"


async def test_a_retraction_replaces_an_alert_that_was_tried_in_vain(newsroom: Newsroom) -> None:
    """The alert that waits for its next try is not sent any more."""
    await newsroom.subscribe()
    newsroom.post.answers["dm-ana"] = [TryLater("503")]
    fact_id = await newsroom.add()
    await newsroom.turn()
    await newsroom.retract(fact_id)
    newsroom.clock.move(seconds=3)
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("retracted", fact_id)]]


async def test_a_retraction_leaves_at_once(newsroom: Newsroom) -> None:
    """It takes the edits with it that wait for the end of their burst."""
    fact_id = await newsroom.add()
    await newsroom.subscribe()
    await newsroom.correct(fact_id, claim="The mayor closed the old bridge")
    await newsroom.retract(fact_id)
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("retracted", fact_id)]]
    assert newsroom.post.sent[0][1].events[0].changes == (2, 3)


async def test_an_edit_that_is_undone_in_time_is_not_told(newsroom: Newsroom) -> None:
    """Nothing is left to tell of it."""
    fact_id = await newsroom.add("The bridge is shut")
    await newsroom.subscribe()
    await newsroom.edit(fact_id, claim="The bridge is open")
    await newsroom.edit(fact_id, claim="The bridge is shut")
    newsroom.clock.move(minutes=3)
    assert await newsroom.turn() is None
    assert newsroom.post.sent == []


async def test_what_readers_do_not_see_is_not_told(newsroom: Newsroom) -> None:
    """A reference, wordings for matching, a review."""
    fact_id = await newsroom.add()
    await newsroom.subscribe()
    await newsroom.edit(fact_id, ref="x", other_wordings=["bridge shut"])
    await newsroom.edit(fact_id, review={"on": "2026-03-27"})
    newsroom.clock.move(minutes=3)
    assert await newsroom.turn() is None
    assert newsroom.post.sent == []


async def test_a_new_denial_is_told_with_who_denies(newsroom: Newsroom) -> None:
    """A denial whose wording is mended is no new one: a correction, or a typo nobody hears of."""
    fact_id = await newsroom.add(responses=[denial("Jon Vik", "I clsoed nothing.")])
    await newsroom.subscribe()
    mended = denial("Jon Vik", "I closed nothing.")
    await newsroom.edit(fact_id, responses=[denial("Jon Vik", "I clsoed nothing!")])
    await newsroom.correct(fact_id, responses=[mended])
    newsroom.clock.move(minutes=2)
    await newsroom.turn()
    await newsroom.edit(fact_id, responses=[mended, denial("Port Council")])
    newsroom.clock.move(minutes=2)
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("corrected", fact_id)], [("denied", fact_id)]]
    assert [one.by for one in newsroom.post.sent[1][1].events[0].denials] == ["Port Council"]


async def test_only_the_news_one_wants_is_told(newsroom: Newsroom) -> None:
    """New facts only: no correction, and a fact that is new as it is by now."""
    await newsroom.subscribe(what_for={"new"})
    newsroom.post.answers["dm-ana"] = [Wait(60)]
    fact_id = await newsroom.add("The mayor closed the brigde")
    await newsroom.turn()
    await newsroom.edit(fact_id, claim="The mayor closed the bridge")
    newsroom.clock.move(minutes=5)
    assert await newsroom.turn() is None
    assert newsroom.post.told("dm-ana") == [[("new", fact_id)]]
    assert newsroom.post.sent[0][1].events[0].fact.claim.text == "The mayor closed the bridge"


async def test_a_fact_taken_back_meanwhile_is_not_told_as_new(newsroom: Newsroom) -> None:
    """Not even to who does not want to hear of retractions."""
    await newsroom.subscribe(what_for={"new"})
    newsroom.post.answers["dm-ana"] = [Wait(60)]
    fact_id = await newsroom.add()
    await newsroom.turn()
    await newsroom.retract(fact_id)
    newsroom.clock.move(minutes=5)
    assert await newsroom.turn() is None
    assert newsroom.post.sent == []


async def test_facts_of_other_desks_are_not_told(newsroom: Newsroom) -> None:
    """One hears of what one would find: the own desk's, the home desk's and the starter facts."""
    here, elsewhere = Subscriber("ana", DeskId("1")), Subscriber("ben", DeskId("2"))
    await newsroom.subscribe("dm-ana", here)
    await newsroom.subscribe("dm-ben", elsewhere)
    await newsroom.subscribe("dm-eva", Subscriber("eva"))
    of_one = await newsroom.add("Of one desk", desk=DeskId("1"))
    await newsroom.turn()
    of_all = await newsroom.add("Of the home desk")
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", of_one)], [("new", of_all)]]
    assert newsroom.post.told("dm-ben") == newsroom.post.told("dm-eva") == [[("new", of_all)]]


async def test_a_keyword_is_matched_as_a_question_is(newsroom: Newsroom) -> None:
    """With a slip, another inflection or a part of a name; other facts are not told."""
    for number, keyword in enumerate(["harbour brigde", "closing bridge", "port strike"]):
        wanted = WithKeyword(keyword=keyword)
        await newsroom.subscribe(f"dm-{number}", Subscriber(str(number)), wanted=wanted)
    fact_id = await newsroom.add("The mayor closed the harbour bridge")
    await newsroom.turn()
    assert newsroom.post.told("dm-0") == newsroom.post.told("dm-1") == [[("new", fact_id)]]
    assert newsroom.post.told("dm-2") == []


async def test_many_at_the_same_time_are_one_digest(newsroom: Newsroom) -> None:
    """Grouped by topic, the largest group first; who wants few of them gets few."""
    await newsroom.subscribe()
    await newsroom.subscribe("dm-ben", Subscriber("ben"), wanted=OnTopic(topic="rare"))
    topics = ["Harbour", "mayor", "harbour", "Rare", "HARBOUR"]
    added = await newsroom.apply(
        *(Add(HOME, draft(f"Claim {n}", topics=[topic])) for n, topic in enumerate(topics))
    )
    await newsroom.turn()
    ((_, digest),) = [sent for sent in newsroom.post.sent if sent[0] == "dm-ana"]
    assert digest.digest
    assert [(one.topic, len(one.events)) for one in digest.groups] == [
        ("Harbour", 3),
        ("mayor", 1),
        ("Rare", 1),
    ]
    assert newsroom.post.told("dm-ben") == [[("new", added[3].fact_id)]]


async def test_a_subscription_with_a_thousand_matches_delays_nobody(newsroom: Newsroom) -> None:
    """Everybody has a first message before anybody has a second."""
    await newsroom.subscribe("dm-ana")
    for n in range(30):
        await newsroom.subscribe(f"dm-{n}", Subscriber(str(n)), wanted=OnTopic(topic="rare"))
    await newsroom.apply(*(Add(HOME, draft(f"Claim {n}")) for n in range(3)))
    await newsroom.add("The rare one", topics=["rare"])
    await newsroom.apply(*(Add(HOME, draft(f"More {n}")) for n in range(1000)))
    newsroom.post.answers["dm-ana"] = [Wait(1), TryLater("503"), Sent()]
    await newsroom.turn()
    assert all(newsroom.post.told(f"dm-{n}") for n in range(30))


async def test_a_slow_place_holds_up_no_other_and_what_is_new_goes_on(newsroom: Newsroom) -> None:
    """A turn that waits for one place takes in and sends what is published meanwhile."""
    gate = asyncio.Event()

    class Slow(Post):
        async def send(self, where: str, alert: Alert, nonce: str) -> SendOutcome:
            if where == "dm-ana":
                await gate.wait()
            return await super().send(where, alert, nonce)

    newsroom.post = post = Slow(newsroom.clock)
    await newsroom.subscribe("dm-ana")
    await newsroom.subscribe("dm-ben", Subscriber("ben"))
    await newsroom.add("First")
    turn = asyncio.create_task(newsroom.turn())
    await until(lambda: len(post.told("dm-ben")) == 1)
    await newsroom.add("Second")
    await until(lambda: len(post.told("dm-ben")) == 2)
    assert post.told("dm-ana") == []
    gate.set()
    await turn
    assert post.told("dm-ana") == post.told("dm-ben")


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, in real time."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - any state of the test may be waited for
            await asyncio.sleep(0.001)
