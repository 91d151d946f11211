"""The base class of buttons and selects, which work for as long as their message exists.

A control reads all it needs from its custom id, the message or the store, so it survives restarts.
Each feature lists its controls in a tuple ``CONTROLS``, which the client registers.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.interactions.context import client_of
from bot.interactions.replies import report


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A button or select that discord.py rebuilds from its custom id when it is used.

    ``known`` holds the named groups of the template. Subclasses implement ``act``; an exception
    there is reported to the person. ``asks`` marks controls that count as asking a question or
    sending a request, which a desk can block a person from.
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
            await self.act(interaction)
        except Exception as error:  # noqa: BLE001 - every exception is reported
            await report(interaction, error)

    @abstractmethod
    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Run the control's use-case and reply. Raises Refusal."""

    def text(self, name: str) -> str:
        """The part ``name`` of the custom id; empty if it was left out."""
        return self.known.get(name) or ""

    def number(self, name: str) -> int:
        """The part ``name`` of the custom id as a number; 0 if it was left out."""
        return int(self.text(name) or 0)

    def chosen(self, interaction: discord.Interaction[Any]) -> tuple[str, ...]:
        """The values chosen in a select of any type; ids for roles, channels and users."""
        data: Mapping[str, Any] = interaction.data or {}
        return tuple(data.get("values", ()))
