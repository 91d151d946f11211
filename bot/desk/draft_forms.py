"""The controls of a draft card that open a form, filled in with what the draft says."""

from collections.abc import Mapping
from typing import TypeVar

from bot.desk.pressing import Act, Press
from bot.desk.replies import Asked, Reply
from bot.rendering.desk.form_values import (
    claim_values,
    proposed_values,
    response_values,
    source_values,
    verdict_values,
)
from bot.rendering.desk.modals import (
    ARTICLE,
    CITATION,
    CITATION_MORE,
    CLAIM,
    RESPONSE,
    SAID,
    SPEAKER,
    VERDICT,
    WHO_ANSWERED,
    WORDINGS,
    topics_form,
)
from bot.rendering.forms import Form, FormId
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.model import Refusal
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Draft

_Part = TypeVar("_Part")


class DraftForms:
    """Opens forms. Each looks the draft up first: nobody opens a form on another's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def acts(self) -> Mapping[str, Act]:
        """What each control opens."""
        return {
            "response": self._response,
            "source": self._source,
            "topics": self._topics,
            "wordings": self._wordings,
            "verdict": self._verdict,
            "article": self._article,
            "usearticle": self._use_article,
            "claim": self._claim,
            "speaker": self._speaker,
            "who": self._who,
            "said": self._said,
            "citation": self._citation,
            "more": self._more,
        }

    async def _draft(self, press: Press) -> Draft:
        return await self._desk.drafting.get(press.member, press.target)

    async def _response(self, press: Press) -> Reply:
        await self._draft(press)
        return Asked(RESPONSE, FormId("response", press.target), {"stance": "denies"})

    async def _source(self, press: Press) -> Reply:
        await self._draft(press)
        return Asked(CITATION, FormId("source", press.target))

    async def _topics(self, press: Press) -> Reply:
        topics = (await self._draft(press)).content.topics
        offered = (await self._desk.setup.show(press.member)).topics
        values = {
            "topics": "\n".join(topic for topic in topics if topic in offered),
            "others": ", ".join(topic for topic in topics if topic not in offered),
        }
        return Asked(topics_form(offered), FormId("topics", press.target), values)

    async def _wordings(self, press: Press) -> Reply:
        wordings = (await self._draft(press)).content.other_wordings
        values = {"wordings": "\n".join(wordings)}
        return Asked(WORDINGS, FormId("wordings", press.target), values)

    async def _verdict(self, press: Press) -> Reply:
        verdict = (await self._draft(press)).content.verdict
        values = verdict_values(VerdictForm.showing(verdict)) if verdict else {}
        return Asked(VERDICT, FormId("verdict", press.target), values)

    async def _article(self, press: Press) -> Reply:
        await self._draft(press)
        return Asked(ARTICLE, FormId("article", press.target))

    async def _use_article(self, press: Press) -> Reply:
        article = (await self._draft(press)).article
        if article is None:
            raise Refusal("The proposal from the article is gone. Give the article again.")
        return Asked(CITATION, FormId("usearticle", press.target), proposed_values(article))

    async def _claim(self, press: Press) -> Reply:
        return await self._of_claim(press, CLAIM, "claim")

    async def _speaker(self, press: Press) -> Reply:
        return await self._of_claim(press, SPEAKER, "speaker")

    async def _of_claim(self, press: Press, form: Form, name: str) -> Reply:
        claim = (await self._draft(press)).content.claim
        return Asked(form, FormId(name, press.target), claim_values(ClaimForm.showing(claim)))

    async def _who(self, press: Press) -> Reply:
        return await self._of_response(press, WHO_ANSWERED, "who")

    async def _said(self, press: Press) -> Reply:
        return await self._of_response(press, SAID, "said")

    async def _of_response(self, press: Press, form: Form, name: str) -> Reply:
        response = numbered((await self._draft(press)).content.responses, press.n)
        values = response_values(ResponseForm.showing(response))
        return Asked(form, FormId(name, press.target, press.n), values)

    async def _citation(self, press: Press) -> Reply:
        return await self._of_source(press, CITATION, "source")

    async def _more(self, press: Press) -> Reply:
        return await self._of_source(press, CITATION_MORE, "more")

    async def _of_source(self, press: Press, form: Form, name: str) -> Reply:
        source = numbered((await self._draft(press)).content.sources, press.n)
        values = source_values(SourceForm.showing(source))
        return Asked(form, FormId(name, press.target, press.n), values)


def numbered(parts: tuple[_Part, ...], number: int) -> _Part:
    """The part of that number, from 1. Raises Refusal where it is gone."""
    if not 1 <= number <= len(parts):
        raise Refusal("That part is no longer there. Open the draft anew with /fact drafts.")
    return parts[number - 1]
