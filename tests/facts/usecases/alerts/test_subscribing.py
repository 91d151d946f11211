"""Who may subscribe to what, how much of it, and what ends it."""

from typing import Any

import pytest

from facts.alerts.filters import EVERYTHING, AllOf, OfDesk, OnTopic, WithKeyword
from facts.alerts.subscription import QuietHours
from facts.model import DeskId, DoesNotExist, LimitReached, NotAllowed, Refusal
from facts.store.protocol import Merge, UnknownFact
from facts.usecases.alerts.subscribing import PER_PERSON, PER_SERVER
from facts.usecases.alerts.subscription_access import NotPossible, Subscriber
from tests.facts.usecases.alerts.conftest import ANA, Building, Newsroom, denial

DESK = DeskId("1")
KEEPER = Subscriber("keeper", DESK, manages=True, may_mention=True)
READER = Subscriber("reader", DESK)


def nested(levels: int) -> Any:
    """A filter as deep as that."""
    wanted: Any = OnTopic(topic="x")
    for _ in range(levels):
        wanted = AllOf(of=(wanted,))
    return wanted


@pytest.mark.parametrize(
    ("who", "asked", "refusal", "sentence"),
    [
        (READER, {"shared": True}, NotAllowed, "people who can manage that channel"),
        (ANA, {"shared": True}, NotPossible, "need a server"),
        (READER, {"mention": "role"}, NotAllowed, "only in a channel"),
        (ANA, {"desk": DESK}, NotAllowed, "on the server"),
        (ANA, {"zone": "Oslo/Europe"}, NotPossible, "Europe/Oslo"),
        (ANA, {"zone": "../etc/passwd"}, NotPossible, "Europe/Oslo"),
        (ANA, {"quiet": QuietHours(start="22:00", end="22:00")}, NotPossible, "22:00-07:00"),
        (ANA, {"wanted": None}, NotPossible, "what to get alerts for"),
        (ANA, {"wanted": WithKeyword(keyword="?!")}, NotPossible, "letter"),
        (ANA, {"wanted": OfDesk(desk=DESK)}, NotPossible, "that desk"),
        (ANA, {"wanted": nested(5)}, NotPossible, "nested"),
        (ANA, {"wanted": AllOf(of=[OnTopic(topic=str(n)) for n in range(21)])}, NotPossible, "20"),
        (
            ANA,
            {"follows": frozenset(range(1, 300)), "wanted": None},
            NotPossible,
            "up to 200 claims",
        ),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(
    newsroom: Newsroom,
    who: Subscriber,
    asked: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    """It says what can be, or who may; nothing is kept."""
    with pytest.raises(refusal, match=sentence):
        await newsroom.subscribe("place", who, **asked)
    assert await newsroom.alerting.subscribing.mine(who) == ()


async def test_the_same_wish_is_the_same_subscription(newsroom: Newsroom) -> None:
    """A button pressed twice makes one."""
    first = await newsroom.subscribe()
    assert await newsroom.subscribe() == first
    assert await newsroom.subscribe(what_for={"new"}) != first
    assert len(await newsroom.alerting.subscribing.mine(ANA)) == 2


async def test_there_are_limits_for_each_person_and_each_server(newsroom: Newsroom) -> None:
    """Each told with what to do; neither counts for the other."""
    for number in range(PER_PERSON):
        await newsroom.subscribe("dm", KEEPER, wanted=OnTopic(topic=str(number)))
    with pytest.raises(LimitReached, match="25"):
        await newsroom.subscribe("dm", KEEPER)
    for number in range(PER_SERVER):
        await newsroom.subscribe("channel", KEEPER, shared=True, wanted=OnTopic(topic=str(number)))
    with pytest.raises(LimitReached, match="50"):
        await newsroom.subscribe("channel", KEEPER, shared=True)
    other = Subscriber("other", DeskId("2"), manages=True)
    await newsroom.subscribe("channel-2", other, shared=True)


async def test_only_who_cares_for_a_subscription_may_touch_it(newsroom: Newsroom) -> None:
    """The owner, and of a server's one who manages it; to others it is not there."""
    shared = await newsroom.subscribe("channel", KEEPER, shared=True, mention="role")
    own = await newsroom.subscribe("dm", READER)
    subscribing = newsroom.alerting.subscribing
    colleague = Subscriber("colleague", DESK, manages=True)
    assert await subscribing.mine(colleague) == (shared,)
    assert await subscribing.mine(READER) == (own,)
    for who, one in (
        (READER, shared),
        (colleague, own),
        (Subscriber("keeper 2", DeskId("2"), manages=True), shared),
    ):
        for act in (subscribing.get, subscribing.resume, subscribing.delete):
            with pytest.raises(DoesNotExist):
                await act(who, one.id)
    await subscribing.delete(colleague, shared.id)
    with pytest.raises(DoesNotExist):
        await subscribing.get(KEEPER, shared.id)


async def test_a_muted_topic_is_not_told_until_it_is_unmuted(newsroom: Newsroom) -> None:
    """Nor what waits of it."""
    subscription = await newsroom.subscribe()
    await newsroom.add()
    subscribing = newsroom.alerting.subscribing
    await subscribing.mute(ANA, subscription.id, "Harbour")
    await newsroom.add()
    await newsroom.add(topics=["HARBOUR"])
    other = await newsroom.add(topics=["bridge"])
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", other)]]
    await subscribing.unmute(ANA, subscription.id, "harbour")
    again = await newsroom.add()
    await newsroom.turn()
    assert newsroom.post.told("dm-ana")[1:] == [[("new", again)]]


async def test_a_changed_filter_holds_from_the_next_change(newsroom: Newsroom) -> None:
    """What was published before, and not planned yet, is told by the filter of that time."""
    subscription = await newsroom.subscribe(wanted=OnTopic(topic="harbour"))
    before = await newsroom.add()
    wanted = {"kind": "topic", "topic": "bridge"}
    await newsroom.alerting.subscribing.change(ANA, subscription.id, wanted=wanted)
    await newsroom.add()
    after = await newsroom.add(topics=["bridge"])
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", before)], [("new", after)]]
    with pytest.raises(NotPossible):
        await newsroom.alerting.subscribing.change(ANA, subscription.id, zone="Nowhere")


async def test_following_a_fact_tells_what_becomes_of_it(newsroom: Newsroom) -> None:
    """Of it and of no other; the facts a person follows are in one subscription."""
    first, second, other = [await newsroom.add(str(n)) for n in range(3)]
    following = newsroom.alerting.following
    made = await following.follow(ANA, first, "dm-ana")
    assert (await following.follow(ANA, second, "dm-ana")).id == made.id
    assert [await following.follows(ANA, one) for one in (first, other)] == [True, False]
    await newsroom.edit(first, responses=[denial("Jon Vik")])
    await newsroom.edit(other, responses=[denial("Jon Vik")])
    await newsroom.retract(second)
    newsroom.clock.move(minutes=2)
    await newsroom.turn()
    assert sorted(newsroom.post.told("dm-ana")) == [[("denied", first)], [("retracted", second)]]
    await following.unfollow(ANA, first)
    await following.unfollow(ANA, second)
    assert await newsroom.alerting.subscribing.mine(ANA) == ()
    with pytest.raises(UnknownFact):
        await following.follow(ANA, 99, "dm-ana")
    hidden = await newsroom.add(desk=DESK)
    with pytest.raises(UnknownFact):
        await following.follow(ANA, hidden, "dm-ana")
    await following.follow(READER, hidden, "dm-reader")


async def test_who_follows_a_merged_fact_follows_where_it_went(newsroom: Newsroom) -> None:
    """They hear of the merger, and of what becomes of the fact that answers now."""
    survivor, other = await newsroom.add("a"), await newsroom.add("b")
    await newsroom.alerting.following.follow(ANA, other, "dm-ana")
    await newsroom.apply(Merge(other, 1, survivor))
    await newsroom.retract(survivor)
    await newsroom.turn()
    told = newsroom.post.told("dm-ana")
    assert told == [[("merged", other)], [("retracted", survivor)]]
    assert await newsroom.alerting.following.follows(ANA, survivor)
    assert (await newsroom.alerting.following.follow(READER, other, "dm")).follows == {survivor}


async def test_subscriptions_end_with_what_they_depend_on(newsroom: Newsroom) -> None:
    """The place, the server, or the person; nothing of them is sent any more."""
    ending = newsroom.alerting.ending
    await newsroom.subscribe("channel", KEEPER, shared=True)
    await newsroom.subscribe("dm-keeper", KEEPER)
    await newsroom.subscribe("dm-reader", READER)
    await newsroom.subscribe("dm-reader", Subscriber("reader"), wanted=OnTopic(topic="x"))
    await newsroom.add()
    assert await ending.place_gone("channel") == 1
    assert await ending.person_gone("reader", DESK) == 1
    assert await ending.server_gone(DESK) == 1
    assert await ending.person_gone("reader") == 1
    assert await ending.person_gone("reader") == 0
    assert await newsroom.turn() is None
    assert newsroom.post.tries == []


async def test_what_was_set_up_is_there_after_a_restart(building: Building) -> None:
    """Subscriptions with all their settings, and what they have not been told."""
    newsroom = await building.enter()
    made = await newsroom.subscribe(
        wanted=AllOf(of=(OnTopic(topic="harbour"), WithKeyword(keyword="bridge mayor"))),
        quiet=QuietHours(start="22:00", end="07:00"),
        zone="Asia/Kathmandu",
    )
    muted = await newsroom.alerting.subscribing.mute(ANA, made.id, "sport")
    fact_id = await newsroom.add()
    await building.leave()
    newsroom = await building.enter()
    assert await newsroom.alerting.subscribing.mine(ANA) == (muted,)
    await newsroom.turn()
    assert newsroom.post.told("dm-ana") == [[("new", fact_id)]]


async def test_a_preview_says_what_it_would_have_told(newsroom: Newsroom) -> None:
    """In the last thirty days, in as many messages as it would have been."""
    await newsroom.add("Long ago")
    newsroom.clock.move(days=31)
    fact_id = await newsroom.add()
    await newsroom.correct(fact_id, claim="The mayor closed the old bridge")
    newsroom.clock.move(minutes=5)
    await newsroom.correct(fact_id, claim="The mayor closed the new bridge")
    newsroom.clock.move(seconds=30)
    await newsroom.correct(fact_id, claim="The mayor closed the new bridges")
    newsroom.clock.move(days=1)
    await newsroom.add("Elsewhere", topics=["bridge"])
    spec = (await newsroom.subscribe(wanted=OnTopic(topic="harbour"))).spec
    preview = await newsroom.alerting.previewing.preview(ANA, spec)
    assert [event.happened for event in preview.events] == ["new", "corrected"]
    assert preview.messages == 2
    everything = spec.model_copy(update={"wanted": EVERYTHING, "when": spec.when})
    assert (await newsroom.alerting.previewing.preview(ANA, everything)).messages == 3
    with pytest.raises(NotPossible):
        await newsroom.alerting.previewing.preview(ANA, spec.model_copy(update={"wanted": None}))
    assert newsroom.post.tries == []


async def test_a_test_shows_the_newest_that_it_would_have_told(newsroom: Newsroom) -> None:
    """Else any fact that its owner sees; it is no delivery."""
    subscription = await newsroom.subscribe(wanted=OnTopic(topic="harbour"))
    previewing = newsroom.alerting.previewing
    with pytest.raises(Refusal, match="No claims are published yet"):
        await previewing.test(ANA, subscription.id)
    any_fact = await newsroom.add(topics=["bridge"])
    await newsroom.add(topics=["bridge"], desk=DESK)
    alert = await previewing.test(ANA, subscription.id)
    assert (alert.test, alert.events[0].fact.id) == (True, any_fact)
    newest = await newsroom.add()
    assert (await previewing.test(ANA, subscription.id)).events[0].fact.id == newest
    with pytest.raises(DoesNotExist):
        await previewing.test(READER, subscription.id)


async def test_the_same_topic_in_other_capitals_is_the_same_subscription(
    newsroom: Newsroom,
) -> None:
    """Nobody is told twice of one claim."""
    first = await newsroom.subscribe(wanted=OnTopic(topic="Harbour"))
    again = await newsroom.subscribe(wanted=OnTopic(topic="harbour"))
    assert again == first
