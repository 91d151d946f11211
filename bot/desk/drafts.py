"""What can be pressed on a draft card: each act is one use-case, and the card that follows."""

from collections.abc import Mapping

from bot.desk.draft_forms import DraftForms, numbered
from bot.desk.outcomes import Outcomes
from bot.desk.pressing import Act, Press
from bot.desk.replies import Card, Reply
from bot.rendering.desk.changes import changed_places, done_layout
from bot.rendering.desk.draft_card import draft_layout
from bot.rendering.desk.draft_lists import (
    discard_layout,
    response_layout,
    source_layout,
)
from facts.forms.typed import SourceForm
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Caution, Draft, Stage
from facts.usecases.desk.members import Member

_THROWN_AWAY = "The draft is thrown away."
_KEPT = "Your other draft is kept: see `/fact drafts`."


class Drafts:
    """Works on a member's own drafts."""

    def __init__(self, desk: Desk, outcomes: Outcomes) -> None:
        self._desk = desk
        self._outcomes = outcomes

    @property
    def acts(self) -> Mapping[str, Act]:
        """What each control of a draft's cards does."""
        return {
            **DraftForms(self._desk).acts,
            "page": self._page,
            "edit": self._edit,
            "dropresponse": self._drop_response,
            "dropsource": self._drop_source,
            "droparticle": self._drop_article,
            "instead": self._instead,
            "cite": self._cite_instead,
            "publish": self._publish,
            "discard": self._discard,
            "discardnow": self._discard_now,
            "takeback": self._take_back,
            "renew": self._renew,
        }

    async def card(
        self, member: Member, draft: Draft, *, page: int = 0, parts_from: int = 0, note: str = ""
    ) -> Card:
        """The card of a draft, with what to look at before it is published."""
        cautions: tuple[Caution, ...] = ()
        if draft.stage is not Stage.PROPOSED:
            cautions = await self._desk.drafting.cautions(member, draft.id)
        return Card(draft_layout(draft, cautions, page=page, parts_from=parts_from, note=note))

    async def _draft(self, press: Press) -> Draft:
        return await self._desk.drafting.get(press.member, press.target)

    async def _page(self, press: Press) -> Reply:
        return await self.card(press.member, await self._draft(press), page=press.n)

    async def _edit(self, press: Press) -> Reply:
        """Open the part that was chosen in the card's select."""
        part, _, number = press.chosen[0].partition(":")
        chosen = Press(press.member, press.target, int(number))
        if part in ("claim", "speaker"):
            return await DraftForms(self._desk).acts[part](chosen)
        draft = await self._draft(press)
        if part == "response":
            numbered(draft.content.responses, chosen.n)
            return Card(response_layout(draft, chosen.n))
        if part == "source":
            numbered(draft.content.sources, chosen.n)
            return Card(source_layout(draft, chosen.n))
        return await self.card(press.member, draft, parts_from=chosen.n)

    async def _drop_response(self, press: Press) -> Reply:
        drafting = self._desk.drafting
        draft = await drafting.remove_response(press.member, press.target, press.n)
        return await self.card(press.member, draft, note=f"Response {press.n} is taken out.")

    async def _drop_source(self, press: Press) -> Reply:
        draft = await self._desk.drafting.remove_source(press.member, press.target, press.n)
        return await self.card(press.member, draft, note=f"Source {press.n} is taken out.")

    async def _drop_article(self, press: Press) -> Reply:
        draft = await self._desk.drafting.put_article(press.member, press.target, None)
        return await self.card(press.member, draft)

    async def _instead(self, press: Press) -> Reply:
        """Open the stored fact that is the same, instead of adding a second one."""
        edit = await self._desk.drafting.open_edit(press.member, press.n)
        return await self.card(press.member, edit, note=_KEPT)

    async def _cite_instead(self, press: Press) -> Reply:
        """Put the draft's sources into a change of the stored fact, to be looked at first."""
        sources = (await self._draft(press)).content.sources
        edit = await self._desk.drafting.open_edit(press.member, press.n)
        for source in sources:
            form = SourceForm.showing(source)
            edit = await self._desk.drafting.put_source(press.member, edit.id, form)
        note = f"Your sources are added; publish to save that. {_KEPT}"
        return await self.card(press.member, edit, note=note)

    async def _publish(self, press: Press) -> Reply:
        outcome = await self._desk.publishing.publish(press.member, press.target)
        return await self._outcomes.card(press.member, outcome)

    async def _discard(self, press: Press) -> Reply:
        return Card(discard_layout(await self._draft(press)))

    async def _discard_now(self, press: Press) -> Reply:
        await self._desk.drafting.discard(press.member, press.target)
        return Card(done_layout(_THROWN_AWAY), if_lost=_THROWN_AWAY)

    async def _take_back(self, press: Press) -> Reply:
        draft = await self._desk.drafting.take_back(press.member, press.target)
        return await self.card(press.member, draft)

    async def _renew(self, press: Press) -> Reply:
        renewed = await self._desk.drafting.renew(press.member, press.target)
        return await self.card(press.member, renewed.draft, note=changed_places(renewed))
