"""Who has no part in a desk gets nowhere, by any way; each use-case is tried."""

import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields

import pytest

from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.model import HOME, STARTER, DeskId, DoesNotExist, FactDraft, Member, NotAllowed, Stance
from facts.store.protocol import Add, FactStore, UnknownFact
from facts.usecases.admission import CannotBlock
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_files import DateOrder
from facts.usecases.desk.drafts.draft import Proposed
from facts.usecases.desk.drafts.embargo import Embargo
from facts.usecases.desk.drafts.publishing import AwaitsSecond
from facts.usecases.desk.listing import FactFilter
from facts.usecases.feeds.feeds import HostNotAllowed
from tests.facts.usecases.desk.newsroom import DESK, POST, publish


def _reader(desk: DeskId) -> Member:
    return Member(desk, "5", "Eli", manages_server=False)


@dataclass(frozen=True)
class Around:
    """What there is to be had: ben's draft, ana's proposal, a fact with two changes, a file."""

    desk: Desk
    draft: str
    proposal: str
    plan: str


@pytest.fixture
async def around(desk: Desk, ana: Member, ben: Member) -> Around:
    """The desk in the middle of its work."""
    await publish(desk, ben)
    await publish(desk, ben, "The pier is closed.")
    await desk.changing.cite(ben, 1, SourceForm(outlet="Herald"))
    draft = await desk.drafting.open(ben, ClaimForm(text="Mine."), POST)
    line = b'{"claim": "A", "sources": [{"outlet": "o"}]}'
    plan = await desk.files.preview(ben, "f.jsonl", line)
    await desk.setup.change(ana, second_person=True)
    proposed = await desk.changing.cite(ana, 1, SourceForm(outlet="Third"))
    assert isinstance(proposed, AwaitsSecond)
    return Around(desk, draft.id, proposed.draft.id, plan.id)


Step = Callable[[Around, Member], Awaitable[object]]
DENIAL = ResponseForm(stance=Stance.DENIES, by="Eve")
STEPS: dict[str, Step] = {
    "setup.own_fact": lambda a, m: a.desk.setup.own_fact(m, 1),
    "setup.expect_moderator": lambda a, m: a.desk.setup.expect_moderator(m),
    "setup.change": lambda a, m: a.desk.setup.change(m, moderator_roles={"readers"}),
    "setup.changes": lambda a, m: a.desk.setup.changes(m),
    "drafting.open": lambda a, m: a.desk.drafting.open(m, ClaimForm(text="x"), POST),
    "drafting.open_edit": lambda a, m: a.desk.drafting.open_edit(m, 1),
    "drafting.get": lambda a, m: a.desk.drafting.get(m, a.draft),
    "drafting.of_desk": lambda a, m: a.desk.drafting.of_desk(m),
    "drafting.mine": lambda a, m: a.desk.drafting.mine(m),
    "drafting.discard": lambda a, m: a.desk.drafting.discard(m, a.draft),
    "drafting.take_back": lambda a, m: a.desk.drafting.take_back(m, a.proposal),
    "drafting.put_claim": lambda a, m: a.desk.drafting.put_claim(m, a.draft, ClaimForm(text="x")),
    "drafting.put_response": lambda a, m: a.desk.drafting.put_response(m, a.draft, DENIAL),
    "drafting.remove_response": lambda a, m: a.desk.drafting.remove_response(m, a.draft, 1),
    "drafting.put_source": lambda a, m: a.desk.drafting.put_source(m, a.draft, POST),
    "drafting.remove_source": lambda a, m: a.desk.drafting.remove_source(m, a.draft, 1),
    "drafting.put_topics": lambda a, m: a.desk.drafting.put_topics(m, a.draft, ["x"]),
    "drafting.put_wordings": lambda a, m: a.desk.drafting.put_wordings(m, a.draft, ["x"]),
    "drafting.put_verdict": lambda a, m: a.desk.drafting.put_verdict(m, a.draft, VerdictForm("x")),
    "drafting.put_article": lambda a, m: a.desk.drafting.put_article(m, a.draft, Proposed()),
    "drafting.renew": lambda a, m: a.desk.drafting.renew(m, a.draft),
    "publishing.publish": lambda a, m: a.desk.publishing.publish(m, a.draft),
    "publishing.cancel": lambda a, m: a.desk.publishing.cancel(m, a.draft),
    "publishing.proposals": lambda a, m: a.desk.publishing.proposals(m),
    "publishing.proposal": lambda a, m: a.desk.publishing.proposal(m, a.proposal),
    "publishing.approve": lambda a, m: a.desk.publishing.approve(m, a.proposal),
    "publishing.give_back": lambda a, m: a.desk.publishing.give_back(m, a.proposal, "no"),
    "changing.fact": lambda a, m: a.desk.changing.fact(m, "#1"),
    "changing.respond": lambda a, m: a.desk.changing.respond(m, 1, DENIAL),
    "changing.cite": lambda a, m: a.desk.changing.cite(m, 1, SourceForm(outlet="x")),
    "changing.retract": lambda a, m: a.desk.changing.retract(m, 1, "x", emergency=True),
    "changing.restore": lambda a, m: a.desk.changing.restore(m, 1),
    "changing.review": lambda a, m: a.desk.changing.review(m, 1),
    "changing.undo": lambda a, m: a.desk.changing.undo(m, 1, 3),
    "merging.preview": lambda a, m: a.desk.merging.preview(m, 1, 2),
    "merging.merge": lambda a, m: a.desk.merging.merge(m, 1, 2),
    "change_log.of_fact": lambda a, m: a.desk.change_log.of_fact(m, 1),
    "change_log.undoable": lambda a, m: a.desk.change_log.undoable(m, 1, 1),
    "change_log.log": lambda a, m: a.desk.change_log.log(m),
    "listing.facts": lambda a, m: a.desk.listing.facts(m, FactFilter()),
    "files.preview": lambda a, m: a.desk.files.preview(m, "f.jsonl", b""),
    "files.import_file": lambda a, m: a.desk.files.import_file(m, a.plan),
    "changing.seen": lambda a, m: a.desk.changing.seen(m, "#1"),
    "files.settle": lambda a, m: a.desk.files.settle(m, a.plan, DateOrder.DAY_FIRST),
    "files.template": lambda a, m: a.desk.files.template(m),
    "files.cancel": lambda a, m: a.desk.files.cancel(m, a.plan),
    "blocking.block": lambda a, m: a.desk.blocking.block(m, _reader(m.desk)),
    "blocking.unblock": lambda a, m: a.desk.blocking.unblock(m, "5"),
    "blocking.block_asker": lambda a, m: a.desk.blocking.block_asker(m, "5"),
    "blocking.lift": lambda a, m: a.desk.blocking.lift(m, "5"),
    "blocking.blocked": lambda a, m: a.desk.blocking.blocked(m),
    "redactions.request": lambda a, m: a.desk.redactions.request(m, 1, "bridge", "privacy"),
    "redactions.waiting": lambda a, m: a.desk.redactions.waiting(m, 1),
    "redactions.approve": lambda a, m: a.desk.redactions.approve(m, 1),
    "redactions.decline": lambda a, m: a.desk.redactions.decline(m, 1),
    "incoming.waiting": lambda a, m: a.desk.incoming.waiting(m),
    "incoming.open": lambda a, m: a.desk.incoming.open(m, "x"),
    "incoming.dismiss": lambda a, m: a.desk.incoming.dismiss(m, "x"),
    "followed.show": lambda a, m: a.desk.followed.show(m),
    "followed.follow": lambda a, m: a.desk.followed.follow(m, "http://other.example"),
    "followed.unfollow": lambda a, m: a.desk.followed.unfollow(m, "x"),
    "files.export": lambda a, m: a.desk.files.export(m),
}
_NOT_THERE = (UnknownFact, DoesNotExist, CannotBlock, HostNotAllowed)
# These take no member, or ask on behalf of another use-case that has asked whether it may.
_FOR_CODE = {
    "setup.first_use",
    "setup.read",
    "setup.moderates",
    "setup.strictness",
    "publishing.propose",
}
_FOR_CODE |= {"publishing.put_through", "articles.read", "setup.public_desks"}
_FOR_CODE |= {"blocking.expect_not_blocked", "blocking.expect_may_request"}
# These take a draft, which only those who may read it are given.
_FOR_CODE |= {"checks.warnings", "publishing.changes"}
_FOR_CODE |= {"publishing.publish_scheduled", "publishing.call_off", "setup.public_page"}
# The clock and the front end speak to it, and nobody else.
_FOR_CODE |= {
    f"embargo.{name}"
    for name, _ in inspect.getmembers(Embargo, inspect.isfunction)
    if not name.startswith("_")
}
_FOR_CODE |= {"setup.desk_for_requests"}
_FOR_CODE |= {"incoming.put", "incoming.drop", "incoming.withdraw", "incoming.count"}
_FOR_CODE |= {
    "feeds.follow",
    "feeds.list",
    "feeds.unfollow",
    "feeds.run",
    "feeds.turn",
    "feeds.look",
}
# To one's own desk these say what is there: nothing that is another desk's.
_OWN_ONLY = {
    "setup.changes",
    "setup.expect_moderator",
    "setup.change",
    "drafting.open",
}
_OWN_ONLY |= {"drafting.mine", "publishing.proposals", "change_log.log", "listing.facts"}
_OWN_ONLY |= {"drafting.of_desk", "incoming.waiting", "followed.show"}
_OWN_ONLY |= {"blocking.block", "blocking.block_asker", "blocking.blocked"}
_OWN_ONLY |= {"files.preview", "files.cancel", "files.export", "files.template"}


def test_every_use_case_is_tried() -> None:
    """A new one has to be added here."""
    names = {
        f"{part.name}.{name}"
        for part in fields(Desk)
        for name, method in inspect.getmembers(part.type, inspect.isfunction)
        if not name.startswith("_")
    }
    assert names == STEPS.keys() | _FOR_CODE


@pytest.mark.parametrize("step", STEPS)
async def test_a_member_without_the_role_gets_nowhere(
    around: Around, eve: Member, store: FactStore, step: str
) -> None:
    """The refusal says who may, and nothing is changed: no fact, no draft, no setting."""
    before = await _state(store)
    with pytest.raises(NotAllowed, match=r"Manage Server|moderators"):
        await STEPS[step](around, eve)
    assert await _state(store) == before


@pytest.mark.parametrize("step", sorted(STEPS.keys() - _OWN_ONLY))
async def test_another_servers_manager_gets_nowhere(
    around: Around, zoe: Member, store: FactStore, step: str
) -> None:
    """Not by a fact's id, nor by an old card with a draft's, a proposal's or a file's."""
    before = await _state(store)
    with pytest.raises((NotAllowed, *_NOT_THERE)):
        await STEPS[step](around, zoe)
    assert await _state(store) == before


@pytest.mark.parametrize("step", sorted(_OWN_ONLY - {"setup.change"}))
async def test_ones_own_desk_shows_nothing_of_another(
    around: Around, zoe: Member, store: FactStore, step: str
) -> None:
    """What another desk's moderator may do is about their own desk alone."""
    before = await _state(store)
    shown = await STEPS[step](around, zoe)
    after = await _state(store)
    for kind in ("changes", f"draft/{DESK}", f"import/{DESK}", "desk"):
        assert after[kind] == before[kind]
    assert not re.search(r"Mine|pier|Herald|Ben", repr(shown))


@pytest.mark.parametrize(
    ("desk_id", "sentence"), [(HOME, "belongs to another desk"), (STARTER, "starter fact")]
)
async def test_shared_facts_are_seen_and_not_changed(
    desk: Desk, ana: Member, store: FactStore, desk_id: DeskId, sentence: str
) -> None:
    """The refusal says whose they are."""
    draft = FactDraft.model_validate({"claim": "A", "sources": [{"outlet": "o"}]})
    await store.apply([Add(desk_id, draft)], editor="x")
    for step in (
        desk.changing.retract(ana, 1, "x"),
        desk.drafting.open_edit(ana, 1),
        desk.change_log.of_fact(ana, 1),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            await step


async def test_the_home_desk_is_moderated_like_any_other(
    desk: Desk, store: FactStore, eve: Member
) -> None:
    """Who acts for HOME changes its facts."""
    editor = Member(HOME, "9", "Ed", manages_server=True)
    fact = await publish(desk, editor)
    assert fact.desk == HOME
    reader = Member(HOME, eve.id, eve.name, manages_server=False)
    with pytest.raises(NotAllowed):
        await desk.changing.retract(reader, fact.id, "x")
    assert await store.last_change() == 1


async def _state(store: FactStore) -> dict[str, object]:
    """All that a step could have changed."""
    state: dict[str, object] = {"changes": await store.last_change()}
    for kind in (f"draft/{DESK}", f"import/{DESK}", "desk", "draft/88", "import/88"):
        state[kind] = await store.shelf.items(kind)
    return state
