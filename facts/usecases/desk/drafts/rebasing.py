"""Rebases edits on facts that others changed since."""

from facts.forms.content_record import content_of
from facts.model import DoesNotExist, Fact, Member
from facts.revisions.diff import FieldChange, differences
from facts.revisions.three_way_merge import merge_changes
from facts.store.protocol import FactStore
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.draft import Draft, Rebased


class Rebasing:
    """Compares edits with their facts. Stateless."""

    def __init__(self, store: FactStore, setup: Setup) -> None:
        self._store = store
        self._setup = setup

    async def changes(self, member: Member, draft: Draft) -> tuple[FieldChange, ...]:
        """The changes that ``draft`` makes to its fact; its whole content for a new fact."""
        if draft.fact_id is None:
            return differences(None, draft.content)
        fact = await self._setup.own_fact(member, draft.fact_id)
        base = fact if fact.revision == draft.revision else await self.base(draft)
        return differences(base, draft.content)

    async def brought_up(self, member: Member, draft: Draft) -> Draft:
        """``draft`` rebased on the present fact, or unchanged if there is a conflict."""
        if draft.fact_id is None:
            return draft
        fact = await self._setup.own_fact(member, draft.fact_id)
        if fact.id != draft.fact_id or fact.revision == draft.revision:
            return draft
        renewed = await self.renewed(member, draft)
        return draft if renewed.both else renewed.draft

    async def renewed(self, member: Member, draft: Draft) -> Rebased:
        """``draft`` rebased on the present fact; conflicts keep the draft's text."""
        if draft.fact_id is None:
            return Rebased(draft, ())
        fact = await self._setup.own_fact(member, draft.fact_id)
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
        """The fact as it was when the edit began. Raises DoesNotExist."""
        for change in await self._store.history(draft.fact_id or 0):
            if change.revision == draft.revision and change.after is not None:
                return change.after
        raise DoesNotExist(f"Fact #{draft.fact_id} was removed.")
