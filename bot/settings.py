"""The operator's settings, read from the environment and a ``.env`` file."""

import ipaddress
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.logs import LogFormat
from facts.model import Refusal
from facts.usecases.admission import Limits
from facts.web.server import Network
from facts.wiring import LARGEST_GROUP, StoreAddress, chosen_address

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DIGITS = re.compile(r"[0-9]{1,20}")
_Default = TypeVar("_Default", int, None)
# The valid values of each number, and how the sentence about others ends.
_NUMBERS = {
    "HOME_GUILD_ID": (
        range(2**64),
        (
            ", but a server ID is a number. To get it, turn on Developer Mode in Discord, "
            "right-click the server and choose “Copy Server ID”."
        ),
    ),
    "NICENOTE_WEB_PORT": (
        range(65_536),
        ". Use a port number from 0 to 65535, or remove the setting to run without the web server.",
    ),
    "NICENOTE_WEB_QUESTIONS": (
        range(100_000),
        (
            ". Use the number of questions that one address can ask the web server per minute, or "
            "0 for no limit."
        ),
    ),
    "NICENOTE_SHARDS_PER_PROCESS": (
        range(1, LARGEST_GROUP + 1),
        f". Use a number from 1 to {LARGEST_GROUP}, the same in every process of the bot.",
    ),
}
_LIMIT = range(100_000), ". Use a whole number up to 99,999, or 0 for no limit."
_SWITCH = {"": False, "off": False, "no": False, "on": True, "yes": True}
LIMIT_VARIABLES = {one.name: f"NICENOTE_{one.name.upper()}_A_MINUTE" for one in fields(Limits)}
HOW_TO_BEGIN = (
    "DISCORD_TOKEN is missing, so Nice Note can’t sign in to Discord. Put one into a file named "
    ".env (see .env.example and the README's “On your server”), or try the bot without an account "
    "with: python -m bot preview"
)


class WrongSetting(Refusal):
    """A setting is missing or invalid; the sentence names it and its valid values."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, validated. ``home_guild_id`` is a server's id, ``log_level`` a number of
    ``logging``; ``web_port`` is None where no web server is wanted. The token is never printed: it
    is left out of ``repr``.
    """

    token: str = field(repr=False)
    store: StoreAddress
    home_guild_id: int | None
    log_level: int
    log_format: LogFormat = LogFormat.TEXT
    web_host: str = "127.0.0.1"
    web_port: int | None = None
    pages: bool = False
    public_url: str | None = None
    keep_departed: bool = False
    web_questions: int = 120
    web_proxies: tuple[Network, ...] = ()
    disk_may_vanish: bool = False
    shards_per_process: int = LARGEST_GROUP
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def read(cls, folder: Path, *, signs_in: bool = True) -> Self:
        """Read the environment, and for variables not set there ``.env`` in ``folder``.

        Without ``signs_in`` the token may be missing or wrong. Raises WrongSetting.
        """
        set_here = {name: value for name, value in os.environ.items() if value.strip()}
        values = _in_file(folder / ".env") | set_here
        settings = cls.from_values(values, signs_in=signs_in)
        if isinstance(settings.store, Path) and not settings.disk_may_vanish:
            refuse_vanishing_disk(settings.store, values)
        return settings

    @classmethod
    def from_values(cls, values: Mapping[str, str], *, signs_in: bool = True) -> Self:
        """Parse ``values``, by variable name. Raises WrongSetting."""
        token = values.get("DISCORD_TOKEN", "").strip()
        settings = cls(
            token=checked_token(token) if signs_in else token,
            store=chosen_address(values),
            home_guild_id=_number(values, "HOME_GUILD_ID", None),
            log_level=_level(values.get("LOG_LEVEL", "INFO").strip().upper()),
            log_format=_log_format(values.get("LOG_FORMAT", "text").strip().lower()),
            web_host=values.get("NICENOTE_WEB_HOST", "").strip() or "127.0.0.1",
            web_port=_number(values, "NICENOTE_WEB_PORT", None),
            pages=_switch(values, "NICENOTE_PAGES"),
            keep_departed=_switch(values, "NICENOTE_KEEP_DEPARTED"),
            public_url=_address(values.get("NICENOTE_PUBLIC_URL", "").strip()),
            web_questions=_number(values, "NICENOTE_WEB_QUESTIONS", 120),
            web_proxies=_networks(values.get("NICENOTE_WEB_PROXIES", "")),
            disk_may_vanish=_switch(values, MAY_VANISH),
            shards_per_process=_number(values, "NICENOTE_SHARDS_PER_PROCESS", LARGEST_GROUP),
            limits=Limits(
                **{
                    name: _number(values, variable, 0)
                    for name, variable in LIMIT_VARIABLES.items()
                    if values.get(variable, "").strip()
                }
            ),
        )
        if settings.pages and not (settings.public_url and settings.web_port is not None):
            raise WrongSetting(
                "NICENOTE_PAGES is on, but the pages also need NICENOTE_WEB_PORT (the port they’re "
                "served on) and NICENOTE_PUBLIC_URL (their public address). Set both."
            )
        return settings


def _in_file(path: Path) -> dict[str, str]:
    try:
        # Notepad writes a byte order mark, which would become part of the first name.
        values = dotenv_values(path, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(
            f"I can’t read the settings in {path} ({error}). Save it as plain text in UTF-8, "
            "with one NAME=value per line, as in .env.example."
        ) from error
    return {name: value for name, value in values.items() if value}


def checked_token(text: str) -> str:
    """``text`` if it has the format of a token. Raises WrongSetting."""
    if not text:
        raise WrongSetting(HOW_TO_BEGIN)
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise WrongSetting(
            "DISCORD_TOKEN contains a space or another character that can’t be in one. Copy it "
            "again from the developer portal: Bot, “Reset Token”."
        )
    return text


def _number(values: Mapping[str, str], name: str, default: _Default) -> int | _Default:
    """A whole number, or ``default`` if there is none. Raises WrongSetting for anything else."""
    text = values.get(name, "").strip()
    within, how = _NUMBERS.get(name, _LIMIT)
    if text and not (_DIGITS.fullmatch(text) and int(text) in within):
        raise WrongSetting(f"{name} is “{text}”{how}")
    return int(text) if text else default


def _level(text: str) -> int:
    if text not in _LEVELS:
        raise WrongSetting(f"LOG_LEVEL is “{text}”. Use one of {', '.join(_LEVELS)}.")
    return logging.getLevelNamesMapping()[text]


def _log_format(text: str) -> LogFormat:
    try:
        return LogFormat(text)
    except ValueError as error:
        raise WrongSetting(f"LOG_FORMAT is “{text}”. Use text or json.") from error


def _switch(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "")
    word = text.strip().lower()
    if word not in _SWITCH:
        raise WrongSetting(f"{name} is “{text}”. Use on or off.")
    return _SWITCH[word]


def _networks(text: str) -> tuple[Network, ...]:
    try:
        names = text.replace(",", " ").split()
        return tuple(ipaddress.ip_network(name, strict=False) for name in names)
    except ValueError as error:
        raise WrongSetting(
            f"NICENOTE_WEB_PROXIES is “{text}”. List the addresses of your own proxies, separated "
            "by commas, for example 127.0.0.1, 10.0.0.0/8."
        ) from error


def _address(text: str) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise WrongSetting(
            f"NICENOTE_PUBLIC_URL is “{text}”. Use the address of the public pages, for example "
            "https://facts.example.org, or remove the setting if you have none."
        )
    return text.rstrip("/")


# Environment variable set by the host: name of the host.
_DISK_VANISHES = {
    "DYNO": "Heroku",
    "RENDER": "Render",
    "RAILWAY_ENVIRONMENT_ID": "Railway",
    "FLY_APP_NAME": "Fly.io",
    "K_SERVICE": "Google Cloud Run",
    "VCAP_APPLICATION": "Cloud Foundry",
}
MAY_VANISH = "NICENOTE_DISK_MAY_VANISH"


def refuse_vanishing_disk(store: Path, environment: Mapping[str, str]) -> None:
    """Raise Refusal if ``store`` is on the ephemeral disk of a known host.

    A store on a mounted volume persists and is accepted. ``environment`` identifies the host.
    """
    host = next((name for sign, name in _DISK_VANISHES.items() if environment.get(sign)), None)
    if host is None or _on_a_volume(store):
        return
    raise Refusal(
        f"{host} erases its disk at every restart, and with it the facts in {store}. Add a "
        "PostgreSQL database (its DATABASE_URL works as it is), or mount a volume and set "
        f"NICENOTE_STORE to a folder on it. To run anyway: {MAY_VANISH}=on"
    )


def _on_a_volume(store: Path) -> bool:
    places = [store.absolute(), *store.absolute().parents]
    return any(os.path.ismount(place) for place in places if place != Path(place.anchor))
