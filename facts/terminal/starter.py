"""``starter``: the facts that a new store begins with."""

import asyncio

import click

from facts.terminal.moving import EDITOR
from facts.terminal.options import chosen_store, store_option
from facts.wiring import open_library


@click.group()
def starter() -> None:
    """Care for the starter facts, which every new store begins with."""


@starter.command()
@store_option
def remove() -> None:
    """Take the starter facts out of the store, for good."""
    removed = asyncio.run(_remove())
    click.echo(f"{removed:,} starter facts removed" if removed else "There were none to remove.")


async def _remove() -> int:
    async with open_library(chosen_store()) as library:
        return await library.starter.remove(EDITOR)
