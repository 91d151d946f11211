"""The form of what a desk's public pages say about how it works."""

from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.desk_form import DeskForm, Submission
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, Kind
from bot.rendering.desk.settings_card import settings_layout


class EditHowWeCheck(DeskForm):
    """Sets the desk's own text on how it checks and how to complain."""

    name = "howwecheck"
    title = "How we check"
    fields: tuple[Field, ...] = (
        Field(
            "about",
            "How you check, and how to complain",
            hint="Shown on the public pages. One paragraph a line.",
            kind=Kind.TEXT,
        ),
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        about = given.values.get("about") or None
        return Card(settings_layout(await services.desk.setup.change(given.member, about=about)))
