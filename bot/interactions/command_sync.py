"""Registers the application commands with Discord, but only if they differ from Discord's.

Discord limits registrations per day, and the bot must start even when registering fails.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

_log = logging.getLogger(__name__)
# Left out of the comparison: fields that Discord adds, ``dm_permission`` (replaced by ``contexts``,
# which our commands always have), and ``..._localized`` (depend on who asks).
_NOT_OURS = {
    "id",
    "application_id",
    "guild_id",
    "version",
    "default_permission",
    "dm_permission",
    "handler",
    "name_localized",
    "description_localized",
}
# Discord's defaults for missing fields.
_IMPLIED: Mapping[str, Any] = {
    "description": "",
    "nsfw": False,
    "required": False,
    "autocomplete": False,
}
_IN_ANY_ORDER = {"contexts", "integration_types", "channel_types"}


async def sync_when_changed(bot: commands.AutoShardedBot) -> dict[str, int]:
    """Register the global commands if Discord's differ; return their ids by qualified name.

    If that fails, it is logged, Discord keeps its commands, and the result is empty.
    """
    try:
        registered = await bot.http.get_global_commands(bot.application_id)  # type: ignore[arg-type]
        ours = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
        if same_commands(ours, registered):
            return _ids(bot, {command["name"]: int(command["id"]) for command in registered})
        synced = await bot.tree.sync()
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError):
        _log.exception("Could not register the commands; Discord keeps the old ones")
        return {}
    _log.info("Registered %d commands with Discord", len(ours))
    return _ids(bot, {command.name: command.id for command in synced})


def _ids(bot: commands.AutoShardedBot, ids: Mapping[str, int]) -> dict[str, int]:
    """The id of every command that can be typed, by qualified name; groups are left out."""
    return {
        command.qualified_name: ids[(command.root_parent or command).name]
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        and (command.root_parent or command).name in ids
    }


def same_commands(ours: Iterable[Any], theirs: Iterable[Any]) -> bool:
    """Whether commands as discord.py and as Discord serialize them are the same to a user."""
    return _comparable(ours) == _comparable(theirs)


def _comparable(commands_: Iterable[Any]) -> list[Any]:
    return sorted((_plain(command) for command in commands_), key=lambda c: (c["type"], c["name"]))


def _plain(value: Any, name: str = "") -> Any:
    """Normalize ``value`` of the field ``name`` for the comparison."""
    if isinstance(value, Mapping):
        return {
            key: _plain(inner, key)
            for key, inner in value.items()
            if key not in _NOT_OURS
            and inner not in (None, [], {})
            and inner != _IMPLIED.get(key, ...)
        }
    if isinstance(value, list):
        return sorted(value) if name in _IN_ANY_ORDER else [_plain(inner) for inner in value]
    # discord.py serializes permissions as a number, Discord as a string.
    return str(value) if name == "default_member_permissions" else value
