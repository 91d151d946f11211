"""Redacting: a text that the law or decency forbids to keep is taken out of a fact, for good."""

from collections.abc import Awaitable, Callable

from facts.model import HOME, STARTER, Change
from facts.store.protocol import FactStore, UnknownFact

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
        once: str | None = None,
    ) -> Change:
        """Take ``text`` out of all revisions, letter for letter; the change that says so.

        Drafts, requests and whatever else waits at the fact's desk loses it as well. Files that
        were looked at there and not taken in yet are dropped: they are packed and may have it.
        ``once`` names the step, as the store's ``apply`` takes it. Raises UnknownFact,
        NothingToRedact, Refusal.
        """
        history = await self._store.history(fact_id)
        if not history:
            raise UnknownFact(f"There’s no fact #{fact_id}.")
        desk = history[0].desk
        # The newsroom that runs the bot looks after the starter facts, which nobody's desk drafts.
        within = HOME if desk == STARTER else desk
        change = await self._store.redact(
            fact_id, [text], editor=editor, reason=reason, within=within, once=once
        )
        shelf = self._store.shelf
        for key in await shelf.items(f"import/{within}"):
            await shelf.delete(f"import/{within}", key)
        await self._forget()
        return change
