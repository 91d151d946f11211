"""What can be pressed or chosen under an answer. It works for as long as the message exists:
all that a control needs to know stands in its custom id or in the message.
"""

from abc import abstractmethod
from typing import Any, Protocol, cast

import discord

from bot.asking.replies import Replies
from bot.control import Control
from bot.error_reports import AnswersUnderWay
from bot.rendering import custom_ids


class _Answers(Protocol):
    """The part of our client that a control speaks to."""

    replies: Replies
    under_way: AnswersUnderWay


class _Control(Control, template=r"(?!)"):
    """A control under an answer. A subclass says what it does in ``act``."""

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        answers = cast("_Answers", interaction.client)
        async with answers.under_way.answering(interaction):
            await self.act(interaction, answers.replies)

    @abstractmethod
    async def act(self, interaction: discord.Interaction, replies: Replies) -> None:
        """Do what the control is for."""

    @property
    def fact_id(self) -> int:
        return int(self.known["fact_id"])

    @property
    def page(self) -> int:
        return int(self.known["page"])


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
        await replies.pick(interaction, self.values[0])


CONTROLS = (FactPage, Wordings, WordingsPage, ShowEveryone, PickCandidate)
