"""``follow``: feeds of other fact-checkers, whose reviews go to the incoming list of a desk."""

import asyncio

import click

from facts.model import HOME, DeskId
from facts.terminal import exit_codes
from facts.terminal.options import chosen_store, store_option
from facts.usecases.feeds.feeds import Feed
from facts.web.outgoing.feed_reader import FeedReader
from facts.wiring import Opening, open_library


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
        asyncio.run(_remove(remove))
        click.echo(f"Feed {remove} removed.")
        return exit_codes.DONE
    if url is None:
        feeds = asyncio.run(_list())
        click.echo("\n".join(map(_state, feeds)) or "No feeds are followed. Add one: follow URL")
        return exit_codes.DONE
    looked, waiting = asyncio.run(_follow(url, DeskId(desk)))
    click.echo(_state(looked))
    click.echo(f"{waiting:,} waiting for {desk}: see /fact incoming on Discord.")
    return exit_codes.REFUSED if looked.problem else exit_codes.DONE


def _state(feed: Feed) -> str:
    if feed.problem:
        state = f"failed: {feed.problem}"
    elif feed.last_look is None:
        state = "not read yet"
    else:
        state = f"read {feed.last_look:%Y-%m-%d %H:%M} UTC, {feed.new_that_day} new that day"
        state += f", {feed.left_out} items could not be read" if feed.left_out else ""
    return f"{feed.id}  {feed.url}  for {feed.desk}: {state}"


async def _follow(url: str, desk: DeskId) -> tuple[Feed, int]:
    async with open_library(chosen_store(), Opening.MAKE) as library:
        feed = await library.desk.feeds.follow(url, desk)
        looked = await library.desk.feeds.look(feed.id, FeedReader())
        return looked, await library.desk.incoming.count(desk)


async def _list() -> tuple[Feed, ...]:
    async with open_library(chosen_store(), Opening.READ) as library:
        return await library.desk.feeds.list(None)


async def _remove(feed_id: str) -> None:
    async with open_library(chosen_store(), Opening.WRITE) as library:
        await library.desk.feeds.unfollow(feed_id)
