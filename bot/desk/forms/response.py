"""The modals of responses: one adds a response, two edit an existing one."""

import re
from collections.abc import Mapping
from typing import Self

from bot.desk.desk_replies import Reply
from bot.desk.forms.add_fact import SOURCE_EXAMPLE
from bot.desk.forms.desk_modal import (
    DATE_HINT,
    QUOTE,
    DeskModal,
    DraftModal,
    Submission,
    are_numbers,
    numbered,
    numbers,
    read,
    values_of,
)
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, FieldKind
from facts.forms.short_text import (
    WhenWhere,
    Who,
    join_source,
    join_when_where,
    join_who,
    split_who,
)
from facts.forms.typed import ResponseForm, SourceForm
from facts.model import Stance
from facts.usecases.desk.drafts.draft import Draft

_THROUGH = re.compile(r"^(?:through|via)\s+", re.IGNORECASE)
_WHEN = "When, and reported by"
_STANCE = Field(
    "stance",
    "Their response",
    required=True,
    choices=(
        (Stance.DENIES.value, "Denies it"),
        (Stance.CONFIRMS.value, "Confirms it"),
        (Stance.DISPUTES.value, "Disputes part of it"),
        (Stance.DECLINES.value, "Declines to comment"),
    ),
)
_FIELDS = (
    _STANCE,
    Field(
        "by",
        "Who responded",
        hint="Name, role, for whom. No name? Write: press chief (unnamed)",
        example="Jon Vik, mayor, for the city council",
        required=True,
    ),
    Field("when", _WHEN, hint=DATE_HINT, example="4 May 2021, via KCNA"),
    QUOTE,
    Field(
        "source",
        "Source",
        hint="Outlet, headline, date, link, one per line; or a source number: 1",
        example=SOURCE_EXAMPLE,
        kind=FieldKind.TEXT,
    ),
)


def _read(given: Submission) -> tuple[ResponseForm, SourceForm | None]:
    """Parse a response. Its source is either new, or given as numbers of existing sources: then
    the second value is None.
    """
    values = given.values
    who = split_who(values.get("by", ""))
    when = given.when_and_where(_WHEN)
    source = values.get("source", "")
    form = ResponseForm(
        stance=Stance(values["stance"]) if values.get("stance") else None,
        by=who.name,
        role=who.role,
        on_behalf_of=who.on_behalf_of,
        via=_THROUGH.sub("", when.venue),
        date=when.date,
        quote=values.get("quote", ""),
        sources=numbers(source) if are_numbers(source) else None,
    )
    return form, None if are_numbers(source) else given.source("Source")


RESPONDED = "**Response added.** Readers see it on the claim."


class AddResponse(DraftModal):
    """Adds a response to a draft."""

    name = "response"
    title = "Response to the claim"
    fields = _FIELDS

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - it is a new one
        return {"stance": Stance.DENIES.value}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        form, source = _read(given)
        return await services.desk.drafting.put_response(given.member, self.target, form, source)


class RespondToFact(DeskModal):
    """Adds a response to a published fact."""

    name = "answer"
    title = AddResponse.title
    fields = _FIELDS

    @classmethod
    def begun(cls, fact_id: int, response: ResponseForm, source: SourceForm) -> Self:
        """The modal for a response to that fact, prefilled with the options of the command."""
        who = Who(response.by or "", response.role or "", response.on_behalf_of or "")
        through = f"via {response.via}" if response.via else ""
        values = {
            "stance": response.stance.value if response.stance else "",
            "by": join_who(who),
            "when": join_when_where(WhenWhere(response.date or "", through)),
            "quote": response.quote or "",
            "source": join_source(source),
        }
        return cls(str(fact_id), values=values)

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        form, source = _read(given)
        outcome = await services.desk.changing.respond(given.member, self.number, form, source)
        return await services.cards.outcome(given.member, outcome, RESPONDED)


class EditResponse(DraftModal):
    """Edits the stance, quote, summary and sources of response ``n``."""

    name = "said"
    title = "The response"
    fields: tuple[Field, ...] = (
        _STANCE,
        QUOTE,
        Field("text", "Summary in your own words", kind=FieldKind.TEXT),
        Field("sources", "Source numbers", example="1, 2"),
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:
        return values_of(ResponseForm.showing(numbered(draft.content.responses, n)))

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        form = read(ResponseForm, given.values)
        drafting = services.desk.drafting
        return await drafting.put_response(given.member, self.target, form, number=self.n)


class EditResponder(EditResponse):
    """Edits who gave response ``n``, and when."""

    name = "who"
    title = "Who responded, and when"
    fields: tuple[Field, ...] = (
        Field("by", "Name", hint="Leave empty if they weren’t named"),
        Field("role", "Role", example="mayor"),
        Field("on_behalf_of", "On behalf of", example="the city council"),
        Field("via", "Reported by", example="KCNA"),
        Field("date", "When", hint=DATE_HINT),
    )


MODALS = (AddResponse, RespondToFact, EditResponse, EditResponder)
