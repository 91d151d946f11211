"""Lists for moderators: the desk's facts, drafts, proposals, incoming fact-checks and feeds."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.facts import option, status_line
from bot.rendering.layout import (
    CUSTOM_ID,
    OPTION_TEXT,
    Select,
    foot,
    layout_of,
    page_buttons,
    select_of,
)
from facts.markdown import counted, cut, excerpt, size
from facts.model import Fact, Refusal
from facts.usecases.desk.drafts.draft import Draft, Stage
from facts.usecases.desk.listing import FactFilter, FactState
from facts.usecases.feeds.feeds import Feed
from facts.usecases.feeds.incoming import IncomingItem, News
from facts.usecases.paging import Page

FACTS_A_PAGE, INCOMING_A_PAGE = 10, 8
_DRAFTS_SHOWN, _FEEDS_SHOWN = 12, 10
# Longest texts, in UTF-16 units.
_CLAIM, _CLAIM_OF_DRAFT = 160, 75
_STATUS, _STATUS_OF_INCOMING = 120, 100
_URL = 200
_STATES = dict(zip(FactState, "dcsnqr", strict=True))
_STAGES = {
    Stage.OPEN: "open",
    Stage.PROPOSED: "waiting for approval",
    Stage.RETURNED: "returned to you",
    Stage.SCHEDULED: "scheduled",
}
_NEWS = {
    News.NEW: "New fact-check",
    News.CHANGED: "Changed fact-check",
    News.WITHDRAWN: "Fact-check withdrawn by its publisher",
}


@dataclass(frozen=True, slots=True)
class WhichFacts:
    """The page number and filters of a list of facts, as stored in a button's custom id."""

    wanted: FactFilter
    page: int = 0

    def custom_id(self, page: int) -> str:
        """The custom id of ``page``. Raises Refusal if the filters are too long for it."""
        flags = _STATES[self.wanted.state] if self.wanted.state else ""
        flags += ("u" if self.wanted.unlinked else "") + ("x" if self.wanted.overdue else "")
        texts = (self.wanted.topic, self.wanted.speaker, self.wanted.outlet)
        named = "\n".join((text or "").replace("\n", " ") for text in texts)
        custom_id = custom_ids.desk_facts(page, flags, named)
        if size(custom_id) > CUSTOM_ID:
            raise Refusal(
                "Topic, speaker and outlet can have 75 characters in all. Shorten them or "
                "use fewer."
            )
        return custom_id

    @classmethod
    def parse(cls, page: str, flags: str, texts: str) -> "WhichFacts":
        """Parse the parts of such a custom id."""
        topic, speaker, outlet = (text or None for text in texts.split("\n"))
        letters = {letter: state for state, letter in _STATES.items()}
        return cls(
            FactFilter(
                topic=topic,
                speaker=speaker,
                outlet=outlet,
                state=next((letters[flag] for flag in flags if flag in letters), None),
                unlinked="u" in flags,
                overdue="x" in flags,
            ),
            int(page),
        )


def facts_layout(which: WhichFacts, page: Page[Fact]) -> ui.LayoutView:
    """A page of the desk's facts, with a select to open one."""
    filters = _filters(which.wanted)
    heading = f"### {counted(page.total, 'fact')}"
    heading += f" of this desk\n-# {filters}" if filters else ""
    if not page.items:
        return layout_of(f"{heading}\nNo facts match.")
    lines = [_fact_line(fact) for fact in page.items]
    return layout_of(
        [heading, "\n".join(lines), *foot(page=page)],
        page_buttons(page, which.custom_id),
        select_of(custom_ids.desk_open("facts"), "Open…", list(map(option, page.items))),
    )


def _fact_line(fact: Fact) -> str:
    again = fact.review.next if fact.review else None
    review = f" · check again by {again.in_words()}" if again else ""
    return (
        f"**#{fact.id}** {excerpt(fact.claim.text, _CLAIM)}\n-# "
        f"{status_line(fact, _STATUS)}{review}"
    )


def _filters(wanted: FactFilter) -> str:
    parts = [
        f"{name}: {excerpt(value, 60)}"
        for name, value in (
            ("topic", wanted.topic),
            ("speaker", wanted.speaker),
            ("outlet", wanted.outlet),
            ("state", wanted.state.value if wanted.state else None),
        )
        if value
    ]
    if wanted.unlinked:
        parts.append("with a source that has no link")
    if wanted.overdue:
        parts.append("overdue for review")
    return " · ".join(parts)


def drafts_layout(mine: Sequence[Draft], waiting: Sequence[Draft]) -> ui.LayoutView:
    """A member's own drafts, and the proposals of others that wait for approval."""
    if not mine and not waiting:
        return layout_of(
            "### No drafts\nAdd a fact with `/fact add` or change one with `/fact edit`."
        )
    mine, waiting = mine[:_DRAFTS_SHOWN], waiting[:_DRAFTS_SHOWN]
    texts = []
    if mine:
        texts.append("\n".join(["### Your drafts", *map(_draft_line, mine)]))
    if waiting:
        texts.append("\n".join(["### Waiting for your approval", *map(_waiting_line, waiting)]))
    options = [_option(draft, "mine") for draft in mine]
    options += [_option(draft, "waiting") for draft in waiting]
    return layout_of(texts, select_of(custom_ids.desk_open("drafts"), "Open…", options))


def _draft_line(draft: Draft) -> str:
    changed = discord.utils.format_dt(draft.changed_at, "R")
    what = "new fact" if draft.fact_id is None else f"change to #{draft.fact_id}"
    claim = excerpt(draft.content.claim.text, _CLAIM_OF_DRAFT)
    return f"**{claim}**\n-# {what}, {_STAGES[draft.stage]}, {changed}"


def _waiting_line(draft: Draft) -> str:
    claim = excerpt(draft.content.claim.text, _CLAIM_OF_DRAFT)
    return f"**{claim}**\n-# by {excerpt(draft.author_name, 60)}"


def _option(draft: Draft, whose: str) -> discord.SelectOption:
    return discord.SelectOption(
        label=cut(draft.content.claim.text, OPTION_TEXT),
        description=cut(
            _STAGES[draft.stage] if whose == "mine" else f"by {draft.author_name}", OPTION_TEXT
        ),
        value=f"{whose}:{draft.id}",
    )


def incoming_layout(page: Page[IncomingItem]) -> ui.LayoutView:
    """A page of incoming fact-checks, with selects to open or dismiss one."""
    heading = f"### Incoming: {page.total:,}"
    if not page.items:
        text = "Nothing is waiting. `/desk follow` shows which feeds this desk follows."
        return layout_of(f"{heading}\n{text}")
    lines = [_line(item) for item in page.items]
    return layout_of(
        [heading, "\n".join(lines), *foot("nothing here is public", page=page)],
        page_buttons(page, custom_ids.incoming),
        _select(page.items, "incoming", "Open as a draft…"),
        _select(page.items, "dismissed", "Dismiss…"),
    )


def feeds_layout(feeds: Sequence[Feed]) -> ui.LayoutView:
    """The feeds that a desk follows, with their status."""
    if not feeds:
        how = (
            "Follow one with `/desk follow url:`. Its fact-checks arrive in `/fact incoming`. "
            "Nothing is published automatically."
        )
        return layout_of(f"### No feeds\n{how}")
    lines = [f"**{feed.id}** {excerpt(feed.url, _URL)}\n-# {_state(feed)}" for feed in feeds]
    more = len(lines) - _FEEDS_SHOWN
    shown = [*lines[:_FEEDS_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    return layout_of("### Feeds\n" + "\n".join(shown))


def _line(item: IncomingItem) -> str:
    draft = item.draft
    about = f" · fact #{item.fact_id}" if item.fact_id else ""
    when = discord.utils.format_dt(item.at, "R")
    claim, status = excerpt(draft.claim.text, _CLAIM), status_line(draft, _STATUS_OF_INCOMING)
    return f"**{_NEWS[item.news]}{about}:** {claim}\n-# {status} · {when}"


def _select(items: Sequence[IncomingItem], what: str, placeholder: str) -> Select | None:
    options = [
        discord.SelectOption(
            label=cut(item.draft.claim.text, OPTION_TEXT),
            description=_NEWS[item.news],
            value=item.id,
        )
        for item in items
    ]
    return select_of(custom_ids.desk_open(what), placeholder, options)


def _state(feed: Feed) -> str:
    if feed.problem:
        return f"failed: {excerpt(feed.problem, _URL)}"
    if feed.last_look is None:
        return "will be read within a minute"
    return f"read {discord.utils.format_dt(feed.last_look, 'R')}, {feed.new_that_day} new that day"
