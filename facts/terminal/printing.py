"""Sheets in their dress: looks and wrapping where a person reads, plain for a program."""

import sys
from textwrap import indent

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from facts.terminal.sheets import Sheet


def print_sheet(sheet: Sheet) -> None:
    """Print to standard output. Markup and escape sequences in the text mean nothing here."""
    if sys.stdout.isatty():
        console = Console()
        for line in sheet:
            text = Text(line.text, line.look.value)
            console.print(Padding(text, (0, 0, 0, line.indent), expand=False))
        return
    for line in sheet:
        click.echo(indent(line.text, " " * line.indent))
