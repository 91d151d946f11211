"""The forms that change a draft: each is one use-case, and the card that follows."""

from collections.abc import Awaitable, Callable, Mapping

from bot.desk import filled_in
from bot.desk.articles import ArticleReader
from bot.desk.drafts import Drafts
from bot.desk.replies import Reply
from bot.desk.submitted import Submitted
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Draft

Handler = Callable[[Submitted], Awaitable[Reply]]


class DraftSubmissions:
    """Takes in the forms of drafts."""

    def __init__(self, desk: Desk, drafts: Drafts, articles: ArticleReader) -> None:
        self._drafting = desk.drafting
        self._drafts = drafts
        self._articles = articles

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What takes in each form, by the name in its id."""
        return {
            "add": self._add,
            "claim": self._claim,
            "speaker": self._claim,
            "response": self._response,
            "who": self._changed_response,
            "said": self._changed_response,
            "source": self._source,
            "more": self._source,
            "usearticle": self._use_article,
            "topics": self._topics,
            "wordings": self._wordings,
            "verdict": self._verdict,
            "article": self._article,
        }

    async def _card(self, given: Submitted, draft: Draft) -> Reply:
        note = filled_in.read_back(given.values, given.today)
        return await self._drafts.card(given.member, draft, note=note)

    async def _add(self, given: Submitted) -> Reply:
        claim = filled_in.new_claim(given.values, given.today)
        source = filled_in.first_source(given.values, given.today)
        draft = await self._drafting.open(given.member, claim, source, key=given.form_id.key)
        return await self._card(given, draft)

    async def _claim(self, given: Submitted) -> Reply:
        form = filled_in.changed_claim(given.values)
        draft = await self._drafting.put_claim(given.member, given.form_id.target, form)
        return await self._card(given, draft)

    async def _response(self, given: Submitted) -> Reply:
        form, source = filled_in.new_response(given.values, given.today)
        draft = await self._drafting.put_response(given.member, given.form_id.target, form, source)
        return await self._card(given, draft)

    async def _changed_response(self, given: Submitted) -> Reply:
        draft = await self._drafting.put_response(
            given.member,
            given.form_id.target,
            filled_in.changed_response(given.values),
            number=given.form_id.n,
        )
        return await self._card(given, draft)

    async def _source(self, given: Submitted) -> Reply:
        draft = await self._drafting.put_source(
            given.member,
            given.form_id.target,
            filled_in.changed_source(given.values),
            number=given.form_id.n,
        )
        return await self._card(given, draft)

    async def _use_article(self, given: Submitted) -> Reply:
        """Take a proposed source in, after a moderator looked at it; the proposal is done with."""
        await self._source(given)
        target = given.form_id.target
        draft = await self._drafting.put_article(given.member, target, None)
        return await self._card(given, draft)

    async def _topics(self, given: Submitted) -> Reply:
        values = given.values
        topics = filled_in.listed(values.get("topics", ""), values.get("others", ""))
        draft = await self._drafting.put_topics(given.member, given.form_id.target, topics)
        return await self._card(given, draft)

    async def _wordings(self, given: Submitted) -> Reply:
        wordings = filled_in.lines(given.values.get("wordings", ""))
        draft = await self._drafting.put_wordings(given.member, given.form_id.target, wordings)
        return await self._card(given, draft)

    async def _verdict(self, given: Submitted) -> Reply:
        form = filled_in.verdict(given.values)
        draft = await self._drafting.put_verdict(given.member, given.form_id.target, form)
        return await self._card(given, draft)

    async def _article(self, given: Submitted) -> Reply:
        article = await self._articles.read(
            given.files, given.values.get("text", ""), link=given.values.get("link", "")
        )
        target = given.form_id.target
        draft = await self._drafting.put_article(given.member, target, article)
        return await self._card(given, draft)
