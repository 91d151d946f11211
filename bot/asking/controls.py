"""What can be pressed or chosen under an answer. It works for as long as the message exists:
all that a control needs to know stands in its custom id or in the message.
"""

import re
from abc import abstractmethod
from typing import Any, Protocol, Self, cast

import discord
from discord import ui

from bot.asking.replies import Replies
from bot.handling import AnswersUnderWay, report_defect
from bot.rendering import custom_ids


class _Answers(Protocol):
    """The part of our client that a control speaks to."""

    replies: Replies
    under_way: AnswersUnderWay


class _Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A control that is rebuilt from its message. A subclass says what it does in ``act``."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self._known = match.groupdict()

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
        answers = cast("_Answers", interaction.client)
        try:
            async with answers.under_way.answering(interaction):
                await self.act(interaction, answers.replies)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it: nobody hears
            await report_defect(interaction, error)

    @abstractmethod
    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        """Do what the control is for."""

    @property
    def fact_id(self) -> int:
        return int(self._known["fact_id"])

    @property
    def page(self) -> int:
        return int(self._known["page"])


class FactPage(_Control, template=custom_ids.FACT_PAGE):
    """Turns to another page of a long fact."""

    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        await replies.turn_fact_page(interaction, self.fact_id, self.page)


class Wordings(_Control, template=custom_ids.WORDINGS):
    """How outlets worded it."""

    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        await replies.show_wordings(interaction, self.fact_id)


class WordingsPage(_Control, template=custom_ids.WORDINGS_PAGE):
    """Turns to another page of how outlets worded it."""

    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        await replies.turn_wordings_page(interaction, self.fact_id, self.page)


class ShowEveryone(_Control, template=custom_ids.SHOW_EVERYONE):
    """Posts a private answer to the channel."""

    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        await replies.show_everyone(interaction, self.fact_id)


class PickCandidate(_Control, template=custom_ids.PICK):
    """Opens another candidate."""

    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        await replies.pick(interaction, cast("ui.Select[Any]", self.item).values[0])


CONTROLS = (FactPage, Wordings, WordingsPage, ShowEveryone, PickCandidate)
