"""Redacting: removes a text from a fact and all its revisions for good."""

from collections.abc import Awaitable, Callable

from facts.model import HOME, STARTER, Change
from facts.store.protocol import FactStore, UnknownFact

# Derived data that contains the facts' words: the index and the vectors.
ForgetDerived = Callable[[], Awaitable[None]]


class Redacting:
    """Removes texts from facts, from their desk's drafts and requests, and from derived data."""

    def __init__(self, store: FactStore, forget: ForgetDerived) -> None:
        self._store = store
        self._forget = forget

    async def redact(
        self,
        fact_id: int,
        text: str,
        *,
        editor: str,
        reason: str,
        once: str | None = None,
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
        change = await self._store.redact(
            fact_id, [text], editor=editor, reason=reason, within=within, once=once
        )
        shelf = self._store.shelf
        for key in await shelf.items(f"import/{within}"):
            await shelf.delete(f"import/{within}", key)
        await self._forget()
        return change
