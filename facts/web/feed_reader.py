"""Fetches feeds in a process of their own, so that none holds up or brings down the bot."""

from pydantic import ValidationError

from facts.interchange.own_process import run_apart
from facts.usecases.feeds.fetching import FeedAnswer, FeedRequest

_PROGRAM = "facts.web.feed_fetching"
_SECONDS = 300.0


class FeedReader:
    """It has ``seconds`` for a feed with all its pages."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds

    async def fetch(self, request: FeedRequest) -> FeedAnswer:
        """What the feed has, or a sentence on why there is nothing."""
        question = request.model_dump_json().encode()
        code, answer = await run_apart(_PROGRAM, question, self._seconds)
        if code == 0:
            try:
                return FeedAnswer.model_validate_json(answer)
            except ValidationError:
                pass
        reason = "It took too long." if code == -1 else "It cannot be read."
        return FeedAnswer(problem=f"The feed was given up. {reason}")
