"""Facts that were merged into others: their ids lead there."""

from facts.model import Fact
from facts.store.protocol import FactStore


async def standing_for(store: FactStore, fact_id: int) -> Fact | None:
    """The fact of that id, or the one that answers for it; None where there is none."""
    fact = await store.get(fact_id)
    seen: set[int] = set()
    while fact is not None and fact.merged_into is not None and fact.id not in seen:
        seen.add(fact.id)
        fact = await store.get(fact.merged_into)
    return fact
