"""Articles that a moderator gives: as a file that Discord holds, or pasted."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from facts.model import DeskId, Refusal
from facts.usecases.desk.articles.articles import LONGEST_ARTICLE, Articles
from facts.usecases.desk.drafts.draft import Proposed


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody gave Discord for us. ``size`` is in bytes, ``url`` is Discord's own."""

    name: str
    size: int
    url: str


class ArticleReader:
    """Gets the given file from Discord, and nothing from anywhere else."""

    def __init__(self, client: discord.Client, articles: Articles) -> None:
        self._client = client
        self._articles = articles

    async def read(
        self, files: Sequence[GivenFile], text: str, *, desk: DeskId, link: str
    ) -> Proposed:
        """What the file, or else the text, says of itself. Raises Refusal, UnreadableArticle."""
        if not files:
            if not text.strip():
                raise Refusal("Attach the article as a file or paste its text.")
            return await self._articles.read(text, desk=desk, link=link)
        given = files[0]
        if given.size > LONGEST_ARTICLE:
            raise Refusal(
                f"{given.name} has {given.size / 1024 / 1024:.1f} MB, and the limit is 1 MB. "
                "Save the page without its pictures, or paste the text."
            )
        content = await self._client.http.get_from_cdn(given.url)
        return await self._articles.read(content, desk=desk, link=link)
