"""Compares how outlets worded the same statement."""

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.facts import footer
from bot.rendering.layout import (
    COLOURS,
    Piece,
    Quotation,
    Section,
    layout_of,
    page_buttons,
    page_of_sections,
)
from facts.markdown import escape, excerpt
from facts.model import Fact
from facts.wording.fact_words import outlet_name
from facts.wording.outlet_wordings import OutletWording, Statement, statements

_DIFFERENCES_SHOWN = 3
_DIFFERENCE_SHOWN = 120
_MADE_BY_SHOWN = 300
_CLAIM_SHOWN = 200


def wordings_layout(fact: Fact, *, page: int = 0) -> ui.LayoutView:
    """How each outlet worded the same statements. ``page`` counts from 0 and is clamped."""
    shown = page_of_sections(wording_sections(fact), page)
    return layout_of(
        [
            f"### How outlets worded it\n-# {excerpt(fact.claim.text, _CLAIM_SHOWN)}",
            *shown.items,
            footer(fact, shown),
        ],
        page_buttons(shown, lambda to: custom_ids.wordings(fact.id, to)),
        colour=COLOURS[fact.standing],
    )


def wording_sections(fact: Fact) -> tuple[Section, ...]:
    """A section per statement, with each outlet's wording and its differences from the first."""
    named: set[int] = set()
    return tuple(_statement(statement, named) for statement in statements(fact))


def _statement(statement: Statement, named: set[int]) -> Section:
    """``named`` are the numbers of sources whose outlet was named above; it is updated."""
    pieces: list[Piece] = []
    for passage in statement.passages:
        for position, wording in enumerate(passage):
            first = passage[0] if position else None
            pieces.extend(_wording(wording, first, is_named=wording.number in named))
            named.add(wording.number)
    heading = excerpt(statement.made_by, _MADE_BY_SHOWN)
    return Section(pieces, heading=f"**{heading}**")


def _wording(wording: OutletWording, first: OutletWording | None, *, is_named: bool) -> list[Piece]:
    """One outlet's wording; ``first`` is the passage's first one, to compare with, if another."""
    outlet = f"\\[{wording.number}\\]"
    if not is_named:
        outlet += f" {escape(outlet_name(wording.source))}"
    if first is None:
        return [outlet, Quotation(f"“{wording.text}”")]
    if wording.text == first.text:
        return [f"{outlet}: the same words"]
    return [outlet, Quotation(f"“{wording.text}”"), *_differences(wording, first)]


def _differences(wording: OutletWording, first: OutletWording) -> list[str]:
    shown = [_difference(there, here) for there, here in wording.differences[:_DIFFERENCES_SHOWN]]
    return [f"-# Differs from \\[{first.number}\\]: {'; '.join(shown)}"] if shown else []


def _difference(there: str, here: str) -> str:
    there, here = excerpt(there, _DIFFERENCE_SHOWN), excerpt(here, _DIFFERENCE_SHOWN)
    if not here:
        return f"without “{there}”"
    return f"“{here}” instead of “{there}”" if there else f"adds “{here}”"
