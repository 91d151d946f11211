"""What an import would do, and how far it is."""

import discord
from discord import ui

from bot.rendering.desk import desk_ids
from bot.rendering.layout import PLAIN, layout_of
from facts.markdown import excerpt
from facts.usecases.desk.files import FileForm, ImportDone, ImportPlan

REFUSED_FILE = "refused.txt"
_FORMS = {
    FileForm.JSON_LINES: "JSON Lines",
    FileForm.CSV: "CSV",
    FileForm.CLAIM_REVIEW: "ClaimReview",
}
_CHANGED_SHOWN = 30


def plan_layout(plan: ImportPlan) -> ui.LayoutView:
    """A dry run: nothing is written yet. The reasons of what is refused go along as a file."""
    lines = [
        f"### {excerpt(plan.file_name, 100)} ({_FORMS[plan.form]})",
        "Nothing has been imported yet. This file would:",
        f"- add **{plan.new:,}** new facts",
        f"- change **{len(plan.changed):,}** existing facts{_numbers(plan.changed)}",
        f"- leave **{plan.same:,}** unchanged",
    ]
    if plan.refused:
        lines.append(
            f"- be rejected because of **{len(plan.refused):,}** problems, listed in the "
            "attached file"
        )
        lines.append("A file is imported whole or not at all. Fix these and upload it again.")
    nothing = not plan.new and not plan.changed
    layout = layout_of(["\n".join(lines)], colour=PLAIN)
    if plan.refused:
        layout.add_item(ui.File(f"attachment://{REFUSED_FILE}"))
    run: ui.Button[ui.LayoutView] = ui.Button(
        label="Import",
        style=discord.ButtonStyle.success,
        custom_id=desk_ids.import_(plan.id, "run"),
        disabled=nothing or bool(plan.refused),
    )
    leave: ui.Button[ui.LayoutView] = ui.Button(
        label="Cancel", custom_id=desk_ids.import_(plan.id, "leave")
    )
    layout.add_item(ui.ActionRow(run, leave))
    return layout


def _numbers(changed: tuple[int, ...]) -> str:
    if not changed:
        return ""
    shown = ", ".join(f"#{number}" for number in changed[:_CHANGED_SHOWN])
    return f": {shown}{' …' if len(changed) > _CHANGED_SHOWN else ''}"


def progress_layout(doing: str, done: int, total: int) -> ui.LayoutView:
    """How far long work is."""
    return layout_of([f"{doing}: {done:,} of {total:,} …"], colour=PLAIN)


def imported_layout(done: ImportDone) -> ui.LayoutView:
    """What an import did."""
    return layout_of([f"### Imported\n{_counted(done)}"], colour=PLAIN)


def import_news_layout(done: ImportDone, by: str) -> ui.LayoutView:
    """An import as it is told in the log channel."""
    return layout_of([f"**File imported** by {excerpt(by, 80)}: {_counted(done)}"], colour=PLAIN)


def _counted(done: ImportDone) -> str:
    return f"{done.new:,} new, {done.changed:,} changed, {done.same:,} unchanged."


def exported_layout(name: str) -> ui.LayoutView:
    """The desk's facts, as the file of that name that goes along."""
    layout = layout_of(["### Your desk’s facts"], colour=PLAIN)
    layout.add_item(ui.File(f"attachment://{name}"))
    return layout
