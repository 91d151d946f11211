"""What moderators are told of changes."""

import pytest

from facts.forms.typed import SourceForm
from facts.model import ChangeKind, Member
from facts.usecases.desk.change_log import LogFilter
from facts.usecases.desk.desk import Desk
from tests.facts.usecases.desk.newsroom import publish


async def test_a_history_is_told_newest_first_and_paged(desk: Desk, ben: Member) -> None:
    """With its editor, its reason and what differs; a page out of range is the last."""
    fact = await publish(desk, ben)
    for n in range(4):
        await desk.changing.cite(ben, fact.id, SourceForm(outlet=f"Outlet {n}"))
    await desk.changing.retract(ben, fact.id, "Not so.")
    page = await desk.change_log.of_fact(ben, fact.id, 0, size=4)
    assert (page.number, page.pages, page.total) == (0, 2, 6)
    assert [entry.change.revision for entry in page.items] == [6, 5, 4, 3]
    newest = page.items[0]
    assert (newest.change.editor, newest.change.reason, newest.change.kind) == (
        "Ben (2)",
        "Not so.",
        ChangeKind.EDITED,
    )
    assert [change.place for change in newest.differences] == ["retraction, date", "retraction"]
    last = await desk.change_log.of_fact(ben, fact.id, 99, size=4)
    assert [entry.change.revision for entry in last.items] == [2, 1]
    added = last.items[-1].differences
    assert [(change.place, change.before) for change in added] == [
        ("the claim", None),
        ("source 1", None),
    ]


async def test_the_log_has_a_desks_own_changes(
    desk: Desk, ana: Member, ben: Member, zoe: Member
) -> None:
    """Nothing of another desk, read on from where a page ended, filtered by what is asked."""
    first, second = await publish(desk, ana), await publish(desk, ben, "The pier is closed.")
    await publish(desk, zoe, "A matter of another server.")
    for n in range(5):
        await desk.changing.cite(ben, first.id, SourceForm(outlet=f"Outlet {n}"))
    page = await desk.change_log.log(ana, size=3)
    assert [entry.change.revision for entry in page.entries] == [6, 5, 4]
    rest = await desk.change_log.log(ana, before=page.older, size=10)
    assert [(entry.change.fact_id, entry.change.revision) for entry in rest.entries] == [
        (first.id, 3),
        (first.id, 2),
        (second.id, 1),
        (first.id, 1),
    ]
    assert rest.older is None

    async def found(wanted: LogFilter) -> list[int]:
        return [entry.change.number for entry in (await desk.change_log.log(ana, wanted)).entries]

    assert await found(LogFilter(editor="ana")) == [1]
    assert await found(LogFilter(editor="(2)", kind=ChangeKind.ADDED)) == [2]
    assert await found(LogFilter(fact_id=second.id)) == [2]
    assert await found(LogFilter(editor="nobody")) == []


@pytest.mark.parametrize("size", [1, 7, 200])
async def test_a_long_log_is_read_to_its_end(
    desk: Desk, ben: Member, zoe: Member, size: int
) -> None:
    """Page by page every change comes once, however many of other desks lie between."""
    own = []
    for n in range(12):
        own.append((await publish(desk, ben, f"Claim {n}")).id)
        for m in range(25):
            await publish(desk, zoe, f"Other {n} {m}")
    told: list[int] = []
    before = None
    while True:
        page = await desk.change_log.log(ben, before=before, size=size)
        told += [entry.change.fact_id for entry in page.entries]
        if page.older is None:
            break
        assert before is None or page.older < before
        before = page.older
    assert told == own[::-1]


async def test_the_log_of_one_fact_is_paged_without_gaps(
    desk: Desk, ben: Member, zoe: Member
) -> None:
    """Each change comes once, newest first, and every page but the last is full."""
    fact = await publish(desk, ben)
    for n in range(4):
        await desk.changing.cite(ben, fact.id, SourceForm(outlet=f"Outlet {n}"))
        for m in range(8):
            await publish(desk, zoe, f"Other {n} {m}")
    wanted, before = LogFilter(fact_id=fact.id), None
    pages = []
    while not pages or before is not None:
        page = await desk.change_log.log(ben, wanted, before=before, size=2)
        pages.append([entry.change.revision for entry in page.entries])
        before = page.older
    assert pages == [[5, 4], [3, 2], [1]]
    elsewhere = await desk.change_log.log(zoe, wanted)
    assert (elsewhere.entries, elsewhere.older) == ((), None)


async def test_a_log_is_the_same_when_it_is_read_again(
    desk: Desk, ben: Member, zoe: Member
) -> None:
    """Also after more was written, by whichever desk."""
    first = await publish(desk, ben)
    for n in range(60):
        await publish(desk, zoe, f"Other {n}")
    for _ in range(2):
        for member, ids in ((ben, [first.id]), (zoe, [61, 60, 59])):
            page = await desk.change_log.log(member, size=3)
            assert [entry.change.fact_id for entry in page.entries] == ids
    second = await publish(desk, ben, "The pier is closed.")
    page = await desk.change_log.log(ben, size=3)
    assert [entry.change.fact_id for entry in page.entries] == [second.id, first.id]
