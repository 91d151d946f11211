"""``webhooks``: other systems that are told of every public change."""

import asyncio

import click

from facts.terminal.options import chosen_store, store_option
from facts.usecases.webhooks import Webhook
from facts.wiring import Opening, open_library


@click.group()
def webhooks() -> None:
    """Manage webhooks: other systems that receive every public change."""


@webhooks.command("list")
@store_option
def list_webhooks() -> None:
    """List webhooks, what each has received, and what fails."""
    lines = [f"{one.id}  {one.url}  {_state(one)}" for one in asyncio.run(_list())]
    click.echo("\n".join(lines) or "No webhooks yet. Add one: webhooks add URL")


@webhooks.command()
@store_option
@click.argument("url")
def add(url: str) -> None:
    """Send every public change from now on to URL, an https address."""
    webhook = asyncio.run(_add(url))
    click.echo(f"Webhook {webhook.id} added. It will receive every public change from now on.")
    click.echo(f"Its secret for checking signatures (shown only this once): {webhook.secret}")


@webhooks.command()
@store_option
@click.argument("webhook_id")
def remove(webhook_id: str) -> None:
    """Remove a webhook."""
    asyncio.run(_remove(webhook_id))
    click.echo(f"Webhook {webhook_id} removed.")


@webhooks.command()
@store_option
@click.argument("webhook_id")
def resume(webhook_id: str) -> None:
    """Restart one that failed or was stopped, from where it left off."""
    asyncio.run(_resume(webhook_id))
    click.echo(f"Webhook {webhook_id} resumed.")


def _state(webhook: Webhook) -> str:
    if webhook.stopped:
        return f"stopped: {webhook.problem}"
    if webhook.problem:
        return f"failing, {webhook.attempts} attempts: {webhook.problem}"
    return f"sent up to change {webhook.followed}"


async def _list() -> tuple[Webhook, ...]:
    async with open_library(chosen_store(), Opening.READ) as library:
        return await library.webhooks.list()


async def _add(url: str) -> Webhook:
    async with open_library(chosen_store(), Opening.WRITE) as library:
        return await library.webhooks.add(url)


async def _remove(webhook_id: str) -> None:
    async with open_library(chosen_store(), Opening.WRITE) as library:
        await library.webhooks.remove(webhook_id)


async def _resume(webhook_id: str) -> None:
    async with open_library(chosen_store(), Opening.WRITE) as library:
        await library.webhooks.resume(webhook_id)
