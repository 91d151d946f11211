"""Webhooks: every public change is posted to other systems.

At least once and in order, independently for each address by its own cursor. A repeated delivery,
whose first outcome is unknown, has the same delivery id.
"""

import asyncio
import hashlib
import hmac
import logging
import secrets
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

import orjson
from pydantic import AwareDatetime

from facts.interchange.file_formats import fact_record
from facts.model import Change, Clock, DoesNotExist, Refusal, checked_citation
from facts.model.fields import Frozen
from facts.store.protocol import FactStore, StoreAway
from facts.store.shelf import StaleDocument
from facts.usecases.public_facts import PublicFacts
from facts.usecases.retry_backoff import WEBHOOK_BACKOFF, WEBHOOK_GIVEN_UP_AFTER

_KIND = "webhook"
_CHANGES_PER_LOOK = 100
_LOOKS_AT_LEAST_EVERY = timedelta(minutes=1)
_OK = range(200, 300)
_log = logging.getLogger(__name__)


class NotDelivered(Exception):  # noqa: N818 - an outcome, not a defect
    """The receiver did not accept it; the text says why."""


class Poster(Protocol):
    """Posts to addresses of the public internet without following redirects."""

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """The HTTP status. Raises NotDelivered if there was no response."""
        ...


class Webhook(Frozen):
    """One address. ``followed`` is the last change delivered; times are UTC.

    ``failing_since`` and ``attempts`` are those of the change being retried; ``stopped``: it was
    given up.
    """

    id: str
    url: str
    secret: str
    followed: int
    failing_since: AwareDatetime | None = None
    attempts: int = 0
    next_try: AwareDatetime | None = None
    problem: str | None = None
    stopped: bool = False


class Webhooks:
    """Stores webhooks and delivers changes to them. ``clock`` is in UTC."""

    def __init__(self, store: FactStore, public: PublicFacts, clock: Clock) -> None:
        self._store = store
        self._shelf = store.shelf
        self._public = public
        self._clock = clock
        self._woken = asyncio.Event()
        store.on_change(self._woken.set)

    async def add(self, url: str) -> Webhook:
        """Send every public change from now on to ``url``. Raises a Refusal."""
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
            raise Refusal(
                f"“{url}” can’t receive changes. Give a full https address without a user name, "
                "for example https://desk.example.org/hooks/nicenote"
            )
        webhook = Webhook(
            id=secrets.token_hex(4),
            url=url,
            secret=secrets.token_urlsafe(32),
            followed=await self._store.last_change(),
        )
        await self._shelf.put(_KIND, webhook.id, webhook.model_dump(mode="json"), revision=0)
        return webhook

    async def list(self) -> tuple[Webhook, ...]:
        """All webhooks, including stopped ones."""
        kept = await self._shelf.items(_KIND)
        return tuple(Webhook.model_validate(dict(document)) for document in kept.values())

    async def remove(self, webhook_id: str) -> None:
        """Remove a webhook. Raises DoesNotExist."""
        await self._one(webhook_id)
        await self._shelf.delete(_KIND, webhook_id)

    async def resume(self, webhook_id: str) -> None:
        """Restart a failed or stopped one where it left off. Raises DoesNotExist."""
        known = await self._one(webhook_id)
        fresh = {"failing_since": None, "attempts": 0, "next_try": None, "stopped": False}
        await self._keep(known, known.model_copy(update=fresh))
        self._woken.set()

    async def run(self, poster: Poster) -> None:
        """Deliver what is due, until cancelled."""
        while True:
            self._woken.clear()
            try:
                wait = await self.turn(poster)
            except StoreAway:
                wait = _LOOKS_AT_LEAST_EVERY
            except Exception:  # noqa: BLE001 - go on: the next turn may succeed
                _log.exception("Sending to webhooks failed; retrying in a minute")
                wait = _LOOKS_AT_LEAST_EVERY
            try:
                async with asyncio.timeout(wait.total_seconds()):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def turn(self, poster: Poster) -> timedelta:
        """Deliver what is due to each webhook; returns the seconds until more may be due."""
        going = [webhook for webhook in await self.list() if not webhook.stopped]
        # In parallel: one that does not answer delays no other.
        waits = await asyncio.gather(*(self._tell(webhook, poster) for webhook in going))
        return max(min([_LOOKS_AT_LEAST_EVERY, *waits]), timedelta())

    async def _tell(self, webhook: Webhook, poster: Poster) -> timedelta:
        now = self._clock()
        if webhook.next_try is not None and webhook.next_try > now:
            return webhook.next_try - now
        changes, follow = await self._public.changes(webhook.followed, _CHANGES_PER_LOOK)
        for change in changes:
            try:
                await self._post(webhook, change, poster)
            except NotDelivered as error:
                return await self._failed(webhook, str(error))
            webhook = await self._delivered(webhook, change.number)
        if follow > webhook.followed:
            await self._delivered(webhook, follow)
        return timedelta() if len(changes) == _CHANGES_PER_LOOK else _LOOKS_AT_LEAST_EVERY

    async def _post(self, webhook: Webhook, change: Change, poster: Poster) -> None:
        body = orjson.dumps(_content(change))
        signature = hmac.new(webhook.secret.encode(), body, hashlib.sha256).hexdigest()
        status = await poster.post(
            webhook.url,
            {
                "Content-Type": "application/json",
                "X-NiceNote-Delivery": f"{webhook.id}-{change.number}",
                # Signed as GitHub signs its webhooks, so that existing receivers can check it.
                "X-Hub-Signature-256": f"sha256={signature}",
            },
            body,
        )
        if status not in _OK:
            raise NotDelivered(f"it answered with status {status}")

    async def _delivered(self, webhook: Webhook, number: int) -> Webhook:
        fresh = {"failing_since": None, "attempts": 0, "next_try": None, "problem": None}
        return await self._keep(webhook, webhook.model_copy(update=fresh | {"followed": number}))

    async def _failed(self, webhook: Webhook, problem: str) -> timedelta:
        now = self._clock()
        since = webhook.failing_since or now
        wait = WEBHOOK_BACKOFF.delay(webhook.attempts + 1)
        stopped = now - since >= WEBHOOK_GIVEN_UP_AFTER
        if stopped:
            _log.error(
                "Webhook %s (%s) has failed for a week and was stopped: %s. "
                "Restart it with: python -m facts webhooks resume %s",
                *(webhook.id, urlsplit(webhook.url).hostname, problem, webhook.id),
            )
        failing = {
            "failing_since": since,
            "attempts": webhook.attempts + 1,
            "next_try": now + wait,
            "problem": problem,
            "stopped": stopped,
        }
        await self._keep(webhook, webhook.model_copy(update=failing))
        return wait

    async def _keep(self, known: Webhook, new: Webhook) -> Webhook:
        """Save ``new`` unless somebody removed or advanced the webhook meanwhile."""
        stored = await self._shelf.get(_KIND, known.id)
        if stored is None or Webhook.model_validate(dict(stored)) != known:
            return new
        try:
            document = new.model_dump(mode="json")
            await self._shelf.put(_KIND, known.id, document, revision=stored.revision)
        except StaleDocument:
            _log.info("Webhook %s was changed by another process in the meantime", known.id)
        return new

    async def _one(self, webhook_id: str) -> Webhook:
        stored = await self._shelf.get(_KIND, webhook_id)
        if stored is None:
            raise DoesNotExist(
                f"There’s no webhook {webhook_id}. See: python -m facts webhooks list"
            )
        return Webhook.model_validate(dict(stored))


def _content(change: Change) -> dict[str, object]:
    """The payload of a change: as in the API, without editors and reasons."""
    fact = change.after if change.after and not change.after.merged_into else None
    return {
        "change": change.number,
        "at": change.at.isoformat(),
        "kind": change.kind.value,
        "fact_id": change.fact_id,
        "citation": checked_citation(fact) if fact else None,
        "fact": fact_record(fact) if fact else None,
    }
