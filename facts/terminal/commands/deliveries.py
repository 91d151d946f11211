"""``deliveries``: pending and failed alerts, for the operator."""

import asyncio

import click

from facts.outbox.delivery import Delivery, DeliveryState
from facts.terminal.options import chosen_store, confirm, store_option, yes_option
from facts.terminal.printing import print_sheet
from facts.terminal.sheets import Look, Sheet, SheetLine
from facts.usecases.outbox.deliveries import ListedDelivery
from facts.wiring import Opening, open_library

_SHOWN = 200


@click.command()
@click.argument("action", type=click.Choice(["list", "retry", "drop"]), default="list")
@click.argument("delivery_id", metavar="[ID]", required=False)
@yes_option
@store_option
def deliveries(*, action: str, delivery_id: str | None, yes: bool) -> None:
    """Print alerts that are waiting or failed, and why. Retry or drop one by its ID, or all that
    failed or are being retried.

    The bot sends what you retry, as soon as it runs.
    """
    if action == "list":
        if delivery_id is not None:
            raise click.UsageError("Give a delivery’s ID only with retry or drop.")
        print_sheet(_sheet(asyncio.run(_list())))
        return
    if action == "drop":
        which = delivery_id or "every alert that failed or is being retried"
        confirm(f"Drop {which}? It will never be sent.", yes=yes)
    count = asyncio.run(_retry(delivery_id) if action == "retry" else _drop(delivery_id))
    done = "will be tried again" if action == "retry" else "dropped"
    click.echo(f"{count:,} {'delivery' if count == 1 else 'deliveries'} {done}")


async def _list() -> tuple[ListedDelivery, ...]:
    async with open_library(chosen_store(), Opening.READ) as library:
        return await library.delivering.deliveries.list()


async def _retry(delivery_id: str | None) -> int:
    async with open_library(chosen_store(), Opening.WRITE) as library:
        return await library.delivering.deliveries.retry(delivery_id)


async def _drop(delivery_id: str | None) -> int:
    async with open_library(chosen_store(), Opening.WRITE) as library:
        return await library.delivering.deliveries.drop(delivery_id)


def _sheet(listed: tuple[ListedDelivery, ...]) -> Sheet:
    failed = sum(one.delivery.state is DeliveryState.FAILED for one in listed)
    summary = f"{len(listed) - failed:,} waiting, {failed:,} failed"
    # Failed ones first, as they are usually what is looked for.
    first = sorted(listed, key=lambda one: one.delivery.state is not DeliveryState.FAILED)
    lines = [SheetLine(summary, Look.TITLE)]
    for one in first[:_SHOWN]:
        lines.append(SheetLine(_headline(one.delivery)))
        lines.append(SheetLine(_details(one), Look.FAINT, indent=2))
    if len(listed) > _SHOWN:
        lines.append(SheetLine(f"and {len(listed) - _SHOWN:,} more", Look.FAINT))
    return tuple(lines)


def _headline(delivery: Delivery) -> str:
    parts = [f"{delivery.id}  {delivery.state.value}"]
    if delivery.state is DeliveryState.WAITING:
        parts.append(f"until {delivery.next_try:%Y-%m-%d %H:%M:%S} UTC")
    if delivery.attempts:
        parts.append(
            f"tried {delivery.attempts:,} times" if delivery.attempts > 1 else "tried once"
        )
    return ", ".join(parts) + (f": {delivery.reason}" if delivery.reason else "")


def _details(listed: ListedDelivery) -> str:
    delivery, lane = listed.delivery, listed.lane
    count = len(delivery.changes)
    told = f"{count:,} {'change' if count == 1 else 'changes'}"
    if lane is None:
        return f"{told}, for a subscription that no longer exists"
    until = lane.paused_until
    paused = f", paused until {until:%Y-%m-%d %H:%M} UTC" if until else ""
    return f"{told} for {lane.owner} at {lane.where}{paused}"
