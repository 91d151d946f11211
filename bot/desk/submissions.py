"""Forms that come back. They are known by their custom id alone: hours later, after a restart.

A form that cannot be taken is handed back with every word that was typed, and opens again with it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui
from discord.ext import commands

from bot.desk.draft_submissions import Handler
from bot.desk.handing_back import hand_back
from bot.desk.outcomes import stale_card
from bot.desk.replies import Asked, Delivery
from bot.desk.submitted import GivenFile, Submitted
from bot.error_reports import AnswersUnderWay, defect_sentence
from bot.people import People
from bot.rendering.desk import desk_ids
from bot.rendering.desk.handed_back import typed_before
from bot.rendering.desk.modals import FORMS, topics_form
from bot.rendering.forms import Form, FormId, typed_in
from facts.model import Refusal
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.publishing import StaleDraft
from facts.usecases.desk.members import Member

# A desk's topics do not matter to the names of the fields.
_ANY = ("any",)
# Reading an article may take longer than Discord waits.
_SLOW = frozenset({"article"})


class Submissions(commands.Cog):
    """Takes in every form of the desk."""

    def __init__(
        self,
        desk: Desk,
        people: People,
        delivery: Delivery,
        under_way: AnswersUnderWay,
        handlers: Mapping[str, Handler],
    ) -> None:
        self._desk = desk
        self._people = people
        self._delivery = delivery
        self._under_way = under_way
        self._handlers = handlers

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Discord sends every interaction here; those that are forms of ours are taken in."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        known = re.fullmatch(desk_ids.FORM, str(_data(interaction).get("custom_id")))
        if known is not None:
            async with self._under_way.answering(interaction):
                await self._take(interaction, FormId.parse(known["form"]))

    async def again(
        self, interaction: discord.Interaction[Any], member: Member, form_id: FormId
    ) -> Asked:
        """A form that was handed back, filled in with what its message shows."""
        await self._desk.setup.expect_moderator(member)
        form = await self._form(member, form_id)
        return Asked(form, form_id, typed_before(_texts(interaction), form))

    async def _take(self, interaction: discord.Interaction[Any], form_id: FormId) -> None:
        values = typed_in(_data(interaction))
        try:
            if form_id.name in _SLOW:
                await interaction.response.defer(ephemeral=True)
            member = self._people.member(interaction)
            given = Submitted(
                member, form_id, values, discord.utils.utcnow().date(), _files(interaction)
            )
            reply = await self._handlers[form_id.name](given)
        except StaleDraft as stale:
            await self._delivery.give(interaction, stale_card(stale))
        except Refusal as refusal:
            await self._hand_back(interaction, refusal.sentence, form_id, values)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it: nobody hears
            await self._hand_back(interaction, defect_sentence(error), form_id, values)
        else:
            await self._delivery.give(interaction, reply)

    async def _hand_back(
        self,
        interaction: discord.Interaction[Any],
        sentence: str,
        form_id: FormId,
        values: Mapping[str, str],
    ) -> None:
        fields = (FORMS.get(form_id.name) or topics_form(_ANY)).fields
        typed = [(field.label, values[field.key]) for field in fields if values.get(field.key)]
        await hand_back(interaction, sentence, typed, form_id)

    async def _form(self, member: Member, form_id: FormId) -> Form:
        if form_id.name == "topics":
            return topics_form((await self._desk.setup.show(member)).topics)
        if form_id.name not in FORMS:
            raise Refusal("This form is of an older version. Open the draft with /fact drafts.")
        return FORMS[form_id.name]


def _texts(interaction: discord.Interaction[Any]) -> Iterator[str]:
    if interaction.message is None:
        return
    layout = ui.LayoutView.from_message(interaction.message, timeout=None)
    for item in layout.walk_children():
        if isinstance(item, ui.TextDisplay):
            yield item.content


def _files(interaction: discord.Interaction[Any]) -> tuple[GivenFile, ...]:
    resolved: Mapping[str, Any] = _data(interaction).get("resolved", {})
    attachments: Mapping[str, Any] = resolved.get("attachments", {})
    return tuple(
        GivenFile(given["filename"], given["size"], given["url"]) for given in attachments.values()
    )


def _data(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    return interaction.data or {}
