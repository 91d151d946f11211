"""Whom a desk has blocked."""

from collections.abc import Sequence

from discord import ui

from bot.rendering.layout import PLAIN, layout_of
from facts.markdown import excerpt
from facts.usecases.desk.blocking import BlockedPerson

_SHOWN = 20
_NAME = 80


def blocked_layout(people: Sequence[BlockedPerson], *, note: str = "") -> ui.LayoutView:
    """Who is blocked, the latest first. ``note`` stands above it, in Markdown."""
    lines = [
        f"- <@{one.id}>, blocked by {excerpt(one.by, _NAME)} on {one.at:%d %B %Y}".replace(
            " 0", " "
        )
        for one in reversed(people[-_SHOWN:])
    ]
    if len(people) > _SHOWN:
        lines.append(f"- and {len(people) - _SHOWN} others")
    heading = f"### Blocked in this server: {len(people)}"
    return layout_of(["\n".join(filter(None, (note, heading, *lines)))], colour=PLAIN)
