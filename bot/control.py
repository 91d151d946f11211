"""What can be pressed or chosen under a message of ours, for as long as the message exists."""

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Self, cast

import discord
from discord import ui

from bot.error_reports import report_defect


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A control that is rebuilt from its custom id, after a restart too.

    ``known`` holds the named groups of the template. A subclass says in ``answer`` what it does;
    what goes wrong there reaches the person who pressed, which discord.py would only log.
    """

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.known: Mapping[str, Any] = match.groupdict()

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - discord.py passes it
        item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self.answer(interaction)
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            await report_defect(interaction, error)

    @abstractmethod
    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the control is for, and answer."""

    @property
    def values(self) -> list[str]:
        """What was chosen in a select."""
        return cast("ui.Select[Any]", self.item).values
