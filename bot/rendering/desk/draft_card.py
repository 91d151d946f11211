"""The cards of a draft: the fact as readers will see it, with warnings and controls, and one part.

The controls hold the draft's id; everything else is read from the store when they are used.
"""

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.desk.changes import changes_section, editor_name
from bot.rendering.facts import fact_sections, response_section, source_lines
from bot.rendering.layout import (
    COLOURS,
    OPTION_TEXT,
    PLAIN,
    SELECT_OPTIONS,
    Line,
    Section,
    foot,
    layout_of,
    page_buttons,
    paginate,
)
from facts.forms.moments import moment_words
from facts.markdown import cut, excerpt
from facts.model import Fact, FactContent
from facts.revisions.diff import FieldChange
from facts.usecases.desk.drafts.draft import Caution, Draft, Proposed, Stage, WarningKind
from facts.wording import citation, responder, stance_words

_CAUTIONS_SHOWN = 6
_CAUTION = 300
_NAME = 60
# With these limits and a note of 200 units, heading and footer fit into the reserve of a page.
_REASON = 150
_ARTICLE = 120
_FOUND_BY = 500
# Besides its text sections a card has up to 26 components; Discord allows 40 per message.
_SECTIONS_A_PAGE = 7
_PARTS_A_PAGE = SELECT_OPTIONS - 1
Button = ui.Button[ui.LayoutView]


def draft_layout(
    draft: Draft,
    cautions: Sequence[Caution] = (),
    changes: Sequence[FieldChange] = (),
    *,
    page: int = 0,
    parts_from: int = 0,
    note: str = "",
) -> ui.LayoutView:
    """The card of a draft, for its author.

    ``changes`` are its differences from the published fact; ``note``, Markdown, is shown above.
    ``page`` and ``parts_from``, the first part offered in the select, count from 0.
    """
    fact = draft.as_fact
    sections = [_cautions(cautions)] if cautions else []
    sections += [changes_section(changes)] if changes else []
    sections += [*fact_sections(fact), *found_by(fact)]
    pages = paginate(sections, sections_a_page=_SECTIONS_A_PAGE)
    page = min(page, len(pages) - 1)
    texts = [_heading(draft, note), *pages[page], *_below(draft, page, len(pages))]
    layout = layout_of(texts, colour=COLOURS[fact.standing])
    paging = page_buttons(len(pages), page, lambda to: custom_ids.draft(draft.id, "page", to))
    if draft.stage is Stage.PROPOSED:
        return _with_rows(layout, [[_button(draft, "Withdraw", "takeback"), *paging]])
    if draft.stage is Stage.SCHEDULED:
        return _with_rows(layout, [[_button(draft, "Cancel schedule", "unschedule"), *paging]])
    _with_rows(layout, [_adding(draft), _instead(draft, cautions)])
    layout.add_item(ui.ActionRow(_parts(draft, parts_from)))
    return _with_rows(layout, [_ending(draft, cautions), paging])


def found_by(fact: FactContent) -> list[Section]:
    """Topics and other wordings: they are searched, but readers' cards do not show them."""
    lines = [
        Line(f"-# {what}: {excerpt(joint.join(texts), _FOUND_BY)}")
        for what, joint, texts in (
            ("Topics", ", ", fact.topics),
            ("Other wordings", " | ", fact.other_wordings),
        )
        if texts
    ]
    return [Section(tuple(lines))] if lines else []


def _heading(draft: Draft, note: str) -> str:
    what = "New fact" if draft.fact_id is None else f"Change to fact #{draft.fact_id}"
    lines = [f"**Draft: {what}** · only you can see this"]
    if draft.stage is Stage.PROPOSED:
        lines = [f"**Proposed: {what}** · waiting for another moderator"]
    if draft.stage is Stage.SCHEDULED:
        lines = [f"**Scheduled: {what}** · only you can see this"]
    if draft.publish_at is not None:
        approval = ", if approved by then" if draft.stage is Stage.PROPOSED else ""
        lines.append(f"⏰ Goes out on {moment_words(draft.publish_at, draft.zone)}{approval}")
    if draft.stage is Stage.RETURNED and draft.returned_because:
        # Without a moderator it came back by itself: it could not be published at its time.
        who = (
            draft.returned_by and f"Returned by {excerpt(editor_name(draft.returned_by), _NAME)}: "
        )
        lines.append(f"{who or ''}{excerpt(draft.returned_because, _REASON)}")
    if note:
        lines.append(note)
    return "\n".join(lines)


def _below(draft: Draft, page: int, pages: int) -> list[str]:
    below = []
    if draft.article is not None and draft.stage is not Stage.PROPOSED:
        below.append(_proposed(draft.article))
    return below + foot(page=page, pages=pages)


def _cautions(cautions: Sequence[Caution]) -> Section:
    """The warnings before publishing, the most severe first."""
    lines = [Line(f"⚠️ {excerpt(c.sentence, _CAUTION)}") for c in cautions[:_CAUTIONS_SHOWN]]
    if len(cautions) > _CAUTIONS_SHOWN:
        lines.append(Line(f"-# … and {len(cautions) - _CAUTIONS_SHOWN} more"))
    return Section(tuple(lines), heading="**Before you publish**")


def _proposed(article: Proposed) -> str:
    said = (article.outlet, article.headline, article.author, article.published)
    quotes = f" · {len(article.quotes)} quotes in it" if article.quotes else ""
    return (
        "📄 **Found in the article, not added yet:** "
        f"{excerpt(', '.join(part for part in said if part), _ARTICLE)}{quotes}"
    )


def _button(
    draft: Draft,
    label: str,
    act: str,
    n: int | None = None,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> Button:
    custom_id = custom_ids.draft(draft.id, act, n)
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)


def _adding(draft: Draft) -> list[Button]:
    return [
        _button(draft, "Add response", "response", style=discord.ButtonStyle.primary),
        _button(draft, "Add source", "source", style=discord.ButtonStyle.primary),
        _button(draft, "Topics", "topics"),
        _button(draft, "Other wordings", "wordings"),
        _button(draft, "Our finding", "verdict"),
    ]


def _instead(draft: Draft, cautions: Sequence[Caution]) -> list[Button]:
    """The buttons to use a similar stored fact instead, and to use or discard an article."""
    buttons: list[Button] = []
    similar = (WarningKind.SAME_CLAIM, WarningKind.CLOSE_CLAIM)
    for caution in cautions:
        if caution.kind in similar and caution.fact is not None and draft.fact_id is None:
            number = caution.fact.id
            buttons.append(_button(draft, f"Open #{number} instead", "instead", number))
            if draft.content.sources:
                buttons.append(_button(draft, f"Add my source to #{number}", "cite", number))
            break
    if draft.article is not None:
        buttons.append(_button(draft, "Use as source…", "usearticle"))
        buttons.append(_button(draft, "Discard article", "droparticle"))
    return buttons


def _ending(draft: Draft, cautions: Sequence[Caution]) -> list[Button]:
    forbidden = any(caution.kind is WarningKind.NO_SOURCE for caution in cautions)
    success = discord.ButtonStyle.success
    publish = [_button(draft, "Publish", "publish", style=success, disabled=forbidden)]
    if draft.fact_id is not None:
        publish = [
            _button(
                draft, "Publish as a correction…", "correct", style=success, disabled=forbidden
            ),
            _button(draft, "Publish without a note", "publish", disabled=forbidden),
        ]
    return [
        *publish,
        _button(draft, "Publish at…", "at", disabled=forbidden),
        _button(draft, "Article…", "article"),
        _button(draft, "Delete draft…", "discard", style=discord.ButtonStyle.danger),
    ]


def _parts(draft: Draft, start: int) -> ui.Select[ui.LayoutView]:
    """A select of the fact's parts, to edit or remove one; ``start`` is the first part offered."""
    options = part_options(draft.as_fact)
    start = start if 0 <= start < len(options) else 0
    shown = options[start : start + _PARTS_A_PAGE]
    if len(options) > _PARTS_A_PAGE:
        following = start + _PARTS_A_PAGE
        following = following if following < len(options) else 0
        shown.append(discord.SelectOption(label="More parts", value=f"more:{following}"))
    return ui.Select(
        custom_id=custom_ids.draft(draft.id, "edit"),
        placeholder="Edit or remove a part…",
        options=shown,
    )


def part_options(fact: Fact) -> list[discord.SelectOption]:
    """The claim, who said it, each response and each source as choices."""
    options = [
        discord.SelectOption(
            label="The claim", description="Sentence, exact quote, when, where", value="claim:0"
        ),
        discord.SelectOption(
            label="Who claimed it", description="Name, role, on behalf of", value="speaker:0"
        ),
    ]
    for number, response in enumerate(fact.responses, start=1):
        said = f"{stance_words(response.stance)} {responder(response)}"
        options.append(_option(f"Response {number}", said, f"response:{number}"))
    for number, source in enumerate(fact.sources, start=1):
        options.append(_option(f"Source {number}", citation(source), f"source:{number}"))
    return options


def _option(label: str, said: str, value: str) -> discord.SelectOption:
    return discord.SelectOption(label=label, description=cut(said, OPTION_TEXT), value=value)


def _with_rows(layout: ui.LayoutView, rows: Sequence[Sequence[Button]]) -> ui.LayoutView:
    for row in rows:
        if row:
            layout.add_item(ui.ActionRow(*row))
    return layout


def response_layout(draft: Draft, number: int) -> ui.LayoutView:
    """One response as readers see it. ``number`` counts from 1."""
    section = response_section(draft.content.responses[number - 1])
    edits = {"Who and when": "who", "Response and quote": "said"}
    return _part(f"Response {number}", section, _part_buttons(draft, edits, "dropresponse", number))


def source_layout(draft: Draft, number: int) -> ui.LayoutView:
    """One source as readers see it. ``number`` counts from 1."""
    section = Section(tuple(source_lines(number, draft.content.sources[number - 1])))
    edits = {"Edit": "citation", "Archive, language, wording": "more"}
    return _part(f"Source {number}", section, _part_buttons(draft, edits, "dropsource", number))


def _part(heading: str, section: Section, buttons: list[Button]) -> ui.LayoutView:
    texts = [f"**{heading}** of the draft", *paginate([section])[0]]
    return layout_of(texts, colour=PLAIN, buttons=buttons)


def _part_buttons(draft: Draft, edits: Mapping[str, str], drop: str, number: int) -> list[Button]:
    buttons: list[Button] = [
        ui.Button(label=label, custom_id=custom_ids.draft(draft.id, act, number))
        for label, act in edits.items()
    ]
    danger = discord.ButtonStyle.danger
    custom_id = custom_ids.draft(draft.id, drop, number)
    buttons.append(ui.Button(label="Remove", style=danger, custom_id=custom_id))
    back = custom_ids.draft(draft.id, "page", 0)
    buttons.append(ui.Button(label="Back to the draft", custom_id=back))
    return buttons


def discard_layout(draft: Draft) -> ui.LayoutView:
    """Asks for confirmation before a draft is deleted, which cannot be undone."""
    discard: Button = ui.Button(
        label="Delete draft",
        style=discord.ButtonStyle.danger,
        custom_id=custom_ids.draft(draft.id, "discardnow"),
    )
    keep: Button = ui.Button(label="Cancel", custom_id=custom_ids.draft(draft.id, "page", 0))
    claim = excerpt(draft.content.claim.text, 500)
    return layout_of([f"### Delete this draft?\n{claim}"], colour=PLAIN, buttons=[discard, keep])
