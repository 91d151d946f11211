"""The layouts of /browse: lists of topics, people or outlets, and lists of claims."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.facts import option, status_line
from bot.rendering.layout import OPTION_TEXT, PLAIN, foot, layout_of, page_buttons
from facts.markdown import cut, escape, excerpt
from facts.usecases.reading.fact_lists import Claims, Facet, Names, Order

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


def names_layout(names: Names) -> ui.LayoutView:
    """A list of topics, people or outlets, each with its number of claims."""
    page, what = names.page, names.facet.value
    lines = [f"- {excerpt(name, _NAME)} ({count:,})" for name, _, count in page.items]
    options = [
        discord.SelectOption(label=cut(name, OPTION_TEXT), description=_counted(count), value=slug)
        for name, slug, count in page.items
    ]
    text = f"### {_LABELS[what]}\n" + ("\n".join(lines) or "None yet.")
    return layout_of(
        [text, *foot(page=page.number, pages=page.pages)],
        colour=PLAIN,
        buttons=_kinds(what if page.number == 0 else ""),
        second_row=page_buttons(page.pages, page.number, lambda to: custom_ids.browse(what, to)),
        select=_opening(what, options),
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
            f"{heading}\n-# {_counted(page.total)}",
            "\n".join(lines) or empty,
            *foot(page=page.number, pages=page.pages),
        ],
        colour=PLAIN,
        buttons=_kinds("" if slug or page.number else what),
        second_row=page_buttons(
            page.pages, page.number, lambda to: custom_ids.browse(what, to, slug)
        ),
        select=_opening("claim", [option(fact) for fact in page.items]),
    )


def _kinds(here: str) -> list[ui.Button[ui.LayoutView]]:
    """The buttons for the kinds of lists; the current one is disabled."""
    return [
        ui.Button(label=label, custom_id=custom_ids.browse_by(what), disabled=what == here)
        for what, label in _LABELS.items()
    ]


def _opening(what: str, options: Sequence[discord.SelectOption]) -> ui.Select[ui.LayoutView] | None:
    if not options:
        return None
    return ui.Select(
        custom_id=custom_ids.open_listed(what), placeholder="Open…", options=list(options)
    )


def _counted(count: int) -> str:
    return f"{count:,} claim{'' if count == 1 else 's'}"
