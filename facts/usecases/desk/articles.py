"""Articles: what a page or text that somebody gave us says of itself. Nothing is fetched."""

import asyncio
import os
import sys

from facts.model import Refusal
from facts.usecases.desk.drafts.draft import Proposed

LONGEST_ARTICLE = 1024 * 1024
_SECONDS = 15.0
_AT_ONCE = 2
_READER = "facts.usecases.desk.article_reading"
# What a Python needs to start, and none of our secrets.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP")


class UnreadableArticle(Refusal):
    """Nothing can be proposed from it; the sentence says what to give instead."""


class Articles:
    """Reads articles in a process of their own, so that no page can hold up or bring down the bot.

    It has ``seconds`` for one.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._readers = asyncio.Semaphore(_AT_ONCE)

    async def read(self, content: str | bytes, *, link: str = "") -> Proposed:
        """Outlet, headline, author, date, link, language and quotes out of HTML or plain text.

        ``link`` is where it stands, if that is known. Raises UnreadableArticle, also above
        LONGEST_ARTICLE bytes.
        """
        page = content.encode("utf-8", "replace") if isinstance(content, str) else content
        if len(page) > LONGEST_ARTICLE:
            raise UnreadableArticle(
                f"The article has {len(page):,} bytes, and {LONGEST_ARTICLE:,} is the limit. "
                "Give the text of it alone."
            )
        async with self._readers:
            answer = await self._answer(f"{' '.join(link.split())}\n".encode() + page)
        proposed = Proposed.model_validate_json(answer) if answer else Proposed()
        if not (proposed.headline or proposed.outlet or proposed.quotes):
            raise UnreadableArticle(
                "No outlet, headline or quote was found in that. Fill the source in by hand."
            )
        return proposed

    async def _answer(self, question: bytes) -> bytes:
        """What the reader makes of it; nothing where it fails or takes too long."""
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        reader = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _READER,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        try:
            answer, _ = await asyncio.wait_for(reader.communicate(question), self._seconds)
        except TimeoutError:
            return b""
        finally:
            if reader.returncode is None:
                reader.kill()
                await reader.wait()
        return answer if reader.returncode == 0 else b""
