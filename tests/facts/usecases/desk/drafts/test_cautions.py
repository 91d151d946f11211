"""What a moderator is warned of before publishing."""

import pytest

from facts.forms.typed import ClaimForm, ResponseForm, SourceForm
from facts.model import Member, Stance
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Caution, WarningKind
from tests.facts.usecases.desk.newsroom import POST, publish

K = WarningKind


async def cautions(
    desk: Desk, member: Member, text: str, source: SourceForm | None = POST
) -> tuple[Caution, ...]:
    """The warnings on a new draft."""
    draft = await desk.drafting.open(member, ClaimForm(text=text), source)
    return await desk.checks.warnings(draft)


async def test_a_full_draft_of_something_new_has_none(desk: Desk, ben: Member) -> None:
    """Nothing to look at is nothing said."""
    await publish(desk, ben, source=SourceForm(outlet="Elsewhere"))
    assert await cautions(desk, ben, "Nurses in Lima want another pay rise.") == ()


async def test_missing_things_are_named_by_number(desk: Desk, ben: Member) -> None:
    """Sources without link or date, a denial without a quote; without any source, that first."""
    draft = await desk.drafting.open(ben, ClaimForm(text="The pier is closed."))
    denial = ResponseForm(stance=Stance.DENIES, by="Jon Vik", role="mayor")
    draft = await desk.drafting.put_response(ben, draft.id, denial)
    found = await desk.checks.warnings(draft)
    assert [one.kind for one in found] == [K.NO_SOURCE, K.DENIAL_WITHOUT_QUOTE]
    assert "Jon Vik, mayor" in found[1].sentence
    draft = await desk.drafting.put_source(ben, draft.id, POST)
    draft = await desk.drafting.put_source(ben, draft.id, SourceForm(outlet="Herald"))
    found = await desk.checks.warnings(draft)
    assert [(one.kind, one.sentence) for one in found[1:]] == [
        (K.SOURCE_WITHOUT_LINK, "Source 2 has no link."),
        (K.SOURCE_WITHOUT_DATE, "Source 2 has no date."),
    ]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Did nurses in Lima want another pay rise", True),
        ("Nurses in Lima want another pay rise?", True),
        ("“Nurses in Lima want another pay rise?”", True),
        ("How many nurses are in Lima", True),
        ("¿Las enfermeras de Lima quieren más?", True),
        ("利马的护士要加薪吗？", True),
        ("Nurses in Lima asked who is mayor.", False),
        ("Will Smith wants nurses in Lima to have a pay rise.", False),
        ("Whatever nurses in Lima want is a pay rise.", False),
    ],
)
async def test_a_question_is_no_claim(desk: Desk, ben: Member, text: str, *, asks: bool) -> None:
    """A request opens a draft with the words that were asked: they are to be made a statement."""
    kinds = [one.kind for one in await cautions(desk, ben, text)]
    assert (K.QUESTION in kinds) is asks


@pytest.mark.parametrize(
    "text", ["The mayor closed the harbour bridge", "the MAYOR closed the harbor bridge!"]
)
async def test_the_same_claim_is_told_with_its_fact(desk: Desk, ben: Member, text: str) -> None:
    """A slip of spelling makes no other claim of it."""
    fact = await publish(desk, ben, source=SourceForm(outlet="Elsewhere"))
    (caution,) = await cautions(desk, ben, text)
    assert (caution.kind, caution.fact) == (K.SAME_CLAIM, fact)
    assert f"#{fact.id}" in caution.sentence


async def test_a_close_claim_is_told_apart_from_the_same(desk: Desk, ben: Member) -> None:
    """Other words for it are close, not the same."""
    fact = await publish(desk, ben, source=SourceForm(outlet="Elsewhere"))
    (caution,) = await cautions(desk, ben, "Harbour bridge has been closed, said the mayor today")
    assert (caution.kind, caution.fact) == (K.CLOSE_CLAIM, fact)


async def test_a_fact_that_says_the_opposite_contradicts(desk: Desk, ben: Member) -> None:
    """The sentence says in what they differ."""
    fact = await publish(desk, ben, source=SourceForm(outlet="Elsewhere"))
    (caution,) = await cautions(desk, ben, "The mayor never closed the harbour bridge.")
    assert (caution.kind, caution.fact) == (K.CONTRADICTION, fact)
    assert "may contradict this" in caution.sentence
    assert "question" not in caution.sentence


async def test_other_wordings_are_looked_up_too(desk: Desk, ben: Member) -> None:
    """A claim that is stored in other words is met by the draft's other words."""
    fact = await publish(desk, ben, source=SourceForm(outlet="Elsewhere"))
    draft = await desk.drafting.open(ben, ClaimForm(text="Nobody crosses the fjord by car."), POST)
    draft = await desk.drafting.put_wordings(
        ben, draft.id, ["The mayor closed the harbour bridge."]
    )
    assert [one.fact for one in await desk.checks.warnings(draft)] == [fact]


async def test_a_link_that_is_cited_elsewhere(desk: Desk, ben: Member) -> None:
    """However it is written: scheme, www and fragment do not matter."""
    fact = await publish(desk, ben)
    source = SourceForm(outlet="P", published="2021", url="http://www.harbour.example/bridge#top")
    (caution,) = await cautions(desk, ben, "Nurses in Lima want another pay rise.", source)
    assert (caution.kind, caution.fact) == (K.LINK_ALREADY_CITED, fact)


async def test_an_edit_is_not_warned_of_its_own_fact(desk: Desk, ben: Member) -> None:
    """Its claim and its links are its own."""
    fact = await publish(desk, ben)
    draft = await desk.drafting.open_edit(ben, fact.id)
    assert await desk.checks.warnings(draft) == ()


async def test_another_servers_facts_are_not_told(desk: Desk, ben: Member, zoe: Member) -> None:
    """What a reader there could not see is not shown in a warning either."""
    await publish(desk, zoe)
    assert await cautions(desk, ben, "The mayor closed the harbour bridge.") == ()


@pytest.mark.parametrize("text", ["#99", "fact 99", "!!!", "🙂"])
async def test_a_claim_that_cannot_be_looked_up_has_no_likes(
    desk: Desk, ben: Member, text: str
) -> None:
    """A draft of anything can be shown."""
    await publish(desk, ben, source=SourceForm(outlet="Elsewhere"))
    assert await cautions(desk, ben, text) == ()
