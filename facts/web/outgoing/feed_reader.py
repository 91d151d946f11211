"""Fetches feeds in a subprocess, so that none can block or crash the bot."""

import logging

from facts.interchange.own_process import run_apart
from facts.usecases.feeds.fetching import FeedAnswer, FeedRequest

_log = logging.getLogger(__name__)
_PROGRAM = "facts.web.outgoing.feed_fetching"
_SECONDS = 300.0


class FeedReader:
    """A Fetcher with a timeout of ``seconds`` for a feed with all its pages."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds

    async def fetch(self, request: FeedRequest) -> FeedAnswer:
        """The content of the feed, or a sentence on why there is none."""
        stdin = request.model_dump_json().encode()
        try:
            done = await run_apart(_PROGRAM, stdin, self._seconds)
        except TimeoutError:
            return FeedAnswer(problem="Reading the feed took too long.")
        if done.code == 0:
            return FeedAnswer.model_validate_json(done.output)
        _log.error("Reading a feed failed (exit code %d): %s", done.code, done.said)
        return FeedAnswer(problem="The feed could not be read. The log says why.")
