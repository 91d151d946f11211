"""The forms that edit a draft's claim, its speaker and the newsroom's verdict."""

from collections.abc import Mapping

from bot.desk.forms.desk_form import DATE_HINT, QUOTE, DraftForm, Submission, read, values_of
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, Kind
from facts.forms.typed import ClaimForm, VerdictForm
from facts.usecases.desk.drafts.draft import Draft


class EditClaim(DraftForm):
    """Edits the claim: its sentence, quote, date and venue."""

    name = "claim"
    title = "The claim"
    fields: tuple[Field, ...] = (
        Field("text", "The claim", kind=Kind.TEXT, required=True),
        QUOTE,
        Field("date", "When", hint=DATE_HINT),
        Field("venue", "Where", example="the port council"),
        Field("via", "Reported by", example="KCNA"),
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - there is one claim
        return values_of(ClaimForm.showing(draft.content.claim))

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        form = read(ClaimForm, given.values)
        return await services.desk.drafting.put_claim(given.member, self.target, form)


class EditSpeaker(EditClaim):
    """Edits who made the claim."""

    name = "speaker"
    title = "Who claimed it"
    fields: tuple[Field, ...] = (
        Field("speaker", "Name", hint="Leave empty if they weren’t named"),
        Field("role", "Role", example="harbour master"),
        Field("on_behalf_of", "On behalf of", example="the port"),
    )


class EditVerdict(DraftForm):
    """Sets, changes or removes the verdict."""

    name = "verdict"
    title = "The newsroom’s finding"
    fields: tuple[Field, ...] = (
        Field("label", "Finding", hint="Leave empty for none", example="False"),
        Field("explanation", "Why", kind=Kind.TEXT),
        Field("date", "When", hint=DATE_HINT),
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - there is one
        verdict = draft.content.verdict
        return values_of(VerdictForm.showing(verdict)) if verdict else {}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        form = read(VerdictForm, given.values)
        return await services.desk.drafting.put_verdict(given.member, self.target, form)
