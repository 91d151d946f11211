"""The desk's side of the bot, put together: what its commands, controls and forms speak to."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.desk.articles import ArticleReader
from bot.desk.draft_submissions import DraftSubmissions
from bot.desk.drafts import Drafts
from bot.desk.fact_submissions import FactSubmissions
from bot.desk.facts import Facts
from bot.desk.files import Files
from bot.desk.handing_back import hand_back, typed_options
from bot.desk.log_channel import LogChannel
from bot.desk.outcomes import Outcomes, stale_card
from bot.desk.proposals import Proposals
from bot.desk.replies import Delivery, Reply
from bot.desk.setup import SetupCard
from bot.desk.submissions import Submissions
from bot.error_reports import AnswersUnderWay, defect_sentence
from bot.people import People
from facts.model import Refusal
from facts.usecases.asking import Asking
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.publishing import StaleDraft
from facts.usecases.desk.members import Member


class DeskRoom:
    """Everything of the desk. ``home_guild_id`` is the server of the newsroom that runs the bot."""

    def __init__(
        self,
        client: discord.Client,
        desk: Desk,
        asking: Asking,
        under_way: AnswersUnderWay,
        *,
        home_guild_id: int | None,
    ) -> None:
        self.desk = desk
        self.asking = asking
        self.under_way = under_way
        self.people = People(home_guild_id)
        self.articles = ArticleReader(client, desk.articles)
        outcomes = Outcomes(desk)
        self.outcomes = outcomes
        self.drafts = Drafts(desk, outcomes)
        self.facts = Facts(desk, self.drafts, outcomes)
        self.proposals = Proposals(desk, outcomes)
        self.files = Files(desk)
        self.setup = SetupCard(desk)
        self._delivery = Delivery(LogChannel(client, desk.setup))
        of_drafts = DraftSubmissions(desk, self.drafts, self.articles)
        of_facts = FactSubmissions(desk, outcomes, self.proposals)
        self.submissions = Submissions(
            desk,
            self.people,
            self._delivery,
            under_way,
            {**of_drafts.handlers, **of_facts.handlers},
        )

    async def step(
        self,
        interaction: discord.Interaction[Any],
        do: Callable[[Member], Awaitable[Reply]],
    ) -> None:
        """Do one thing for the member behind ``interaction``, and answer.

        Where it cannot be done the member is told why, and gets back what they had typed.
        """
        async with self.under_way.answering(interaction):
            try:
                reply = await do(self.people.member(interaction))
            except StaleDraft as stale:
                reply = stale_card(stale)
            except Exception as error:
                if not (typed := typed_options(interaction)):
                    raise
                sentence = error.sentence if isinstance(error, Refusal) else defect_sentence(error)
                await hand_back(interaction, sentence, typed)
                return
            await self._delivery.give(interaction, reply)
