"""What an operator can set: read from the environment and from a ``.env`` file."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dotenv import dotenv_values

from facts.model import Refusal
from facts.wiring import DEFAULT_STORE, STORE_VARIABLE

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
HOW_TO_BEGIN = (
    "There is no DISCORD_TOKEN, so Nice Note cannot sign in to Discord: put one into a file named "
    ".env (see .env.example and the README's “On your server”), or try the bot without an account "
    "with: python -m bot preview"
)


class WrongSetting(Refusal):
    """A setting is missing or cannot be understood: the sentence names it and what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. The token is never printed: it is left out of ``repr``."""

    token: str
    store: Path
    home_guild_id: int | None
    log_level: int

    def __repr__(self) -> str:
        return f"Settings(store={str(self.store)!r}, home_guild_id={self.home_guild_id})"

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The settings of the environment, and of ``.env`` in ``folder`` where that says nothing.

        Raises WrongSetting.
        """
        in_file = {name: value for name, value in dotenv_values(folder / ".env").items() if value}
        return cls.of(in_file | {name: value for name, value in os.environ.items() if value})

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """The settings that ``values`` hold, by variable name. Raises WrongSetting."""
        token = values.get("DISCORD_TOKEN", "").strip()
        if not token:
            raise WrongSetting(HOW_TO_BEGIN)
        return cls(
            token=token,
            store=Path(values.get(STORE_VARIABLE) or DEFAULT_STORE),
            home_guild_id=_server_id(values.get("HOME_GUILD_ID", "").strip()),
            log_level=_level(values.get("LOG_LEVEL", "INFO").strip().upper()),
        )


def _server_id(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise WrongSetting(
            f"HOME_GUILD_ID is “{text}”, but a server’s id is a number: in Discord turn on "
            "Developer Mode, then right-click the server and choose “Copy Server ID”."
        )
    return int(text)


def _level(text: str) -> int:
    if text not in _LEVELS:
        raise WrongSetting(f"LOG_LEVEL is “{text}”; it takes one of {', '.join(_LEVELS)}.")
    return logging.getLevelNamesMapping()[text]
