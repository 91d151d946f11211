"""Reads the articles that moderators upload or paste."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from facts.model import DeskId, Refusal
from facts.usecases.desk.articles.articles import LONGEST_ARTICLE, Articles
from facts.usecases.desk.drafts.draft import Proposed

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenFile:
    """An uploaded file. ``size`` is in bytes, ``url`` is on Discord's CDN."""

    name: str
    size: int
    url: str


class ArticleReader:
    """Downloads an uploaded article from Discord, never from any other host, and parses it."""

    def __init__(self, client: discord.Client, articles: Articles) -> None:
        self._client = client
        self._articles = articles

    async def read(
        self, files: Sequence[GivenFile], text: str, *, desk: DeskId, link: str
    ) -> Proposed:
        """Find source details in the file, else in ``text``. Raises Refusal, UnreadableArticle."""
        if not files:
            if not text.strip():
                raise Refusal("Attach the article as a file or paste its text.")
            return await self._articles.read(text, desk=desk, link=link)
        given = files[0]
        if given.size > LONGEST_ARTICLE:
            raise Refusal(
                f"{given.name} is {given.size / MEGABYTE:.1f} MB; the limit is 1 MB. "
                "Save the page without its pictures, or paste the text."
            )
        content = await self._client.http.get_from_cdn(given.url)
        return await self._articles.read(content, desk=desk, link=link)
