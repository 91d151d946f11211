"""Sheets in their dress: looks and wrapping where a person reads, plain for a program."""

import sys
from textwrap import indent

import click

from facts.terminal.sheets import Sheet


def print_sheet(sheet: Sheet) -> None:
    """Print to standard output. Markup and escape sequences in the text mean nothing here."""
    if sys.stdout.isatty():
        # For people alone: a program that reads many sheets need not wait for it.
        from rich.console import Console  # noqa: PLC0415
        from rich.padding import Padding  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        console = Console()
        for line in sheet:
            text = Text(line.text, line.look.value)
            console.print(Padding(text, (0, 0, 0, line.indent), expand=False))
        return
    for line in sheet:
        click.echo(indent(line.text, " " * line.indent))
