"""The list of incoming fact-checks, and the list of followed feeds."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering.desk import desk_ids
from bot.rendering.facts import status_line
from bot.rendering.layout import OPTION_TEXT, PLAIN, foot, layout_of, page_buttons
from facts.markdown import cut, excerpt
from facts.usecases.feeds.feeds import Feed
from facts.usecases.feeds.incoming import IncomingItem, News
from facts.usecases.paging import Page

INCOMING_A_PAGE = 8
_CLAIM = 160
_STATUS = 100
_URL = 200
_FEEDS_SHOWN = 10
_NEWS = {
    News.NEW: "New fact-check",
    News.CHANGED: "Changed fact-check",
    News.WITHDRAWN: "Fact-check withdrawn by its publisher",
}


def incoming_layout(page: Page[IncomingItem]) -> ui.LayoutView:
    """A page of incoming fact-checks, with selects to open or dismiss one."""
    heading = f"### Incoming: {page.total:,}"
    if not page.items:
        text = "Nothing is waiting. `/desk follow` shows which feeds this desk follows."
        return layout_of([f"{heading}\n{text}"], colour=PLAIN)
    lines = [_line(item) for item in page.items]
    below = foot("nothing here is public", page=page.number, pages=page.pages)
    layout = layout_of(
        [heading, "\n".join(lines), *below],
        colour=PLAIN,
        buttons=page_buttons(page.pages, page.number, desk_ids.incoming),
        select=_select(page.items, "incoming", "Open as a draft…"),
    )
    layout.add_item(ui.ActionRow(_select(page.items, "dismissed", "Dismiss…")))
    return layout


def feeds_layout(feeds: Sequence[Feed]) -> ui.LayoutView:
    """The feeds that a desk follows, with their status."""
    if not feeds:
        how = (
            "Follow one with `/desk follow url:`. Its fact-checks arrive in `/fact incoming`. "
            "Nothing is published automatically."
        )
        return layout_of([f"### No feeds\n{how}"], colour=PLAIN)
    lines = [f"**{feed.id}** {excerpt(feed.url, _URL)}\n-# {_state(feed)}" for feed in feeds]
    more = len(lines) - _FEEDS_SHOWN
    shown = [*lines[:_FEEDS_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    return layout_of(["### Feeds\n" + "\n".join(shown)], colour=PLAIN)


def _line(item: IncomingItem) -> str:
    draft = item.draft
    about = f" · fact #{item.fact_id}" if item.fact_id else ""
    when = discord.utils.format_dt(item.at, "R")
    claim = excerpt(draft.claim.text, _CLAIM)
    return f"**{_NEWS[item.news]}{about}:** {claim}\n-# {status_line(draft, _STATUS)} · {when}"


def _select(items: Sequence[IncomingItem], what: str, placeholder: str) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(
            label=cut(item.draft.claim.text, OPTION_TEXT),
            description=_NEWS[item.news],
            value=item.id,
        )
        for item in items
    ]
    return ui.Select(custom_id=desk_ids.open_(what), placeholder=placeholder, options=options)


def _state(feed: Feed) -> str:
    if feed.problem:
        return f"failed: {excerpt(feed.problem, _URL)}"
    if feed.last_look is None:
        return "will be read within a minute"
    return f"read {discord.utils.format_dt(feed.last_look, 'R')}, {feed.new_that_day} new that day"
