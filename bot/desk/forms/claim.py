"""The modals that edit a draft's claim, its speaker, the verdict, its topics and other wordings."""

from collections.abc import Mapping

from bot.desk.forms.desk_modal import (
    DATE_HINT,
    QUOTE,
    DraftModal,
    Submission,
    lines,
    listed,
    read,
    values_of,
)
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, FieldKind, sentence_field
from facts.forms.typed import ClaimForm, VerdictForm
from facts.model import Member
from facts.model.fields import topic_key
from facts.usecases.desk.drafts.draft import Draft


class EditClaim(DraftModal):
    """Edits the claim: its sentence, quote, date and venue."""

    name = "claim"
    title = "The claim"
    fields: tuple[Field, ...] = (
        Field("text", "The claim", kind=FieldKind.TEXT, required=True),
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


class EditVerdict(DraftModal):
    """Sets, changes or removes the verdict."""

    name = "verdict"
    title = "The newsroom’s finding"
    fields: tuple[Field, ...] = (
        Field("label", "Finding", hint="Leave empty for none", example="False"),
        Field("explanation", "Why", kind=FieldKind.TEXT),
        Field("date", "When", hint=DATE_HINT),
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - there is one
        verdict = draft.content.verdict
        return values_of(VerdictForm.showing(verdict)) if verdict else {}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        form = read(VerdictForm, given.values)
        return await services.desk.drafting.put_verdict(given.member, self.target, form)


_OFFERED = "Topics of the desk"


class EditTopics(DraftModal):
    """Sets the topics of a draft: chosen from those of the desk, or typed."""

    name = "topics"
    title = "Topics"
    fields: tuple[Field, ...] = (Field("others", "Other topics", hint="Separated by commas"),)

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - of the whole draft
        return {"topics": "\n".join(draft.content.topics)}

    async def prepare(self, services: DeskServices, member: Member) -> None:
        self.offer((await services.desk.setup.expect_moderator(member)).topics)

    def offer(self, offered: tuple[str, ...]) -> None:
        """Add a select of the desk's topics; the draft's other topics stay in the text field."""
        topics = lines(self.values.get("topics", ""))
        known = {topic_key(topic): topic for topic in offered}
        chosen = [known.get(topic_key(topic), topic) for topic in topics]
        others = ", ".join(topic for topic in chosen if topic not in offered)
        self.values = {"topics": "\n".join(chosen), "others": others}
        if offered:
            choices = tuple((topic, topic) for topic in offered)
            choosing = Field("topics", _OFFERED, choices=choices, several=True)
            self.fields = (choosing, *EditTopics.fields)

    def labelled(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        chosen = typed.get("topics")
        return [*([(_OFFERED, chosen)] if chosen else []), *super().labelled(typed)]

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        topics = listed(given.values.get("topics", ""), given.values.get("others", ""))
        return await services.desk.drafting.put_topics(given.member, self.target, topics)


class EditWordings(DraftModal):
    """Sets the other wordings of a draft."""

    name = "wordings"
    title = "Other wordings"
    fields = sentence_field(
        "wordings",
        "Other ways to say it",
        "One per line. Readers who use these words find this fact.",
        required=False,
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - of the whole draft
        return {"wordings": "\n".join(draft.content.other_wordings)}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        wordings = lines(given.values.get("wordings", ""))
        return await services.desk.drafting.put_wordings(given.member, self.target, wordings)


MODALS = (EditClaim, EditSpeaker, EditVerdict, EditTopics, EditWordings)
