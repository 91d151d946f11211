"""Privacy: a person's stored data as a file, its deletion, and erasure of the name from the log."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facts.model import Refusal
from facts.store.protocol import Erased, FactStore, NobodyOfThatName
from facts.store.shelf import Delete, Shelf
from facts.usecases.admission import desks_blocking, keep_hashed
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.alerts.subscription_access import Subscriber
from facts.usecases.newsroom.feedback import Feedback
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.newsroom.shown_answers import ShownAnswers
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.shelf_view import retrying

# What moderators have pending: drafts, and redaction requests awaiting second approval.
_BEGUN = ("draft/", "redaction/")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """A person's stored data by kind, as documents. ``blocked_by`` are desks that blocked them:
    that stays when the rest is deleted. ``channel_alerts`` stay too, without the person's id.
    """

    person: str
    at: datetime
    alerts: tuple[dict[str, Any], ...]
    channel_alerts: tuple[dict[str, Any], ...]
    requests: tuple[dict[str, Any], ...]
    requests_taken: tuple[int, ...]
    votes: tuple[dict[str, Any], ...]
    answers_in_direct_messages: tuple[dict[str, Any], ...]
    drafts: tuple[dict[str, Any], ...]
    blocked_by: tuple[str, ...]

    @property
    def count(self) -> int:
        """The number of items to delete."""
        left = ("person", "at", "blocked_by")
        return sum(len(getattr(self, name)) for name in self.__slots__ if name not in left)

    @property
    def file(self) -> bytes:
        """All data as JSON."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()


@dataclass(frozen=True, slots=True)
class Privacy:
    """Collects and deletes a person's data. An operator erases names in published changes."""

    _shelf: Shelf
    _alerting: Alerting
    _delivering: Delivering
    _book: RequestBook
    _shown: ShownAnswers
    _feedback: Feedback

    async def kept(self, person: str) -> Kept:
        """Everything that is kept of the account ``person``."""
        await self._book.catch_up()
        mine = await self._alerting.subscribing.mine(Subscriber(person))
        return Kept(
            person=person,
            at=self._delivering.clock(),
            alerts=tuple(one.model_dump(mode="json") for one in mine if not one.shared),
            channel_alerts=tuple(one.model_dump(mode="json") for one in mine if one.shared),
            requests=tuple(
                one.model_dump(mode="json", exclude={"wordings", "taken", "draft"})
                for one in self._book.of_person(person)
            ),
            requests_taken=tuple(one.number for one in self._book.taken_by(person)),
            votes=tuple(dict(one) for one in (await self._feedback.of_person(person)).values()),
            answers_in_direct_messages=tuple(
                one.model_dump(mode="json") for one in self._shown.of_person(person)
            ),
            drafts=tuple((await self._drafts(person)).values()),
            blocked_by=tuple(sorted(await desks_blocking(self._shelf, person))),
        )

    async def forget(self, person: str) -> int:
        """Delete everything, including pending messages; returns how many items."""
        kept = await self.kept(person)
        if kept.alerts or kept.channel_alerts:  # else it would write how far the alerts have read
            await self._alerting.ending.forget(person)
        notices = await self._delivering.outbox.take_notices(person)
        drafts = [Delete(kind, key) for kind, key in await self._drafts(person)]
        await self._delivering.outbox.view.keep(
            [
                *self._book.forgetting(person),
                *self._shown.forgetting(person),
                *await self._feedback.forgetting(person),
                *drafts,
            ]
        )
        self._delivering.sending.hint()
        return kept.count + len(notices)

    async def _drafts(self, person: str) -> dict[tuple[str, str], dict[str, Any]]:
        return {
            (kind, key): dict(document)
            for kind in await self._shelf.kinds()
            if kind.startswith(_BEGUN)
            for key, document in (await self._shelf.items(kind)).items()
            if document.get("author") == person
        }


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The result: ``forgotten`` counts the account's alerts, requests, votes, answers and drafts
    deleted; ``erased`` is None if the name occurred nowhere else.
    """

    forgotten: int
    erased: Erased | None


class Erasing:
    """Deletes an account's data and replaces the person's name or account id in every change and
    file. Blocks remain, identified by a keyed hash.
    """

    def __init__(self, store: FactStore, privacy: Privacy) -> None:
        self._store = store
        self._privacy = privacy

    async def erase(self, name: str, *, editor: str) -> PersonErased:
        """Erase ``name`` or an account's id; ``editor`` is who does it.

        Raises NobodyOfThatName, and Refusal for a name that is too short.
        """
        name = name.strip()
        if len(name) < _SHORTEST:
            raise Refusal("Give the name as it is in the log, at least two characters.")
        # First the account's own data: it is found by the id that is erased afterwards.
        forgotten = await self._privacy.forget(name)
        blocks = await retrying(keep_hashed)(self._store.shelf, name)
        try:
            return PersonErased(forgotten, await self._store.erase(name, editor=editor))
        except NobodyOfThatName:
            if not forgotten and not blocks:
                raise
            return PersonErased(forgotten, None)
