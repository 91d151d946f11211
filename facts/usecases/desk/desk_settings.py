"""Desk settings, and the permissions from them: who moderates, who may change a fact."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError

from facts.forms.typed import NotValid
from facts.matching.decision.thresholds import Strictness
from facts.model import (
    HOME,
    STARTER,
    Clock,
    DeskId,
    Fact,
    Member,
    NotAllowed,
    clean_text,
    visible_desks,
)
from facts.model.fields import Frozen, Topic, distinct_topics
from facts.store.protocol import FactStore, UnknownFact
from facts.store.shelf import Put, ShelfDocument, ShelfLogCutError
from facts.usecases.paging import Page, page_of
from facts.usecases.reading.history import standing_for
from facts.usecases.shelf_view import retrying

# Front ends use Strictness without depending on matching.
__all__ = ["DeskSettings", "SettingsChange", "Setup", "Strictness", "Telling"]

KIND = "desk"
_ENTRIES_A_PAGE = 10
IN_USE = "desk-in-use"
_TAKES = {
    "moderator_roles": "A desk can have up to 25 moderator roles.",
    "topics": "A desk can offer up to 25 topics, each of at most 50 characters.",
    "about": "How you check: at most 4,000 characters.",
}


def _cleaned(text: str | None) -> str | None:
    return (clean_text(text) or None) if text else None


class Telling(StrEnum):
    """When new requests are posted in the log channel."""

    EACH = "each"
    DAILY = "daily"
    NONE = "none"


class DeskSettings(Frozen):
    """The settings of one desk. ``log_channel`` and ``moderator_roles`` are the front end's ids.

    A ``strictness`` of NORMAL means the operator's setting for the whole bot. ``topics`` are the
    topics offered for facts, in order. ``public`` desks publish their facts on web pages, with
    ``about`` on how they check and how to complain. A desk that ``takes_requests`` accepts up to
    ``requests_a_day`` new requests from readers; ``tell_requests`` and ``weekly_report`` set what
    is posted about them in the log channel.
    """

    moderator_roles: Annotated[frozenset[str], Field(max_length=25)] = frozenset()
    log_channel: str | None = None
    second_person: bool = False
    strictness: Strictness = Strictness.NORMAL
    topics: Annotated[tuple[Topic, ...], Field(max_length=25)] = ()
    public: bool = False
    about: Annotated[str | None, Field(max_length=4000), AfterValidator(_cleaned)] = None
    takes_requests: bool = False
    requests_a_day: Annotated[int, Field(ge=1, le=500)] = 20
    tell_requests: Telling = Telling.EACH
    weekly_report: bool = False


class SettingsChange(Frozen):
    """One change of a desk's settings. ``changes`` maps names to new values, as text."""

    at: AwareDatetime
    editor: str
    changes: dict[str, str]


class Setup:
    """Reads and changes desk settings, and checks who moderates a desk. ``clock`` is in UTC.

    ``home_server`` is the desk id of the home desk's own server. Facts that were added under it
    are only seen there, but the settings that count there are the home desk's. ``public_url`` is
    the address of the public pages, if there are any.
    """

    home_server: DeskId | None = None

    def __init__(self, store: FactStore, clock: Clock, public_url: str | None = None) -> None:
        self._store = store
        self._shelf = store.shelf
        self._clock = clock
        self._public_url = public_url
        self._public: set[DeskId] = set()
        self._public_as_of = 0
        self._in_use: set[DeskId] = set()

    async def read(self, desk: DeskId) -> DeskSettings:
        """The settings of ``desk``, with defaults. For code: no permission check."""
        return DeskSettings.model_validate(await self._shelf.get(KIND, desk) or {})

    async def desk_for_requests(self, own: DeskId | None) -> DeskId | None:
        """The desk that takes requests of a reader at desk ``own``: that, the home desk or none."""
        for desk in dict.fromkeys(filter(None, (own, HOME))):
            if (await self.read(desk)).takes_requests:
                return desk
        return None

    async def strictness(self, desks: Collection[DeskId] | None) -> Strictness | None:
        """The strictness set by a reader's own desk, else by the home desk; None: the index's."""
        own = set(desks or ()) - {STARTER, HOME, self.home_server}
        desk = own.pop() if len(own) == 1 else HOME
        chosen = (await self.read(desk)).strictness
        return None if chosen is Strictness.NORMAL else chosen

    async def public_desks(self) -> frozenset[DeskId]:
        """The desks whose facts are on public pages."""
        try:
            async for change in self._shelf.changes(self._public_as_of):
                if change.kind == KIND:
                    stored: dict[str, Any] = change.document or {}
                    take = self._public.add if stored.get("public") else self._public.discard
                    take(DeskId(change.key))
                self._public_as_of = change.number
        except ShelfLogCutError:
            self._public_as_of = await self._shelf.last_change()
            kept = await self._shelf.items(KIND)
            self._public = {DeskId(key) for key, stored in kept.items() if stored.get("public")}
        return frozenset(self._public)

    async def public_page(self, fact: Fact) -> str | None:
        """The URL of the fact's page, if any; with the revision, for a new link preview."""
        if self._public_url is None or fact.desk not in await self.public_desks() | {STARTER}:
            return None
        return f"{self._public_url}/{fact.id}/?r={fact.revision}"

    async def moderates(self, member: Member) -> bool:
        """Whether ``member`` manages the server or has a moderator role of their desk."""
        return _moderates(member, await self.read(member.desk))

    async def expect_moderator(self, member: Member) -> DeskSettings:
        """The desk's settings. Raises NotAllowed unless ``member`` moderates the desk."""
        settings = await self.read(member.desk)
        if not _moderates(member, settings):
            raise NotAllowed(
                "Only moderators of this desk can do that. Ask someone with Manage Server."
            )
        return settings

    async def own_fact(self, member: Member, fact_id: int) -> Fact:
        """The fact of that id, or the one it was merged into, if the member may change it.

        Raises NotAllowed, UnknownFact.
        """
        await self.expect_moderator(member)
        fact = await standing_for(self._store, fact_id)
        if fact is None or fact.desk not in visible_desks(member.desk):
            raise UnknownFact(f"There’s no fact #{fact_id} here.")
        expect_own(member, fact)
        return fact

    async def first_use(self, member: Member) -> bool:
        """Whether the member is the first moderator ever to use their desk; records the use."""
        if member.desk in self._in_use or not await self.moderates(member):
            return False
        stored = await self._shelf.get(IN_USE, member.desk)
        self._in_use.add(member.desk)
        if stored is None:
            await self._shelf.put(IN_USE, member.desk, {"since": str(self._clock())})
        return stored is None

    @retrying
    async def change(self, member: Member, **fields: Any) -> DeskSettings:
        """Set the ``DeskSettings`` fields that are given; returns the new settings.

        Raises NotAllowed unless the member manages the server, NotValid for invalid values.
        """
        if not member.manages_server:
            raise NotAllowed(
                "Only people with Manage Server can change a desk’s settings. Ask one of them."
            )
        stored = await self._shelf.get(KIND, member.desk) or ShelfDocument({}, 0)
        old = DeskSettings.model_validate(stored)
        new = _changed(old, fields)
        if new != old:
            setting = Put(KIND, member.desk, new.model_dump(mode="json"), stored.revision)
            await self._shelf.keep([setting, await self._noted(member, old, new)])
        return new

    async def changes(self, member: Member, page: int = 0) -> Page[SettingsChange]:
        """The changes to the settings of the member's desk, newest first."""
        await self.expect_moderator(member)
        kept = (await self._shelf.items(_log(member.desk))).items()
        entries = [SettingsChange.model_validate(entry) for _, entry in sorted(kept, reverse=True)]
        return page_of(entries, page, _ENTRIES_A_PAGE)

    async def _noted(self, member: Member, old: DeskSettings, new: DeskSettings) -> Put:
        """The settings log with the new entry."""
        before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
        entry = SettingsChange(
            at=self._clock(),
            editor=member.signature,
            changes={name: _text(after[name]) for name in after if after[name] != before[name]},
        )
        number = len(await self._shelf.items(_log(member.desk)))
        return Put(_log(member.desk), f"{number:09}", entry.model_dump(mode="json"), revision=0)


def _changed(old: DeskSettings, fields: dict[str, Any]) -> DeskSettings:
    try:
        new = DeskSettings.model_validate(dict(old) | fields)
    except ValidationError as error:
        names = dict.fromkeys(str(entry["loc"][0]) for entry in error.errors())
        raise NotValid(
            tuple(
                _TAKES.get(name, f"That can’t be used as the desk’s {name.replace('_', ' ')}.")
                for name in names
            )
        ) from error
    return new.model_copy(update={"topics": distinct_topics(new.topics)})


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value))) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _log(desk: DeskId) -> str:
    return f"desk-log/{desk}"


def _moderates(member: Member, settings: DeskSettings) -> bool:
    return member.manages_server or bool(settings.moderator_roles & member.roles)


def expect_own(member: Member, fact: Fact) -> None:
    """Raises NotAllowed for a fact of another desk than the member's."""
    if fact.desk == member.desk:
        return
    if fact.desk == STARTER:
        raise NotAllowed(
            f"Fact #{fact.id} is a starter fact and can’t be changed here. Add your own fact "
            "instead."
        )
    raise NotAllowed(f"Fact #{fact.id} belongs to another desk. Only its moderators can change it.")
