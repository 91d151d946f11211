"""The incoming list of a desk: reviews from feeds, to be opened as drafts."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from facts.interchange.file_formats import fact_line
from facts.interchange.read_lines import ReadLine
from facts.model import DeskId, DoesNotExist, FactDraft, Member
from facts.model.fields import Frozen
from facts.store.protocol import Edit, FactStore, Having
from facts.store.shelf import Delete
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.drafts.repository import DraftRepository
from facts.usecases.files.import_rows import ImportRows
from facts.usecases.files.known_facts import KnownFacts
from facts.usecases.paging import Page, page_of
from facts.usecases.shelf_view import retrying


class News(StrEnum):
    """Whether a review is new, changed or withdrawn."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class IncomingItem(Frozen):
    """One review, as a line of interchange JSON; ``fact_id`` is the desk's fact it changes."""

    id: str
    feed: str
    desk: str
    news: News
    at: AwareDatetime
    fact: str
    fact_id: int | None = None

    @property
    def draft(self) -> FactDraft:
        """The review as a fact draft."""
        return FactDraft.model_validate_json(self.fact)


class Incoming:
    """Raises NotAllowed, DoesNotExist."""

    def __init__(self, store: FactStore, setup: Setup, drafts: DraftRepository) -> None:
        self._store = store
        self._shelf = store.shelf
        self._setup = setup
        self._drafts = drafts

    async def waiting(self, member: Member, page: int = 0, *, size: int = 10) -> Page[IncomingItem]:
        """The items on the list of the member's desk, newest first."""
        await self._setup.expect_moderator(member)
        waiting = sorted(await self._items(member.desk), key=lambda item: item.at, reverse=True)
        return page_of(waiting, page, size)

    @retrying
    async def open(self, member: Member, item_id: str) -> Draft:
        """Remove an item and open it as a draft of the member's own, new or an edit."""
        await self._setup.expect_moderator(member)
        item, revision = await self._item(member.desk, item_id)
        draft = item.draft
        with ImportRows() as rows:
            known = await KnownFacts.read(self._store, member.desk, rows, [draft])
            fate = await known.fate_of(rows.add(ReadLine(1, draft), draft))
        fact = await self._store.get(fate.fact_id) if isinstance(fate, Edit) else None
        content = fate.draft if isinstance(fate, Edit) else draft
        await self._drafts.expect_room(member)
        opened = self._drafts.new(member, content, of=fact)
        # One atomic step: two people opening the same item do not both get it, and it is never
        # lost.
        return await self._drafts.put(opened, Delete(_kind(member.desk), item.id, revision))

    async def dismiss(self, member: Member, item_id: str) -> None:
        """Remove an item for good; it returns if the feed changes it."""
        await self._setup.expect_moderator(member)
        await self._item(member.desk, item_id)
        await self._shelf.delete(_kind(member.desk), item_id)

    async def put(self, item: IncomingItem) -> None:
        """Add an item, replacing what the feed said of it before. For code: no permission check."""
        kind = _kind(DeskId(item.desk))
        await self._shelf.put(kind, item.id, item.model_dump(mode="json"))

    async def drop(self, desk: DeskId, item_id: str) -> None:
        """Remove an item that another replaces. For code."""
        await self._shelf.delete(_kind(desk), item_id)

    async def withdraw(
        self, desk: DeskId, item_id: str, feed: str, page: str, at: datetime
    ) -> None:
        """Record that the feed withdrew a review, on the list or a fact already. For code."""
        document = await self._shelf.get(_kind(desk), item_id)
        if document is not None:
            item = IncomingItem.model_validate(dict(document))
            await self.put(item.model_copy(update={"news": News.WITHDRAWN, "at": at}))
            return
        async for fact in self._store.find(Having(desks={desk}, link=page)):
            if any(source.rating for source in fact.sources):
                await self.put(
                    IncomingItem(
                        id=item_id,
                        feed=feed,
                        desk=desk,
                        news=News.WITHDRAWN,
                        at=at,
                        fact=fact_line(fact),
                        fact_id=fact.id,
                    )
                )
                return

    async def count(self, desk: DeskId) -> int:
        """The number of items of a desk. For code."""
        return len(await self._items(desk))

    async def _item(self, desk: DeskId, item_id: str) -> tuple[IncomingItem, int]:
        document = await self._shelf.get(_kind(desk), item_id)
        if document is None:
            raise DoesNotExist("Someone has already opened or dismissed this.")
        return IncomingItem.model_validate(dict(document)), document.revision

    async def _items(self, desk: DeskId) -> list[IncomingItem]:
        kept = await self._shelf.items(_kind(desk))
        return [IncomingItem.model_validate(dict(document)) for document in kept.values()]


def _kind(desk: DeskId) -> str:
    return f"incoming/{desk}"
