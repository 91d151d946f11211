"""Divides sections of text into pages within Discord's limits, and builds layouts (Components V2)
from pages, buttons and a select.

The limits are from Discord's documentation of messages, message components and application
commands. Texts are measured in UTF-16 code units (``facts.markdown.size``): never fewer than
Discord counts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import discord
from discord import ui

from facts.markdown import cut, escape, size, split
from facts.model import Standing

MESSAGE_TEXT = 4000
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100
CHOICES = 25
CHOICE_TEXT = 100
FORM_TEXT = 4000

# Units reserved for the lines around a page: question, notes, footer.
_RESERVED = 800
CAPACITY = MESSAGE_TEXT - _RESERVED
LONGEST_LINE = CAPACITY - 100
_LEAST_QUOTE = 300
# A section takes two of a message's 40 components: its text and the separator above it.
SECTIONS_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Line:
    """Markdown that is never split. Raises ValueError above ``LONGEST_LINE`` units."""

    markdown: str
    units: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", size(self.markdown))
        if self.units > LONGEST_LINE:
            raise ValueError(f"a line of {self.units} units fits no page")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Plain text, shown as a block quote. If it is split between pages, a note says so."""

    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces under a heading, which is repeated on each page where they continue."""

    pieces: tuple[Line | Quotation, ...]
    heading: str = ""


@dataclass(slots=True)
class _Page:
    sections: list[list[str]] = field(default_factory=list)
    used: int = 0

    def room(self, *, new_section: bool) -> int:
        return CAPACITY - self.used - (1 if new_section else 0)

    def add(self, line: str) -> None:
        self.sections[-1].append(line)
        self.used += size(line) + 1


def paginate(
    sections: Sequence[Section], *, sections_a_page: int = SECTIONS_A_PAGE
) -> tuple[tuple[str, ...], ...]:
    """Divide sections into pages, each a tuple of Markdown texts of at most ``CAPACITY`` units.

    There is at least one page. Sections are split between their pieces; a quote is split only if
    it is longer than a whole page.
    """
    pages = [_Page()]
    for section in sections:
        if len(pages[-1].sections) >= sections_a_page:
            pages.append(_Page())
        _place_section(pages, section)
    return tuple(
        tuple("\n".join(lines).rstrip() for lines in page.sections if lines) for page in pages
    )


def _place_section(pages: list[_Page], section: Section) -> None:
    heading = section.heading
    opened: _Page | None = None
    for piece in section.pieces:
        rest: Line | Quotation | None = piece
        while rest is not None:
            page = pages[-1]
            begins = page is not opened
            room = page.room(new_section=begins)
            if begins and heading:
                room -= size(heading) + 1
            fitting = _fit(rest, room, whole_page=CAPACITY - size(heading) - 2)
            if fitting is None:
                pages.append(_Page())
                continue
            if begins:
                page.sections.append([])
                if heading:
                    page.add(heading)
                opened, heading = page, _continued(section.heading)
            markdown, rest = fitting
            page.add(markdown)


def _continued(heading: str) -> str:
    return f"{heading} (continued)" if heading else ""


def _fit(
    piece: Line | Quotation, room: int, *, whole_page: int
) -> tuple[str, Quotation | None] | None:
    """The Markdown that fits in ``room`` and the rest, if any; None if it needs a new page."""
    if isinstance(piece, Line):
        return (piece.markdown, None) if piece.units <= room else None
    whole = quoted(piece.text)
    units = size(whole)
    if units <= room:
        return whole, None
    if units <= whole_page or room < _LEAST_QUOTE:
        return None
    return _divided(piece.text, room)


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
    return "\n".join(f"> {line}" for line in escape(text).split("\n")) + "\n"


PLAIN = discord.Colour.blurple()
COLOURS = {
    Standing.DENIED: discord.Colour.red(),
    Standing.CONFIRMED: discord.Colour.green(),
    Standing.DISPUTED: discord.Colour.orange(),
    Standing.DECLINED: discord.Colour.light_grey(),
    Standing.UNANSWERED: discord.Colour.light_grey(),
}
_BUTTONS_A_ROW = 5


def layout_of(
    texts: Sequence[str],
    *,
    colour: discord.Colour,
    buttons: Sequence[ui.Button[ui.LayoutView]] = (),
    second_row: Sequence[ui.Button[ui.LayoutView]] = (),
    select: ui.Select[ui.LayoutView] | None = None,
    head: str = "",
) -> ui.LayoutView:
    """``texts`` in one container with separators between them, and the controls below it.

    ``head`` is shown above the container, because notifications show only that text.
    """
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for position, text in enumerate(texts):
        if position:
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(text))
    layout = ui.LayoutView(timeout=None)
    if head:
        layout.add_item(ui.TextDisplay(head))
    layout.add_item(container)
    for row in (buttons, second_row):
        if row:
            layout.add_item(ui.ActionRow(*row))
    if select is not None:
        layout.add_item(ui.ActionRow(select))
    return layout


def foot(*parts: str, page: int, pages: int) -> list[str]:
    """The small last line: ``parts``, and the page if there are several; empty if neither."""
    said = [*parts, f"page {page + 1} of {pages}"] if pages > 1 else list(parts)
    return [f"-# {' · '.join(said)}"] if said else []


def select_of(
    custom_id: str,
    placeholder: str,
    labels: Mapping[str, str],
    chosen: Collection[str] = (),
    *,
    several: bool = False,
) -> ui.Select[ui.LayoutView]:
    """A select of ``labels`` by value, with ``chosen`` preselected. Options above Discord's limit
    are left out.
    """
    options = [
        discord.SelectOption(label=cut(label, OPTION_TEXT), value=value, default=value in chosen)
        for value, label in labels.items()
    ][:SELECT_OPTIONS]
    most = len(options) if several else 1
    return ui.Select(custom_id=custom_id, placeholder=placeholder, options=options, max_values=most)


def page_buttons(
    pages: int, page: int, custom_id: Callable[[int], str]
) -> list[ui.Button[ui.LayoutView]]:
    """*Back* and *Next* if there are several pages. ``custom_id`` makes the id of a page."""
    if pages == 1:
        return []
    # Discord requires unique custom ids, also for the disabled button at an end.
    back, on = max(page - 1, 0), min(page + 1, pages - 1)
    return [
        ui.Button(label="◀ Back", custom_id=custom_id(back), disabled=page == 0),
        ui.Button(label="Next ▶", custom_id=custom_id(on), disabled=page == pages - 1),
    ]
