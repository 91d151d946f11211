"""Drafts: put together step by step, kept, and seen by nobody else."""

import asyncio
from pathlib import Path

import pytest

from facts.forms.typed import ClaimForm, NotValid, ResponseForm, SourceForm, VerdictForm
from facts.model import DoesNotExist, LimitReached, Member, Refusal, Stance
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Draft, Proposed
from facts.usecases.desk.drafts.repository import MOST_DRAFTS
from tests.facts.usecases.desk.newsroom import POST, Clock, desk_over, publish

CLAIM = ClaimForm(
    text="The mayor  closed the bridge.",
    speaker="Ada Berg",
    role="harbour master",
    date="last Saturday",
    venue="the port council",
    quote="The bridge is shut.",
)
DENIAL = ResponseForm(stance=Stance.DENIES, by="Jon Vik", date="15 Nov 2026", quote="I did not.")
HERALD = SourceForm(outlet="Herald", headline="He did not", url="https://herald.example/1")


@pytest.fixture
async def draft(desk: Desk, ben: Member) -> Draft:
    """A draft of ben's with a claim and one source."""
    return await desk.drafting.open(ben, CLAIM, POST)


async def test_a_form_becomes_a_draft(draft: Draft) -> None:
    """Text is cleaned, dates are read, and the preview is the fact that readers would see."""
    claim = draft.content.claim
    assert claim.text == "The mayor closed the bridge."
    assert (str(claim.date), claim.venue) == ("2026-11-14", "the port council")
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.speaker.role) == ("Ada Berg", "harbour master")
    assert str(draft.content.sources[0].published) == "2021-05-04"
    assert ClaimForm.showing(claim).date == "14 November 2026"


async def test_a_form_submitted_twice_makes_one_draft(desk: Desk, ana: Member, ben: Member) -> None:
    """The same key of the same member is the same draft; another member's is another."""
    first = await desk.drafting.open(ben, CLAIM, key="form 1")
    assert await desk.drafting.open(ben, CLAIM, key="form 1") == first
    assert (await desk.drafting.open(ana, CLAIM, key="form 1")).id != first.id
    assert len(await desk.drafting.mine(ben)) == 1


async def test_what_is_left_out_stays_and_what_is_empty_goes(
    desk: Desk, ben: Member, draft: Draft
) -> None:
    """None leaves a field, an empty text clears it."""
    changed = await desk.drafting.put_claim(
        ben, draft.id, ClaimForm(text="It is shut.", role="", quote="  ")
    )
    claim = changed.content.claim
    assert (claim.text, claim.quote, claim.venue) == ("It is shut.", None, "the port council")
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.speaker.role) == ("Ada Berg", None)


async def test_a_response_comes_with_its_source(desk: Desk, ben: Member, draft: Draft) -> None:
    """The source is added and cited; submitting the same again changes nothing."""
    for _ in range(2):
        changed = await desk.drafting.put_response(ben, draft.id, DENIAL, HERALD)
    assert [source.outlet for source in changed.content.sources] == ["Harbour Post", "Herald"]
    (response,) = changed.content.responses
    assert (response.stance, response.by, response.sources) == (Stance.DENIES, "Jon Vik", (2,))


async def test_responses_and_sources_are_changed_by_number(
    desk: Desk, ben: Member, draft: Draft
) -> None:
    """The fields that are given change; a number that is not there is refused."""
    await desk.drafting.put_response(ben, draft.id, DENIAL)
    changed = await desk.drafting.put_response(
        ben, draft.id, ResponseForm(role="mayor"), HERALD, number=1
    )
    assert (changed.content.responses[0].by, changed.content.responses[0].role) == (
        "Jon Vik",
        "mayor",
    )
    assert changed.content.responses[0].sources == (2,)
    changed = await desk.drafting.put_source(
        ben, draft.id, SourceForm(claim_quote="Shut!"), number=1
    )
    assert changed.content.sources[0].quotes[0].text == "Shut!"
    assert SourceForm.showing(changed.content.sources[0]).claim_quote == "Shut!"
    with pytest.raises(NotValid, match="Source 9 was removed"):
        await desk.drafting.put_source(ben, draft.id, HERALD, number=9)


async def test_numbers_follow_what_is_taken_out(desk: Desk, ben: Member, draft: Draft) -> None:
    """Later sources move up, and so do the numbers that point at them."""
    await desk.drafting.put_source(ben, draft.id, SourceForm(outlet="Second"))
    await desk.drafting.put_response(ben, draft.id, DENIAL, HERALD)
    both = ResponseForm(stance=Stance.CONFIRMS, by="Kim", sources=(1, 3))
    await desk.drafting.put_response(ben, draft.id, both)
    changed = await desk.drafting.remove_source(ben, draft.id, 1)
    assert [response.sources for response in changed.content.responses] == [(2,), (2,)]
    changed = await desk.drafting.remove_response(ben, draft.id, 1)
    assert [response.by for response in changed.content.responses] == ["Kim"]


async def test_topics_wordings_verdict(desk: Desk, ben: Member, draft: Draft) -> None:
    """Lists are set whole, without blanks and doubles; an empty label takes the verdict away."""
    await desk.drafting.put_topics(ben, draft.id, ["Harbour", "", "harbour ", "roads"])
    await desk.drafting.put_wordings(ben, draft.id, ["Is it shut?", "Is it shut?"])
    changed = await desk.drafting.put_verdict(
        ben, draft.id, VerdictForm("false", "It is open.", "yesterday")
    )
    assert changed.content.topics == ("Harbour", "roads")
    assert changed.content.other_wordings == ("Is it shut?",)
    assert changed.content.verdict is not None
    assert str(changed.content.verdict.date) == "2026-11-20"
    assert VerdictForm.showing(changed.content.verdict).label == "false"
    changed = await desk.drafting.put_verdict(ben, draft.id, VerdictForm(label=""))
    assert changed.content.verdict is None


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (
            SourceForm(outlet="x" * 201),
            "Source 2, outlet: at most 200 characters, and you have 201.",
        ),
        (SourceForm(url="example.org"), "Source 2, link: a link must start with http"),
        (SourceForm(author="Kim"), "Source 2: a source needs at least one of"),
    ],
)
async def test_what_is_wrong_is_told_by_its_place(
    desk: Desk, ben: Member, draft: Draft, form: SourceForm, sentence: str
) -> None:
    """The sentence names the place, and the draft stays as it was."""
    with pytest.raises(NotValid) as refused:
        await desk.drafting.put_source(ben, draft.id, form)
    assert refused.value.problems[0].startswith(sentence)
    assert await desk.drafting.get(ben, draft.id) == draft


@pytest.mark.parametrize("length", [2_000, 2_001, 6_000, 50_000])
async def test_a_quote_at_its_limit(desk: Desk, ben: Member, draft: Draft, length: int) -> None:
    """Two thousand characters are taken, more are refused with both numbers."""
    form = ClaimForm(quote="x" * length)
    if length == 2_000:
        changed = await desk.drafting.put_claim(ben, draft.id, form)
        assert len(changed.content.claim.quote or "") == length
        return
    with pytest.raises(NotValid, match=f"2,000 characters, and you have {length:,}"):
        await desk.drafting.put_claim(ben, draft.id, form)


async def test_markup_and_what_cannot_be_seen(desk: Desk, ben: Member, draft: Draft) -> None:
    """Markup is kept as the text that it is; invisible and reordering characters are dropped."""
    form = ClaimForm(text="**[x](https://evil.example)** @every\u200bone \u202egnp.exe <@1>")
    changed = await desk.drafting.put_claim(ben, draft.id, form)
    assert changed.content.claim.text == "**[x](https://evil.example)** @everyone gnp.exe <@1>"


async def test_nobody_sees_anothers_draft(desk: Desk, ana: Member, ben: Member) -> None:
    """Not to read, not to change, not to throw away, whoever manages the server."""
    draft = await desk.drafting.open(ben, CLAIM)
    assert await desk.drafting.mine(ana) == ()
    with pytest.raises(DoesNotExist, match="someone else"):
        await desk.drafting.get(ana, draft.id)
    with pytest.raises(DoesNotExist):
        await desk.drafting.put_topics(ana, draft.id, ["x"])
    with pytest.raises(DoesNotExist):
        await desk.drafting.discard(ana, draft.id)


async def test_a_discarded_draft_is_gone(desk: Desk, ben: Member, draft: Draft) -> None:
    """An old card says so."""
    await desk.drafting.discard(ben, draft.id)
    with pytest.raises(DoesNotExist, match="deleted"):
        await desk.drafting.put_topics(ben, draft.id, ["x"])


async def test_one_has_so_many_drafts_and_no_more(desk: Desk, ben: Member) -> None:
    """As many as one select can show; the sentence says what to do."""
    for _ in range(MOST_DRAFTS):
        await desk.drafting.open(ben, CLAIM)
    with pytest.raises(LimitReached, match="delete one"):
        await desk.drafting.open(ben, CLAIM)


async def test_editing_a_fact_opens_its_draft_once(desk: Desk, ben: Member) -> None:
    """A second time gives the open draft with what was changed in it."""
    fact = await publish(desk, ben)
    first = await desk.drafting.open_edit(ben, fact.id)
    assert (first.fact_id, first.revision) == (fact.id, 1)
    changed = await desk.drafting.put_topics(ben, first.id, ["harbour"])
    assert await desk.drafting.open_edit(ben, fact.id) == changed


async def test_a_proposed_article_is_kept_and_published_never(
    desk: Desk, ben: Member, draft: Draft
) -> None:
    """It stands beside the draft's content, and is dropped when it is no longer wanted."""
    changed = await desk.drafting.put_article(ben, draft.id, Proposed(outlet="Herald"))
    assert changed.article == Proposed(outlet="Herald")
    assert changed.content == draft.content
    assert (await desk.drafting.put_article(ben, draft.id, None)).article is None


async def test_two_changes_at_once_are_both_kept(desk: Desk, ben: Member, draft: Draft) -> None:
    """Two forms that arrive together do not overwrite each other."""
    await asyncio.gather(
        desk.drafting.put_topics(ben, draft.id, ["harbour"]),
        desk.drafting.put_wordings(ben, draft.id, ["Is it shut?"]),
        *(
            desk.drafting.put_source(ben, draft.id, SourceForm(outlet=f"Outlet {n}"))
            for n in range(5)
        ),
    )
    content = (await desk.drafting.get(ben, draft.id)).content
    assert (content.topics, content.other_wordings) == (("harbour",), ("Is it shut?",))
    assert len(content.sources) == 6


async def test_a_draft_outlives_a_restart(tmp_path: Path, clock: Clock, ana: Member) -> None:
    """It is in the store's folder, with all that it says."""
    store = await TinyDBStore.open(tmp_path, clock=clock)
    desk = desk_over(store, clock)
    draft = await desk.drafting.open(ana, CLAIM, POST)
    draft = await desk.drafting.put_response(ana, draft.id, DENIAL, HERALD)
    await store.close()
    again = await TinyDBStore.open(tmp_path, clock=clock)
    desk = desk_over(again, clock)
    assert await desk.drafting.mine(ana) == (draft,)
    await again.close()


async def test_an_empty_claim_is_refused(desk: Desk, ben: Member) -> None:
    """Nothing to read is no claim."""
    for text in ("", " ", "\u200b"):
        with pytest.raises(Refusal):
            await desk.drafting.open(ben, ClaimForm(text=text))
