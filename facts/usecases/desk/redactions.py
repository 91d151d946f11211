"""Redaction: removes a text from all revisions of a fact for good; at a desk two people decide."""

from collections.abc import Awaitable, Callable

from pydantic import AwareDatetime

from facts.model import HOME, STARTER, Change, Clock, DeskId, Member, NotAllowed, Refusal
from facts.model.fields import LONGEST_NAME, Frozen
from facts.store.protocol import FactStore, NothingToRedact, Redact, UnknownFact
from facts.store.shelf import Shelf
from facts.usecases.desk.desk_settings import Setup

# Derived data that contains the facts' words: the index and the vectors.
ForgetDerived = Callable[[], Awaitable[None]]


class Redactor:
    """Removes texts from facts, from their desk's drafts and requests, and from derived data."""

    def __init__(self, store: FactStore, forget: ForgetDerived) -> None:
        self._store = store
        self._forget = forget

    async def redact(
        self, fact_id: int, text: str, *, editor: str, reason: str, once: str | None = None
    ) -> Change:
        """Remove ``text`` from all revisions, literally; returns the change in the log.

        Also removes it from drafts, requests and other documents of the fact's desk. Previewed
        imports of the desk are deleted, as these files are compressed and may contain it. ``once``
        is the idempotency key, as in the store's ``apply``. Raises UnknownFact, NothingToRedact,
        Refusal.
        """
        history = await self._store.history(fact_id)
        if not history:
            raise UnknownFact(f"There’s no fact #{fact_id}.")
        desk = history[0].desk
        # Starter facts have no desk: the home desk's documents are searched.
        within = HOME if desk == STARTER else desk
        asked = Redact(fact_id, text, reason, within)
        change = await self._store.redact(asked, editor=editor, once=once)
        shelf = self._store.shelf
        for key in await shelf.items(f"import/{within}"):
            await shelf.delete(f"import/{within}", key)
        await self._forget()
        return change


class RedactionRequest(Frozen):
    """A request to redact a text of a fact. ``author`` is the member's id."""

    fact_id: int
    text: str
    reason: str
    author: str
    signature: str
    at: AwareDatetime


class Redactions:
    """A desk's redactions always need two people, whatever its settings: they cannot be undone."""

    def __init__(self, shelf: Shelf, setup: Setup, redactor: Redactor, clock: Clock) -> None:
        self._shelf = shelf
        self._setup = setup
        self._redactor = redactor
        self._clock = clock

    async def request(
        self, member: Member, fact_id: int, text: str, reason: str
    ) -> RedactionRequest:
        """Request a redaction, replacing an earlier request for the same fact.

        Raises NothingToRedact if the present fact does not have the text, Refusal without a reason.
        """
        fact = await self._setup.own_fact(member, fact_id)
        if not reason.strip():
            raise Refusal("Please say why. Readers will see the reason.")
        texts = _strings(fact.model_dump(mode="json", exclude_defaults=True))
        if not any(text in one for one in texts):
            raise NothingToRedact(
                f"Claim #{fact.id} doesn’t have that text. Copy it exactly as it is there."
            )
        asked = RedactionRequest(
            fact_id=fact.id,
            text=text,
            reason=reason.strip(),
            author=member.id,
            signature=member.signature,
            at=self._clock(),
        )
        await self._shelf.put(_kind(member.desk), str(fact.id), asked.model_dump(mode="json"))
        return asked

    async def waiting(self, member: Member, fact_id: int) -> RedactionRequest:
        """The pending request for a fact. Raises Refusal if there is none."""
        await self._setup.own_fact(member, fact_id)
        return (await self._at_revision(member.desk, fact_id))[0]

    async def approve(self, member: Member, fact_id: int) -> Change:
        """Carry out somebody else's request. Raises NotAllowed for its author."""
        await self._setup.own_fact(member, fact_id)
        asked, revision = await self._at_revision(member.desk, fact_id)
        if asked.author == member.id:
            raise NotAllowed("You asked for this, so another moderator must approve it.")
        change = await self._redactor.redact(
            asked.fact_id,
            asked.text,
            editor=f"{asked.signature}, approved by {member.signature}"[:LONGEST_NAME],
            reason=asked.reason,
            once=f"redaction/{member.desk}/{fact_id}/{revision}",
        )
        await self._shelf.delete(_kind(member.desk), str(fact_id))
        return change

    async def decline(self, member: Member, fact_id: int) -> None:
        """Delete the request, also possible for its author."""
        await self._setup.own_fact(member, fact_id)
        await self._at_revision(member.desk, fact_id)
        await self._shelf.delete(_kind(member.desk), str(fact_id))

    async def _at_revision(self, desk: DeskId, fact_id: int) -> tuple[RedactionRequest, int]:
        stored = await self._shelf.get(_kind(desk), str(fact_id))
        if stored is None:
            raise Refusal(
                f"No redaction of claim #{fact_id} is waiting. Type the text and the reason."
            )
        return RedactionRequest.model_validate(stored), stored.revision


def _kind(desk: DeskId) -> str:
    return f"redaction/{desk}"


def _strings(value: object) -> list[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _strings(part)]
