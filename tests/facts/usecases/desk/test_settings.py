"""Who moderates a desk, and what it has set."""

from pathlib import Path

import pytest

from facts.forms.typed import NotValid
from facts.model import DeskId, Member, NotAllowed, utc_now
from facts.store.protocol import FactStore
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_settings import DeskSettings, Setup, Strictness


async def test_a_desk_that_set_nothing_has_defaults(store: FactStore) -> None:
    """No role, no log channel, one person is enough."""
    assert await Setup(store, utc_now).read(DeskId("new")) == DeskSettings()


async def test_moderators_manage_the_server_or_have_a_named_role(
    desk: Desk, ana: Member, ben: Member, eve: Member
) -> None:
    """Nobody else, whatever other roles they have."""
    assert [await desk.setup.moderates(member) for member in (ana, ben, eve)] == [True, True, False]


async def test_a_role_counts_at_its_own_desk_only(desk: Desk, ben: Member) -> None:
    """The same role id at another desk opens nothing."""
    elsewhere = Member(DeskId("88"), ben.id, ben.name, manages_server=False, roles=ben.roles)
    assert not await desk.setup.moderates(elsewhere)


async def test_a_role_taken_away_counts_at_once(desk: Desk, ana: Member, ben: Member) -> None:
    """The next step of a member whose role was removed from the settings is refused."""
    await desk.setup.expect_moderator(ben)
    await desk.setup.change(ana, moderator_roles=frozenset())
    with pytest.raises(NotAllowed, match="moderators"):
        await desk.setup.expect_moderator(ben)


async def test_only_who_manages_the_server_sets_a_desk_up(desk: Desk, ben: Member) -> None:
    """A moderator by role sees the settings and cannot make others moderators."""
    assert (await desk.setup.expect_moderator(ben)).moderator_roles == {"reporters"}
    with pytest.raises(NotAllowed, match="Manage Server"):
        await desk.setup.change(ben, moderator_roles={"everyone"})
    assert (await desk.setup.expect_moderator(ben)).moderator_roles == {"reporters"}


async def test_what_is_not_given_stays(desk: Desk, ana: Member) -> None:
    """A change of one setting leaves the others."""
    await desk.setup.change(ana, second_person=True, topics=["Harbour", "harbour", "roads"])
    changed = await desk.setup.change(ana, strictness="strict", log_channel="9")
    assert changed == DeskSettings(
        moderator_roles=frozenset({"reporters"}),
        log_channel="9",
        second_person=True,
        strictness=Strictness.STRICT,
        topics=("Harbour", "roads"),
    )


async def test_what_cannot_be_set_is_refused_by_name(desk: Desk, ana: Member) -> None:
    """The sentence names the setting, and nothing is changed."""
    with pytest.raises(NotValid, match="strictness"):
        await desk.setup.change(ana, strictness="whatever", second_person=True)
    with pytest.raises(NotValid, match="up to 25 topics, each of at most 50 characters"):
        await desk.setup.change(ana, topics=["x" * 51], second_person=True)
    assert not (await desk.setup.expect_moderator(ana)).second_person


async def test_who_changed_the_settings_is_told(desk: Desk, ana: Member) -> None:
    """Newest first, with what they became; setting what is set already is no change."""
    await desk.setup.change(ana, second_person=True, topics=["roads", "harbour"])
    await desk.setup.change(ana, second_person=True)
    await desk.setup.change(ana, moderator_roles=[], log_channel="9")
    page = await desk.setup.changes(ana)
    assert [(entry.editor, entry.changes) for entry in page.items] == [
        ("Ana (1)", {"moderator_roles": "none", "log_channel": "9"}),
        ("Ana (1)", {"second_person": "yes", "topics": "harbour, roads"}),
        ("Ana (1)", {"moderator_roles": "reporters"}),
    ]
    assert page.items[0].at > page.items[1].at


async def test_settings_outlive_a_restart(tmp_path: Path, ana: Member) -> None:
    """They are in the store's folder."""
    store = await TinyDBStore.open(tmp_path)
    await Setup(store, utc_now).change(ana, log_channel="9")
    await store.close()
    again = await TinyDBStore.open(tmp_path)
    assert (await Setup(again, utc_now).read(ana.desk)).log_channel == "9"
    await again.close()


def test_the_log_names_an_editor_by_name_and_id() -> None:
    """A name without anything to see is left out, a very long one is cut."""
    desk = DeskId("77")
    assert Member(desk, "1", "Ana\u202e  Berg", manages_server=True).signature == "Ana Berg (1)"
    assert Member(desk, "1", "\u200b", manages_server=True).signature == "1"
    assert len(Member(desk, "1", "x" * 500, manages_server=True).signature) == 104
