"""How outlets worded the same statement, side by side."""

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.facts import COLOURS, footer
from bot.rendering.layout import layout_of, page_buttons
from bot.rendering.pages import Line, Quotation, Section, paginate
from facts.markdown import escape, excerpt
from facts.model import Fact
from facts.statements import OutletWording, Statement, statements
from facts.wording import outlet_name

_DIFFERENCES_SHOWN = 3
_DIFFERENCE_SHOWN = 120
_MADE_BY_SHOWN = 300
_CLAIM_SHOWN = 200


def wordings_layout(fact: Fact, *, page: int = 0) -> ui.LayoutView:
    """How each outlet worded the same statements. ``page`` counts from 0, brought into range."""
    pages = paginate(wording_sections(fact))
    page = min(page, len(pages) - 1)
    return layout_of(
        [
            f"### How outlets worded it\n-# {excerpt(fact.claim.text, _CLAIM_SHOWN)}",
            *pages[page],
            footer(fact, page, len(pages)),
        ],
        colour=COLOURS[fact.standing],
        buttons=page_buttons(len(pages), page, lambda to: custom_ids.wordings_page(fact.id, to)),
    )


def wording_sections(fact: Fact) -> tuple[Section, ...]:
    """One section a statement, with every outlet's words and where they differ from the first's."""
    return tuple(_statement(statement) for statement in statements(fact))


def _statement(statement: Statement) -> Section:
    pieces: list[Line | Quotation] = []
    for passage in statement.passages:
        for position, wording in enumerate(passage):
            pieces.extend(_wording(wording, first=passage[0] if position else None))
    heading = excerpt(statement.made_by, _MADE_BY_SHOWN)
    return Section(tuple(pieces), heading=f"**{heading}**")


def _wording(wording: OutletWording, first: OutletWording | None) -> list[Line | Quotation]:
    """The words of one outlet; ``first`` is who worded the same passage before it."""
    outlet = f"\\[{wording.number}\\] {escape(outlet_name(wording.source))}"
    if first is None:
        return [Line(outlet), Quotation(f"“{wording.text}”")]
    if wording.text == first.text:
        return [Line(f"{outlet}: the same words")]
    return [Line(outlet), Quotation(f"“{wording.text}”"), *_differences(wording, first)]


def _differences(wording: OutletWording, first: OutletWording) -> list[Line]:
    shown = [
        f"“{_shown(there)}” there, “{_shown(here)}” here"
        for there, here in wording.differences[:_DIFFERENCES_SHOWN]
    ]
    return [Line(f"-# Differs from \\[{first.number}\\]: {'; '.join(shown)}")] if shown else []


def _shown(words: str) -> str:
    return excerpt(words, _DIFFERENCE_SHOWN) if words else "…"
