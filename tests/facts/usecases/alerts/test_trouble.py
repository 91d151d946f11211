"""Discord's answers are obeyed; what cannot be told is noted, and told another way."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from facts.alerts.alert import Alert
from facts.model import DeskId, DoesNotExist
from facts.outbox.delivery import (
    DeliveryState,
    Never,
    SendOutcome,
    Sent,
    TryLater,
    Unsendable,
    Wait,
)
from facts.usecases.alerts.subscription_access import Subscriber
from tests.facts.usecases.alerts.conftest import ANA, START, Building, Newsroom

CLOSED = "Your direct messages are closed to Nice Note. Open them and press Resume."


async def test_a_place_that_must_wait_rests_as_long_as_it_was_told(newsroom: Newsroom) -> None:
    """Others are told meanwhile, and the try does not count."""
    await newsroom.subscribe("channel")
    await newsroom.subscribe("dm-ben", Subscriber("ben"))
    newsroom.post.answers["channel"] = [Wait(30)]
    await newsroom.add()
    assert await newsroom.turn() == START + timedelta(seconds=30)
    assert (len(newsroom.post.told("channel")), len(newsroom.post.told("dm-ben"))) == (0, 1)
    (waiting,) = await newsroom.delivering.deliveries.list()
    assert waiting.delivery.attempts == 0
    newsroom.clock.move(seconds=30)
    assert await newsroom.turn() is None
    assert len(newsroom.post.told("channel")) == 1


async def test_all_places_rest_when_everything_must_wait(newsroom: Newsroom) -> None:
    """A limit of the whole bot is one for each place."""
    for name in ("ana", "ben", "eva"):
        await newsroom.subscribe(f"dm-{name}", Subscriber(name))
        newsroom.post.answers[f"dm-{name}"] = [Wait(5, everywhere=True)]
    await newsroom.add()
    assert await newsroom.turn() == START + timedelta(seconds=5)
    newsroom.post.answers.clear()
    newsroom.clock.move(seconds=4)
    assert await newsroom.turn() == START + timedelta(seconds=5)
    assert newsroom.post.sent == []
    newsroom.clock.move(seconds=1)
    await newsroom.turn()
    assert len(newsroom.post.sent) == 3


async def test_failures_are_tried_again_with_growing_delay_and_the_same_nonce(
    newsroom: Newsroom,
) -> None:
    """500, 503, a cut connection and a defect of ours alike; up to a quarter of an hour."""
    await newsroom.subscribe()
    failures: list[SendOutcome | Exception] = [
        TryLater("500"),
        ConnectionError("cut"),
        KeyError("x"),
    ]
    newsroom.post.answers["dm-ana"] = [*failures, *(TryLater("503") for _ in range(9))]
    await newsroom.add()
    await newsroom.turns(START + timedelta(hours=2))
    assert len(newsroom.post.sent) == 1
    times = [at for at, _, _ in newsroom.post.tries]
    delays = [int((b - a).total_seconds()) for a, b in pairwise(times)]
    assert delays == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert len({nonce for *_, nonce in newsroom.post.tries}) == 1


async def test_after_an_outage_all_is_told_soon(newsroom: Newsroom) -> None:
    """However long it was: five minutes, or a day. Meanwhile there are a few tries at a time."""
    for name in range(20):
        await newsroom.subscribe(f"dm-{name}", Subscriber(f"person {name}"))
    away = True

    async def send(where: str, alert: Alert, nonce: str) -> SendOutcome:
        return TryLater("cut off", outage=True) if away else await told(where, alert, nonce)

    told, newsroom.post.send = newsroom.post.send, send
    await newsroom.add()
    for end in (timedelta(minutes=5), timedelta(days=1)):
        newsroom.clock.now = START + end
        await newsroom.turns(START + end + timedelta(minutes=1))
    away, over = False, newsroom.clock.now
    await newsroom.turns(over + timedelta(seconds=10))
    assert len(newsroom.post.sent) == 20


async def test_an_alert_says_that_an_earlier_try_may_have_gone_through(newsroom: Newsroom) -> None:
    """Only where that is so."""
    await newsroom.subscribe()
    newsroom.post.answers["dm-ana"] = [Wait(1), TryLater("cut off")]
    seen = []

    async def send(where: str, alert: Alert, nonce: str) -> SendOutcome:  # noqa: ARG001 - a Messenger
        seen.append(alert.tried_at)
        return newsroom.post.answers[where].pop(0) if newsroom.post.answers[where] else Sent()

    newsroom.post.send = send
    await newsroom.add()
    await newsroom.turns(START + timedelta(minutes=1))
    assert seen == [None, None, START + timedelta(seconds=1)]


async def test_after_a_day_of_failures_it_is_given_up(newsroom: Newsroom) -> None:
    """The delivery failed, with the reason; what is new is tried all the same."""
    await newsroom.subscribe()
    newsroom.post.answers["dm-ana"] = [TryLater("503") for _ in range(100)]
    first = await newsroom.add("First")
    await newsroom.turns(START + timedelta(days=2))
    (failed,) = await newsroom.delivering.deliveries.list()
    assert (failed.delivery.state, failed.delivery.reason) == (DeliveryState.FAILED, "503")
    second = await newsroom.add("Second")
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", second)]]
    assert await newsroom.delivering.deliveries.retry(failed.delivery.id) == 1
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", second)], [("new", first)]]


async def test_a_message_that_is_not_accepted_holds_up_nothing(newsroom: Newsroom) -> None:
    """It failed alone: the subscription goes on."""
    await newsroom.subscribe()
    newsroom.post.answers["dm-ana"] = [Unsendable("400: too long")]
    await newsroom.add("First")
    second = await newsroom.add("Second")
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", second)]]
    (failed,) = await newsroom.delivering.deliveries.list()
    assert failed.delivery.reason == "400: too long"
    assert await newsroom.delivering.deliveries.drop() == 1
    assert await newsroom.delivering.deliveries.list() == ()


async def test_a_closed_place_stops_at_once_and_its_owner_hears_once(newsroom: Newsroom) -> None:
    """One try, whatever waits; the notice is given out once; nothing gathers meanwhile."""
    first = await newsroom.subscribe()
    await newsroom.subscribe(wanted=first.wanted, what_for={"new"})
    newsroom.post.answers["dm-ana"] = [Never(CLOSED)]
    fact_id = await newsroom.add()
    await newsroom.turn()
    await newsroom.add("While it is closed")
    assert await newsroom.turn() is None
    assert len(newsroom.post.tries) == 1
    outbox = newsroom.delivering.outbox
    assert await outbox.take_notices("ben") == []
    (notice,) = await outbox.take_notices("ana")
    assert (notice.sentence, notice.where) == (CLOSED, "dm-ana")
    assert await outbox.take_notices("ana") == []
    held = await newsroom.alerting.subscribing.mine(ANA)
    assert [one.stopped.reason for one in held if one.stopped] == [CLOSED, CLOSED]
    await newsroom.alerting.subscribing.resume(ANA, first.id)
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", fact_id)]]


async def test_the_owner_hears_of_each_place_that_closed(newsroom: Newsroom) -> None:
    """Once for each, a channel and their direct messages; nobody else does."""
    desk = DeskId("1")
    keeper = Subscriber("ana", desk, manages=True)
    await newsroom.subscribe("channel", keeper, shared=True)
    await newsroom.subscribe("dm-ana", keeper)
    newsroom.post.answers = {"channel": [Never("Gone.")], "dm-ana": [Never(CLOSED)]}
    await newsroom.add()
    await newsroom.turn()
    assert await newsroom.delivering.outbox.take_notices("ben") == []
    told = await newsroom.delivering.outbox.take_notices("ana")
    assert {one.where: one.sentence for one in told} == {"channel": "Gone.", "dm-ana": CLOSED}


async def test_a_notice_of_an_older_version_is_given_out(newsroom: Newsroom) -> None:
    """Its document has the desk, which is not kept any more."""
    at = START.isoformat()
    notice = {"owner": "ana", "desk": "1", "where": "channel", "sentence": CLOSED, "at": at}
    shelf = newsroom.store.shelf
    await shelf.put("alert-notices", "ana@channel", {"id": "ana@channel", **notice})
    (told,) = await newsroom.delivering.outbox.take_notices("ana")
    assert (told.where, told.sentence) == ("channel", CLOSED)


async def test_what_ends_while_it_is_being_sent_ends(newsroom: Newsroom) -> None:
    """A messenger that finds the person gone may say so from within a send."""
    await newsroom.subscribe()

    async def send(where: str, alert: Alert, nonce: str) -> SendOutcome:  # noqa: ARG001 - a Messenger
        assert await newsroom.alerting.ending.person_gone("ana") == 1
        return Never("Gone.")

    newsroom.post.send = send
    await newsroom.add()
    assert await newsroom.turn() is None
    assert await newsroom.delivering.deliveries.list() == ()
    assert await newsroom.delivering.outbox.take_notices("ana") == []


async def test_deleting_waits_for_the_send_that_is_under_way(newsroom: Newsroom) -> None:
    """So that nothing comes once it is answered."""
    subscription = await newsroom.subscribe()
    sending, go_on = asyncio.Event(), asyncio.Event()

    async def send(where: str, alert: Alert, nonce: str) -> SendOutcome:  # noqa: ARG001 - a Messenger
        sending.set()
        await go_on.wait()
        return Sent()

    newsroom.post.send = send
    await newsroom.add()
    turn = asyncio.create_task(newsroom.turn())
    await sending.wait()
    deleting = asyncio.create_task(newsroom.alerting.subscribing.delete(ANA, subscription.id))
    await asyncio.sleep(0.01)
    assert not deleting.done()
    go_on.set()
    await asyncio.gather(turn, deleting)
    assert await newsroom.alerting.subscribing.mine(ANA) == ()


async def test_a_stop_in_the_middle_of_a_send_sends_the_same_again(building: Building) -> None:
    """After the restart, with the same nonce, and told that it may be there already."""
    newsroom = await building.enter()
    await newsroom.subscribe()
    sending = asyncio.Event()

    async def send(where: str, alert: Alert, nonce: str) -> SendOutcome:  # noqa: ARG001 - a Messenger
        building.post.tries.append((building.clock(), where, nonce))
        sending.set()
        await asyncio.Event().wait()
        raise AssertionError

    taken, building.post.send = building.post.send, send  # type: ignore[method-assign]
    fact_id = await newsroom.add()
    turn = asyncio.create_task(newsroom.turn())
    await sending.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    await building.leave()
    building.post.send = taken  # type: ignore[method-assign]
    building.clock.move(seconds=5)
    await (await building.enter()).turn()
    assert building.post.told("dm-ana") == [[("new", fact_id)]]
    assert building.post.sent[0][1].tried_at == START
    assert len({nonce for *_, nonce in building.post.tries}) == 1


async def test_the_pages_of_a_digest_are_kept_for_thirty_days(building: Building) -> None:
    """Also after a restart; not those of a message that shows all there is."""
    newsroom = await building.enter()
    await newsroom.subscribe()
    building.post.answers["dm-ana"] = [Sent(pages=True), Sent()]
    for number in range(6):
        await newsroom.add(f"Claim {number}")
    await newsroom.turn()
    digest = building.post.sent[0][1]
    await building.leave()
    newsroom = await building.enter()
    again = await newsroom.alerting.digest(digest.delivery)
    assert [event.fact.id for event in again.events] == list(range(1, 7))
    building.clock.move(days=31)
    building.post.answers["dm-ana"] = [Sent(pages=True)]
    await newsroom.add()
    await newsroom.turn()
    with pytest.raises(DoesNotExist):
        await newsroom.alerting.digest(digest.delivery)


async def test_a_waiting_delivery_can_be_hurried_or_dropped(newsroom: Newsroom) -> None:
    """By its id; an id that is not there is refused."""
    await newsroom.subscribe()
    newsroom.post.answers["dm-ana"] = [TryLater("503") for _ in range(5)]
    await newsroom.add()
    await newsroom.turns(START + timedelta(seconds=35))
    (waiting,) = await newsroom.delivering.deliveries.list()
    assert waiting.delivery.next_try > newsroom.clock()
    assert await newsroom.delivering.deliveries.retry() == 1
    await newsroom.turn()
    assert len(newsroom.post.sent) == 1
    for act in (newsroom.delivering.deliveries.retry, newsroom.delivering.deliveries.drop):
        with pytest.raises(DoesNotExist):
            await act("nothing-1")


async def test_hints_come_with_every_write(newsroom: Newsroom) -> None:
    """Of facts and of subscriptions: who sleeps until the next turn is woken."""
    hints: list[int] = []
    newsroom.delivering.sending.on_hint(lambda: hints.append(1))
    subscription = await newsroom.subscribe()
    assert hints
    hints.clear()
    await newsroom.add()
    assert hints
    hints.clear()
    await newsroom.alerting.subscribing.mute(ANA, subscription.id, "harbour")
    assert hints
