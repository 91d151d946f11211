"""A draft that is scheduled goes out at its time, once, if nothing speaks against it by then."""

from datetime import timedelta
from pathlib import Path

import pytest

from facts.alerts.filters import EVERYTHING
from facts.alerts.subscription import SubscriptionSpec
from facts.forms.typed import ClaimForm, SourceForm
from facts.model import HOME, DeskId, Fact, Member, Refusal
from facts.usecases.alerts.subscription_access import Subscriber
from facts.usecases.desk.drafts.draft import Draft, Stage
from facts.usecases.desk.drafts.publishing import AwaitsSecond, Published, Scheduled
from facts.wiring import open_library
from tests.facts.usecases.alerts.conftest import Clock
from tests.facts.usecases.newsroom.conftest import MODERATOR, House, Network

OTHER = Member(HOME, "1002", "Ben", manages_server=True)
HOUR = timedelta(hours=1)


async def everybody(desk: DeskId, person: str) -> bool:  # noqa: ARG001 - who moderates
    """Whoever moderated still does."""
    return True


@pytest.fixture
async def house(house: House) -> House:
    """Its front end says that everybody who moderated still does."""
    house.library.desk.embargo.ask_about_moderators(everybody)
    return house


async def drafted(house: House, claim: str = "The ferry is sold") -> Draft:
    """A draft that could be published."""
    drafting = house.library.desk.drafting
    draft = await drafting.open(MODERATOR, ClaimForm(text=claim))
    return await drafting.put_source(MODERATOR, draft.id, SourceForm(outlet="Harbour Post"))


async def scheduled(house: House, draft: Draft) -> Draft:
    """The draft is to go out in an hour."""
    outcome = await house.library.desk.publishing.publish(
        MODERATOR, draft.id, at=house.clock() + HOUR, zone="Europe/Oslo"
    )
    assert isinstance(outcome, Scheduled)
    return outcome.draft


async def published(house: House, claim: str = "The ferry is sold") -> list[Fact]:
    """The facts of that claim."""
    store = house.library.asking.catalogue.store
    return [fact async for fact in store.facts([HOME]) if fact.claim.text == claim]


async def test_it_goes_out_at_its_time_and_once(house: House) -> None:
    """The loop wakes for it; subscribers and who asked hear at that moment."""
    spec = SubscriptionSpec(where="dm eva", wanted=EVERYTHING)
    await house.library.alerting.subscribing.subscribe(Subscriber("eva"), spec)
    number = await house.ask("ana", "is the ferry sold")
    draft = await house.library.newsroom.queue.draft(MODERATOR, number)
    await house.library.desk.drafting.put_source(
        MODERATOR, draft.id, SourceForm(outlet="Harbour Post")
    )
    draft = await scheduled(house, draft)
    assert await house.turn() == draft.publish_at
    house.clock.move(seconds=3599)
    await house.turn()
    assert await published(house, "is the ferry sold") == []
    house.clock.move(seconds=1)
    for _ in range(3):
        await house.turn()
    assert len(await published(house, "is the ferry sold")) == 1
    assert len(house.network.told("dm eva")) == 1
    assert len(house.network.told("dm ana")) == 1


async def test_it_can_be_cancelled_or_changed_until_then(house: House) -> None:
    """Not edited while it is scheduled; once cancelled it is a draft as before."""
    publishing, drafting = house.library.desk.publishing, house.library.desk.drafting
    draft = await scheduled(house, await drafted(house))
    with pytest.raises(Refusal, match="Cancel the schedule"):
        await drafting.put_topics(MODERATOR, draft.id, ["harbour"])
    cancelled = await publishing.cancel(MODERATOR, draft.id)
    assert (cancelled.stage, cancelled.publish_at) == (Stage.OPEN, None)
    house.clock.move(hours=2)
    await house.turn()
    assert await published(house) == []
    await scheduled(house, await drafting.put_topics(MODERATOR, draft.id, ["harbour"]))
    house.clock.move(hours=1)
    await house.turn()
    (fact,) = await published(house)
    assert fact.topics == ("harbour",)


async def test_a_fact_that_was_changed_meanwhile_is_not_overwritten(house: House) -> None:
    """The draft returns to its author with the reason, and the desk is told."""
    fact = await house.publish()
    told: list[Published | None] = []

    async def tell(_: Draft, outcome: Published | None) -> None:
        told.append(outcome)

    house.library.desk.embargo.tell(tell)
    drafting = house.library.desk.drafting
    edit = await drafting.open_edit(MODERATOR, fact.id)
    edit = await drafting.put_topics(MODERATOR, edit.id, ["harbour"])
    await scheduled(house, edit)
    await house.publish(claim="The mayor closed the bridge")
    house.clock.move(hours=1)
    await house.turn()
    (returned,) = await drafting.mine(MODERATOR)
    assert returned.stage is Stage.RETURNED
    assert "not published at its time" in (returned.returned_because or "")
    assert told == [None]


async def test_who_moderates_no_more_publishes_nothing(house: House) -> None:
    """Whatever they had scheduled."""

    async def moderates(_: DeskId, person: str) -> bool:
        return person != MODERATOR.id

    house.library.desk.embargo.ask_about_moderators(moderates)
    await scheduled(house, await drafted(house))
    house.clock.move(hours=1)
    await house.turn()
    assert await published(house) == []
    assert await house.turn() is None


async def test_it_needs_its_second_approval_before(house: House) -> None:
    """Not at that time; without one it stays a proposal."""
    await house.library.desk.setup.change(MODERATOR, second_person=True)
    publishing = house.library.desk.publishing
    for claim, approved in (("The ferry is sold", True), ("The crane is sold", False)):
        draft = await drafted(house, claim)
        outcome = await publishing.publish(MODERATOR, draft.id, at=house.clock() + HOUR)
        assert isinstance(outcome, AwaitsSecond)
        if approved:
            assert isinstance(await publishing.approve(OTHER, draft.id), Scheduled)
    house.clock.move(hours=1)
    await house.turn()
    assert len(await published(house)) == 1
    assert await published(house, "The crane is sold") == []
    (proposal,) = await publishing.proposals(OTHER)
    assert isinstance(await publishing.approve(OTHER, proposal.id), Published)


async def test_a_restart_across_the_time(tmp_path: Path) -> None:
    """What was due while nothing ran goes out at the start, once."""
    clock = Clock()
    async with open_library(tmp_path / "store", clock=clock) as library:
        house = House(library, clock, Network())
        await scheduled(house, await drafted(house))
    clock.move(hours=5)
    for _ in range(2):
        async with open_library(tmp_path / "store", clock=clock) as library:
            house = House(library, clock, Network())
            house.library.desk.embargo.ask_about_moderators(everybody)
            await house.turn()
            assert len(await published(house)) == 1


async def test_without_a_front_end_nothing_goes_out(tmp_path: Path) -> None:
    """The terminal does not know who moderates; the bot publishes it at its next start."""
    clock = Clock()
    async with open_library(tmp_path / "store", clock=clock) as library:
        house = House(library, clock, Network())
        await scheduled(house, await drafted(house))
        clock.move(hours=5)
        await library.delivering.deliveries.retry()
        assert await published(house) == []


async def test_a_front_end_that_fails_is_asked_again(house: House) -> None:
    """After a minute; all other sending goes on meanwhile."""
    answers = [ConnectionError("cut off")]

    async def moderates(_: DeskId, person: str) -> bool:  # noqa: ARG001 - who moderates
        if answers:
            raise answers.pop()
        return True

    house.library.desk.embargo.ask_about_moderators(moderates)
    await scheduled(house, await drafted(house))
    house.clock.move(hours=1)
    assert await house.turn() == house.clock() + timedelta(minutes=1)
    assert await published(house) == []
    house.clock.move(minutes=1)
    await house.turn()
    assert len(await published(house)) == 1
