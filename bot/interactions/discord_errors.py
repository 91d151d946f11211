"""What a failed request to Discord raises, and the error codes of Discord that matter here."""

from enum import IntEnum

import aiohttp
import discord

# Discord rejected the request (HTTPException), or the connection to it broke.
REQUEST_FAILED = (discord.HTTPException, aiohttp.ClientError, TimeoutError)


class ErrorCode(IntEnum):
    """Discord's JSON error codes."""

    UNKNOWN_MESSAGE = 10008
    # The interaction has expired.
    UNKNOWN_INTERACTION = 10062
    # Edits of messages older than an hour have a separate limit in each channel.
    TOO_MANY_OLD_EDITS = 30046
    OPENING_DMS_TOO_FAST = 40003
    # The interaction has a response already.
    ALREADY_ANSWERED = 40060
    CANNOT_WRITE_TO_USER = 50007
    NO_SHARED_SERVER = 50278


def came_too_late(error: BaseException) -> bool:
    """Whether Discord rejected a response because the interaction had expired."""
    return isinstance(error, discord.NotFound) and error.code == ErrorCode.UNKNOWN_INTERACTION
