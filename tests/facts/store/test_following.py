"""What every fact store does for those who follow its log and keep documents beside it."""

from facts.model import HOME, DeskId, FactDraft
from facts.store.protocol import Add, Edit, FactStore, Merge, Remove
from facts.store.shelf import Delete, Put


def draft(text: str = "The bridge is shut") -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Harbour Post"}]})


async def test_several_documents_are_kept_in_one_step(store: FactStore) -> None:
    """What is put and deleted together holds together, later steps after earlier ones."""
    await store.shelf.put("a", "old", {"n": 1})
    await store.shelf.keep(
        [
            Put("a", "new", {"n": 2}),
            Delete("a", "old"),
            Put("b", "x", {}),
            Put("a", "new", {"n": 3}),
        ]
    )
    assert await store.shelf.items("a") == {"new": {"n": 3}}
    assert await store.shelf.get("b", "x") == {}
    await store.shelf.keep([])
    await store.shelf.keep([Delete("a", "never there")])
    assert await store.shelf.items("a") == {"new": {"n": 3}}


async def test_who_listens_hears_of_each_write(store: FactStore) -> None:
    """Once the change can be read; documents beside the facts are no change."""
    heard: list[int] = []
    store.on_change(lambda: heard.append(1))
    await store.shelf.put("a", "b", {})
    await store.apply([], editor="ana")
    assert len(heard) <= 1
    heard.clear()
    await store.apply([Add(HOME, draft()), Add(HOME, draft())], editor="ana")
    assert heard == [1]


async def test_one_change_can_be_looked_up_by_its_number(store: FactStore) -> None:
    """Whole, as it stands in the log; there is none outside of it."""
    made = await store.apply([Add(HOME, draft(str(n))) for n in range(3)], editor="ana")
    assert [await store.change(number) for number in (1, 2, 3)] == list(made)
    assert [await store.change(number) for number in (-1, 0, 4)] == [None] * 3


async def test_the_log_of_one_desk_is_read_newest_first(store: FactStore) -> None:
    """Whatever was done to its facts, and nothing of other desks; from any number on."""
    other = DeskId("7")
    await store.apply([Add(HOME, draft("a")), Add(other, draft("b"))] * 30, editor="ana")
    await store.apply([Edit(1, 1, draft("c")), Remove(2, 1), Merge(3, 1, 1)], editor="ben")
    home = [63, 61, *range(59, 0, -2)]
    assert [change.number async for change in store.desk_changes(HOME)] == home
    assert [change.number async for change in store.desk_changes(HOME, before=60)] == home[2:]
    assert [change.number async for change in store.desk_changes(other)] == [62, *range(60, 0, -2)]
    assert [change.number async for change in store.desk_changes(DeskId("9"))] == []
    async for change in store.desk_changes(other):
        assert change == await store.change(62)
        break
