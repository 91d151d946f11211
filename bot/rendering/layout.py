"""Texts, buttons and a select put together as one Discord layout (Components V2), and the limits
of Discord that a message or a command of ours could meet.

Source: Discord's documentation of messages, message components and application commands. Texts are
measured in UTF-16 code units (``facts.markdown.size``): never fewer than Discord counts.
"""

from collections.abc import Callable, Sequence

import discord
from discord import ui

MESSAGE_TEXT = 4000
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100
CHOICES = 25
CHOICE_TEXT = 100
FORM_TEXT = 4000


PLAIN = discord.Colour.blurple()
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
    """``texts`` in one box, ruled off from each other, with the controls below it.

    ``head`` stands above the box: it is what a phone's notification shows.
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


def page_buttons(
    pages: int, page: int, custom_id: Callable[[int], str]
) -> list[ui.Button[ui.LayoutView]]:
    """Back and on, where there is more than one page. ``custom_id`` gives that of a page."""
    if pages == 1:
        return []
    # At an end the button is disabled, and a disabled one must not share the other's custom id.
    back, on = max(page - 1, 0), min(page + 1, pages - 1)
    return [
        ui.Button(label="◀ Back", custom_id=custom_id(back), disabled=page == 0),
        ui.Button(label="Next ▶", custom_id=custom_id(on), disabled=page == pages - 1),
    ]
