"""Following feeds: new, changed and withdrawn reviews go to a desk's incoming list."""

import asyncio
import logging
import secrets
from datetime import date, timedelta
from urllib.parse import urlsplit

from pydantic import AwareDatetime

from facts.model import Clock, DeskId, DoesNotExist, Member, NotAllowed, Refusal
from facts.model.fields import Frozen
from facts.store.protocol import FactStore, StoreAway
from facts.store.shelf import StaleDocument
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.feeds.fetching import (
    HOSTS_VARIABLE,
    FeedAnswer,
    FeedRequest,
    FeedSettings,
    Fetcher,
)
from facts.usecases.feeds.incoming import Incoming
from facts.usecases.feeds.news import FeedNews
from facts.usecases.retry_backoff import FEED_BACKOFF

_KIND = "feed"
MOST_NEW_A_DAY = 50
_MOST_FEEDS = 100
_LOOK_EVERY = timedelta(hours=1)
_SLEEP = timedelta(minutes=1)
_log = logging.getLogger(__name__)


class HostNotAllowed(Refusal):
    """The operator has not permitted the host of the address."""


class Feed(Frozen):
    """An address that ``desk`` follows; times are UTC. ``problem`` is why the last fetch failed;
    ``day`` and ``new_that_day`` count the new items of a day.
    """

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
    """Stores feeds and polls them. ``clock`` is in UTC."""

    def __init__(
        self, store: FactStore, incoming: Incoming, allowed: FeedSettings, clock: Clock
    ) -> None:
        self._shelf = store.shelf
        self._news = FeedNews(store, incoming)
        self._allowed = allowed
        self._clock = clock

    async def follow(self, url: str, desk: DeskId) -> Feed:
        """Follow ``url`` for ``desk`` from now on; returns the existing feed if it is followed
        already.

        Raises HostNotAllowed, Refusal.
        """
        self._expect_allowed(url)
        kept = await self.list(None)
        for feed in kept:
            if (feed.url, feed.desk) == (url, desk):
                return feed
        if len(kept) >= _MOST_FEEDS:
            raise Refusal(
                f"This bot already follows {_MOST_FEEDS} feeds, which is its limit. Remove one of "
                "yours, or ask whoever runs the bot."
            )
        feed = Feed(id=secrets.token_hex(4), url=url, desk=desk, next_look=self._clock())
        await self._shelf.put(_KIND, feed.id, feed.model_dump(mode="json"), revision=0)
        return feed

    async def list(self, desk: DeskId | None) -> tuple[Feed, ...]:
        """The feeds of a desk, or of all."""
        kept = (await self._shelf.items(_KIND)).values()
        feeds = (Feed.model_validate(dict(document)) for document in kept)
        return tuple(feed for feed in feeds if desk in (None, feed.desk))

    async def unfollow(self, feed_id: str, desk: DeskId | None = None) -> None:
        """Stop following; its items remain on the incoming list. Raises DoesNotExist."""
        if not any(feed.id == feed_id for feed in await self.list(desk)):
            raise DoesNotExist(f"There’s no feed {feed_id} here.")
        await self._shelf.delete(_KIND, feed_id)
        await self._news.forget(feed_id)

    async def run(self, fetcher: Fetcher) -> None:
        """Poll feeds when they are due, until cancelled."""
        while True:
            try:
                await self.turn(fetcher)
            except StoreAway:
                _log.warning("Reading feeds is waiting for the store")
            except Exception:  # noqa: BLE001 - go on: the next poll may succeed
                _log.exception("Reading feeds failed; retrying in a minute")
            await asyncio.sleep(_SLEEP.total_seconds())

    async def turn(self, fetcher: Fetcher) -> None:
        """Poll all due feeds, one after the other."""
        for feed in await self.list(None):
            if feed.next_look <= self._clock():
                await self.look(feed.id, fetcher)

    async def look(self, feed_id: str, fetcher: Fetcher) -> Feed:
        """Poll one feed now; returns its new state. Raises DoesNotExist."""
        document = await self._shelf.get(_KIND, feed_id)
        if document is None:
            raise DoesNotExist(f"There’s no feed {feed_id} here.")
        feed = Feed.model_validate(dict(document))
        # Claim the feed first, so that no other process polls it meanwhile.
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
        return await fetcher.fetch(
            FeedRequest(
                url=feed.url,
                hosts=self._allowed.hosts,
                key=self._allowed.key,
                etag=feed.etag,
                modified=feed.modified,
                stamps=await self._news.stamps(feed.id),
            )
        )

    async def _taken_in(self, feed: Feed, answer: FeedAnswer) -> Feed:
        now = self._clock()
        if answer.problem:
            attempts = feed.attempts + 1
            next_look = now + FEED_BACKOFF.delay(attempts)
            failed = {"problem": answer.problem, "attempts": attempts, "next_look": next_look}
            return feed.model_copy(update=failed | {"last_look": now})
        fine = {"problem": "", "attempts": 0, "last_look": now, "next_look": now + _LOOK_EVERY}
        if answer.unchanged:
            return feed.model_copy(update=fine)
        new_today = feed.new_that_day if feed.day == now.date() else 0
        came, complete = await self._news.take_in(
            feed.id, DeskId(feed.desk), answer, now, room=MOST_NEW_A_DAY - new_today
        )
        # Some items did not fit today's limit: forget the ETags, or the feed would answer
        # "unchanged".
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

    def _expect_allowed(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        if parts.scheme not in ("http", "https") or not host or parts.username:
            raise Refusal(f"“{url}” isn’t a feed address. Use one that starts with https://")
        if not self._allowed.allows(host):
            raise HostNotAllowed(
                f"I may not fetch from {host}. The bot’s operator has to allow it first, in "
                f"{HOSTS_VARIABLE}."
            )


class FollowedFeeds:
    """Raises NotAllowed. Managers of the server choose the feeds, moderators can see them."""

    def __init__(self, setup: Setup, feeds: Feeds) -> None:
        self._setup = setup
        self._feeds = feeds

    async def show(self, member: Member) -> tuple[Feed, ...]:
        """The feeds of the member's desk."""
        await self._setup.expect_moderator(member)
        return await self._feeds.list(member.desk)

    async def follow(self, member: Member, url: str) -> Feed:
        """Follow a feed; it is polled within a minute. Raises HostNotAllowed, Refusal."""
        _expect_manager(member)
        return await self._feeds.follow(url, member.desk)

    async def unfollow(self, member: Member, feed_id: str) -> None:
        """Stop following a feed. Raises DoesNotExist."""
        _expect_manager(member)
        await self._feeds.unfollow(feed_id, member.desk)


def _expect_manager(member: Member) -> None:
    if not member.manages_server:
        raise NotAllowed("Only people with Manage Server can change which feeds a desk follows.")
