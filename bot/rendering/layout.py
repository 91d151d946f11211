"""Divides sections of text into pages within Discord's limits, and builds layouts (Components V2)
from pages, buttons and a select.

The limits are from Discord's documentation of messages, message components and application
commands. Texts are measured in UTF-16 code units (``facts.markdown.size``): never fewer than
Discord counts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import discord
from discord import ui

from facts.markdown import cut, escape, size, split
from facts.model import FactContent, Standing
from facts.usecases.paging import Page

MESSAGE_TEXT = 4000
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100
CHOICES = 25
CHOICE_TEXT = 100
MODAL_TEXT = 4000

# Units reserved for the lines around a page: question, notes, footer.
_RESERVED = 800
CAPACITY = MESSAGE_TEXT - _RESERVED
LONGEST_LINE = CAPACITY - 100
_LEAST_QUOTE = 300
# A section takes two of a message's 40 components: its text and the separator above it.
SECTIONS_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """Plain text, shown as a block quote. If it is split between pages, a note says so."""

    text: str


# A line of Markdown, which is never split and has at most ``LONGEST_LINE`` units; or a quotation.
Piece = str | Quotation


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces under a heading, which is repeated on each page where they continue."""

    pieces: Sequence[Piece]
    heading: str = ""


@dataclass(slots=True)
class _Sheet:
    """A page that is being filled: its sections as lines, and the units used."""

    sections: list[list[str]] = field(default_factory=list)
    used: int = 0

    def add(self, line: str, units: int) -> None:
        self.sections[-1].append(line)
        self.used += units + 1


def paginate(
    sections: Sequence[Section], *, sections_a_page: int = SECTIONS_A_PAGE
) -> tuple[tuple[str, ...], ...]:
    """Divide sections into pages, each a tuple of Markdown texts of at most ``CAPACITY`` units.

    There is at least one page. Sections are split between their pieces; a quote is split only if
    it is longer than a whole page. Raises ValueError for a line that fits no page.
    """
    whole = [_lines(section) for section in sections if section.pieces]
    if len(whole) <= sections_a_page and size("\n".join(map("\n".join, whole))) < CAPACITY:
        return (tuple("\n".join(lines).rstrip() for lines in whole),)
    sheets = [_Sheet()]
    for section in sections:
        if len(sheets[-1].sections) >= sections_a_page:
            sheets.append(_Sheet())
        _place_section(sheets, section)
    return tuple(
        tuple("\n".join(lines).rstrip() for lines in sheet.sections if lines) for sheet in sheets
    )


def _lines(section: Section) -> list[str]:
    pieces = [quoted(one.text) if isinstance(one, Quotation) else one for one in section.pieces]
    return [section.heading, *pieces] if section.heading else pieces


def page_of_sections(
    sections: Sequence[Section], number: int, *, sections_a_page: int = SECTIONS_A_PAGE
) -> Page[str]:
    """The texts of one page of ``sections``. ``number`` counts from 0 and is clamped."""
    pages = paginate(sections, sections_a_page=sections_a_page)
    number = min(number, len(pages) - 1)
    return Page(pages[number], number, len(pages), total=len(sections))


def _place_section(sheets: list[_Sheet], section: Section) -> None:
    heading, heading_units = section.heading, size(section.heading)
    opened: _Sheet | None = None
    for piece in section.pieces:
        rest: Piece | None = piece
        while rest is not None:
            sheet = sheets[-1]
            begins = sheet is not opened
            room = CAPACITY - sheet.used - (1 if begins else 0)
            if begins and heading:
                room -= heading_units + 1
            fitting = _fit(rest, room, whole_page=CAPACITY - heading_units - 2)
            if fitting is None:
                sheets.append(_Sheet())
                continue
            if begins:
                sheet.sections.append([])
                if heading:
                    sheet.add(heading, heading_units)
                    heading = f"{section.heading} (continued)"
                    heading_units = size(heading)
                opened = sheet
            markdown, units, rest = fitting
            sheet.add(markdown, units)


def _fit(piece: Piece, room: int, *, whole_page: int) -> tuple[str, int, Quotation | None] | None:
    """The Markdown that fits in ``room``, its units, and the rest, if any; None if it needs a new
    page.
    """
    whole = quoted(piece.text) if isinstance(piece, Quotation) else piece
    units = size(whole)
    if units <= room:
        return whole, units, None
    if isinstance(piece, str):
        if units > LONGEST_LINE:
            raise ValueError(f"a line of {units} units fits no page")
        return None
    if units <= whole_page or room < _LEAST_QUOTE:
        return None
    head, tail = _divided(piece.text, room)
    return head, size(head), tail


def _divided(text: str, room: int) -> tuple[str, Quotation]:
    note = "\n-# The quote continues on the next page."
    capacity = room - size(note)
    head, tail = split(text, capacity)
    while (excess := size(quoted(head)) + size(note) - room) > 0:
        capacity -= excess
        head, tail = split(text, capacity)
    return quoted(head) + note, Quotation(tail)


def quoted(text: str) -> str:
    """``text``, escaped, as a Discord block quote, ended by an empty line."""
    return "> " + escape(text).replace("\n", "\n> ") + "\n"


PLAIN = discord.Colour.blurple()
COLOURS = {
    Standing.DENIED: discord.Colour.red(),
    Standing.CONFIRMED: discord.Colour.green(),
    Standing.DISPUTED: discord.Colour.orange(),
    Standing.DECLINED: discord.Colour.light_grey(),
    Standing.UNANSWERED: discord.Colour.light_grey(),
}


def colour_of(fact: FactContent) -> discord.Colour:
    """The colour of a fact's card, by its status."""
    return discord.Colour.dark_grey() if fact.retraction else COLOURS[fact.standing]


Select = ui.Select[ui.LayoutView]
Style = Literal["primary", "secondary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button with a custom id of its own, or one that opens ``url``."""

    label: str
    custom_id: str | None = None
    style: Style = "secondary"
    disabled: bool = False
    url: str | None = None


# The buttons of a row, or its select; an empty row is left out.
Row = Sequence[Button] | ui.Item[ui.LayoutView] | None


def buttons_of(
    custom_id: Callable[[str], str], acts: Mapping[str, str], style: Style = "secondary"
) -> list[Button]:
    """A button for each of ``acts``, the names of acts by label."""
    return [Button(label, custom_id(act), style) for label, act in acts.items()]


def layout_of(
    texts: str | Sequence[str],
    *rows: Row,
    colour: discord.Colour = PLAIN,
    head: str = "",
    files: Collection[str] = (),
) -> ui.LayoutView:
    """``texts`` in one container with separators between them, and rows of controls below it.

    ``head`` is shown above the container, because notifications show only that text. ``files`` are
    the names of attached files, shown between container and controls.
    """
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for position, text in enumerate([texts] if isinstance(texts, str) else texts):
        if position:
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(text))
    layout = ui.LayoutView(timeout=None)
    if head:
        layout.add_item(ui.TextDisplay(head))
    layout.add_item(container)
    for name in files:
        layout.add_item(ui.File(f"attachment://{name}"))
    for row in filter(None, rows):
        items = map(_ui_button, row) if isinstance(row, Sequence) else [row]
        layout.add_item(ui.ActionRow(*items))
    return layout


def _ui_button(button: Button) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=button.label,
        custom_id=button.custom_id,
        style=discord.ButtonStyle[button.style],
        disabled=button.disabled,
        url=button.url,
    )


def foot(*parts: str, page: Page[Any]) -> list[str]:
    """The small last line: ``parts``, and the page if there are several; empty if neither."""
    said = [*parts, f"page {page.number + 1} of {page.pages}"] if page.pages > 1 else parts
    return [f"-# {' · '.join(said)}"] if said else []


def select_of(
    custom_id: str,
    placeholder: str,
    options: Sequence[discord.SelectOption],
    *,
    several: bool = False,
) -> Select | None:
    """A select of ``options``; those above Discord's limit are left out. None without any."""
    options = list(options[:SELECT_OPTIONS])
    most = len(options) if several else 1
    if not options:
        return None
    return ui.Select(custom_id=custom_id, placeholder=placeholder, options=options, max_values=most)


def options_of(
    labels: Mapping[str, str], chosen: Collection[str] = ()
) -> list[discord.SelectOption]:
    """The options of a select from ``labels`` by value, with ``chosen`` preselected."""
    return [
        discord.SelectOption(label=cut(label, OPTION_TEXT), value=value, default=value in chosen)
        for value, label in labels.items()
    ]


def page_buttons(page: Page[Any], custom_id: Callable[[int], str]) -> list[Button]:
    """*Back* and *Next* if there are several pages. ``custom_id`` makes the id of a page."""
    if page.pages == 1:
        return []
    back, on = max(page.number - 1, 0), min(page.number + 1, page.pages - 1)
    return [
        Button("◀ Back", custom_id(back), disabled=page.number == 0),
        Button("Next ▶", custom_id(on), disabled=page.number == page.pages - 1),
    ]


def items_of(message: discord.Message | None) -> Iterator[ui.Item[Any]]:
    """The components of a message, nested ones too."""
    if message is not None:
        layout = ui.LayoutView.from_message(message, timeout=None)
        layout.stop()
        yield from layout.walk_children()
