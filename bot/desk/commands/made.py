"""A subcommand made from a method: its docstring is what Discord shows for it."""

import inspect
from collections.abc import Callable
from typing import Any

from discord import app_commands


def subcommand(name: str, callback: Callable[..., Any]) -> app_commands.Command[Any, ..., Any]:
    """The subcommand ``name`` of a group, described by the docstring of ``callback``."""
    described = inspect.getdoc(callback) or ""
    return app_commands.Command(
        name=name, description=described.removesuffix("."), callback=callback
    )
