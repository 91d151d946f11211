"""The cards of published facts for moderators, and of proposals, redactions and merges."""

from collections.abc import Sequence
from functools import partial

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.desk.changes import changes_section
from bot.rendering.facts import desk_sections, fact_sections, footer
from bot.rendering.layout import (
    BUTTON_LABEL,
    COLOURS,
    Button,
    buttons_of,
    foot,
    layout_of,
    page_buttons,
    page_of_sections,
)
from facts.forms.moments import moment_words
from facts.markdown import cut, excerpt
from facts.model import Fact, FactContent
from facts.revisions.diff import FieldChange
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.redactions import RedactionRequest
from facts.usecases.newsroom.request_queue import Queued

_SECTIONS_A_PAGE = 9
_NAME = 80
_REASON = 300
_REDACTED_SHOWN = 1500
_TOLD_AT_ONCE = 3


def desk_fact_layout(
    fact: Fact, *, page: int = 0, note: str = "", waiting: Sequence[Queued] = ()
) -> ui.LayoutView:
    """A fact with its moderators' controls, and those that close the requests ``waiting`` for it;
    ``note``, at most 500 units, is shown above it.
    """
    shown = page_of_sections(desk_sections(fact), page, sections_a_page=_SECTIONS_A_PAGE)
    custom_id = partial(custom_ids.desk_fact, fact.id)
    adding = {"Add response": "respond", "Add source": "cite", "Mark as checked": "review"}
    ending = buttons_of(custom_id, {"Retract…": "retract"}, "danger")
    if fact.retraction:
        ending = buttons_of(custom_id, {"Restore": "restore"}, "success")
    return layout_of(
        [*([note] if note else []), *shown.items, footer(fact, shown)],
        buttons_of(custom_id, {"Edit": "edit"}, "primary") + buttons_of(custom_id, adding),
        [
            Button("Show everyone", custom_ids.show_everyone(fact.id)),
            *buttons_of(custom_id, {"History": "history"}),
            *ending,
        ],
        page_buttons(shown, lambda to: custom_ids.desk_fact(fact.id, "show", to)),
        [
            Button(
                cut(f"Tell everyone who asked “{one.request.text}”", BUTTON_LABEL),
                custom_ids.request(one.request.number, "tell", fact.id),
                "success",
            )
            for one in waiting[:_TOLD_AT_ONCE]
        ],
        colour=COLOURS[fact.standing],
    )


def proposal_layout(
    draft: Draft, changes: Sequence[FieldChange], *, page: int = 0
) -> ui.LayoutView:
    """A proposal for the log channel: who proposes what, with *Approve* and *Return*."""
    sections = [changes_section(changes)] if draft.fact_id is not None and changes else []
    sections += desk_sections(draft.content)
    shown = page_of_sections(sections, page, sections_a_page=_SECTIONS_A_PAGE)
    what = "a new fact" if draft.fact_id is None else f"a change to fact #{draft.fact_id}"
    heading = f"### {excerpt(draft.author_name, _NAME)} proposes {what}"
    why = f"\nReason: {excerpt(draft.why, _REASON)}" if draft.why else ""
    if draft.publish_at is not None:
        why += f"\nTo go out on {moment_words(draft.publish_at, draft.zone)}"
    if draft.correction:
        why += f"\nReaders will see: {excerpt(draft.correction, _REASON)}"
    below = foot("Another moderator must approve it", page=shown)
    return layout_of(
        [heading + why, *shown.items, *below],
        [
            Button("Approve and publish", custom_ids.proposal(draft.id, "approve"), "success"),
            Button("Return…", custom_ids.proposal(draft.id, "return")),
            *page_buttons(shown, lambda to: custom_ids.proposal(draft.id, "page", to)),
        ],
        colour=COLOURS[draft.content.standing],
    )


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
    custom_id = partial(custom_ids.desk_fact, asked.fact_id)
    decide = buttons_of(custom_id, {"Review…": "cut"})
    if shows_text:
        decide = buttons_of(custom_id, {"Remove for good": "approvecut"}, "danger")
    return layout_of("\n".join(lines), decide + buttons_of(custom_id, {"Decline": "declinecut"}))


def merge_layout(united: FactContent, survivor: int, other: Fact) -> ui.LayoutView:
    """The preview of a merge of two facts, to be confirmed."""
    shown = page_of_sections(fact_sections(united), 0, sections_a_page=_SECTIONS_A_PAGE)
    more = f"\n-# This is page 1 of {shown.pages}." if shown.pages > 1 else ""
    heading = (
        f"### Merge #{other.id} into #{survivor}?\n"
        f"#{other.id} is: {excerpt(other.claim.text, 200)}\n"
        f"Both numbers will lead to this fact:{more}"
    )
    return layout_of(
        [heading, *shown.items],
        [
            Button("Merge", custom_ids.merge(survivor, other.id, "merge"), "success"),
            Button("Keep both", custom_ids.merge(survivor, other.id, "leave")),
        ],
        colour=COLOURS[united.standing],
    )
