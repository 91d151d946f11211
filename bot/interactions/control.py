"""What can be pressed or chosen under a message of ours, for as long as the message exists.

All that a control needs stands in its custom id, in the message or in the store, so it works after
a restart as well. Each feature lists its controls in a tuple ``CONTROLS``, which the client adds.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.interactions.client_access import client_of
from bot.interactions.error_reports import report_defect


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A control that is rebuilt from its custom id.

    ``known`` holds the named groups of the template. A subclass says in ``act`` what it does; a
    refusal or a defect there reaches the person who pressed. ``asks`` for one by which a reader
    asks something, which a desk can block a person from.
    """

    asks: ClassVar[bool] = False

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

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        return await client_of(interaction).gate.admits(interaction, asks=self.asks)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            async with client_of(interaction).under_way.answering(interaction):
                await self.act(interaction)
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            await report_defect(interaction, error)

    @abstractmethod
    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the control is for, and answer."""

    def text(self, name: str) -> str:
        """What the custom id holds under ``name``; empty where that was left out."""
        return self.known.get(name) or ""

    def number(self, name: str) -> int:
        """The number that the custom id holds under ``name``; 0 where that was left out."""
        return int(self.text(name) or 0)

    def chosen(self, interaction: discord.Interaction[Any]) -> tuple[str, ...]:
        """What was chosen in a select, of whatever kind."""
        data: Mapping[str, Any] = interaction.data or {}
        return tuple(data.get("values", ()))
