"""The form that takes an article, to propose a source from it."""

from bot.desk.forms.desk_form import DraftForm, Submission
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, Kind
from facts.usecases.desk.drafts.draft import Draft


class GiveArticle(DraftForm):
    """Reads an article, as a file or as text, into the draft."""

    name = "article"
    title = "Take a source from an article"
    slow = True
    fields: tuple[Field, ...] = (
        Field(
            "file",
            "Article file",
            hint="HTML or plain text, up to 1 MB. Nothing is fetched from the web.",
            kind=Kind.FILE,
        ),
        Field("text", "Or paste its text", kind=Kind.TEXT),
        Field("link", "Link", example="https://…"),
    )

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        text, link = given.values.get("text", ""), given.values.get("link", "")
        article = await services.articles.read(given.files, text, desk=given.member.desk, link=link)
        return await services.desk.drafting.put_article(given.member, self.target, article)
