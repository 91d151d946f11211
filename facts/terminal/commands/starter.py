"""``starter``: the facts that a new store begins with."""

import asyncio

import click

from facts.model import STARTER
from facts.terminal.options import EDITOR, chosen_store, confirm, store_option, yes_option
from facts.wiring import Opening, open_library


@click.group()
def starter() -> None:
    """Manage the starter facts, which every new store begins with."""


@starter.command()
@store_option
def load() -> None:
    """Make a new store with the starter facts. An existing store is not changed."""
    count = asyncio.run(_load())
    click.echo(f"The store has {count:,} starter facts.")


@starter.command()
@yes_option
@store_option
def remove(*, yes: bool) -> None:
    """Remove the starter facts from the store, for good. A new store won’t get them."""
    confirm("Remove all starter facts from the store? They won’t come back.", yes=yes)
    removed = asyncio.run(_remove())
    click.echo(f"{removed:,} starter facts removed" if removed else "No starter facts to remove.")


async def _remove() -> int:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        return await library.starter.remove(EDITOR)


async def _load() -> int:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        return await library.asking.searched([STARTER])
