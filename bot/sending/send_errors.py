"""Maps errors of Discord to outcomes of a send or edit: retry, wait, or give up."""

import logging
from http import HTTPStatus

import aiohttp
import discord

from bot.interactions.discord_errors import ErrorCode
from bot.rendering.custom_ids import Place
from facts.outbox.delivery import MessageGone, Never, SendOutcome, TryLater, Unsendable, Wait

_log = logging.getLogger(__name__)


# For a rate limit without a Retry-After header.
_REST_SECONDS = 60.0
_DM_REST_SECONDS = 600.0
# What ``outcome_of`` takes: a failed request, discord.py's own rate limit, a broken socket.
SEND_FAILED = (discord.DiscordException, aiohttp.ClientError, OSError)


def outcome_of(error: BaseException, place: Place) -> SendOutcome:
    """The outcome for a message to ``place`` whose sending raised ``error``, one of SEND_FAILED."""
    match error:
        case discord.RateLimited():
            return Wait(error.retry_after)
        case discord.HTTPException():
            return _of_answer(error, place)
        case _:
            return TryLater(
                f"The connection to Discord broke ({type(error).__name__}).", outage=True
            )


def _of_answer(error: discord.HTTPException, place: Place) -> SendOutcome:
    match error.code, error.status:
        case ErrorCode.UNKNOWN_MESSAGE, _:
            outcome: SendOutcome = MessageGone()
        case ErrorCode.OPENING_DMS_TOO_FAST, _:
            outcome = Wait(_DM_REST_SECONDS)
        case ErrorCode.TOO_MANY_OLD_EDITS, _:
            outcome = Wait(_retry_after(error))
        case _, HTTPStatus.TOO_MANY_REQUESTS:
            # discord.py waits out limits per route by itself, so this is a global one.
            outcome = Wait(_retry_after(error), everywhere=True)
        case _, HTTPStatus.NOT_FOUND:
            outcome = Never(_gone(place))
        case code, HTTPStatus.FORBIDDEN:
            outcome = Never(_closed(code, place))
        case _, HTTPStatus.BAD_REQUEST:
            _log.error("Discord rejected a message", exc_info=error)
            outcome = Unsendable(f"Discord rejected the message: {error.text[:200]}")
        case _:
            outcome = TryLater(f"Discord answered {error.status}.")
    return outcome


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return _REST_SECONDS


def _gone(place: Place) -> str:
    if place.direct:
        return (
            "Our direct-message channel no longer exists. Subscribe again with /alerts subscribe."
        )
    return (
        "The channel for these alerts no longer exists. Subscribe again in another one with "
        "/alerts subscribe."
    )


def _closed(code: int, place: Place) -> str:
    if code == ErrorCode.NO_SHARED_SERVER:
        return (
            "We no longer share a server, so Discord won’t let me message you. Join a server that "
            "has me, then resume the alerts with /alerts list."
        )
    if code == ErrorCode.CANNOT_WRITE_TO_USER or place.direct:
        return (
            "Your direct messages are closed to me. Allow direct messages from server members (in "
            "the server’s Privacy Settings), then resume them with /alerts list."
        )
    return (
        f"I can no longer send messages in <#{place.channel_id}>. Give me View Channel and Send "
        "Messages there, then resume them with /alerts list."
    )
