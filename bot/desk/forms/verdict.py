"""The form of the newsroom's own finding."""

from collections.abc import Mapping

from bot.desk.forms.desk_form import DATE_HINT, DraftForm, Submission
from bot.desk.forms.field_text import read, values_of
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, Kind
from facts.forms.typed import VerdictForm
from facts.usecases.desk.drafts.draft import Draft


class EditVerdict(DraftForm):
    """Sets, changes or takes away the verdict of a draft."""

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
