"""The modal of /fact add and "Add as a fact": a claim with its first source."""

from typing import Self

from bot.desk.forms.desk_modal import (
    DATE_HINT,
    QUOTE,
    DraftModal,
    Submission,
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
from facts.forms.typed import ClaimForm, SourceForm
from facts.usecases.desk.drafts.draft import Draft

SOURCE_EXAMPLE = "Harbour Post | Bridge shut until June | 4 May 2021 | https://…"


class AddFact(DraftModal):
    """Creates a draft of a new fact from a claim and its first source."""

    name = "add"
    title = "New fact"
    fields: tuple[Field, ...] = (
        Field(
            "text",
            "The claim",
            hint="What was asserted, in one sentence",
            example="The mayor closed the harbour bridge for repairs.",
            kind=FieldKind.TEXT,
            required=True,
        ),
        Field(
            "speaker",
            "Claimed by",
            hint="Name, role, for whom. No name? Write: press chief (unnamed)",
            example="Ada Berg, harbour master, for the port",
        ),
        Field("when", "When and where", hint=DATE_HINT, example="3 May 2021, the port council"),
        QUOTE,
        Field(
            "source",
            "First source",
            hint="Outlet, headline, date and link, one per line or separated by |",
            example=SOURCE_EXAMPLE,
            kind=FieldKind.TEXT,
        ),
    )

    @classmethod
    def begun(cls, claim: ClaimForm, source: SourceForm) -> Self:
        """The modal, prefilled with the options typed into /fact add."""
        who = Who(claim.speaker or "", claim.role or "", claim.on_behalf_of or "")
        values = {
            "text": claim.text or "",
            "speaker": join_who(who),
            "when": join_when_where(WhenWhere(claim.date or "", claim.venue or "")),
            "quote": claim.quote or "",
            "source": join_source(source),
        }
        return cls(values=values)

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        values = given.values
        who = split_who(values.get("speaker", ""))
        when = given.when_and_where("When and where")
        claim = ClaimForm(
            text=values.get("text", ""),
            speaker=who.name,
            role=who.role,
            on_behalf_of=who.on_behalf_of,
            date=when.date,
            venue=when.venue,
            quote=values.get("quote", ""),
        )
        return await services.desk.drafting.open(
            given.member, claim, given.source("First source"), key=self.key
        )
