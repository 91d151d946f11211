"""Lists of a desk's facts, by what they have."""

import pytest

from facts.forms.typed import ClaimForm, ResponseForm, SourceForm
from facts.model import Member, Stance
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.listing import FactFilter, FactState
from tests.facts.usecases.desk.newsroom import Clock, publish


@pytest.fixture
async def shelf(desk: Desk, ben: Member, zoe: Member) -> Desk:
    """Four facts, each with something that the others have not, and one of another desk."""
    await publish(desk, ben)
    await desk.changing.respond(ben, 1, ResponseForm(stance=Stance.DENIES, by="Jon"))
    await publish(desk, ben, "The pier is closed.", SourceForm(outlet="Herald"))
    await desk.changing.retract(ben, 2, "Not so.")
    draft = await desk.drafting.open(
        ben, ClaimForm(text="The road is shut.", speaker="Ada Berg"), SourceForm(outlet="Times")
    )
    await desk.drafting.put_topics(ben, draft.id, ["Roads"])
    await desk.publishing.publish(ben, draft.id)
    await desk.changing.review(ben, 3, "in 2 days")
    await publish(desk, ben, "The tunnel is wet.")
    await desk.changing.review(ben, 4, "tomorrow")
    await publish(desk, zoe, "Another server’s.")
    return desk


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (FactFilter(), [4, 3, 2, 1]),
        (FactFilter(topic="roads"), [3]),
        (FactFilter(speaker="ada berg"), [3]),
        (FactFilter(outlet="harbour"), [4, 1]),
        (FactFilter(state=FactState.DENIED), [1]),
        (FactFilter(state=FactState.UNANSWERED), [4, 3]),
        (FactFilter(state=FactState.RETRACTED), [2]),
        (FactFilter(unlinked=True), [3, 2]),
        (FactFilter(overdue=True), []),
        (FactFilter(outlet="harbour", state=FactState.DENIED), [1]),
        (FactFilter(topic="roads", state=FactState.DENIED), []),
    ],
)
async def test_facts_are_listed_by_what_they_have(
    shelf: Desk, ben: Member, wanted: FactFilter, ids: list[int]
) -> None:
    """All that is asked for, newest first, of the member's own desk."""
    page = await shelf.listing.facts(ben, wanted)
    assert [fact.id for fact in page.items] == ids
    assert page.total == len(ids)


async def test_overdue_facts_come_longest_overdue_first(
    shelf: Desk, ben: Member, clock: Clock
) -> None:
    """A fact is due on the day itself, and no longer once it was checked again."""
    clock.now = clock.now.replace(day=24)
    overdue = FactFilter(overdue=True)
    assert [fact.id for fact in (await shelf.listing.facts(ben, overdue)).items] == [4, 3]
    await shelf.changing.review(ben, 4)
    assert [fact.id for fact in (await shelf.listing.facts(ben, overdue)).items] == [3]


async def test_a_list_is_paged(shelf: Desk, ben: Member) -> None:
    """A page out of range is brought into it."""
    page = await shelf.listing.facts(ben, FactFilter(), 7, size=3)
    assert ([fact.id for fact in page.items], page.number, page.pages) == ([1], 1, 2)
