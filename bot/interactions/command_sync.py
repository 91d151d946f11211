"""Registers our commands with Discord, but only when they are not what Discord already has.

Registering costs a strict daily budget, and a start must not depend on it.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

_log = logging.getLogger(__name__)
# What Discord adds on its side, and what is decided elsewhere: ``contexts``, which ours always
# have, replace ``dm_permission``; a user's language decides the ``..._localized`` texts.
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
# What Discord takes a missing field for.
_IMPLIED: Mapping[str, Any] = {
    "description": "",
    "nsfw": False,
    "required": False,
    "autocomplete": False,
}
_IN_ANY_ORDER = {"contexts", "integration_types", "channel_types"}


async def sync_when_changed(bot: commands.AutoShardedBot) -> dict[str, int]:
    """Register the global commands if Discord's differ; the id of each by its full name.

    When Discord refuses, the log says so and the commands that it has stay; none is told then.
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
    """The id of every command that can be typed: a group alone is none."""
    return {
        command.qualified_name: ids[(command.root_parent or command).name]
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        and (command.root_parent or command).name in ids
    }


def same_commands(ours: Iterable[Any], theirs: Iterable[Any]) -> bool:
    """Whether both mean the same commands to a user, as discord.py and as Discord write them."""
    return _comparable(ours) == _comparable(theirs)


def _comparable(commands_: Iterable[Any]) -> list[Any]:
    return sorted((_plain(command) for command in commands_), key=lambda c: (c["type"], c["name"]))


def _plain(value: Any, name: str = "") -> Any:
    """``value`` of the field ``name`` in the one form that both ways of writing it have."""
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
    # discord.py has permissions as a number, Discord as a text, because they outgrow a number.
    return str(value) if name == "default_member_permissions" else value
