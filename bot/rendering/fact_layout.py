"""A fact as a message: its sections on pages, its controls, its footer."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts import alert_ids
from bot.rendering.asking.candidates import candidate_select
from bot.rendering.facts import fact_sections
from bot.rendering.layout import layout_of, page_buttons
from bot.rendering.pages import paginate
from facts.model import STARTER, Fact, Standing, checked_citation
from facts.statements import is_quoted

COLOURS = {
    Standing.DENIED: discord.Colour.red(),
    Standing.CONFIRMED: discord.Colour.green(),
    Standing.DISPUTED: discord.Colour.orange(),
    Standing.DECLINED: discord.Colour.light_grey(),
    Standing.UNANSWERED: discord.Colour.light_grey(),
}


def fact_layout(
    fact: Fact,
    *,
    shareable: bool,
    page: int = 0,
    note: str = "",
    others: Sequence[discord.SelectOption] = (),
) -> ui.LayoutView:
    """A fact with its responses and sources. ``page`` counts from 0 and is brought into range."""
    pages = paginate(fact_sections(fact))
    page = min(page, len(pages) - 1)
    buttons = page_buttons(len(pages), page, lambda to: custom_ids.fact_page(fact.id, to))
    if is_quoted(fact):
        buttons.append(
            ui.Button(label="How outlets worded it", custom_id=custom_ids.wordings(fact.id))
        )
    buttons.append(ui.Button(label="Follow", custom_id=alert_ids.follow(fact.id)))
    if shareable:
        buttons.append(
            ui.Button(label="Show everyone", custom_id=custom_ids.show_everyone(fact.id))
        )
    top = f"{note}\n" if note else ""
    return layout_of(
        [top + pages[page][0], *pages[page][1:], footer(fact, page, len(pages))],
        colour=discord.Colour.dark_grey() if fact.retraction else COLOURS[fact.standing],
        buttons=buttons,
        select=candidate_select(others, "Not this one? Other candidates") if others else None,
    )


def footer(fact: Fact, page: int, pages: int) -> str:
    """Under what the fact is cited, when it was last changed, and which page this is."""
    changed = discord.utils.format_dt(fact.changed_at, "D")
    parts = [f"Fact {checked_citation(fact)}", f"last changed {changed}"]
    if fact.desk == STARTER:
        parts.append("starter fact")
    if pages > 1:
        parts.append(f"page {page + 1} of {pages}")
    return "-# " + " · ".join(parts)
