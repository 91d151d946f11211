"""Two processes at one desk, interleaved at every step: no change of either is lost."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from facts.forms.typed import ClaimForm
from facts.model import Member
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import AlreadyPublished
from facts.usecases.desk.drafts.publishing import Published
from facts.usecases.desk.listing import FactFilter
from tests.facts.usecases.desk.newsroom import POST, Clock, desk_over

CLAIM = ClaimForm(text="The mayor closed the harbour bridge.")
# More than any of the acts below has.
_MOST_STEPS = 12

Act = Callable[[], Awaitable[object]]


class Interrupted:
    """A store or shelf before whose call number ``at`` somebody else acts."""

    def __init__(self, inner: Any, steps: list[str], at: int, act: Act) -> None:
        self._inner = inner
        self._given = steps, at, act

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name == "shelf":
            return Interrupted(found, *self._given)
        if name not in ("get", "items", "put", "keep", "delete", "apply", "done"):
            return found
        steps, at, act = self._given

        async def call(*args: Any, **kwargs: Any) -> Any:
            steps.append(name)
            if len(steps) == at:
                await act()
            return await found(*args, **kwargs)

        return call


async def _interleaved(
    folder: Path,
    prepare: Callable[[Desk], Awaitable[str]],
    one: Callable[[Desk, str], Awaitable[object]],
    other: Callable[[Desk, str], Awaitable[object]],
    look: Callable[[Desk, str], Awaitable[None]],
) -> None:
    """Do ``one``, with ``other`` before each of its steps in turn, and look at what came of it."""
    fewest = 0
    for at in range(1, _MOST_STEPS):
        first = await TinyDBStore.open(folder / str(at))
        second = await TinyDBStore.open(folder / str(at))
        theirs = desk_over(second, Clock())
        subject = await prepare(theirs)
        steps: list[str] = []
        ours = desk_over(Interrupted(first, steps, at, lambda: other(theirs, subject)), Clock())  # type: ignore[arg-type] # noqa: B023 - it is done within this turn
        await one(ours, subject)
        if len(steps) >= at:
            await look(theirs, subject)
            fewest += 1
        await first.close()
        await second.close()
    assert fewest > 2


async def _nothing(_: Desk) -> str:
    return ""


async def test_two_settings_are_both_kept(tmp_path: Path, ana: Member) -> None:
    """And both are in the desk's log."""

    async def look(desk: Desk, _: str) -> None:
        settings = await desk.setup.read(ana.desk)
        assert (settings.log_channel, settings.second_person) == ("9", True)
        assert (await desk.setup.changes(ana)).total == 2

    await _interleaved(
        tmp_path,
        _nothing,
        lambda desk, _: desk.setup.change(ana, log_channel="9"),
        lambda desk, _: desk.setup.change(ana, second_person=True),
        look,
    )


async def test_two_edits_of_a_draft_are_both_kept(tmp_path: Path, ana: Member) -> None:
    """Topics set by one, wordings by the other."""

    async def prepare(desk: Desk) -> str:
        return (await desk.drafting.open(ana, CLAIM, POST)).id

    async def look(desk: Desk, draft_id: str) -> None:
        content = (await desk.drafting.get(ana, draft_id)).content
        assert (content.topics, content.other_wordings) == (("bridges",), ("A bridge shut.",))

    await _interleaved(
        tmp_path,
        prepare,
        lambda desk, draft_id: desk.drafting.put_topics(ana, draft_id, ["bridges"]),
        lambda desk, draft_id: desk.drafting.put_wordings(ana, draft_id, ["A bridge shut."]),
        look,
    )


async def test_what_is_published_has_the_last_edit_that_was_answered(
    tmp_path: Path, ana: Member
) -> None:
    """An edit beside the publishing is in the fact, or is refused: never answered and lost."""
    answered: list[str] = []

    async def prepare(desk: Desk) -> str:
        answered.clear()
        return (await desk.drafting.open(ana, CLAIM, POST)).id

    async def edit(desk: Desk, draft_id: str) -> None:
        await desk.drafting.put_topics(ana, draft_id, ["bridges"])
        answered.append("edit")

    async def publish(desk: Desk, draft_id: str) -> None:
        assert isinstance(await desk.publishing.publish(ana, draft_id), Published)

    async def look(desk: Desk, _: str) -> None:
        (fact,) = (await desk.listing.facts(ana, FactFilter())).items
        assert fact.topics == (("bridges",) if answered else ())
        assert await desk.drafting.mine(ana) == ()

    await _interleaved(tmp_path, prepare, publish, edit, look)


async def test_two_who_publish_make_one_fact(tmp_path: Path, ana: Member) -> None:
    """The second is told that it is there."""

    async def prepare(desk: Desk) -> str:
        return (await desk.drafting.open(ana, CLAIM, POST)).id

    async def publish(desk: Desk, draft_id: str) -> None:
        try:
            await desk.publishing.publish(ana, draft_id)
        except AlreadyPublished as told:
            assert told.fact_id == 1  # noqa: PT017 - either may be the second

    async def look(desk: Desk, _: str) -> None:
        assert (await desk.listing.facts(ana, FactFilter())).total == 1

    await _interleaved(tmp_path, prepare, publish, publish, look)
