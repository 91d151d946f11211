"""The modals of a desk's settings: readers' requests, "How we check", topics."""

from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.desk_modal import DeskModal, Submission, listed
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, sentence_field
from bot.rendering.desk.settings_card import settings_layout
from facts.model import Refusal
from facts.usecases.desk.desk_settings import DeskSettings, Telling

_ON, _OFF = "on", "off"
_LONGEST_NUMBER = 4
_MOST_A_DAY = 500


class EditRequests(DeskModal):
    """Sets whether and how often readers can ask the desk, and what the log channel reports."""

    name = "requests"
    title = "Readers’ requests"
    fields: tuple[Field, ...] = (
        Field(
            "takes",
            "Can readers ask this desk?",
            hint="Questions we couldn’t answer, and errors they report",
            required=True,
            choices=((_ON, "Yes"), (_OFF, "No")),
        ),
        Field("aday", "New questions a day, at most", required=True, longest=_LONGEST_NUMBER),
        Field(
            "telling",
            "New requests in the log channel",
            required=True,
            choices=(
                (Telling.EACH.value, "Each at once"),
                (Telling.DAILY.value, "Once a day, 08:00 UTC"),
                (Telling.NONE.value, "Not at all"),
            ),
        ),
        Field(
            "weekly",
            "Weekly report in the log channel, on Mondays",
            required=True,
            choices=((_ON, "Yes"), (_OFF, "No")),
        ),
    )

    @classmethod
    def showing(cls, settings: DeskSettings) -> "EditRequests":
        """The modal, prefilled from ``settings``."""
        return cls(
            values={
                "takes": _ON if settings.takes_requests else _OFF,
                "aday": str(settings.requests_a_day),
                "telling": settings.tell_requests.value,
                "weekly": _ON if settings.weekly_report else _OFF,
            }
        )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        typed = given.values.get("aday", "").strip()
        if not (typed.isdecimal() and 1 <= int(typed) <= _MOST_A_DAY):
            raise Refusal(
                f"“{typed[:20]}” new questions a day: give a number from 1 to {_MOST_A_DAY}."
            )
        settings = await services.desk.setup.change(
            given.member,
            takes_requests=given.values.get("takes") == _ON,
            requests_a_day=int(typed),
            tell_requests=Telling(given.values.get("telling", Telling.EACH.value)),
            weekly_report=given.values.get("weekly") == _ON,
        )
        services.newsroom.desk_news.look()
        return Card(settings_layout(settings, note="**Saved.**"), if_lost="Setting saved.")


class EditHowWeCheck(DeskModal):
    """Sets the text on how the desk checks and how to complain, for its public pages."""

    name = "howwecheck"
    title = "How we check"
    fields = sentence_field(
        "about",
        "How you check, and how to complain",
        "Shown on the public pages. One paragraph a line.",
        required=False,
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        about = given.values.get("about") or None
        return Card(settings_layout(await services.desk.setup.change(given.member, about=about)))


class EditDeskTopics(DeskModal):
    """Sets the topics that moderators of the desk can choose from."""

    name = "desktopics"
    title = "The desk’s topics"
    fields = sentence_field(
        "topics", "Topics moderators can choose from", "One per line, up to 25", required=False
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        topics = listed(given.values.get("topics", ""))
        return Card(settings_layout(await services.desk.setup.change(given.member, topics=topics)))


MODALS = (EditRequests, EditHowWeCheck, EditDeskTopics)
