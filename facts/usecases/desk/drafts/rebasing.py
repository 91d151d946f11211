"""Edits brought up to a fact that others changed since they began."""

from facts.forms.fact_json import content_of
from facts.model import Fact, Member
from facts.revisions.diff import FieldChange, differences
from facts.revisions.three_way_merge import merge_changes
from facts.store.protocol import FactStore
from facts.usecases.desk.drafts.draft import Draft, NoSuchDraft, Rebased
from facts.usecases.desk.own_facts import OwnFacts


class Rebasing:
    """Compares edits with the facts that they are of. Keeps nothing."""

    def __init__(self, store: FactStore, facts: OwnFacts) -> None:
        self._store = store
        self._facts = facts

    async def changes(self, member: Member, draft: Draft) -> tuple[FieldChange, ...]:
        """What ``draft`` would change of its fact; all that it says where it is a new one."""
        if draft.fact_id is None:
            return differences(None, draft.content)
        fact = await self._facts.get(member, draft.fact_id)
        base = fact if fact.revision == draft.revision else await self.base(draft)
        return differences(base, draft.content)

    async def brought_up(self, member: Member, draft: Draft) -> Draft:
        """``draft`` on the fact as it is now, unless both changed the same place."""
        if draft.fact_id is None:
            return draft
        fact = await self._facts.get(member, draft.fact_id)
        if fact.id != draft.fact_id or fact.revision == draft.revision:
            return draft
        renewed = await self.renewed(member, draft)
        return draft if renewed.both else renewed.draft

    async def renewed(self, member: Member, draft: Draft) -> Rebased:
        """``draft`` on the fact as it is now, with its own words where both changed a place."""
        if draft.fact_id is None:
            return Rebased(draft, ())
        fact = await self._facts.get(member, draft.fact_id)
        base = await self.base(draft)
        united = merge_changes(base, draft.content, fact)
        renewed = draft.model_copy(
            update={
                "content": content_of(united.record),
                "fact_id": fact.id,
                "revision": fact.revision,
            }
        )
        return Rebased(renewed, differences(base, fact), united.both)

    async def base(self, draft: Draft) -> Fact:
        """The fact as it was when the edit began. Raises NoSuchDraft."""
        for change in await self._store.history(draft.fact_id or 0):
            if change.revision == draft.revision and change.after is not None:
                return change.after
        raise NoSuchDraft(f"Fact #{draft.fact_id} was removed.")
