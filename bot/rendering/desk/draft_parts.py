"""The smaller cards of a draft: a response, a source, and the confirmation to delete it."""

from collections.abc import Mapping

import discord
from discord import ui

from bot.rendering.desk import desk_ids
from bot.rendering.facts import response_section, source_lines
from bot.rendering.layout import PLAIN, Section, layout_of, paginate
from facts.markdown import excerpt
from facts.usecases.desk.drafts.draft import Draft

Button = ui.Button[ui.LayoutView]


def response_layout(draft: Draft, number: int) -> ui.LayoutView:
    """One response as readers see it. ``number`` counts from 1."""
    section = response_section(draft.content.responses[number - 1])
    edits = {"Who and when": "who", "Response and quote": "said"}
    return _part(f"Response {number}", section, _buttons(draft, edits, "dropresponse", number))


def source_layout(draft: Draft, number: int) -> ui.LayoutView:
    """One source as readers see it. ``number`` counts from 1."""
    section = Section(tuple(source_lines(number, draft.content.sources[number - 1])))
    edits = {"Edit": "citation", "Archive, language, wording": "more"}
    return _part(f"Source {number}", section, _buttons(draft, edits, "dropsource", number))


def _part(heading: str, section: Section, buttons: list[Button]) -> ui.LayoutView:
    texts = [f"**{heading}** of the draft", *paginate([section])[0]]
    return layout_of(texts, colour=PLAIN, buttons=buttons)


def _buttons(draft: Draft, edits: Mapping[str, str], drop: str, number: int) -> list[Button]:
    buttons: list[Button] = [
        ui.Button(label=label, custom_id=desk_ids.draft(draft.id, act, number))
        for label, act in edits.items()
    ]
    danger = discord.ButtonStyle.danger
    custom_id = desk_ids.draft(draft.id, drop, number)
    buttons.append(ui.Button(label="Remove", style=danger, custom_id=custom_id))
    back = desk_ids.draft(draft.id, "page", 0)
    buttons.append(ui.Button(label="Back to the draft", custom_id=back))
    return buttons


def discard_layout(draft: Draft) -> ui.LayoutView:
    """Asks for confirmation before a draft is deleted, which cannot be undone."""
    discard: Button = ui.Button(
        label="Delete draft",
        style=discord.ButtonStyle.danger,
        custom_id=desk_ids.draft(draft.id, "discardnow"),
    )
    keep: Button = ui.Button(label="Cancel", custom_id=desk_ids.draft(draft.id, "page", 0))
    claim = excerpt(draft.content.claim.text, 500)
    return layout_of([f"### Delete this draft?\n{claim}"], colour=PLAIN, buttons=[discard, keep])
