"""Lists for moderators: the desk's facts, their drafts, open proposals."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.rendering.desk import desk_ids
from bot.rendering.facts import option, status_line
from bot.rendering.layout import (
    CUSTOM_ID,
    OPTION_TEXT,
    PLAIN,
    SELECT_OPTIONS,
    foot,
    layout_of,
    page_buttons,
)
from facts.markdown import cut, excerpt, size
from facts.model import Fact, Refusal
from facts.usecases.desk.drafts.draft import Draft, Stage
from facts.usecases.desk.listing import FactFilter, FactState
from facts.usecases.paging import Page

FACTS_A_PAGE = 10
_DRAFTS_SHOWN = 12
_CLAIM_OF_DRAFT = 75
_CLAIM = 160
_STATUS = 120
_STATES = dict(zip(FactState, "dcsnqr", strict=True))
_STAGES = {
    Stage.OPEN: "open",
    Stage.PROPOSED: "waiting for approval",
    Stage.RETURNED: "returned to you",
    Stage.SCHEDULED: "scheduled",
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
        custom_id = desk_ids.facts(page, flags, named)
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
    counted = f"{page.total:,} {'fact' if page.total == 1 else 'facts'}"
    heading = f"### {counted} of this desk\n-# {filters}" if filters else f"### {counted}"
    if not page.items:
        return layout_of([f"{heading}\nNo facts match."], colour=PLAIN)
    lines = [_fact_line(fact) for fact in page.items]
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=desk_ids.open_("facts"),
        placeholder="Open…",
        options=[option(fact) for fact in page.items],
    )
    return layout_of(
        [heading, "\n".join(lines), *foot(page=page.number, pages=page.pages)],
        colour=PLAIN,
        buttons=page_buttons(page.pages, page.number, which.custom_id),
        select=select,
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
            ["### No drafts\nAdd a fact with `/fact add` or change one with `/fact edit`."],
            colour=PLAIN,
        )
    texts = []
    if mine:
        texts.append(
            "\n".join(["### Your drafts", *(_draft_line(d) for d in mine[:_DRAFTS_SHOWN])])
        )
    if waiting:
        lines = [_waiting_line(draft) for draft in waiting[:_DRAFTS_SHOWN]]
        texts.append("\n".join(["### Waiting for your approval", *lines]))
    options = [_option(draft, "mine") for draft in mine[:_DRAFTS_SHOWN]]
    options += [_option(draft, "waiting") for draft in waiting[:_DRAFTS_SHOWN]]
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=desk_ids.open_("drafts"),
        placeholder="Open…",
        options=options[:SELECT_OPTIONS],
    )
    return layout_of(texts, colour=PLAIN, select=select)


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
