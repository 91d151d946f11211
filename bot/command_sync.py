"""Registers our commands with Discord, but only when they are not what Discord already has.

Registering costs a strict daily budget, and a start must not depend on it.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from discord.ext import commands

_log = logging.getLogger(__name__)
# What Discord adds on its side, and what it drops when it is empty.
_NOT_OURS = {"id", "application_id", "guild_id", "version", "default_permission", "handler"}
_IMPLIED: Mapping[str, Any] = {
    "description": "",
    "nsfw": False,
    "dm_permission": True,
    "required": False,
    "autocomplete": False,
}


async def sync_when_changed(bot: commands.Bot) -> bool:
    """Register the global commands if Discord's differ; True when it did."""
    registered = await bot.http.get_global_commands(bot.application_id)  # type: ignore[arg-type]
    ours = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    if _comparable(ours) == _comparable(registered):
        return False
    await bot.tree.sync()
    _log.info("Registered %d commands with Discord", len(ours))
    return True


def _comparable(commands_: Iterable[Any]) -> list[Any]:
    return sorted((_plain(command) for command in commands_), key=lambda c: (c["type"], c["name"]))


def _plain(value: Any) -> Any:
    """``value`` without what Discord adds or leaves out; lists of plain values in one order."""
    if isinstance(value, Mapping):
        return {
            key: _plain(inner)
            for key, inner in value.items()
            if key not in _NOT_OURS
            and inner not in (None, [], {})
            and inner != _IMPLIED.get(key, ...)
        }
    if isinstance(value, list):
        plain = [_plain(inner) for inner in value]
        return sorted(plain) if all(isinstance(inner, int) for inner in plain) else plain
    return value
