"""Shared options of commands: the store to use, and confirmation of destructive actions."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from dotenv import dotenv_values

from facts.model import Refusal, read_citation
from facts.store.address import (
    DEFAULT_STORE,
    STORE_VARIABLE,
    DatabaseAddress,
    StoreAddress,
    chosen_address,
    store_address,
)

if TYPE_CHECKING:
    from facts.opening import Opening, Records
    from facts.wiring import Library

# The editor's name in the log for changes made here.
EDITOR = "terminal"
_CHOSEN = "facts.terminal.store"

T = TypeVar("T")
Command = TypeVar("Command", bound=Callable[..., Any])


class FactNumber(click.ParamType[int]):
    """A click type for facts as people cite them: ``12``, ``#12``, ``Fact 12.3-k7x2qm``."""

    name = "fact"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        cited = read_citation(str(value))
        if cited is None:
            self.fail(f"“{value}” isn’t a fact number. Write 12, #12 or 12.3.", param, ctx)
        return cited.fact_id


def store_option(command: Command) -> Command:
    """``--store PLACE``, before or after the command's name; the later one counts."""
    return click.option(
        "--store",
        metavar="PLACE",
        expose_value=False,
        callback=_choose,
        help="Store: a folder, or postgresql://...  "
        f"[default: {STORE_VARIABLE}, else {DEFAULT_STORE}]",
    )(command)


def chosen_store() -> StoreAddress:
    """The store set by the command line, the environment or ``.env``, else the default folder."""
    chosen: StoreAddress | None = click.get_current_context().meta.get(_CHOSEN)
    return chosen or chosen_address({**dotenv_values(".env"), **os.environ})


def chosen_folder() -> Path:
    """The folder of the store, for commands on files. Raises Refusal if it is a database."""
    chosen = chosen_store()
    if isinstance(chosen, DatabaseAddress):
        raise Refusal(
            f"The store is in PostgreSQL ({chosen}), which has its own tools for this: pg_dump, "
            "pg_restore, pg_amcheck. To move it to a folder: copy"
        )
    return chosen


yes_option = click.option("--yes", is_flag=True, help="Don’t ask for confirmation.")


def with_library(work: Callable[["Library"], Awaitable[T]], opening: "Opening") -> T:
    """The result of ``work`` with all use-cases of the chosen store."""

    async def run() -> T:
        from facts.wiring import open_library  # noqa: PLC0415 - slow, and not for every command

        async with open_library(chosen_store(), opening) as library:
            return await work(library)

    return asyncio.run(run())


def with_records(work: Callable[["Records"], Awaitable[T]], opening: "Opening | None" = None) -> T:
    """The same with the use-cases that need no index."""

    async def run() -> T:
        from facts.opening import Opening, open_records  # noqa: PLC0415 - as above

        async with open_records(chosen_store(), opening or Opening.READ) as records:
            return await work(records)

    return asyncio.run(run())


def confirm(question: str, *, yes: bool) -> None:
    """Ask before a destructive action unless ``yes`` was given.

    Raises click.Abort if declined, and Refusal if there is no terminal to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refusal(f"{question} Nothing was changed. To skip this question, add --yes")
    click.confirm(question, abort=True, err=True)


def _choose(context: click.Context, _: click.Parameter, named: str | None) -> None:
    if named is not None:
        context.meta[_CHOSEN] = store_address(named)
