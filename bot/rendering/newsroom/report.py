"""The report of a desk as text, with a bar chart of weeks, and its workload by member."""

from collections.abc import Sequence

from discord import ui

from bot.rendering.layout import layout_of
from bot.rendering.newsroom.reader_cards import waiting_words
from facts.markdown import escape, excerpt
from facts.usecases.newsroom.reporting import DeskReport, Teammate, Week

_BAR = 12
_CLAIM = 100
_NAME = 60
_TEAM_SHOWN = 25
_HEADING = (
    "### What readers asked here\n-# Answers per week: found / unsure / nothing; ✏️ corrections, "
    "retractions and restorations"
)


def report_layout(report: DeskReport) -> ui.LayoutView:
    """The report of a desk. It has only numbers about readers."""
    most = max((week.answers for week in report.weeks), default=0)
    weeks = "\n".join(_week(week, most) for week in report.weeks)
    texts = [
        _HEADING,
        f"```\n{weeks}\n```",
    ]
    if report.asked:
        lines = [
            f"- {n:,}× {excerpt(fact.claim.text, _CLAIM)} (#{fact.id})" for fact, n in report.asked
        ]
        texts.append("\n".join(["**Most asked claims**", *lines]))
    if report.topics:
        named = ", ".join(f"{escape(topic)} ({n:,})" for topic, n in report.topics)
        texts.append(f"**Most wanted topics:** {named}")
    oldest = f", the oldest for {report.oldest_days} days" if report.oldest_days > 1 else ""
    texts.append(
        f"**Requests:** {report.open_requests:,} open, {waiting_words(report.waiting)}{oldest}\n"
        f"**Reports of errors:** {report.open_reports:,} open\n"
        f"**Claims with a source without a link:** {report.unlinked:,}\n"
        f"**Claims overdue for review:** {report.overdue:,}"
    )
    return layout_of(texts)


def _week(week: Week, most: int) -> str:
    filled = round(_BAR * week.answers / most) if most else 0
    bar = "█" * filled + "░" * (_BAR - filled)
    counts = f"{week.found}/{week.unsure}/{week.nothing}"
    corrections = f" ✏️{week.corrections}" if week.corrections else ""
    return f"{week.monday:%d %b} {bar} {counts}{corrections}"


def team_layout(team: Sequence[Teammate]) -> ui.LayoutView:
    """The members of the desk with their numbers of drafts, proposals and requests."""
    if not team:
        return layout_of("### The desk\nNobody has a draft, a proposal or a request.")
    lines = [_teammate(one) for one in team[:_TEAM_SHOWN]]
    return layout_of("\n".join(["### Who has what", *lines]))


def _teammate(one: Teammate) -> str:
    counted = {
        "drafts": one.drafts,
        "proposals waiting": one.proposals,
        "requests taken": one.requests,
    }
    has = ", ".join(f"{what}: {n:,}" for what, n in counted.items() if n)
    return f"- **{excerpt(one.name, _NAME)}** · {has}"
