"""The cards of published facts for moderators, and of proposals, redactions and merges."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.desk.changes import changes_section
from bot.rendering.desk.draft_card import found_by
from bot.rendering.facts import fact_sections, footer
from bot.rendering.layout import COLOURS, PLAIN, foot, layout_of, page_buttons, paginate
from facts.forms.moments import moment_words
from facts.markdown import excerpt
from facts.model import Fact, FactContent
from facts.revisions.diff import FieldChange
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.redactions import RedactionRequest

_SECTIONS_A_PAGE = 9
_NAME = 80
_REASON = 300
_REDACTED_SHOWN = 1500
Button = ui.Button[ui.LayoutView]


def desk_fact_layout(fact: Fact, *, page: int = 0, note: str = "") -> ui.LayoutView:
    """A fact with its moderators' controls; ``note``, at most 500 units, is shown above it."""
    pages = paginate([*fact_sections(fact), *found_by(fact)], sections_a_page=_SECTIONS_A_PAGE)
    page = min(page, len(pages) - 1)
    top = [note] if note else []
    layout = layout_of(
        [*top, *pages[page], footer(fact, page, len(pages))], colour=COLOURS[fact.standing]
    )
    layout.add_item(
        ui.ActionRow(
            _button(fact, "Edit", "edit", discord.ButtonStyle.primary),
            _button(fact, "Add response", "respond"),
            _button(fact, "Add source", "cite"),
            _button(fact, "Mark as checked", "review"),
        )
    )
    everyone = custom_ids.show_everyone(fact.id)
    ending: list[Button] = [
        ui.Button(label="Show everyone", custom_id=everyone),
        _button(fact, "History", "history"),
    ]
    if fact.retraction is None:
        ending.append(_button(fact, "Retract…", "retract", discord.ButtonStyle.danger))
    else:
        ending.append(_button(fact, "Restore", "restore", discord.ButtonStyle.success))
    layout.add_item(ui.ActionRow(*ending))
    paging = page_buttons(len(pages), page, lambda to: custom_ids.desk_fact(fact.id, "show", to))
    if paging:
        layout.add_item(ui.ActionRow(*paging))
    return layout


def proposal_layout(
    draft: Draft, changes: Sequence[FieldChange], *, page: int = 0
) -> ui.LayoutView:
    """A proposal for the log channel: who proposes what, with *Approve* and *Return*."""
    fact = draft.as_fact
    sections = [changes_section(changes)] if draft.fact_id is not None and changes else []
    sections += [*fact_sections(fact), *found_by(fact)]
    pages = paginate(sections, sections_a_page=_SECTIONS_A_PAGE)
    page = min(page, len(pages) - 1)
    what = "a new fact" if draft.fact_id is None else f"a change to fact #{draft.fact_id}"
    heading = f"### {excerpt(draft.author_name, _NAME)} proposes {what}"
    why = f"\nReason: {excerpt(draft.why, _REASON)}" if draft.why else ""
    if draft.publish_at is not None:
        why += f"\nTo go out on {moment_words(draft.publish_at, draft.zone)}"
    if draft.correction:
        why += f"\nReaders will see: {excerpt(draft.correction, _REASON)}"
    below = foot("Another moderator must approve it", page=page, pages=len(pages))
    texts = [heading + why, *pages[page], *below]
    layout = layout_of(texts, colour=COLOURS[fact.standing])
    approve: Button = ui.Button(
        label="Approve and publish",
        style=discord.ButtonStyle.success,
        custom_id=custom_ids.proposal(draft.id, "approve"),
    )
    give_back: Button = ui.Button(
        label="Return…", custom_id=custom_ids.proposal(draft.id, "return")
    )
    paging = page_buttons(len(pages), page, lambda to: custom_ids.proposal(draft.id, "page", to))
    layout.add_item(ui.ActionRow(approve, give_back, *paging))
    return layout


def redaction_layout(asked: RedactionRequest, *, shows_text: bool) -> ui.LayoutView:
    """A request to redact a fact. ``shows_text``: with the text to remove, for the moderator who
    decides; the log channel gets it without.
    """
    who = asked.signature.removesuffix(f" ({asked.author})")
    lines = [
        f"### {excerpt(who, _NAME)} wants to remove a text from claim #{asked.fact_id}",
        f"Reason, which readers will see: {excerpt(asked.reason, _REASON)}",
    ]
    if shows_text:
        lines.append(f"Text: {excerpt(asked.text, _REDACTED_SHOWN)}")
        lines.append(
            "It will be removed from every revision and all files. **This can’t be undone.**"
        )
    lines.append("-# Another moderator must approve it")
    layout = layout_of(["\n".join(lines)], colour=PLAIN)
    buttons: list[Button] = []
    if shows_text:
        buttons.append(
            ui.Button(
                label="Remove for good",
                style=discord.ButtonStyle.danger,
                custom_id=custom_ids.desk_fact(asked.fact_id, "approvecut"),
            )
        )
    else:
        buttons.append(
            ui.Button(label="Review…", custom_id=custom_ids.desk_fact(asked.fact_id, "cut"))
        )
    buttons.append(
        ui.Button(label="Decline", custom_id=custom_ids.desk_fact(asked.fact_id, "declinecut"))
    )
    layout.add_item(ui.ActionRow(*buttons))
    return layout


def merge_layout(united: FactContent, survivor: int, other: Fact) -> ui.LayoutView:
    """The preview of a merge of two facts, to be confirmed."""
    pages = paginate(fact_sections(united), sections_a_page=_SECTIONS_A_PAGE)
    more = f"\n-# This is page 1 of {len(pages)}." if len(pages) > 1 else ""
    heading = (
        f"### Merge #{other.id} into #{survivor}?\n"
        f"#{other.id} is: {excerpt(other.claim.text, 200)}\n"
        f"Both numbers will lead to this fact:{more}"
    )
    layout = layout_of([heading, *pages[0]], colour=COLOURS[united.standing])
    merge: Button = ui.Button(
        label="Merge",
        style=discord.ButtonStyle.success,
        custom_id=custom_ids.merge(survivor, other.id, "merge"),
    )
    leave: Button = ui.Button(
        label="Keep both", custom_id=custom_ids.merge(survivor, other.id, "leave")
    )
    layout.add_item(ui.ActionRow(merge, leave))
    return layout


def _button(
    fact: Fact,
    label: str,
    act: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> Button:
    return ui.Button(label=label, custom_id=custom_ids.desk_fact(fact.id, act), style=style)
