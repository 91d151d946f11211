"""``show`` and ``topics``: what the store holds."""

import asyncio
import json

import click

from facts.model import HOME, DeskId, Fact, visible_desks
from facts.terminal.options import FactNumber, chosen_store, store_option
from facts.terminal.printing import print_sheet
from facts.terminal.records import stored_record
from facts.terminal.sheets import Look, SheetLine, fact_sheet
from facts.wiring import Opening, open_library


@click.command()
@click.argument("fact_id", metavar="ID", type=FactNumber())
@click.option("--json", "as_json", is_flag=True, help="Print the fact as JSON.")
@store_option
def show(*, fact_id: int, as_json: bool) -> None:
    """Print the fact of that id (12, #12 or 12.3), of whatever desk it is."""
    fact = asyncio.run(_fact(fact_id))
    if as_json:
        click.echo(json.dumps(stored_record(fact), ensure_ascii=False, indent=2))
    else:
        print_sheet(fact_sheet(fact))


@click.command()
@click.option(
    "--desk", default=HOME, show_default=True, help="Count what a reader of this desk sees."
)
@store_option
def topics(*, desk: str) -> None:
    """Print every topic with the number of its facts, the largest first."""
    counts = asyncio.run(_topics(DeskId(desk)))
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    lines = (SheetLine(f"{count:>{width},}  {topic}") for topic, count in counts.items())
    print_sheet(tuple(lines) or (SheetLine("No fact has a topic.", Look.FAINT),))


async def _fact(fact_id: int) -> Fact:
    async with open_library(chosen_store(), Opening.READ) as library:
        return await library.asking.fact(fact_id, None)


async def _topics(desk: DeskId) -> dict[str, int]:
    async with open_library(chosen_store(), Opening.READ) as library:
        return await library.asking.topics(visible_desks(desk))
