"""Articles: what a page or text that somebody gave us says of itself. Nothing is fetched."""

from facts.model import Refusal
from facts.usecases.desk.drafts import Proposed

LONGEST_ARTICLE = 1024 * 1024


class UnreadableArticle(Refusal):
    """Nothing can be proposed from it; the sentence says what to give instead."""


class Articles:
    """Reads articles. Pure work, done in a thread."""

    async def read(self, content: str | bytes, *, link: str = "") -> Proposed:
        """Outlet, headline, author, date, link, language and quotes out of HTML or plain text.

        ``link`` is where it stands, if that is known. Raises UnreadableArticle, also above
        LONGEST_ARTICLE bytes.
        """
        raise NotImplementedError
