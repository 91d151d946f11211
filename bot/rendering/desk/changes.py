"""Word-level differences, the history of a fact and the desk's change log."""

import re
from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import (
    OPTION_TEXT,
    Button,
    Section,
    foot,
    layout_of,
    page_buttons,
    select_of,
)
from facts.markdown import counted, cut, escape, excerpt, one_line, size
from facts.model import Fact
from facts.revisions.diff import Entry, FieldChange, Piece
from facts.usecases.desk.change_log import LogFilter, LogPage
from facts.usecases.desk.drafts.draft import Draft, Rebased
from facts.usecases.paging import Page
from facts.wording.fact_words import change_words

_CONTEXT = 60
_CHANGED_RUN = 200
_PLACE = 80
_PLACES = 90
_ID_BEHIND = re.compile(r" \(\d{15,20}\)$")
_DECIDED = 1500
_CHANGE_LINE = 600
_LEAST_LINE = 120
_MORE = 30
# Five entries and their heading fit into a message.
ENTRIES_A_PAGE = 5
_ENTRY = 700
_REASON = 150
_EDITOR = 80
_CLAIM = 80


def change_line(change: FieldChange, limit: int) -> str:
    """A change as ``Response 2, exact quote: I closed ~~nothing~~ **everything**``.

    At most ``limit`` UTF-16 units.
    """
    line = f"{excerpt(change.place[0].upper() + change.place[1:], _PLACE)}: "
    for words in change.words:
        if words.piece is Piece.KEPT:
            text = one_line(words.text)
            if size(text) > 2 * _CONTEXT:  # only what shows where the change is
                end = text[-_CONTEXT:]
                text = f"{cut(text, _CONTEXT)} {end.partition(' ')[2] or end}"
            piece = escape(text)
        else:
            mark = "~~" if words.piece is Piece.REMOVED else "**"
            shown = excerpt(words.text, _CHANGED_RUN)
            piece = f"{mark}{shown}{mark}" if shown else ""
        if piece and size(line) + size(piece) > limit - 3:
            return f"{line}…"
        line += f"{piece} " if piece else ""
    return line.rstrip()


def changes_text(changes: Sequence[FieldChange], room: int) -> str:
    """The changes that fit into ``room`` units, a line each, and the number left out."""
    lines: list[str] = []
    left = room - _MORE
    for position, change in enumerate(changes):
        if left < _LEAST_LINE:
            lines.append(f"-# … and {len(changes) - position} more")
            break
        lines.append(change_line(change, min(left, _CHANGE_LINE)))
        left -= size(lines[-1]) + 1
    return "\n".join(lines)


def changes_section(changes: Sequence[FieldChange]) -> Section:
    """All changes, a line each, as a section for ``paginate``."""
    lines = [change_line(change, _CHANGE_LINE) for change in changes]
    return Section(lines, heading="**Changes**")


def entry_text(entry: Entry, *, named: bool) -> str:
    """One change: what, who, when, why, and the changed words; with its fact if ``named``."""
    change = entry.change
    when = discord.utils.format_dt(change.at, "f")
    what = f"Fact #{change.fact_id}.{change.revision}" if named else f"Revision {change.revision}"
    done = _done(entry)
    lines = [f"**{what}** {done} by {excerpt(editor_name(change.editor), _EDITOR)}, {when}"]
    if named:
        lines.append(f"-# Claim: {excerpt(change.fact.claim.text, _CLAIM)}")
    if change.reason:
        lines.append(f"Reason: {excerpt(change.reason, _REASON)}")
    if entry.differences and not (change.after and change.after.merged_into):
        room = _ENTRY - size("\n".join(lines)) - 1
        lines.append(changes_text(entry.differences, room))
    return "\n".join(lines)


def _done(entry: Entry) -> str:
    """The verb of a change; edits that retract or restore have their own."""
    for change in entry.differences:
        if change.place == "retraction" and change.before is None:
            return "retracted"
        if change.place == "retraction" and change.after is None:
            return "restored"
    return change_words(entry.change.kind, entry.change.fact.merged_into)


def editor_name(editor: str) -> str:
    """An editor's name without the user id that the log appends."""
    return _ID_BEHIND.sub("", editor) or editor


def history_layout(fact_id: int, page: Page[Entry]) -> ui.LayoutView:
    """A page of a fact's changes, newest first, with a select to undo one."""
    heading = f"### History of fact #{fact_id}"
    if not page.items:
        return layout_of(f"{heading}\nNo changes yet.")
    undoable = [_undo_option(entry) for entry in page.items if entry.undoable]
    return layout_of(
        [
            heading,
            *(entry_text(entry, named=False) for entry in page.items),
            *foot(counted(page.total, "change"), page=page),
        ],
        page_buttons(page, lambda to: custom_ids.desk_fact(fact_id, "history", to)),
        select_of(custom_ids.desk_fact(fact_id, "undo"), "Undo a change…", undoable),
    )


def undo_layout(entry: Entry) -> ui.LayoutView:
    """Asks for confirmation before a change is undone."""
    fact_id = entry.change.fact_id
    undo = Button("Undo", custom_ids.desk_fact(fact_id, "undonow", entry.change.number), "danger")
    cancel = Button("Cancel", custom_ids.desk_fact(fact_id, "history", 0))
    text = (
        f"### Undo this change of fact #{fact_id}?\n"
        "Readers will see the earlier words again. Later changes stay, and the history keeps both."
    )
    return layout_of([text, entry_text(entry, named=False)], [undo, cancel])


def _undo_option(entry: Entry) -> discord.SelectOption:
    places = ", ".join(change.place for change in entry.differences)
    return discord.SelectOption(
        label=cut(
            f"Revision {entry.change.revision}, by {editor_name(entry.change.editor)}", OPTION_TEXT
        ),
        description=cut(places, OPTION_TEXT) or None,
        value=str(entry.change.number),
    )


def log_layout(page: LogPage, wanted: LogFilter) -> ui.LayoutView:
    """A page of the changes of all the desk's facts, newest first."""
    kind = wanted.kind.value if wanted.kind else ""
    older = []
    if page.older is not None:
        cursor = custom_ids.desk_log(page.older, wanted.editor or "", wanted.fact_id or "", kind)
        older.append(Button("Older ▶", cursor))
    texts = [entry_text(entry, named=True) for entry in page.entries]
    if not texts:
        texts = [
            "No matches on this page. Older changes may match." if older else "No changes match."
        ]
    return layout_of(["### Change log", *texts], older)


def decided_layout(what: str, about: str) -> ui.LayoutView:
    """A decided proposal: ``what`` says by whom and how, ``about`` is its claim."""
    return layout_of(f"**{excerpt(what, 300)}**\n{excerpt(about, _DECIDED)}")


def changed_places(renewed: Rebased) -> str:
    """A note on an edit rebased onto the latest revision: what changed in it, and conflicts."""
    theirs = excerpt(", ".join(change.place for change in renewed.theirs), _PLACES)
    text = f"Draft updated. Changed in the meantime: {theirs or 'nothing readers see'}."
    if renewed.both:
        text += f" **Your draft changes these too: {excerpt(', '.join(renewed.both), _PLACES)}.**"
    return text


def stale_layout(
    sentence: str, fact: Fact, changes: Sequence[FieldChange], draft: Draft
) -> ui.LayoutView:
    """Shown when the draft's fact changed after it was begun, or was merged into ``fact``: the
    changes, and *Update my draft*.
    """
    merged = fact.id != draft.fact_id
    seen = changes_text(changes, 2800) or "Nothing readers see has changed."
    texts = [
        f"### Fact #{draft.fact_id} changed after you started\n{excerpt(sentence, 500)}",
        *([] if merged else [seen]),
        "Nothing was overwritten. Your draft is saved.",
    ]
    renew = Button("Update my draft", custom_ids.draft(draft.id, "renew"), "primary")
    return layout_of(texts, [renew], colour=discord.Colour.orange())
