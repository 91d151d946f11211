"""``follow``, ``webhooks`` and ``deliveries``: feeds coming in; changes and alerts going out."""

import click

from facts.model import HOME, DeskId
from facts.outbox.delivery import Delivery, DeliveryState
from facts.terminal import exit_codes
from facts.terminal.options import confirm, store_option, with_library, yes_option
from facts.terminal.printing import print_sheet
from facts.terminal.sheets import Look, Sheet, SheetLine
from facts.usecases.feeds.feeds import Feed
from facts.usecases.outbox.delivery_admin import ListedDelivery
from facts.usecases.webhooks import Webhook
from facts.web.outgoing.feed_reader import FeedReader
from facts.wiring import Library, Opening

_SHOWN = 200


@click.command()
@click.argument("url", required=False)
@click.option("--desk", default=HOME, show_default=True, help="Desk whose incoming list it fills.")
@click.option("--remove", metavar="ID", help="Stop following that feed.")
@store_option
def follow(*, url: str | None, desk: str, remove: str | None) -> int:
    """Follow a feed of fact-checks and read it now. Without URL: list the feeds.

    URL is ClaimReview, RSS or Atom with ClaimReview in its pages, or a query of Google's Fact Check
    API. A running bot reads it every hour. Nothing is published automatically.
    """
    if remove:
        with_library(lambda library: library.desk.feeds.unfollow(remove), Opening.WRITE)
        click.echo(f"Feed {remove} removed.")
        return exit_codes.DONE
    if url is None:
        feeds = with_library(lambda library: library.desk.feeds.list(None), Opening.READ)
        click.echo(
            "\n".join(map(_feed_state, feeds)) or "No feeds are followed. Add one: follow URL"
        )
        return exit_codes.DONE

    async def read(library: Library) -> tuple[Feed, int]:
        feeds = library.desk.feeds
        looked = await feeds.look((await feeds.follow(url, DeskId(desk))).id, FeedReader())
        return looked, await library.desk.incoming.count(DeskId(desk))

    looked, waiting = with_library(read, Opening.WRITE)
    click.echo(_feed_state(looked))
    click.echo(f"{waiting:,} waiting for {desk}: see /fact incoming on Discord.")
    return exit_codes.REFUSED if looked.problem else exit_codes.DONE


def _feed_state(feed: Feed) -> str:
    if feed.problem:
        state = f"failed: {feed.problem}"
    elif feed.last_look is None:
        state = "not read yet"
    else:
        state = f"read {feed.last_look:%Y-%m-%d %H:%M} UTC, {feed.new_that_day} new that day"
        state += f", {feed.left_out} items could not be read" if feed.left_out else ""
    return f"{feed.id}  {feed.url}  for {feed.desk}: {state}"


@click.group()
def webhooks() -> None:
    """Manage webhooks: other systems that receive every public change."""


@webhooks.command("list")
@store_option
def list_webhooks() -> None:
    """List webhooks, what each has received, and what fails."""
    lines = [
        f"{one.id}  {one.url}  {_webhook_state(one)}"
        for one in with_library(lambda library: library.webhooks.list(), Opening.READ)
    ]
    click.echo("\n".join(lines) or "No webhooks yet. Add one: webhooks add URL")


@webhooks.command()
@store_option
@click.argument("url")
def add(url: str) -> None:
    """Send every public change from now on to URL, an https address."""
    webhook = with_library(lambda library: library.webhooks.add(url), Opening.WRITE)
    click.echo(f"Webhook {webhook.id} added. It will receive every public change from now on.")
    click.echo(f"Its secret for checking signatures (shown only this once): {webhook.secret}")


@webhooks.command()
@store_option
@click.argument("webhook_id")
def remove(webhook_id: str) -> None:
    """Remove a webhook."""
    with_library(lambda library: library.webhooks.remove(webhook_id), Opening.WRITE)
    click.echo(f"Webhook {webhook_id} removed.")


@webhooks.command()
@store_option
@click.argument("webhook_id")
def resume(webhook_id: str) -> None:
    """Restart one that failed or was stopped, from where it left off."""
    with_library(lambda library: library.webhooks.resume(webhook_id), Opening.WRITE)
    click.echo(f"Webhook {webhook_id} resumed.")


def _webhook_state(webhook: Webhook) -> str:
    if webhook.stopped:
        return f"stopped: {webhook.problem}"
    if webhook.problem:
        return f"failing, {webhook.attempts} attempts: {webhook.problem}"
    return f"sent up to change {webhook.followed}"


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
        listed = with_library(lambda library: library.delivering.deliveries.list(), Opening.READ)
        print_sheet(_sheet(listed))
        return
    if action == "drop":
        which = delivery_id or "every alert that failed or is being retried"
        confirm(f"Drop {which}? It will never be sent.", yes=yes)
    count = with_library(
        lambda library: (
            library.delivering.deliveries.retry(delivery_id)
            if action == "retry"
            else library.delivering.deliveries.drop(delivery_id)
        ),
        Opening.WRITE,
    )
    done = "will be tried again" if action == "retry" else "dropped"
    click.echo(f"{count:,} {'delivery' if count == 1 else 'deliveries'} {done}")


def _sheet(listed: tuple[ListedDelivery, ...]) -> Sheet:
    failed = sum(one.delivery.state is DeliveryState.FAILED for one in listed)
    summary = f"{len(listed) - failed:,} waiting, {failed:,} failed"
    # Failed ones first, as they are usually what is looked for.
    first = sorted(listed, key=lambda one: one.delivery.state is not DeliveryState.FAILED)
    yield SheetLine(summary, Look.TITLE)
    for one in first[:_SHOWN]:
        yield SheetLine(_headline(one.delivery))
        yield SheetLine(_details(one), Look.FAINT, indent=2)
    if len(listed) > _SHOWN:
        yield SheetLine(f"and {len(listed) - _SHOWN:,} more", Look.FAINT)


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
    delivery, mailbox = listed.delivery, listed.mailbox
    count = len(delivery.changes)
    told = f"{count:,} {'change' if count == 1 else 'changes'}"
    if mailbox is None:
        return f"{told}, for a subscription that no longer exists"
    until = mailbox.paused_until
    paused = f", paused until {until:%Y-%m-%d %H:%M} UTC" if until else ""
    return f"{told} for {mailbox.owner} at {mailbox.where}{paused}"
