"""The cards of imports and exports: dry run, progress, result."""

from collections.abc import Collection
from functools import partial

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import Button, buttons_of, layout_of
from facts.markdown import excerpt
from facts.usecases.desk.desk_files import Choice, FileFormat, Imported, ImportPlan

REFUSED_FILE = "refused.txt"
NOTES_FILE = "changed-to-fit.txt"
TEMPLATE_FILE = "template.csv"
_FORMATS = {
    FileFormat.JSON_LINES: ("JSON Lines", "refused.jsonl"),
    FileFormat.CSV: ("a table", "refused.csv"),
    FileFormat.SPREADSHEET: ("a spreadsheet", "refused.csv"),
    FileFormat.CLAIM_REVIEW: ("ClaimReview", "refused.json"),
    FileFormat.CLAIMS_SEARCH: ("an answer of the Fact Check API", "refused.json"),
}
_SETTLING = {
    Choice.DATES: {"Day comes first": "dayfirst", "Month comes first": "monthfirst"},
    Choice.DATE_IS: {
        "“date” is when it was claimed": "dateclaim",
        "“date” is when it was published": "datepublished",
    },
    Choice.LEAVE_OUT: {"Leave those columns out": "leaveout"},
}
_CHANGED_SHOWN = 30


def returned_name(plan: ImportPlan) -> str:
    """The name of the file that returns the refused rows."""
    return _FORMATS[plan.file_format][1]


def plan_layout(plan: ImportPlan, files: Collection[str]) -> ui.LayoutView:
    """The result of a dry run. ``files`` are the names of the attached reasons, rows and notes."""
    lines = [
        f"### {excerpt(plan.file_name, 100)} ({_FORMATS[plan.file_format][0]})",
        "Nothing has been imported yet. In this file:",
        f"- new facts: **{plan.new:,}**",
        f"- changed facts: **{len(plan.changed):,}**{_numbers(plan.changed)}",
        f"- unchanged: **{plan.same:,}**",
    ]
    if plan.notes:
        lines.append(
            f"- shortened, converted or left out to fit: **{len(plan.notes):,}** (listed in a file)"
        )
    if plan.refused:
        lines.append(
            f"- problems: **{len(plan.refused):,}** (listed in a file)"
            if plan.blocked
            else f"- rejected: **{plan.refused_rows:,}** (reasons in a file)"
        )
        lines.append(
            "The file can’t be imported until these are fixed."
            if plan.blocked
            else "Import the good ones now, or fix the others and upload the file again. The "
            "rejected ones are attached as a file of their own, with the reasons."
        )
    custom_id = partial(custom_ids.import_, plan.id)
    settling = [one for choice in plan.choices for one in buttons_of(custom_id, _SETTLING[choice])]
    run = Button("Import", custom_id("run"), "success", not plan.good or bool(plan.refused))
    if plan.refused_rows and plan.good and not plan.blocked:
        run = Button(f"Import the {plan.good:,} good ones", custom_id("good"), "success")
    ending = [run, *buttons_of(custom_id, {"Template": "template", "Cancel": "leave"})]
    return layout_of("\n".join(lines), settling, ending, files=files)


def _numbers(changed: tuple[int, ...]) -> str:
    if not changed:
        return ""
    shown = ", ".join(f"#{number}" for number in changed[:_CHANGED_SHOWN])
    return f" ({shown}{' …' if len(changed) > _CHANGED_SHOWN else ''})"


def progress_layout(doing: str, done: int, total: int) -> ui.LayoutView:
    """The progress of long work."""
    return layout_of(f"{doing}: {done:,} of {total:,} …")


def imported_layout(done: Imported) -> ui.LayoutView:
    """The result of an import."""
    return layout_of(f"### Imported\n{_counted(done)}")


def import_news_layout(done: Imported, by: str) -> ui.LayoutView:
    """An import, for the log channel."""
    return layout_of(f"**File imported** by {excerpt(by, 80)}: {_counted(done)}")


def _counted(done: Imported) -> str:
    left = f", {done.refused:,} rejected" if done.refused else ""
    return f"{done.new:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged{left}."


def exported_layout(name: str) -> ui.LayoutView:
    """The message of an export; the file ``name`` is attached."""
    return layout_of("### Your desk’s facts", files=[name])


def template_layout() -> ui.LayoutView:
    """The message of the import template, which is attached."""
    text = "### A table to fill in\nOne claim per row. Delete the columns you don’t need."
    return layout_of(text, files=[TEMPLATE_FILE])
