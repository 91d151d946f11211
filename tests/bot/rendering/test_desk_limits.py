"""Whatever a draft, a change or a form holds, Discord accepts the message, and nothing is lost."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import discord
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.alerts.subscription_modals import MODALS as ALERT_MODALS
from bot.desk.forms import MODALS
from bot.desk.forms.add_fact import AddFact
from bot.desk.forms.claim import EditTopics
from bot.interactions.modals import Modal
from bot.rendering import custom_ids
from bot.rendering import layout as limits
from bot.rendering.desk.changes import (
    entry_text,
    history_layout,
    log_layout,
    stale_layout,
)
from bot.rendering.desk.draft_card import (
    discard_layout,
    draft_layout,
    response_layout,
    source_layout,
)
from bot.rendering.desk.fact_card import desk_fact_layout, merge_layout, proposal_layout
from bot.rendering.desk.file_reports import plan_layout
from bot.rendering.desk.lists import WhichFacts, drafts_layout, facts_layout
from bot.rendering.desk.settings_card import blocked_layout, settings_layout
from bot.rendering.facts import fact_layout
from bot.rendering.handed_back import handed_back, typed_before
from bot.rendering.layout import layout_of
from facts.markdown import one_line, size
from facts.model import (
    Change,
    ChangeKind,
    DeskId,
    Fact,
    FactContent,
    FactDraft,
    Response,
    Source,
    Stance,
)
from facts.revisions.diff import Entry, differences
from facts.usecases.admission import BlockedPerson
from facts.usecases.desk.change_log import LogFilter, LogPage
from facts.usecases.desk.desk_files import FileFormat, ImportPlan
from facts.usecases.desk.desk_settings import DeskSettings
from facts.usecases.desk.drafts.draft import Caution, Draft, Proposed, Stage, WarningKind
from facts.usecases.desk.listing import FactFilter, FactState
from facts.usecases.paging import Page
from tests.bot.rendering.test_limits import assert_discord_accepts, components, thorough
from tests.strategies import facts, published, texts

quick = settings(thorough, max_examples=25)
MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def draft_of(fact: Fact, *, stage: Stage, words: Sequence[str], of_fact: bool) -> Draft:
    """A draft with ``fact``'s content, and every remark on it filled with ``words``."""
    said = words[0] if words else "-"
    return Draft(
        id="a" * 12,
        desk=DeskId("1" * 19),
        author="1" * 19,
        signature=f"{said} ({'1' * 19})",
        opened_at=MOMENT,
        changed_at=MOMENT,
        stage=stage,
        content=FactContent(**{name: getattr(fact, name) for name in FactContent.model_fields}),
        fact_id=fact.id if of_fact else None,
        revision=1 if of_fact else None,
        why=said,
        returned_because=said,
        returned_by=said,
        article=Proposed(outlet=said, headline=said, quotes=(said,)) if words else None,
    )


@given(
    fact=facts,
    stage=st.sampled_from(Stage),
    words=st.lists(texts(1000), max_size=8),
    page=st.integers(0, 3),
)
@quick
def test_the_cards_of_every_draft(fact: Fact, stage: Stage, words: list[str], page: int) -> None:
    """With every warning there can be, on any page."""
    draft = draft_of(fact, stage=stage, words=words, of_fact=page > 1)
    cautions = [Caution(kind, word, fact) for kind, word in zip(WarningKind, words, strict=False)]

    assert_discord_accepts(draft_layout(draft, cautions, page=page, note="n" * 200))
    assert_discord_accepts(discard_layout(draft))
    assert_discord_accepts(source_layout(draft, 1))
    if fact.responses:
        assert_discord_accepts(response_layout(draft, 1))
    changes = differences(None, draft.content)
    assert_discord_accepts(proposal_layout(draft, changes, page=page))
    many = [draft.model_copy(update={"id": f"{number:012}"}) for number in range(50)]
    assert_discord_accepts(drafts_layout(many[:25], many[25:]))


@given(fact=facts, other=facts, words=st.lists(texts(1000), min_size=1, max_size=3))
@quick
def test_every_change(fact: Fact, other: Fact, words: list[str]) -> None:
    """History, log, news, and what somebody else changed meanwhile."""
    change = Change.model_construct(
        number=10**12,
        fact_id=10**12,
        kind=ChangeKind.EDITED,
        revision=10**6,
        editor=words[0],
        at=MOMENT,
        reason=words[-1],
        before=fact,
        after=fact,
    )
    entries = (Entry(change, differences(fact, other)),) * 5
    assert_discord_accepts(history_layout(fact.id, Page(entries, 1, 3, 15)))
    assert_discord_accepts(log_layout(LogPage(entries, 10**12), LogFilter(editor="1" * 19)))
    assert_discord_accepts(layout_of(entry_text(entries[0], named=True)))
    draft = draft_of(fact, stage=Stage.OPEN, words=words, of_fact=True)
    assert_discord_accepts(stale_layout(words[0], fact, differences(fact, other), draft))


@given(fact=facts, other=facts, words=texts(1000))
@quick
def test_every_card_of_a_fact(fact: Fact, other: Fact, words: str) -> None:
    """As its moderators see it, and before two become one; lists of facts, and imports."""
    assert_discord_accepts(desk_fact_layout(fact, note="n" * 400))
    assert_discord_accepts(merge_layout(fact, fact.id, other))
    shown = tuple(fact.model_copy(update={"id": 10**12 + number}) for number in range(10))
    assert_discord_accepts(facts_layout(WhichFacts(FactFilter()), Page(shown, 1, 3, 30)))
    plan = ImportPlan(
        "a" * 12, words, FileFormat.CSV, 9, tuple(range(10**6, 10**6 + 40)), 9, ("x",)
    )
    assert_discord_accepts(plan_layout(plan, ("refused.txt", "refused.csv")))


@given(typed=st.lists(texts(4000, lines=True), min_size=1, max_size=5), said=texts(3000))
@quick
def test_whatever_is_handed_back(typed: list[str], said: str) -> None:
    """All of it, in the message or its file; and what the message shows opens again as it was."""
    form = AddFact()
    fields = form.fields[: len(typed)]
    labelled = [(field.label, text) for field, text in zip(fields, typed, strict=True)]

    layout, files = handed_back(said, labelled, form.id)

    assert_discord_accepts(layout)
    shown = [part["content"] for part in components(layout) if part["type"] == 10]
    again = typed_before(shown, {field.label: field.key for field in form.fields})
    for field, text in zip(fields, typed, strict=True):
        assert again.get(field.key) == text or text in "".join(
            content.decode() for content in files.values()
        )


def test_a_fact_with_as_many_responses_as_there_can_be() -> None:
    """Short responses fill a message with components before they fill it with text."""
    fact = Fact(
        id=1,
        desk=DeskId("1"),
        revision=1,
        created_at=MOMENT,
        changed_at=MOMENT,
        claim="x",  # type: ignore[arg-type]  # a claim is read from its text
        sources=(Source(outlet="A"),),
        responses=tuple(Response(stance=Stance.DENIES, by=f"P{n}") for n in range(50)),
    )
    assert_discord_accepts(fact_layout(fact, shareable=True))
    draft = draft_of(fact, stage=Stage.RETURNED, words=["w"] * 6, of_fact=True)
    for start in (0, 24, 48):
        assert_discord_accepts(draft_layout(draft, parts_from=start))


def test_every_form() -> None:
    """Titles, labels, hints and examples within a form's limits; inputs with known names."""
    offered = tuple(f"topic {number} {'x' * 35}" for number in range(25))
    topics = EditTopics("a" * 40)
    topics.offer(offered)
    every: list[Modal] = [form("a" * 40, 10**6) for form in (*MODALS, *ALERT_MODALS)]
    for form in [*every, topics]:
        shown = form.discord_modal().to_dict()
        assert 1 <= size(shown["title"]) <= 45
        assert len(shown["custom_id"]) <= limits.CUSTOM_ID
        assert 1 <= len(shown["components"]) <= 5
        for label in shown["components"]:
            assert_a_label_is_accepted(label)


def assert_a_label_is_accepted(label: dict[str, Any]) -> None:
    """A label's own limits and those of what it labels."""
    assert 1 <= size(label["label"]) <= 45
    assert size(label.get("description", "")) <= 100
    field = label["component"]
    assert size(field.get("placeholder") or "") <= 100
    assert len(field.get("options", [])) <= limits.SELECT_OPTIONS


@given(values=st.lists(texts(6000, lines=True), min_size=5, max_size=5))
@quick
def test_a_form_takes_any_text_beforehand(values: list[str]) -> None:
    """What is longer than Discord takes is cut, and nothing breaks."""
    given_values = {field.key: text for field, text in zip(AddFact.fields, values, strict=True)}

    shown = AddFact(values=given_values).discord_modal().to_dict()

    for label in shown["components"]:
        assert size(label["component"].get("value") or "") <= limits.MODAL_TEXT


@given(
    wanted=st.builds(
        FactFilter,
        topic=st.none() | texts(25).map(one_line),
        speaker=st.none() | texts(20).map(one_line),
        state=st.none() | st.sampled_from(FactState),
        unlinked=st.booleans(),
        overdue=st.booleans(),
    ),
    page=st.integers(0, 1000),
)
@quick
def test_a_list_is_found_again_from_its_button(wanted: FactFilter, page: int) -> None:
    """Its filters and its page stand in the custom id."""
    assume(size(f"{wanted.topic or ''}{wanted.speaker or ''}") <= 75)  # more is refused

    custom_id = WhichFacts(wanted).custom_id(page)

    found = re.fullmatch(custom_ids.desk_facts.template, custom_id)

    assert found is not None
    assert WhichFacts.parse(**found.groupdict()) == WhichFacts(wanted, page)


def test_the_card_of_a_desk_with_everything_set() -> None:
    """As many roles and topics as there can be."""
    settings = DeskSettings(
        moderator_roles=frozenset(str(10**18 + number) for number in range(25)),
        log_channel="1" * 19,
        second_person=True,
        topics=tuple(f"topic {number} {'*' * 35}" for number in range(25)),
    )
    assert_discord_accepts(settings_layout(settings, note="**Saved.**"))


def test_a_select_knows_what_is_chosen() -> None:
    """Several choices are given a line each."""
    form = EditTopics("a", values={"topics": "harbour\ntrams"})
    form.offer(("harbour", "ferries", "trams"))
    assert form.fields[0].several
    shown = form.discord_modal().to_dict()
    chosen = [o["value"] for o in shown["components"][0]["component"]["options"] if o["default"]]
    assert chosen == ["harbour", "trams"]
    assert isinstance(form.discord_modal(), discord.ui.Modal)


def test_a_long_list_of_blocked_people() -> None:
    """Nobody who was blocked from a request or erased is named; blocks can be taken back."""
    at = datetime(2026, 5, 3, tzinfo=UTC)
    named = [BlockedPerson(id=f"{n:019}", by="Ada (1)", at=at) for n in range(30)]
    unnamed = [BlockedPerson(id=f"9{n:018}", by="B" * 200, at=at, ref=f"r{n}") for n in range(40)]
    layout = blocked_layout([*named, *unnamed, BlockedPerson(id="ab" * 16, by="Ada (1)", at=at)])
    assert_discord_accepts(layout)
    shown = str(layout.to_components())
    assert "someone blocked on 3 May 2026 from a request" in shown
    assert "someone whose data has been erased" in shown
    assert not any(one.id in shown for one in unnamed)
    by_name, by_list = "use `/desk unblock`", "For blocks from a request, use the list below"
    for people, ways in ((named, (True, False)), (unnamed, (False, True)), ([], (False, False))):
        shown = str(blocked_layout(people).to_components())
        assert (by_name in shown, by_list in shown) == ways


def test_a_draft_that_came_back_by_itself(a_fact: dict[str, Any]) -> None:
    """The reason stands alone: no moderator returned it."""
    fact = published(FactDraft.model_validate(a_fact))
    draft = draft_of(fact, stage=Stage.RETURNED, words=["Too late."], of_fact=False)
    alone = draft.model_copy(update={"returned_by": None})

    assert "Returned by" in str(draft_layout(draft).to_components())
    shown = str(draft_layout(alone).to_components())
    assert "Too late." in shown
    assert "Returned by" not in shown
