"""Facts to choose from, and what tells one from another."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.limits import OPTION_TEXT
from bot.rendering import custom_ids
from bot.rendering.text import cut
from facts.model import Fact
from facts.wording import stands_as


def told_apart_by(fact: Fact) -> str:
    """Speaker, date and number: what tells one candidate from another. Plain text."""
    claim = fact.claim
    parts = [(claim.speaker.name or claim.speaker.role or "") if claim.speaker else ""]
    parts.append(claim.date.in_words() if claim.date else "no date on record")
    return " · ".join([part for part in parts if part] + [f"fact #{fact.id}"])


def option(fact: Fact) -> discord.SelectOption:
    """A fact as one choice of a select."""
    return discord.SelectOption(
        label=cut(fact.claim.text, OPTION_TEXT),
        description=cut(f"{stands_as(fact)} · {told_apart_by(fact)}", OPTION_TEXT),
        value=str(fact.id),
    )


def candidate_select(
    options: Sequence[discord.SelectOption], placeholder: str
) -> ui.Select[ui.LayoutView]:
    """The candidates to choose from, and a way to say that none of them is meant."""
    none = discord.SelectOption(label="None of these", value=custom_ids.NONE_OF_THESE)
    return ui.Select(custom_id=custom_ids.pick(), placeholder=placeholder, options=[*options, none])
