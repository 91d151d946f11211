"""Extracts metadata and quotes from a page or text that somebody supplied. Nothing is fetched."""

import logging

from facts.interchange.own_process import run_apart
from facts.model import DeskId, Refusal
from facts.usecases.desk.drafts.draft import Proposed
from facts.usecases.desk.turns import Turns

_log = logging.getLogger(__name__)
LONGEST_ARTICLE = 1024 * 1024
# The exit code of the subprocess for a page that is not built like an article.
NO_ARTICLE = 3
_SECONDS = 15.0
_AT_ONCE, _WAITING = 2, 3
_READER = "facts.usecases.desk.articles.article_reading"


class UnreadableArticle(Refusal):
    """Nothing can be extracted; the sentence says what to supply instead."""


class Articles:
    """Parses articles in a subprocess, so that no page can block or crash the bot.

    An article may take ``seconds``. One article per desk is parsed at a time, so that desks do not
    delay each other.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._turns = Turns(
            desks_at_once=_AT_ONCE,
            waiting=_WAITING,
            busy="Several of your desk’s articles are already being read. Try again in a moment.",
        )

    async def read(self, content: str | bytes, *, desk: DeskId, link: str = "") -> Proposed:
        """Outlet, headline, author, date, link, language and quotes from HTML or plain text.

        ``link`` is the page's address if known. Raises UnreadableArticle, also above
        LONGEST_ARTICLE bytes, and LimitReached.
        """
        page = content.encode("utf-8", "replace") if isinstance(content, str) else content
        if len(page) > LONGEST_ARTICLE:
            raise UnreadableArticle(
                f"The article has {len(page):,} bytes; the limit is {LONGEST_ARTICLE:,}. Send "
                "its text only."
            )
        async with self._turns.turn(desk):
            answer = await self._answer(f"{' '.join(link.split())}\n".encode() + page)
        proposed = Proposed.model_validate_json(answer)
        if not (proposed.headline or proposed.outlet or proposed.quotes):
            raise UnreadableArticle(
                "No outlet, headline or quote was found in that. Fill the source in by hand."
            )
        return proposed

    async def _answer(self, stdin: bytes) -> bytes:
        """The output of the subprocess. Raises UnreadableArticle if it fails or times out."""
        try:
            done = await run_apart(_READER, stdin, self._seconds)
        except TimeoutError as error:
            raise UnreadableArticle(
                "Reading that page took too long. Paste the text of the article instead, or fill "
                "the source in by hand."
            ) from error
        if done.code == NO_ARTICLE:
            raise UnreadableArticle(
                "That page isn’t built like an article. Paste the text of the article "
                "instead, or fill the source in by hand."
            )
        if done.code != 0:
            _log.error("Reading an article failed (exit code %s): %s", done.code, done.said)
            raise UnreadableArticle(
                "We couldn’t read the article because of a problem on our side. It has been "
                "logged. Fill the source in by hand."
            )
        return done.output
