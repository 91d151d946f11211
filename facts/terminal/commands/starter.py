"""``starter``: the facts that a new store begins with."""

import asyncio

import click

from facts.model import STARTER
from facts.terminal.commands.moving import EDITOR
from facts.terminal.options import chosen_store, store_option
from facts.wiring import Opening, open_library


@click.group()
def starter() -> None:
    """Care for the starter facts, which every new store begins with."""


@starter.command()
@store_option
def load() -> None:
    """Make a new store, which has the starter facts. One that is there stays as it is."""
    count = asyncio.run(_load())
    click.echo(f"The store has {count:,} starter facts.")


@starter.command()
@store_option
def remove() -> None:
    """Take the starter facts out of the store, for good. A new store is made without them."""
    removed = asyncio.run(_remove())
    click.echo(f"{removed:,} starter facts removed" if removed else "There were none to remove.")


async def _remove() -> int:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        return await library.starter.remove(EDITOR)


async def _load() -> int:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        return await library.asking.searched([STARTER])
