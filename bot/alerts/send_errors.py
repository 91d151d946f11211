"""What Discord's answers to a send mean for the alert that was sent."""

import logging

import aiohttp
import discord

from bot.rendering.places import Place
from facts.outbox.messenger import Never, Outcome, TryLater, Unsendable, Wait

_log = logging.getLogger(__name__)
# Discord's error codes; its documentation calls them JSON error codes.
_CANNOT_WRITE_TO_USER = 50007
_NO_SHARED_SERVER = 50278
_OPENING_DMS_TOO_FAST = 40003
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _TOO_MANY_REQUESTS = 400, 403, 404, 429
# For a refusal that does not say for how long.
_REST_SECONDS = 60.0
_DM_REST_SECONDS = 600.0
UNREACHABLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


def outcome_of(error: BaseException, place: Place) -> Outcome:
    """What is to be done about an alert to ``place`` whose sending raised one of UNREACHABLE."""
    match error:
        case discord.RateLimited():
            return Wait(error.retry_after)
        case discord.HTTPException():
            return _of_answer(error, place)
        case _:
            return TryLater(f"The connection to Discord broke ({type(error).__name__}).")


def _of_answer(error: discord.HTTPException, place: Place) -> Outcome:
    if error.code == _OPENING_DMS_TOO_FAST:
        return Wait(_DM_REST_SECONDS)
    if error.status == _TOO_MANY_REQUESTS:
        # discord.py waits out an ordinary limit by itself. This one is on all we send.
        return Wait(_retry_after(error), everywhere=True)
    if error.status == _NOT_FOUND:
        return Never(_gone(place))
    if error.status == _FORBIDDEN:
        return Never(_closed(error.code, place))
    if error.status == _BAD_REQUEST:
        _log.error("Discord does not take an alert", exc_info=error)
        return Unsendable(f"Discord does not take the message: {error.text[:200]}")
    return TryLater(f"Discord answered {error.status}.")


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return _REST_SECONDS


def _gone(place: Place) -> str:
    if place.direct:
        return "Your direct messages with me are gone. Make the alerts anew with /alerts subscribe."
    return (
        "The channel they were told in is gone. Make them anew in another one with "
        "/alerts subscribe."
    )


def _closed(code: int, place: Place) -> str:
    if code == _NO_SHARED_SERVER:
        return (
            "We are on no server together any more, so Discord does not let me write to you. Join "
            "one that has me, then resume them with /alerts list."
        )
    if code == _CANNOT_WRITE_TO_USER or place.direct:
        return (
            "Your direct messages are closed to me. Allow direct messages from server members (in "
            "the server’s Privacy Settings), then resume them with /alerts list."
        )
    return (
        f"I may no longer send messages in <#{place.channel_id}>. Give me View Channel and Send "
        "Messages there, then resume them with /alerts list."
    )
