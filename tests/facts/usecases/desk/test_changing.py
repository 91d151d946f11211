"""Steps on published facts: adding, taking back, checking again, undoing."""

import asyncio

import pytest

from facts.forms.typed import ClaimForm, NotValid, ResponseForm, SourceForm
from facts.forms.typed_dates import UnclearDate
from facts.model import Fact, Member, Refusal, Stance
from facts.store.protocol import FactStore, UnknownFact
from facts.usecases.desk.changing import AlreadySo, CannotUndo
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.publishing import Published, PublishOutcome
from facts.usecases.questions.answers import Found
from facts.usecases.questions.asking import Asking
from tests.facts.usecases.desk.newsroom import publish

DENIAL = ResponseForm(stance=Stance.DENIES, by="Jon Vik", date="yesterday", quote="I did not.")
HERALD = SourceForm(outlet="Herald", url="https://herald.example/1")


def made(outcome: PublishOutcome) -> Published:
    """The outcome of a step that needed nobody else."""
    assert isinstance(outcome, Published)
    return outcome


@pytest.fixture
async def fact(desk: Desk, ben: Member) -> Fact:
    """A fact of the desk."""
    return await publish(desk, ben)


@pytest.mark.parametrize("named", ["#1", "1", "1.1", "fact 1", " # 1 ", "mayor harbour bridge"])
async def test_a_fact_is_named_by_number_or_question(
    desk: Desk, ben: Member, fact: Fact, named: str
) -> None:
    """As an autocompletion gives it, or as somebody types it."""
    assert await desk.changing.fact(ben, named) == fact


@pytest.mark.usefixtures("fact")
@pytest.mark.parametrize("named", ["#9", "nurses in Lima", "0"])
async def test_what_names_no_fact_is_refused(desk: Desk, ben: Member, named: str) -> None:
    """No guess is changed."""
    with pytest.raises(UnknownFact):
        await desk.changing.fact(ben, named)


async def test_a_denial_with_its_source_in_one_step(desk: Desk, ben: Member, fact: Fact) -> None:
    """One revision has both; the same again is refused and changes nothing."""
    denied = made(await desk.changing.respond(ben, fact.id, DENIAL, HERALD)).fact
    assert denied.revision == 2
    assert (denied.standing, denied.responses[0].sources) == ("denied", (2,))
    with pytest.raises(AlreadySo, match="Nothing was changed"):
        await desk.changing.respond(ben, fact.id, DENIAL, HERALD)


async def test_steps_at_the_same_moment_are_all_kept(
    desk: Desk, ana: Member, ben: Member, fact: Fact
) -> None:
    """Each begins with what the other made of it."""
    steps = [
        desk.changing.cite(member, fact.id, SourceForm(outlet=f"{member.name} {n}"))
        for member in (ana, ben)
        for n in range(2)
    ]
    done = [made(outcome).fact.revision for outcome in await asyncio.gather(*steps)]
    assert sorted(done) == [2, 3, 4, 5]


async def test_a_form_that_is_wrong_changes_nothing(
    desk: Desk, ben: Member, fact: Fact, store: FactStore
) -> None:
    """Neither a part of it nor its source is stored."""
    with pytest.raises(NotValid, match="who responded"):
        await desk.changing.respond(ben, fact.id, ResponseForm(stance=Stance.DENIES), HERALD)
    with pytest.raises(UnclearDate):
        await desk.changing.respond(ben, fact.id, ResponseForm(by="x", date="3 April"), HERALD)
    assert await store.get(fact.id) == fact


async def test_a_retracted_fact_is_found_with_its_reason(
    desk: Desk, ben: Member, fact: Fact, asking: Asking
) -> None:
    """It stays citable; a second retraction is refused; restoring takes the retraction away."""
    await desk.changing.retract(ben, fact.id, "Another bridge was meant.")
    answer = await asking.ask("mayor harbour bridge", None)
    assert isinstance(answer, Found)
    retraction = answer.match.fact.retraction
    assert retraction is not None
    assert (str(retraction.on), retraction.reason) == ("2026-11-21", "Another bridge was meant.")
    with pytest.raises(AlreadySo):
        await desk.changing.retract(ben, fact.id, "Again.")
    restored = made(await desk.changing.restore(ben, fact.id, "It was that bridge.")).fact
    assert (restored.retraction, restored.revision) == (None, 3)
    reasons = [entry.change.reason for entry in (await desk.change_log.log(ben)).entries]
    assert reasons[:2] == ["It was that bridge.", "Another bridge was meant."]
    with pytest.raises(AlreadySo):
        await desk.changing.restore(ben, fact.id)


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 801])
async def test_a_retraction_needs_a_reason_that_can_be_shown(
    desk: Desk, ben: Member, fact: Fact, reason: str
) -> None:
    """Neither none nor one that is too long."""
    with pytest.raises(NotValid):
        await desk.changing.retract(ben, fact.id, reason)


async def test_a_review_notes_today_and_the_next_day(desk: Desk, ben: Member, fact: Fact) -> None:
    """A next day that is past is refused."""
    review = made(await desk.changing.review(ben, fact.id, "in 3 months")).fact.review
    assert review is not None
    assert (str(review.on), str(review.next)) == ("2026-11-21", "2027-02")
    with pytest.raises(Refusal, match="past"):
        await desk.changing.review(ben, fact.id, "yesterday")


async def test_a_review_needs_no_second_person(
    desk: Desk, ana: Member, ben: Member, fact: Fact
) -> None:
    """It changes nothing that the fact says."""
    await desk.setup.change(ana, second_person=True)
    assert made(await desk.changing.review(ben, fact.id)).fact.review is not None


async def test_undoing_leaves_later_changes(desk: Desk, ben: Member, fact: Fact) -> None:
    """What the change made is put back, and what came after it stays."""
    denied = made(await desk.changing.respond(ben, fact.id, DENIAL, HERALD))
    await desk.changing.cite(ben, fact.id, SourceForm(outlet="Third"))
    undone = made(await desk.changing.undo(ben, fact.id, denied.change.number)).fact
    assert undone.responses == ()
    assert [source.outlet for source in undone.sources] == ["Harbour Post", "Third"]
    assert (await desk.change_log.log(ben)).entries[0].change.reason == "Undid revision 2."


async def test_an_undo_can_be_undone(desk: Desk, ben: Member, fact: Fact) -> None:
    """The fact says again what it said."""
    denied = made(await desk.changing.respond(ben, fact.id, DENIAL, HERALD))
    undone = made(await desk.changing.undo(ben, fact.id, denied.change.number))
    again = made(await desk.changing.undo(ben, fact.id, undone.change.number)).fact
    assert (again.responses, again.sources) == (denied.fact.responses, denied.fact.sources)


async def test_what_was_changed_again_is_not_undone(desk: Desk, ben: Member, fact: Fact) -> None:
    """The sentence names the place; undoing the later one first opens the way."""
    changes = []
    for text in ("The bridge is shut.", "The bridge was shut."):
        draft = await desk.drafting.open_edit(ben, fact.id)
        await desk.drafting.put_claim(ben, draft.id, ClaimForm(text=text))
        changes.append(made(await desk.publishing.publish(ben, draft.id)).change.number)
    with pytest.raises(CannotUndo, match=r"same place \(the claim\)"):
        await desk.changing.undo(ben, fact.id, changes[0])
    await desk.changing.undo(ben, fact.id, changes[1])
    undone = made(await desk.changing.undo(ben, fact.id, changes[0])).fact
    assert undone.claim == fact.claim


async def test_the_place_of_a_later_change_is_named_with_its_number(
    desk: Desk, ben: Member, fact: Fact
) -> None:
    """Which response it is matters."""
    await desk.changing.respond(ben, fact.id, DENIAL)
    await desk.changing.respond(ben, fact.id, ResponseForm(stance=Stance.CONFIRMS, by="Kim"))
    changes = []
    for text in ("Yes.", "Yes, it is."):
        draft = await desk.drafting.open_edit(ben, fact.id)
        await desk.drafting.put_response(ben, draft.id, ResponseForm(text=text), number=2)
        changes.append(made(await desk.publishing.publish(ben, draft.id)).change.number)
    with pytest.raises(CannotUndo, match=r"\(response 2, summary\)"):
        await desk.changing.undo(ben, fact.id, changes[0])


async def test_adding_a_fact_is_not_undone(desk: Desk, ben: Member, fact: Fact) -> None:
    """It is retracted instead; a change of another fact is none of this one's."""
    other = await publish(desk, ben, "The pier is closed.")
    cited = made(await desk.changing.cite(ben, other.id, HERALD))
    for change in (1, cited.change.number, 99):
        with pytest.raises(CannotUndo, match="retract"):
            await desk.changing.undo(ben, fact.id, change)
