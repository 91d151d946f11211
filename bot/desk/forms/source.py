"""The modals of sources: add one, edit one (two modals), or take one from an article."""

from collections.abc import Mapping

from bot.desk.desk_replies import Reply
from bot.desk.forms.desk_modal import (
    DATE_HINT,
    DeskModal,
    DraftModal,
    Submission,
    numbered,
    read,
    values_of,
)
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, FieldKind
from facts.forms.typed import SourceForm
from facts.model import Refusal
from facts.usecases.desk.drafts.draft import Draft

CITED = "**Source added.** Readers see it on the claim."


class EditSource(DraftModal):
    """Adds a source to a draft (``n`` is 0), or edits source ``n``."""

    name = "source"
    title = "Source"
    fields: tuple[Field, ...] = (
        Field("outlet", "Outlet", example="Harbour Post"),
        Field("headline", "Headline", example="Bridge shut until June"),
        Field("author", "Author"),
        Field("published", "Published", hint=DATE_HINT),
        Field("url", "Link", example="https://…"),
    )

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:
        return values_of(SourceForm.showing(numbered(draft.content.sources, n))) if n else {}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        form = read(SourceForm, given.values)
        drafting = services.desk.drafting
        return await drafting.put_source(given.member, self.target, form, number=self.n or None)


class EditSourceDetails(EditSource):
    """Edits the less common fields of source ``n``: archived copy, language, rating and others."""

    name = "more"
    title = "More about the source"
    fields: tuple[Field, ...] = (
        Field("archived_url", "Archived copy (link)", example="https://…"),
        Field("language", "Language, if not English", example="ko, pt-BR"),
        Field("description", "What it is", example="press release; minutes; teaser"),
        Field("rating", "Its rating, if it is a fact-check", example="False; Half true (3 of 5)"),
        Field(
            "claim_quote",
            "How it quoted the claim",
            hint="The quote as this outlet printed it, word for word",
            kind=FieldKind.TEXT,
        ),
    )


class SourceFromArticle(EditSource):
    """Adds the source details found in an article, after the moderator has checked them."""

    name = "usearticle"

    @classmethod
    def filled(cls, draft: Draft, n: int) -> Mapping[str, str]:  # noqa: ARG003 - it is a new one
        if draft.article is None:
            raise Refusal("The article’s details are no longer stored. Upload the article again.")
        return {field.key: getattr(draft.article, field.key) for field in cls.fields}

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        await super().change(services, given)
        return await services.desk.drafting.put_article(given.member, self.target, None)


class CiteFact(DeskModal):
    """Adds a source to a published fact."""

    name = "cite"
    title = EditSource.title
    fields = EditSource.fields

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        form = read(SourceForm, given.values)
        outcome = await services.desk.changing.cite(given.member, self.number, form)
        return await services.cards.outcome(given.member, outcome, CITED)


class GiveArticle(DraftModal):
    """Finds source details in an uploaded or pasted article, to be added to the draft."""

    name = "article"
    title = "Take a source from an article"
    slow = True
    fields: tuple[Field, ...] = (
        Field(
            "file",
            "Article file",
            hint="HTML or plain text, up to 1 MB. Nothing is fetched from the web.",
            kind=FieldKind.FILE,
        ),
        Field("text", "Or paste its text", kind=FieldKind.TEXT),
        Field("link", "Link", example="https://…"),
    )

    async def change(self, services: DeskServices, given: Submission) -> Draft:
        text, link = given.values.get("text", ""), given.values.get("link", "")
        article = await services.files.read_article(
            given.files, text, desk=given.member.desk, link=link
        )
        return await services.desk.drafting.put_article(given.member, self.target, article)


MODALS = (EditSource, EditSourceDetails, SourceFromArticle, CiteFact, GiveArticle)
