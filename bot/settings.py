"""What an operator can set: read from the environment and from a ``.env`` file."""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Self

from dotenv import dotenv_values

from facts.model import Refusal
from facts.wiring import DEFAULT_STORE, STORE_VARIABLE

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_ID = re.compile(r"[0-9]{1,20}")
HOW_TO_BEGIN = (
    "There is no DISCORD_TOKEN, so Nice Note cannot sign in to Discord: put one into a file named "
    ".env (see .env.example and the README's “On your server”), or try the bot without an account "
    "with: python -m bot preview"
)


class WrongSetting(Refusal):
    """A setting is missing or cannot be understood: the sentence names it and what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. ``home_guild_id`` is a Discord server, ``log_level`` a number of
    ``logging``. The token is never printed: it is left out of ``repr``.
    """

    token: str = field(repr=False)
    store: Path
    home_guild_id: int | None
    log_level: int

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The settings of the environment, and of ``.env`` in ``folder`` where that says nothing.

        Raises WrongSetting.
        """
        set_here = {name: value for name, value in os.environ.items() if value.strip()}
        return cls.of(_in_file(folder / ".env") | set_here)

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """The settings that ``values`` hold, by variable name. Raises WrongSetting."""
        return cls(
            token=_token(values.get("DISCORD_TOKEN", "").strip()),
            store=Path(values.get(STORE_VARIABLE) or DEFAULT_STORE),
            home_guild_id=_server_id(values.get("HOME_GUILD_ID", "").strip()),
            log_level=_level(values.get("LOG_LEVEL", "INFO").strip().upper()),
        )


def _in_file(path: Path) -> dict[str, str]:
    if not path.exists() or path.is_dir():  # some people's virtual environment has this name
        return {}
    try:
        # Notepad begins a file with a mark that would become part of the first name.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(
            f"The settings in {path} cannot be read ({error}). Save it as plain text in UTF-8, "
            "one NAME=value a line, as .env.example shows."
        ) from error
    return {name: value for name, value in dotenv_values(stream=StringIO(text)).items() if value}


def _token(text: str) -> str:
    if not text:
        raise WrongSetting(HOW_TO_BEGIN)
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise WrongSetting(
            "The DISCORD_TOKEN holds a space or a character that no token has. Copy it again from "
            "the developer portal, under Bot, “Reset Token”."
        )
    return text


def _server_id(text: str) -> int | None:
    if not text:
        return None
    if not _ID.fullmatch(text):
        raise WrongSetting(
            f"HOME_GUILD_ID is “{text}”, but a server’s id is a number: in Discord turn on "
            "Developer Mode, then right-click the server and choose “Copy Server ID”."
        )
    return int(text)


def _level(text: str) -> int:
    if text not in _LEVELS:
        raise WrongSetting(f"LOG_LEVEL is “{text}”; it takes one of {', '.join(_LEVELS)}.")
    return logging.getLevelNamesMapping()[text]
