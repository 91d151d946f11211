"""Merging: one fact under both numbers, with what both said."""

import pytest

from facts.forms.typed import NotValid, ResponseForm, SourceForm
from facts.model import Fact, Member, Stance
from facts.store.protocol import FactStore
from facts.usecases.desk.changing import AlreadySo
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.publishing import AwaitsSecond, Published
from facts.usecases.desk.listing import FactFilter
from facts.usecases.questions.answers import Found
from facts.usecases.questions.asking import Asking
from tests.facts.usecases.desk.newsroom import DESK, POST, publish

JON = ResponseForm(stance=Stance.DENIES, by="Jon Vik", quote="I did not.")
KIM = ResponseForm(stance=Stance.CONFIRMS, by="Kim Dahl")
HERALD = SourceForm(outlet="Herald", url="https://herald.example/1", claim_quote="Shut!")


@pytest.fixture
async def two(desk: Desk, ben: Member) -> tuple[Fact, Fact]:
    """Two facts of the same matter that share a source and a response."""
    kept = await publish(desk, ben)
    gone = await publish(desk, ben, "The bridge in the harbour is shut.", HERALD)
    await desk.changing.respond(ben, kept.id, JON)
    await desk.changing.respond(ben, gone.id, JON, POST)
    await desk.changing.respond(ben, gone.id, KIM, HERALD)
    return await desk.changing.fact(ben, "1"), await desk.changing.fact(ben, "2")


async def test_the_survivor_has_what_both_said(
    desk: Desk, ben: Member, two: tuple[Fact, Fact]
) -> None:
    """What both have is there once; numbers point at where things are now."""
    outcome = await desk.merging.merge(ben, 1, 2)
    assert isinstance(outcome, Published)
    fact = outcome.fact
    assert (fact.id, fact.claim) == (1, two[0].claim)
    assert fact.other_wordings == (two[1].claim.text,)
    assert [source.outlet for source in fact.sources] == ["Harbour Post", "Herald"]
    assert [(response.by, response.sources) for response in fact.responses] == [
        ("Jon Vik", (1,)),
        ("Kim Dahl", (2,)),
    ]
    assert fact.sources[1].quotes[0].text == "Shut!"


@pytest.mark.usefixtures("two")
async def test_both_numbers_lead_to_the_survivor(
    desk: Desk, ben: Member, asking: Asking, store: FactStore
) -> None:
    """For readers and for the desk; the other one is found, listed and counted no more."""
    await asking.ask("harbour bridge", None)
    await desk.merging.merge(ben, 1, 2)
    assert (await asking.fact(2, {DESK})).id == 1
    assert (await desk.changing.fact(ben, "#2")).id == 1
    (suggested,) = await asking.complete("#2", {DESK})
    assert suggested.id == 1
    answer = await asking.ask("The bridge in the harbour is shut", None)
    assert isinstance(answer, Found)
    assert answer.match.fact.id == 1
    assert answer.others == ()
    assert await store.count() == await store.count({DESK}) == 1
    assert (await desk.listing.facts(ben, FactFilter())).total == 1
    assert (await desk.change_log.log(ben)).entries[0].change.fact.merged_into == 1


@pytest.mark.usefixtures("two")
async def test_a_change_through_the_other_number_is_the_survivors(desk: Desk, ben: Member) -> None:
    """An old card with the number of the merged fact does not bring it back."""
    await desk.merging.merge(ben, 1, 2)
    outcome = await desk.changing.cite(ben, 2, SourceForm(outlet="Third"))
    assert isinstance(outcome, Published)
    assert outcome.fact.id == 1


@pytest.mark.usefixtures("two")
async def test_merging_is_shown_before_it_is_done(
    desk: Desk, ben: Member, store: FactStore
) -> None:
    """The preview is what the survivor then says, and changes nothing."""
    before = await store.last_change()
    preview = await desk.merging.preview(ben, 1, 2)
    assert await store.last_change() == before
    outcome = await desk.merging.merge(ben, 1, 2)
    assert isinstance(outcome, Published)
    assert outcome.fact.sources == preview.sources
    assert outcome.fact.responses == preview.responses


@pytest.mark.usefixtures("two")
async def test_a_fact_is_not_merged_twice_or_into_itself(desk: Desk, ben: Member) -> None:
    """Both are refused with a sentence."""
    with pytest.raises(NotValid, match="itself"):
        await desk.merging.merge(ben, 1, 1)
    await desk.merging.merge(ben, 1, 2)
    with pytest.raises(AlreadySo, match="already fact #1"):
        await desk.merging.merge(ben, 1, 2)


@pytest.mark.usefixtures("two")
async def test_merges_in_a_row_lead_to_the_last(desk: Desk, ben: Member, asking: Asking) -> None:
    """2 into 1, 1 into 3: all of them are 3."""
    third = await publish(desk, ben, "Nobody crosses the bridge.")
    await desk.merging.merge(ben, 1, 2)
    await desk.merging.merge(ben, third.id, 1)
    assert [(await asking.fact(number, None)).id for number in (1, 2, 3)] == [3, 3, 3]


@pytest.mark.parametrize("entry", [0, 1])
async def test_a_merge_is_undone_whole(
    desk: Desk, ben: Member, asking: Asking, two: tuple[Fact, Fact], entry: int
) -> None:
    """From either of its two entries in the log: both facts say again what they said."""
    await desk.merging.merge(ben, 1, 2)
    log = (await desk.change_log.log(ben)).entries
    await desk.changing.undo(ben, log[entry].change.fact_id, log[entry].change.number)
    kept, gone = await asking.fact(1, None), await asking.fact(2, None)
    assert (kept.sources, kept.responses) == (two[0].sources, two[0].responses)
    assert kept.other_wordings == ()
    assert (gone.id, gone.merged_into, gone.sources) == (2, None, two[1].sources)
    answer = await asking.ask("The bridge in the harbour is shut", None)
    assert isinstance(answer, Found)
    assert answer.match.fact.id == 2


@pytest.mark.usefixtures("two")
async def test_a_merge_waits_for_the_second_person(
    desk: Desk, ana: Member, ben: Member, asking: Asking
) -> None:
    """Approving does both halves of it."""
    await desk.setup.change(ana, second_person=True)
    outcome = await desk.merging.merge(ben, 1, 2)
    assert isinstance(outcome, AwaitsSecond)
    assert (await asking.fact(2, None)).id == 2
    await desk.publishing.approve(ana, outcome.draft.id)
    assert (await asking.fact(2, None)).id == 1
