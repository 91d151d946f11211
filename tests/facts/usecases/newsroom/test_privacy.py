"""What is kept of a person can be seen, and is forgotten whole."""

import json
from dataclasses import replace
from hashlib import blake2b

import pytest

from facts.alerts.filters import EVERYTHING
from facts.alerts.subscription import SubscriptionSpec
from facts.forms.typed import ClaimForm
from facts.model import HOME, DeskId
from facts.outbox.delivery import TryLater
from facts.usecases.admission import Blocked
from facts.usecases.alerts.subscription_access import Subscriber
from facts.usecases.newsroom.feedback import Decided
from facts.usecases.newsroom.shown_answers import ShownAnswer
from tests.facts.usecases.newsroom.conftest import MODERATOR, House

ANA = Subscriber(MODERATOR.id)


async def fill(house: House) -> int:
    """Let one person have something of everything; the number of their request."""
    newsroom = house.library.newsroom
    number = await house.ask(ANA.id)
    fact = await house.publish()
    await house.library.alerting.following.follow(ANA, fact.id, f"dm {ANA.id}")
    await newsroom.feedback.vote(ANA.id, fact.id, Decided.FOUND, helpful=True)
    await newsroom.shown.remember(
        ShownAnswer(
            message="1", where="dm", fact_id=fact.id, revision=1, at=house.clock(), owner=ANA.id
        )
    )
    await house.library.desk.drafting.open(MODERATOR, ClaimForm(text="The ferry is sold"))
    await house.library.desk.redactions.request(MODERATOR, fact.id, "mayor", "privacy")
    await house.library.newsroom.queue.take(MODERATOR, number)
    here = SubscriptionSpec(where="channel 1", shared=True, desk=HOME, wanted=EVERYTHING)
    keeper = Subscriber(ANA.id, desk=HOME, manages=True)
    await house.library.alerting.subscribing.subscribe(keeper, here)
    return number


async def test_everything_is_in_the_file(house: House) -> None:
    """Each kind of thing, and nothing of anybody else."""
    await fill(house)
    await house.ask("ben")
    kept = await house.library.newsroom.privacy.kept(ANA.id)
    told = json.loads(kept.file)
    there = {name: len(told[name]) for name in told if isinstance(told[name], list)}
    assert there == {
        "alerts": 1,
        "channel_alerts": 1,
        "requests": 1,
        "requests_taken": 1,
        "votes": 1,
        "answers_in_direct_messages": 1,
        "drafts": 2,
        "blocked_by": 0,
    }
    assert "ben" not in kept.file.decode()
    assert (await house.library.newsroom.privacy.kept("eva")).count == 0


async def test_forgetting_leaves_nothing(house: House) -> None:
    """Of one person, in the outbox neither; what others asked and what was counted stays."""
    number = await fill(house)
    await house.ask("ben")
    house.network.answers[f"dm {ANA.id}"] = [TryLater("503")] * 3
    await house.library.newsroom.queue.answer(MODERATOR, number, "#33")
    await house.turn()
    await house.library.newsroom.shown.remember(
        ShownAnswer(
            message="2", where=f"dm {ANA.id}", fact_id=1, revision=0, at=house.clock(), owner=ANA.id
        )
    )
    assert await house.library.newsroom.privacy.forget(ANA.id) >= 8
    assert (await house.library.newsroom.privacy.kept(ANA.id)).count == 0
    house.clock.move(hours=1)
    await house.turn()
    assert house.network.told(f"dm {ANA.id}") == []
    assert len(house.network.told("dm ben")) == 1
    shelf = house.library.asking.catalogue.store.shelf
    for kind in await shelf.kinds() - {"desk-log/home"}:  # who changed the desk's settings
        held = {key: dict(document) for key, document in (await shelf.items(kind)).items()}
        assert ANA.id not in json.dumps(held), kind
    (channel_alerts,) = await house.library.alerting.subscribing.mine(
        Subscriber("2", desk=HOME, manages=True)
    )
    assert channel_alerts.owner != ANA.id
    (counted,) = await house.library.newsroom.feedback.counts()
    assert counted.helpful == 1


async def test_a_block_stays_and_says_so(house: House) -> None:
    """Else forgetting would lift it."""
    number = await house.ask("ben")
    await house.library.newsroom.queue.block(MODERATOR, number)
    await house.library.newsroom.privacy.forget("ben")
    assert (await house.library.newsroom.privacy.kept("ben")).blocked_by == ("home",)


async def test_a_block_outlives_that_an_operator_erases_the_account(house: House) -> None:
    """It knows the person again without their id; nothing else of the store has it."""
    number = await house.ask("9001")
    await house.library.newsroom.queue.block(MODERATOR, number)
    await house.library.erasing.erase("9001", editor="the operator")
    with pytest.raises(Blocked):
        await house.ask("9001")
    shelf = house.library.asking.catalogue.store.shelf
    for kind in await shelf.kinds():
        assert "9001" not in json.dumps({k: dict(v) for k, v in (await shelf.items(kind)).items()})
    assert (await house.library.newsroom.privacy.kept("9001")).blocked_by == ("home",)


async def test_whoever_has_a_list_of_members_finds_nobody_erased_in_a_blocklist(
    house: House,
) -> None:
    """The hashes are of a key that each desk makes once, so the same person has two."""
    shelf, ben = (
        house.library.asking.catalogue.store.shelf,
        replace(MODERATOR, id="9001", roles=frozenset(), manages_server=False),
    )
    zoe = replace(MODERATOR, desk=DeskId("77"), id="1002")
    blocking = house.library.desk.blocking
    for moderator in (MODERATOR, zoe):
        await blocking.block(moderator, replace(ben, desk=moderator.desk))
        await blocking.block(moderator, replace(ben, desk=moderator.desk, id="9002"))
    await house.library.erasing.erase("9001", editor="the operator")
    keys = {desk: stored["key"] for desk, stored in (await shelf.items("blocked")).items()}
    await house.library.erasing.erase("9002", editor="the operator")
    kept = await shelf.items("blocked")
    assert {desk: stored["key"] for desk, stored in kept.items()} == keys
    hashes = [one["id"] for stored in kept.values() for one in stored["people"]]
    assert len(set(hashes)) == 4
    plain = {blake2b(str(n).encode(), digest_size=16).hexdigest() for n in range(9001, 9003)}
    assert plain.isdisjoint(hashes)
    await blocking.unblock(zoe, "9001")
    with pytest.raises(Blocked):
        await blocking.expect_not_blocked(zoe.desk, "9002")
    await blocking.expect_not_blocked(zoe.desk, "9001")


async def test_a_hash_of_before_there_were_keys_still_blocks(house: House) -> None:
    """By it and nothing else the person is known at that desk, until unblocked."""
    plain = blake2b(b"9001", digest_size=16).hexdigest()
    one = {"id": plain, "by": "Ada (1001)", "at": "2026-03-27T12:00:00Z"}
    shelf, blocking = house.library.asking.catalogue.store.shelf, house.library.desk.blocking
    await shelf.put("blocked", MODERATOR.desk, {"people": [one]})
    await blocking.block(MODERATOR, replace(MODERATOR, id="9002", manages_server=False))
    await house.library.erasing.erase("9002", editor="the operator")
    for person in ("9001", "9002"):
        with pytest.raises(Blocked):
            await blocking.expect_not_blocked(MODERATOR.desk, person)
        await blocking.unblock(MODERATOR, person)
        await blocking.expect_not_blocked(MODERATOR.desk, person)


async def test_a_desk_that_answers_somebody_nothing_is_told_of(house: House) -> None:
    """It is kept of them, by whichever way they were blocked."""
    ben = replace(MODERATOR, id="ben", manages_server=False, roles=frozenset())
    await house.library.desk.blocking.block(MODERATOR, ben)
    await house.library.newsroom.privacy.forget("ben")
    assert (await house.library.newsroom.privacy.kept("ben")).blocked_by == (MODERATOR.desk,)


async def test_an_operator_erases_the_same(house: House) -> None:
    """With the name in the log as well."""
    await fill(house)
    await house.library.erasing.erase(ANA.id, editor="the operator")
    assert (await house.library.newsroom.privacy.kept(ANA.id)).count == 0
