"""Redacting: a text that the law or decency forbids to keep is taken out of a fact, for good."""

from collections.abc import Awaitable, Callable

from facts.model import Change, DeskId
from facts.store.protocol import FactStore

# What follows from the facts and keeps their words: the index and what claims mean.
ForgetDerived = Callable[[], Awaitable[None]]


class Redacting:
    """Takes texts out of facts, of what their desk drafts and is asked, and of what is derived."""

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
        within: DeskId | None = None,
        once: str | None = None,
    ) -> Change:
        """Take ``text`` out of all revisions, letter for letter; the change that says so.

        Drafts, requests and whatever else waits loses it as well: everywhere, or at the desk
        ``within``. Files that were looked at and not taken in yet are dropped there: they are
        packed and may have it. ``once`` names the step, as the store's ``apply`` takes it. Raises
        UnknownFact, NothingToRedact, Refusal.
        """
        change = await self._store.redact(
            fact_id, [text], editor=editor, reason=reason, within=within, once=once
        )
        shelf = self._store.shelf
        for kind in await shelf.kinds():
            if kind.startswith("import/") and (within is None or kind.endswith(f"/{within}")):
                for key in await shelf.items(kind):
                    await shelf.delete(kind, key)
        await self._forget()
        return change
