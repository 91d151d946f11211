"""The forms that edit a draft's topics and other wordings."""

from collections.abc import Mapping

from bot.desk.forms.desk_form import DraftForm, Submission, lines, listed
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, Kind
from facts.model import Member
from facts.model.fields import topic_key
from facts.usecases.desk.drafts.draft import Draft

_OFFERED = "Topics of the desk"


class EditTopics(DraftForm):
    """Sets the topics of a draft: chosen from those of the desk, or typed."""

    name = "topics"
    title = "Topics"
    fields: tuple[Field, ...] = (Field("others", "Other topics", hint="Separated by commas"),)

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - of the whole draft
        return {"topics": "\n".join(draft.content.topics)}

    async def prepare(self, services: DeskServices, member: Member) -> None:
        self.offer((await services.desk.setup.show(member)).topics)

    def offer(self, offered: tuple[str, ...]) -> None:
        """Add a select of the desk's topics; the draft's other topics stay in the text field."""
        topics = lines(self.values.get("topics", ""))
        known = {topic_key(topic): topic for topic in offered}
        chosen = [known.get(topic_key(topic), topic) for topic in topics]
        others = ", ".join(topic for topic in chosen if topic not in offered)
        self.values = {"topics": "\n".join(chosen), "others": others}
        if offered:
            choices = tuple((topic, topic) for topic in offered)
            choosing = Field("topics", _OFFERED, kind=Kind.SOME_OF, choices=choices)
            self.fields = (choosing, *EditTopics.fields)

    def labelled(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        chosen = typed.get("topics")
        return [*([(_OFFERED, chosen)] if chosen else []), *super().labelled(typed)]

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        topics = listed(given.values.get("topics", ""), given.values.get("others", ""))
        return await services.desk.drafting.put_topics(given.member, self.target, topics)


class EditWordings(DraftForm):
    """Sets the other wordings of a draft."""

    name = "wordings"
    title = "Other wordings"
    fields: tuple[Field, ...] = (
        Field(
            "wordings",
            "Other ways to say it",
            hint="One per line. Readers who use these words find this fact.",
            kind=Kind.TEXT,
        ),
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - of the whole draft
        return {"wordings": "\n".join(draft.content.other_wordings)}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        wordings = lines(given.values.get("wordings", ""))
        return await services.desk.drafting.put_wordings(given.member, self.target, wordings)
