"""Compares a feed's answer with its last one and puts the differences on the incoming list."""

import hashlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from facts.interchange.file_formats import fact_line
from facts.interchange.read_lines import ReadLine
from facts.model import DeskId, FactDraft
from facts.store.protocol import Edit, FactStore
from facts.usecases.feeds.fetching import FeedAnswer
from facts.usecases.feeds.incoming import Incoming, IncomingItem, News
from facts.usecases.files.import_rows import ImportRows, RepeatedRowError, ValidRow, pages_of
from facts.usecases.files.known_facts import Fate, KnownFacts

_SEEN = "feed-seen"
# The most reviews remembered per feed; the oldest are dropped, and would count as new again.
_MOST_SEEN = 20_000
_DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class _Review:
    """One review of a feed: ``key`` identifies it, ``said`` is its present content."""

    key: str
    row: ValidRow
    said: str
    page: str
    stamped: str


class FeedNews:
    """Compares the content of feeds with what they had before."""

    def __init__(self, store: FactStore, incoming: Incoming) -> None:
        self._store = store
        self._shelf = store.shelf
        self._incoming = incoming

    async def stamps(self, feed_id: str) -> dict[str, str]:
        """What the feed last said of each page it lists."""
        return (await self._seen(feed_id)).get("stamps", {})

    async def forget(self, feed_id: str) -> None:
        """Delete the remembered state of a feed."""
        await self._shelf.delete(_SEEN, feed_id)

    async def take_in(
        self, feed_id: str, desk: DeskId, answer: FeedAnswer, now: datetime, *, room: int
    ) -> tuple[int, bool]:
        """Put changes on the incoming list, at most ``room`` new ones; returns how many were new,
        and whether that was all.
        """
        seen = await self._seen(feed_id)
        # The last content of each review and the page it is on.
        had: dict[str, str] = seen.get("items", {})
        stamps: dict[str, str] = {**seen.get("stamps", {}), **answer.stamps}
        came, complete = 0, True
        with ImportRows() as rows:
            reviews = _reviews(answer, rows)
            gone = _gone(had, reviews, answer)
            changed = [review for review in reviews if had.get(review.key) != review.said]
            drafts = [review.row.draft for review in changed]
            known = await KnownFacts.read(self._store, desk, rows, drafts)
            for review in reviews:
                known.expect(review.row)
            for review in changed:
                try:
                    fate = await known.fate_of(review.row)
                except RepeatedRowError:
                    continue
                if fate is Fate.NEW and came >= room:
                    complete = False
                    stamps.pop(review.stamped, None)
                    continue
                had[review.key] = review.said
                came += fate is Fate.NEW
                if fate is not Fate.STORED:
                    await self._incoming.put(_item(feed_id, desk, review, fate, now))
        for key, (page, is_reworded) in gone.items():
            del had[key]
            if is_reworded:
                await self._incoming.drop(desk, key)
            else:
                await self._incoming.withdraw(desk, key, feed_id, page, now)
        await self._shelf.put(_SEEN, feed_id, {"items": _newest(had), "stamps": _newest(stamps)})
        return came, complete

    async def _seen(self, feed_id: str) -> dict[str, dict[str, str]]:
        document = await self._shelf.get(_SEEN, feed_id)
        return {name: dict(part) for name, part in document.items()} if document else {}


def _reviews(answer: FeedAnswer, rows: ImportRows) -> list[_Review]:
    """The reviews that contain facts, without duplicate refs."""
    found: list[_Review] = []
    for number, item in enumerate(answer.items, start=1):
        with suppress(ValidationError, RepeatedRowError):
            draft = FactDraft.model_validate_json(item.fact)
            row = rows.add(ReadLine(number, draft), draft)
            # A review is identified by the page it is about and its claim.
            link = next(iter(pages_of(draft)), "")
            key = _digest(f"{link}\n{draft.claim.text.casefold()}")
            page = item.page or link
            found.append(_Review(key, row, f"{_digest(item.fact)} {page}", page, item.page))
    return found


def _gone(
    had: dict[str, str], reviews: list[_Review], answer: FeedAnswer
) -> dict[str, tuple[str, bool]]:
    """The withdrawn reviews by key: their page, and whether the review is there reworded.

    If the only review of a page has a different claim now, it is the same review under two keys.
    """
    present = {review.key: review.page for review in reviews}
    looked_at = {review.stamped for review in reviews if review.stamped}
    pages = {key: said.partition(" ")[2] for key, said in had.items()}
    gone = {
        key: page
        for key, page in pages.items()
        if page in answer.gone or (key not in present and (answer.whole or page in looked_at))
    }
    times, there = Counter(gone.values()), Counter(present.values())
    new = {page for key, page in present.items() if key not in had}
    return {
        key: (page, times[page] == there[page] == 1 and page in new) for key, page in gone.items()
    }


def _item(
    feed_id: str, desk: DeskId, review: _Review, fate: Edit | Fate, now: datetime
) -> IncomingItem:
    return IncomingItem(
        id=review.key,
        feed=feed_id,
        desk=desk,
        news=News.CHANGED if isinstance(fate, Edit) else News.NEW,
        at=now,
        fact=fact_line(review.row.draft),
        fact_id=fate.fact_id if isinstance(fate, Edit) else None,
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()


def _newest(kept: dict[str, str]) -> dict[str, str]:
    return dict(list(kept.items())[-_MOST_SEEN:])
