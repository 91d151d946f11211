"""Following feeds: what is new, changed or withdrawn goes to the incoming list of a desk."""

import asyncio
import hashlib
import logging
import secrets
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from facts.interchange import fact_line
from facts.model import Clock, DeskId, FactDraft, Refusal
from facts.store.protocol import Add, Edit, FactStore, StaleDocument, StoreAway, Write
from facts.usecases.feeds.fetching import FeedAnswer, FeedRequest, Fetcher
from facts.usecases.feeds.incoming import Incoming, IncomingItem, News
from facts.usecases.feeds.settings import HOSTS_VARIABLE, FeedSettings
from facts.usecases.files.known_facts import KnownFacts, SameFactTwiceError, pages_of

_KIND = "feed"
_SEEN = "feed-seen"
MOST_NEW_A_DAY = 50
_MOST_FEEDS = 100
# A feed's own memory of what it had; the oldest are forgotten, and would come as new once more.
_MOST_SEEN = 20_000
_LOOK_EVERY = timedelta(hours=1)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)
_SLEEP = timedelta(minutes=1)
_DIGEST_BYTES = 8
_log = logging.getLogger(__name__)


class NoSuchFeed(Refusal):
    """There is no feed of that id."""


class HostNotAllowed(Refusal):
    """The operator has not named the host of the address."""


class Feed(BaseModel):
    """One address that ``desk`` follows; times are UTC. ``problem`` is why the last look failed,
    ``day`` and ``new_that_day`` count what came in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    url: str
    desk: str
    etag: str = ""
    modified: str = ""
    next_look: AwareDatetime
    last_look: AwareDatetime | None = None
    attempts: int = 0
    problem: str = ""
    left_out: int = 0
    day: date | None = None
    new_that_day: int = 0


class Feeds:
    """Keeps feeds and looks at them. ``clock`` is in UTC."""

    def __init__(
        self, store: FactStore, incoming: Incoming, allowed: FeedSettings, clock: Clock
    ) -> None:
        self._store = store
        self._shelf = store.shelf
        self._incoming = incoming
        self._allowed = allowed
        self._clock = clock

    async def follow(self, url: str, desk: DeskId) -> Feed:
        """Follow ``url`` for ``desk`` from now on; the feed that it follows already, if it does.

        Raises HostNotAllowed, Refusal.
        """
        self._expect_allowed(url)
        kept = await self.list(None)
        for feed in kept:
            if (feed.url, feed.desk) == (url, desk):
                return feed
        if len(kept) >= _MOST_FEEDS:
            raise Refusal(f"{_MOST_FEEDS} feeds are followed, which is the limit. Remove one.")
        feed = Feed(id=secrets.token_hex(4), url=url, desk=desk, next_look=self._clock())
        await self._shelf.put(_KIND, feed.id, feed.model_dump(mode="json"), revision=0)
        return feed

    async def list(self, desk: DeskId | None) -> tuple[Feed, ...]:
        """The feeds of a desk, or of all."""
        kept = (await self._shelf.items(_KIND)).values()
        feeds = (Feed.model_validate(dict(document)) for document in kept)
        return tuple(feed for feed in feeds if desk in (None, feed.desk))

    async def unfollow(self, feed_id: str, desk: DeskId | None = None) -> None:
        """Look at it no more; what is on the incoming list stays. Raises NoSuchFeed."""
        if not any(feed.id == feed_id for feed in await self.list(desk)):
            raise NoSuchFeed(f"There is no feed {feed_id} here.")
        await self._shelf.delete(_KIND, feed_id)
        await self._shelf.delete(_SEEN, feed_id)

    async def run(self, fetcher: Fetcher) -> None:
        """Look at whatever is due, until cancelled."""
        while True:
            try:
                await self.turn(fetcher)
            except StoreAway:
                _log.warning("Looking at the feeds waits for the store")
            except Exception:  # noqa: BLE001 - the next turn may go well, no turn never does
                _log.exception("Looking at the feeds failed; retrying in a minute")
            await asyncio.sleep(_SLEEP.total_seconds())

    async def turn(self, fetcher: Fetcher) -> None:
        """Look at each feed that is due, one after the other."""
        for feed in await self.list(None):
            if feed.next_look <= self._clock():
                await self.look(feed.id, fetcher)

    async def look(self, feed_id: str, fetcher: Fetcher) -> Feed:
        """Look at one feed now; the feed as it is afterwards. Raises NoSuchFeed."""
        document = await self._shelf.get(_KIND, feed_id)
        if document is None:
            raise NoSuchFeed(f"There is no feed {feed_id} here.")
        feed = Feed.model_validate(dict(document))
        # Taken first, so that no other process looks at it meanwhile.
        taken = feed.model_copy(update={"next_look": self._clock() + _LOOK_EVERY})
        try:
            await self._shelf.put(
                _KIND, feed.id, taken.model_dump(mode="json"), revision=document.revision
            )
        except StaleDocument:
            return feed
        answer = await self._fetched(taken, fetcher)
        looked = await self._taken_in(taken, answer)
        if await self._shelf.get(_KIND, feed.id) is not None:
            await self._shelf.put(_KIND, feed.id, looked.model_dump(mode="json"))
        return looked

    async def _fetched(self, feed: Feed, fetcher: Fetcher) -> FeedAnswer:
        try:
            self._expect_allowed(feed.url)
        except HostNotAllowed as refusal:
            return FeedAnswer(problem=str(refusal))
        stamps = (await self._seen(feed.id)).get("stamps", {})
        return await fetcher.fetch(
            FeedRequest(
                url=feed.url,
                hosts=self._allowed.hosts,
                key=self._allowed.key,
                etag=feed.etag,
                modified=feed.modified,
                stamps=stamps,
            )
        )

    async def _taken_in(self, feed: Feed, answer: FeedAnswer) -> Feed:
        now = self._clock()
        if answer.problem:
            wait: timedelta = min(_FIRST_WAIT * 2**feed.attempts, _LONGEST_WAIT)
            failed = {"problem": answer.problem, "attempts": min(feed.attempts + 1, 20)}
            return feed.model_copy(update=failed | {"next_look": now + wait, "last_look": now})
        fine = {"problem": "", "attempts": 0, "last_look": now, "next_look": now + _LOOK_EVERY}
        if answer.unchanged:
            return feed.model_copy(update=fine)
        new_today = feed.new_that_day if feed.day == now.date() else 0
        came, complete = await self._news(feed, answer, now, MOST_NEW_A_DAY - new_today)
        # What did not fit today is still to come: the feed must not answer "unchanged" then.
        memory = {"etag": answer.etag, "modified": answer.modified} if complete else {}
        return feed.model_copy(
            update={"etag": "", "modified": ""}
            | fine
            | memory
            | {
                "day": now.date(),
                "new_that_day": new_today + came,
                "left_out": len(answer.left_out),
            }
        )

    async def _news(
        self, feed: Feed, answer: FeedAnswer, now: datetime, room: int
    ) -> tuple[int, bool]:
        """Put what is news on the incoming list: how much was new, and whether that was all."""
        seen = await self._seen(feed.id)
        # What it said of each review last, and on which page that stands.
        had: dict[str, str] = seen.get("items", {})
        stamps: dict[str, str] = {**seen.get("stamps", {}), **answer.stamps}
        known = await KnownFacts.read(self._store, DeskId(feed.desk))
        came, complete, present = 0, True, set[str]()
        for number, item in enumerate(answer.items, start=1):
            draft = _draft(item.fact)
            if draft is None:
                continue
            key, pages = _key(draft), pages_of(draft)
            said = f"{_digest(item.fact)} {item.page or next(iter(pages), '')}"
            present.add(key)
            if had.get(key) == said:
                continue
            try:
                write = known.write_for(draft, number, pages, {})
            except SameFactTwiceError:
                continue
            if isinstance(write, Add) and came >= room:
                complete = False
                stamps.pop(item.page, None)
                continue
            had[key] = said
            came += isinstance(write, Add)
            if write is not None:
                await self._incoming.put(_news_of(feed, key, draft, write, now))
        missing = [key for key in had if answer.whole and key not in present]
        missing += [key for key, said in had.items() if said.partition(" ")[2] in answer.gone]
        for key in missing:
            page = had.pop(key).partition(" ")[2]
            await self._incoming.withdraw(DeskId(feed.desk), key, feed.id, page, now)
        await self._shelf.put(_SEEN, feed.id, {"items": _newest(had), "stamps": _newest(stamps)})
        return came, complete

    async def _seen(self, feed_id: str) -> dict[str, dict[str, str]]:
        document = await self._shelf.get(_SEEN, feed_id)
        return {name: dict(part) for name, part in document.items()} if document else {}

    def _expect_allowed(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        if parts.scheme not in ("http", "https") or not host or parts.username:
            raise Refusal(f"“{url}” isn’t a feed address. Give one that starts with https://")
        if not self._allowed.allows(host):
            raise HostNotAllowed(
                f"Nothing is fetched from {host}: the operator of the bot has to name it first, in "
                f"{HOSTS_VARIABLE}."
            )


def _draft(line: str) -> FactDraft | None:
    try:
        return FactDraft.model_validate_json(line)
    except ValidationError:
        return None


def _news_of(feed: Feed, key: str, draft: FactDraft, write: Write, now: datetime) -> IncomingItem:
    return IncomingItem(
        id=key,
        feed=feed.id,
        desk=feed.desk,
        news=News.CHANGED if isinstance(write, Edit) else News.NEW,
        at=now,
        fact=fact_line(draft),
        fact_id=write.fact_id if isinstance(write, Edit) else None,
    )


def _key(draft: FactDraft) -> str:
    """What a review is known by: the page it is about, and its claim."""
    page = next(iter(pages_of(draft)), "")
    return _digest(f"{page}\n{draft.claim.text.casefold()}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()


def _newest(kept: dict[str, str]) -> dict[str, str]:
    return dict(list(kept.items())[-_MOST_SEEN:])
