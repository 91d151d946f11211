"""The layouts of /browse: lists of topics, people or outlets, and lists of claims."""

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.facts import option, status_line
from bot.rendering.layout import OPTION_TEXT, Button, foot, layout_of, page_buttons, select_of
from facts.markdown import counted, cut, escape, excerpt
from facts.usecases.paging import Page
from facts.usecases.reading.fact_lists import Claims, Facet, Order

NAMES_A_PAGE = 20
CLAIMS_A_PAGE = 8
_LABELS = {
    Facet.TOPIC.value: "Topics",
    Facet.SPEAKER.value: "People",
    Facet.OUTLET.value: "Outlets",
    Order.NEWEST.value: "Newest",
    Order.FOLLOWED.value: "Most followed",
}
_NAME = 80
_CLAIM = 150
_STATUS = 110


def names_layout(page: Page[tuple[str, str, int]], what: str) -> ui.LayoutView:
    """A list of topics, people or outlets: name, slug and number of claims of each. ``what`` is the
    facet.
    """
    lines = [f"- {excerpt(name, _NAME)} ({count:,})" for name, _, count in page.items]
    options = [
        discord.SelectOption(
            label=cut(name, OPTION_TEXT), description=counted(count, "claim"), value=slug
        )
        for name, slug, count in page.items
    ]
    text = f"### {_LABELS[what]}\n" + ("\n".join(lines) or "None yet.")
    return layout_of(
        [text, *foot(page=page)],
        _kinds(what if page.number == 0 else ""),
        page_buttons(page, lambda to: custom_ids.browse(what, to)),
        select_of(custom_ids.open_listed(what), "Open…", options),
    )


def claims_layout(claims: Claims, what: str, slug: str = "") -> ui.LayoutView:
    """A list of claims: of one topic, person or outlet ``slug``, or all in the order ``what``."""
    page = claims.page
    heading = f"### {_LABELS[what]}" + (f": {escape(cut(claims.name, _NAME))}" if slug else "")
    lines = [
        f"**Claim #{fact.id}:** {excerpt(fact.claim.text, _CLAIM)}\n-# {status_line(fact, _STATUS)}"
        for fact in page.items
    ]
    empty = "Nobody follows a claim yet." if what == Order.FOLLOWED.value else "No claims here."
    return layout_of(
        [
            f"{heading}\n-# {counted(page.total, 'claim')}",
            "\n".join(lines) or empty,
            *foot(page=page),
        ],
        _kinds("" if slug or page.number else what),
        page_buttons(page, lambda to: custom_ids.browse(what, to, slug)),
        select_of(custom_ids.open_listed("claim"), "Open…", list(map(option, page.items))),
    )


def _kinds(here: str) -> list[Button]:
    """The buttons for the kinds of lists; the current one is disabled."""
    return [
        Button(label, custom_ids.browse_by(what), disabled=what == here)
        for what, label in _LABELS.items()
    ]
