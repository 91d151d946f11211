"""What commands have in common: the store they work on."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from dotenv import dotenv_values

from facts.model import read_citation
from facts.wiring import DEFAULT_STORE, STORE_VARIABLE

_CHOSEN = "facts.terminal.store"

Command = TypeVar("Command", bound=Callable[..., Any])


class FactNumber(click.ParamType[int]):
    """A fact, as people name and cite it: ``12``, ``#12``, ``12.3`` or ``Fact 12.3-k7x2qm``."""

    name = "fact"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        cited = read_citation(str(value))
        if cited is None:
            self.fail(f"“{value}” is not a fact’s number. Write 12, #12 or 12.3.", param, ctx)
        return cited.fact_id


def store_option(command: Command) -> Command:
    """``--store PATH``. It may stand before or after the command's name; the later one counts."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        metavar="PATH",
        expose_value=False,
        callback=_choose,
        help=f"Folder of the store.  [default: {STORE_VARIABLE}, else {DEFAULT_STORE}]",
    )(command)


def chosen_store() -> Path:
    """The folder that the command line, the environment or ``.env`` names, else the default."""
    chosen: Path | None = click.get_current_context().meta.get(_CHOSEN)
    if chosen is not None:
        return chosen
    named = os.environ.get(STORE_VARIABLE) or dotenv_values(".env").get(STORE_VARIABLE)
    return Path(named) if named else DEFAULT_STORE


def _choose(context: click.Context, _: click.Parameter, path: Path | None) -> None:
    if path is not None:
        context.meta[_CHOSEN] = path
