"""Publishing: exactly once, by a second person where the desk wants one, over nobody's change."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from facts.forms.typed import ClaimForm, NotValid, ResponseForm, SourceForm
from facts.model import DoesNotExist, Fact, Member, NotAllowed, Refusal
from facts.store.protocol import FactStore
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import AlreadyPublished, Draft, Stage
from facts.usecases.desk.drafts.publishing import AwaitsSecond, Published, Scheduled, StaleDraft
from facts.usecases.questions.answers import Found
from facts.usecases.questions.asking import Asking
from tests.facts.usecases.desk.newsroom import DESK, POST, Clock, desk_over, publish

CLAIM = ClaimForm(text="The mayor closed the harbour bridge.")


@pytest.fixture
async def two(desk: Desk, ana: Member) -> Desk:
    """The desk, once it wants a second person for every change."""
    await desk.setup.change(ana, second_person=True)
    return desk


async def test_a_published_fact_is_found_at_once(desk: Desk, ben: Member, asking: Asking) -> None:
    """It belongs to the desk, its editor is in the log, the draft is gone."""
    draft = await desk.drafting.open(ben, CLAIM, POST)
    outcome = await desk.publishing.publish(ben, draft.id)
    assert isinstance(outcome, Published)
    assert (outcome.fact.desk, outcome.fact.revision, outcome.change.number) == (DESK, 1, 1)
    answer = await asking.ask("mayor harbour bridge", {DESK})
    assert isinstance(answer, Found)
    assert answer.match.fact == outcome.fact
    (entry,) = (await desk.change_log.log(ben)).entries
    assert (entry.change.editor, entry.change.reason) == ("Ben (2)", None)
    assert await desk.drafting.mine(ben) == ()


async def test_a_second_publish_names_the_fact(desk: Desk, ben: Member, store: FactStore) -> None:
    """Whatever is done with the old card, there is one fact, and its number is told."""
    draft = await desk.drafting.open(ben, CLAIM, POST, key="form 1")
    await desk.publishing.publish(ben, draft.id)
    for step in (
        desk.publishing.publish(ben, draft.id),
        desk.drafting.put_topics(ben, draft.id, ["x"]),
        desk.drafting.open(ben, CLAIM, POST, key="form 1"),
        desk.drafting.discard(ben, draft.id),
    ):
        with pytest.raises(AlreadyPublished, match="fact #1"):
            await step
    assert await store.count() == 1


async def test_two_clicks_at_once_make_one_fact(desk: Desk, ben: Member, store: FactStore) -> None:
    """One of them publishes, the other is told."""
    draft = await desk.drafting.open(ben, CLAIM, POST)
    done = await asyncio.gather(
        *(desk.publishing.publish(ben, draft.id) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["AlreadyPublished"] * 2 + ["Published"]
    assert await store.count() == 1


async def test_a_stop_between_publishing_and_clearing_away(
    tmp_path: Path, clock: Clock, ana: Member
) -> None:
    """The fact is there and the draft too, as after a crash: publishing again adds nothing."""
    store = await TinyDBStore.open(tmp_path, clock=clock)
    desk = desk_over(store, clock)
    draft = await desk.drafting.open(ana, CLAIM, POST)
    kind = f"draft/{DESK}"
    left = await store.shelf.get(kind, draft.id)
    assert left is not None
    await desk.publishing.publish(ana, draft.id)
    await store.shelf.put(kind, draft.id, left)
    await store.close()
    again = await TinyDBStore.open(tmp_path, clock=clock)
    desk = desk_over(again, clock)
    with pytest.raises(AlreadyPublished, match="fact #1"):
        await desk.publishing.publish(ana, draft.id)
    assert await again.last_change() == 1
    assert await desk.drafting.mine(ana) == ()
    await again.close()


async def test_a_fact_needs_a_source(desk: Desk, ben: Member) -> None:
    """Without one it stays a draft."""
    draft = await desk.drafting.open(ben, CLAIM)
    with pytest.raises(NotValid, match="at least one source"):
        await desk.publishing.publish(ben, draft.id)
    assert await desk.drafting.get(ben, draft.id) == draft


async def test_a_correction_becomes_part_of_the_fact(desk: Desk, ben: Member) -> None:
    """Its day, its sentence, and the revision that reads so; a second one comes after it."""
    fact = await publish(desk, ben)
    for number, sentence in ((2, "It was the port, not the mayor."), (3, "It was in May.")):
        draft = await desk.drafting.open_edit(ben, fact.id)
        text = ClaimForm(text=f"The port closed the bridge ({number}).")
        await desk.drafting.put_claim(ben, draft.id, text)
        outcome = await desk.publishing.publish(ben, draft.id, correction=sentence)
        assert isinstance(outcome, Published)
        last = outcome.fact.corrections[-1]
        assert (last.sentence, last.revision) == (sentence, number)
        assert (number, str(last.on)) == (outcome.fact.revision, str(outcome.fact.changed_at)[:10])
    assert [one.revision for one in outcome.fact.corrections] == [2, 3]


async def test_a_correction_needs_its_sentence(desk: Desk, ben: Member) -> None:
    """Nothing is published without it, and the draft stays."""
    fact = await publish(desk, ben)
    draft = await desk.drafting.open_edit(ben, fact.id)
    await desk.drafting.put_claim(ben, draft.id, ClaimForm(text="The port closed the bridge."))
    with pytest.raises(NotValid, match="what was wrong and what is right"):
        await desk.publishing.publish(ben, draft.id, correction="  ")
    assert await desk.drafting.mine(ben)


async def test_a_proposed_correction_is_dated_when_it_is_approved(
    two: Desk, ana: Member, ben: Member
) -> None:
    """Its sentence waits with the proposal; a later publish without a note drops it."""
    draft = await two.drafting.open(ben, CLAIM, POST)
    await two.publishing.publish(ben, draft.id)
    fact = (await two.publishing.approve(ana, draft.id)).fact
    edit = await two.drafting.open_edit(ben, fact.id)
    await two.drafting.put_claim(ben, edit.id, ClaimForm(text="The port closed the bridge."))
    await two.publishing.publish(ben, edit.id, correction="It was the port.")
    await two.publishing.give_back(ana, edit.id, "Which port?")
    await two.publishing.publish(ben, edit.id)
    assert (await two.publishing.proposal(ana, edit.id)).correction is None
    await two.drafting.take_back(ben, edit.id)
    await two.publishing.publish(ben, edit.id, correction="It was the port of Ness.")
    corrected = (await two.publishing.approve(ana, edit.id)).fact
    (correction,) = corrected.corrections
    assert (correction.sentence, correction.revision) == ("It was the port of Ness.", 2)


async def test_an_edit_that_changes_nothing_is_refused(desk: Desk, ben: Member) -> None:
    """No empty revision."""
    draft = await desk.drafting.open_edit(ben, (await publish(desk, ben)).id)
    with pytest.raises(Refusal, match="doesn’t change"):
        await desk.publishing.publish(ben, draft.id)


async def test_the_second_editor_sees_what_the_first_changed(
    desk: Desk, ana: Member, ben: Member
) -> None:
    """Nothing is overwritten; going on puts both changes together."""
    fact = await publish(desk, ben)
    mine = await desk.drafting.open_edit(ben, fact.id)
    mine = await desk.drafting.put_topics(ben, mine.id, ["harbour"])
    await desk.drafting.put_source(ben, mine.id, SourceForm(outlet="Third"))
    await desk.changing.cite(ana, fact.id, SourceForm(outlet="Herald"))
    with pytest.raises(StaleDraft, match=r"changed after .* by Ana \(1\)") as refused:
        await desk.publishing.publish(ben, mine.id)
    (change,) = refused.value.changes
    assert (change.place, change.after) == ("source 2", "Herald")
    assert refused.value.draft.id == mine.id
    renewed = await desk.drafting.renew(ben, mine.id)
    assert renewed.both == ()
    outcome = await desk.publishing.publish(ben, mine.id)
    assert isinstance(outcome, Published)
    assert [source.outlet for source in outcome.fact.sources] == ["Harbour Post", "Herald", "Third"]
    assert outcome.fact.topics == ("harbour",)


async def test_the_same_place_changed_by_both_is_named(
    desk: Desk, ana: Member, ben: Member
) -> None:
    """The draft keeps its own words there, and says so."""
    fact = await publish(desk, ben)
    mine = await desk.drafting.open_edit(ben, fact.id)
    await desk.drafting.put_claim(ben, mine.id, ClaimForm(text="The bridge is shut."))
    other = await desk.drafting.open_edit(ana, fact.id)
    await desk.drafting.put_claim(ana, other.id, ClaimForm(text="The bridge was shut."))
    await desk.publishing.publish(ana, other.id)
    renewed = await desk.drafting.renew(ben, mine.id)
    assert renewed.both == ("the claim",)
    assert [change.after for change in renewed.theirs] == ["The bridge was shut."]
    assert renewed.draft.content.claim.text == "The bridge is shut."


async def test_a_draft_of_a_fact_that_was_merged(desk: Desk, ana: Member, ben: Member) -> None:
    """It is told where the fact went."""
    fact, other = await publish(desk, ben), await publish(desk, ben, "The bridge is shut.")
    draft = await desk.drafting.open_edit(ben, other.id)
    await desk.drafting.put_topics(ben, draft.id, ["harbour"])
    await desk.merging.merge(ana, fact.id, other.id)
    with pytest.raises(StaleDraft, match="merged into fact #1"):
        await desk.publishing.publish(ben, draft.id)


async def propose(desk: Desk, member: Member) -> Draft:
    """A new fact that ``member`` proposed."""
    draft = await desk.drafting.open(member, CLAIM, POST)
    outcome = await desk.publishing.publish(member, draft.id)
    assert isinstance(outcome, AwaitsSecond)
    return outcome.draft


async def test_a_proposal_is_public_only_once_another_approved(
    two: Desk, ana: Member, ben: Member, store: FactStore
) -> None:
    """Its author cannot, not even by publishing again; the log has both names."""
    draft = await propose(two, ben)
    assert await store.count() == 0
    assert await two.publishing.proposals(ana) == (draft,)
    with pytest.raises(NotAllowed, match="another moderator"):
        await two.publishing.approve(ben, draft.id)
    with pytest.raises(Refusal, match="waiting for another moderator"):
        await two.publishing.publish(ben, draft.id)
    with pytest.raises(Refusal, match="Withdraw"):
        await two.drafting.put_topics(ben, draft.id, ["x"])
    published = await two.publishing.approve(ana, draft.id)
    assert published.fact.claim.text == CLAIM.text
    (entry,) = (await two.change_log.log(ana)).entries
    assert (entry.change.editor, entry.change.reason) == ("Ben (2)", "Approved by Ana (1).")
    with pytest.raises(AlreadyPublished):
        await two.publishing.approve(ana, draft.id)
    assert await store.count() == 1


async def test_a_proposal_is_returned_with_a_reason(two: Desk, ana: Member, ben: Member) -> None:
    """Its author is told why, mends it and proposes it again."""
    draft = await propose(two, ben)
    with pytest.raises(NotValid, match="what should change"):
        await two.publishing.give_back(ana, draft.id, "  ")
    returned = await two.publishing.give_back(ana, draft.id, "Which mayor?")
    assert (returned.stage, returned.returned_because) == (Stage.RETURNED, "Which mayor?")
    with pytest.raises(DoesNotExist, match="returned or withdrawn"):
        await two.publishing.approve(ana, draft.id)
    await two.drafting.put_claim(ben, draft.id, ClaimForm(speaker="Ada Berg"))
    outcome = await two.publishing.publish(ben, draft.id)
    assert isinstance(outcome, AwaitsSecond)
    assert outcome.draft.returned_because is None


async def test_a_scheduled_proposal_is_not_approved_again(
    two: Desk, ana: Member, ben: Member, clock: Clock
) -> None:
    """An old card says that it was approved, not that it was returned."""
    draft = await two.drafting.open(ben, CLAIM, POST)
    at = clock() + timedelta(hours=1)
    await two.publishing.publish(ben, draft.id, at=at, zone="UTC")
    assert isinstance(await two.publishing.approve(ana, draft.id), Scheduled)
    with pytest.raises(DoesNotExist, match="approved and is scheduled"):
        await two.publishing.approve(ana, draft.id)


async def test_a_proposal_can_be_taken_back(two: Desk, ana: Member, ben: Member) -> None:
    """Then it is a draft again, and nobody approves it."""
    draft = await propose(two, ben)
    assert (await two.drafting.take_back(ben, draft.id)).stage is Stage.OPEN
    assert await two.publishing.proposals(ana) == ()
    with pytest.raises(DoesNotExist):
        await two.publishing.approve(ana, draft.id)


async def published_and_denied(two: Desk, ana: Member, ben: Member) -> tuple[Fact, Draft]:
    """A fact, and ben's proposal to add a source to it."""
    fact = (await two.publishing.approve(ana, (await propose(two, ben)).id)).fact
    outcome = await two.changing.cite(ben, fact.id, SourceForm(outlet="Herald"))
    assert isinstance(outcome, AwaitsSecond)
    return fact, outcome.draft


async def test_a_step_is_proposed_too(two: Desk, ana: Member, ben: Member) -> None:
    """Once, however often it is asked for; approving shows it word by word, then does it."""
    fact, draft = await published_and_denied(two, ana, ben)
    again = await two.changing.cite(ben, fact.id, SourceForm(outlet="Herald"))
    assert isinstance(again, AwaitsSecond)
    assert again.draft.id == draft.id
    (change,) = await two.publishing.changes(ana, draft)
    assert (change.place, change.after) == ("source 2", "Herald")
    assert (await two.publishing.approve(ana, draft.id)).fact.revision == 2


async def test_two_proposals_on_one_fact_go_together(two: Desk, ana: Member, ben: Member) -> None:
    """The second is approved on top of the first where they do not touch the same place."""
    fact, draft = await published_and_denied(two, ana, ben)
    second = await two.changing.respond(
        ben, fact.id, ResponseForm(stance="denies", by="Jon"), SourceForm(outlet="Third")
    )
    assert isinstance(second, AwaitsSecond)
    await two.publishing.approve(ana, draft.id)
    published = await two.publishing.approve(ana, second.draft.id)
    assert [source.outlet for source in published.fact.sources] == [
        "Harbour Post",
        "Herald",
        "Third",
    ]
    assert published.fact.responses[0].sources == (3,)


async def test_a_proposal_that_collides_is_not_approved(
    two: Desk, ana: Member, ben: Member
) -> None:
    """Where both changed the same place its author has to look at it first."""
    fact, _ = await published_and_denied(two, ana, ben)
    drafts = []
    for member, text in ((ben, "The bridge is shut."), (ana, "The bridge was shut.")):
        draft = await two.drafting.open_edit(member, fact.id)
        await two.drafting.put_claim(member, draft.id, ClaimForm(text=text))
        await two.publishing.publish(member, draft.id)
        drafts.append(draft)
    await two.publishing.approve(ben, drafts[1].id)
    with pytest.raises(StaleDraft):
        await two.publishing.approve(ana, drafts[0].id)


async def test_an_emergency_retraction_needs_one(two: Desk, ana: Member, ben: Member) -> None:
    """It is public at once, and the log says what it was; an ordinary one is proposed."""
    fact, _ = await published_and_denied(two, ana, ben)
    assert isinstance(await two.changing.retract(ben, fact.id, "Not so."), AwaitsSecond)
    outcome = await two.changing.retract(ben, fact.id, "Not so.", emergency=True)
    assert isinstance(outcome, Published)
    assert outcome.fact.retraction is not None
    newest = (await two.change_log.log(ana)).entries[0]
    assert newest.change.reason == "Emergency retraction. Not so."


async def test_a_claim_is_in_the_language_of_its_words(desk: Desk, ben: Member) -> None:
    """Read off them each time it is published; English goes without saying."""
    fact = await publish(desk, ben, text="El alcalde cerró el puente por obras.")
    assert fact.claim.language == "es"
    for text, language in (
        ("Der Bürgermeister hat die Brücke nicht geschlossen.", "de"),
        ("The bridge is shut.", None),
    ):
        draft = await desk.drafting.open_edit(ben, fact.id)
        await desk.drafting.put_claim(ben, draft.id, ClaimForm(text=text))
        outcome = await desk.publishing.publish(ben, draft.id)
        assert isinstance(outcome, Published)
        assert outcome.fact.claim.language == language
