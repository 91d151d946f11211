"""The cards of a draft: the fact as readers will see it, with warnings and controls, and one part.

The controls hold the draft's id; everything else is read from the store when they are used.
"""

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.desk.changes import changes_section, editor_name
from bot.rendering.facts import desk_sections, response_section, source_lines
from bot.rendering.layout import (
    COLOURS,
    OPTION_TEXT,
    SELECT_OPTIONS,
    Button,
    Row,
    Section,
    Select,
    Style,
    foot,
    layout_of,
    page_buttons,
    page_of_sections,
    select_of,
)
from facts.forms.moments import moment_words
from facts.markdown import cut, excerpt
from facts.model import FactContent
from facts.revisions.diff import FieldChange
from facts.usecases.desk.drafts.draft import Caution, Draft, Proposed, Stage, WarningKind
from facts.wording.fact_words import citation, responder, stance_words

_CAUTIONS_SHOWN = 6
_CAUTION = 300
_NAME = 60
# With these limits and a note of 200 units, heading and footer fit into the reserve of a page.
_REASON = 150
_ARTICLE = 120
# Besides its text sections a card has up to 26 components; Discord allows 40 per message.
_SECTIONS_A_PAGE = 7
_PARTS_A_PAGE = SELECT_OPTIONS - 1


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
    fact = draft.content
    sections = [_cautions(cautions)] if cautions else []
    sections += [changes_section(changes)] if changes else []
    sections += desk_sections(fact)
    shown = page_of_sections(sections, page, sections_a_page=_SECTIONS_A_PAGE)
    below = foot(page=shown)
    if draft.article is not None and draft.stage is not Stage.PROPOSED:
        below.insert(0, _proposed(draft.article))
    paging = page_buttons(shown, lambda to: custom_ids.draft(draft.id, "page", to))
    rows: list[Row]
    match draft.stage:
        case Stage.PROPOSED:
            rows = [[*_buttons(draft, {"Withdraw": "takeback"}), *paging]]
        case Stage.SCHEDULED:
            rows = [[*_buttons(draft, {"Cancel schedule": "unschedule"}), *paging]]
        case _:
            rows = [_adding(draft), _instead(draft, cautions), _parts(draft, parts_from)]
            rows += [_ending(draft, cautions), paging]
    return layout_of(
        [_heading(draft, note), *shown.items, *below], *rows, colour=COLOURS[fact.standing]
    )


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


def _cautions(cautions: Sequence[Caution]) -> Section:
    """The warnings before publishing, the most severe first."""
    lines = [f"⚠️ {excerpt(c.sentence, _CAUTION)}" for c in cautions[:_CAUTIONS_SHOWN]]
    if len(cautions) > _CAUTIONS_SHOWN:
        lines.append(f"-# … and {len(cautions) - _CAUTIONS_SHOWN} more")
    return Section(lines, heading="**Before you publish**")


def _proposed(article: Proposed) -> str:
    said = (article.outlet, article.headline, article.author, article.published)
    quotes = f" · {len(article.quotes)} quotes in it" if article.quotes else ""
    return (
        "📄 **Found in the article, not added yet:** "
        f"{excerpt(', '.join(part for part in said if part), _ARTICLE)}{quotes}"
    )


def _buttons(
    draft: Draft,
    acts: Mapping[str, str],
    n: int | None = None,
    *,
    style: Style = "secondary",
    disabled: bool = False,
) -> list[Button]:
    """A button for each of ``acts``, by label."""
    return [
        Button(label, custom_ids.draft(draft.id, act, n), style, disabled)
        for label, act in acts.items()
    ]


def _adding(draft: Draft) -> list[Button]:
    parts = {"Topics": "topics", "Other wordings": "wordings", "Our finding": "verdict"}
    adding = {"Add response": "response", "Add source": "source"}
    return _buttons(draft, adding, style="primary") + _buttons(draft, parts)


def _instead(draft: Draft, cautions: Sequence[Caution]) -> list[Button]:
    """The buttons to use a similar stored fact instead, and to use or discard an article."""
    buttons: list[Button] = []
    similar = (WarningKind.SAME_CLAIM, WarningKind.CLOSE_CLAIM)
    for caution in cautions:
        if caution.kind in similar and caution.fact is not None and draft.fact_id is None:
            number = caution.fact.id
            acts = {f"Open #{number} instead": "instead"}
            if draft.content.sources:
                acts[f"Add my source to #{number}"] = "cite"
            buttons += _buttons(draft, acts, number)
            break
    if draft.article is not None:
        articles = {"Use as source…": "usearticle", "Discard article": "droparticle"}
        buttons += _buttons(draft, articles)
    return buttons


def _ending(draft: Draft, cautions: Sequence[Caution]) -> list[Button]:
    off = any(caution.kind is WarningKind.NO_SOURCE for caution in cautions)
    publish, more = {"Publish": "publish"}, {"Publish at…": "at"}
    if draft.fact_id is not None:
        publish = {"Publish as a correction…": "correct"}
        more = {"Publish without a note": "publish", "Publish at…": "at"}
    return [
        *_buttons(draft, publish, style="success", disabled=off),
        *_buttons(draft, more, disabled=off),
        *_buttons(draft, {"Article…": "article"}),
        *_buttons(draft, {"Delete draft…": "discard"}, style="danger"),
    ]


def _parts(draft: Draft, start: int) -> Select | None:
    """A select of the fact's parts, to edit or remove one; ``start`` is the first part offered."""
    options = part_options(draft.content)
    start = start if 0 <= start < len(options) else 0
    shown = options[start : start + _PARTS_A_PAGE]
    if len(options) > _PARTS_A_PAGE:
        following = start + _PARTS_A_PAGE
        following = following if following < len(options) else 0
        shown.append(discord.SelectOption(label="More parts", value=f"more:{following}"))
    return select_of(custom_ids.draft(draft.id, "edit"), "Edit or remove a part…", shown)


def part_options(fact: FactContent) -> list[discord.SelectOption]:
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


def response_layout(draft: Draft, number: int) -> ui.LayoutView:
    """One response as readers see it. ``number`` counts from 1."""
    section = response_section(draft.content.responses[number - 1])
    edits = {"Who and when": "who", "Response and quote": "said"}
    buttons = _buttons(draft, edits, number)
    buttons += _buttons(draft, {"Remove": "dropresponse"}, number, style="danger")
    return _part(draft, f"Response {number}", section, buttons)


def source_layout(draft: Draft, number: int) -> ui.LayoutView:
    """One source as readers see it. ``number`` counts from 1."""
    section = Section(source_lines(number, draft.content.sources[number - 1]))
    edits = {"Edit": "citation", "Archive, language, wording": "more"}
    buttons = _buttons(draft, edits, number)
    buttons += _buttons(draft, {"Remove": "dropsource"}, number, style="danger")
    return _part(draft, f"Source {number}", section, buttons)


def _part(draft: Draft, name: str, section: Section, buttons: list[Button]) -> ui.LayoutView:
    texts = [f"**{name}** of the draft", *page_of_sections([section], 0).items]
    return layout_of(texts, [*buttons, *_buttons(draft, {"Back to the draft": "page"}, 0)])


def discard_layout(draft: Draft) -> ui.LayoutView:
    """Asks for confirmation before a draft is deleted, which cannot be undone."""
    delete = _buttons(draft, {"Delete draft": "discardnow"}, style="danger")
    claim = excerpt(draft.content.claim.text, 500)
    cancel = _buttons(draft, {"Cancel": "page"}, 0)
    return layout_of(f"### Delete this draft?\n{claim}", delete + cancel)
