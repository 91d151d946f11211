"""``serve`` and ``publish``: the public pages from this machine, or as files for any host."""

import asyncio
import os
import signal
from pathlib import Path

import click
from dotenv import dotenv_values

from facts.model import Refusal
from facts.terminal.files import FileTrouble
from facts.terminal.options import chosen_store, store_option
from facts.wiring import Opening, open_library

URL_VARIABLE = "NICENOTE_PUBLIC_URL"
_LOOKS_EVERY_SECONDS = 1.0
_QUESTIONS_A_MINUTE = 120
_url_option = click.option("--url", help=f"The site's public address.  [default: {URL_VARIABLE}]")
_name_option = click.option(
    "--name", default="Nice Note", show_default=True, help="Name of the site."
)


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0 for any free one.",
)
@_url_option
@_name_option
def serve(host: str, port: int, url: str | None, name: str) -> None:
    """Serve the public pages, feeds and API. Stop with Ctrl-C."""
    asyncio.run(_serve(host, port, url, name))


@click.command()
@store_option
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_url_option
@_name_option
@click.option(
    "--follow", is_flag=True, help=("Keep running and update what changes. Stop with Ctrl-C.")
)
def publish(folder: Path, url: str | None, name: str, *, follow: bool) -> None:
    """Write the public pages and feeds to FOLDER, as a static site for any host."""
    asyncio.run(_publish(folder, url, name, follow=follow))


@click.command()
@store_option
@click.option(
    "--url", help=f"The public address of the pages, for links.  [default: {URL_VARIABLE}]"
)
@_name_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on, with --port."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Speak streamable HTTP on this port.  [default: standard input and output]",
)
def mcp(url: str | None, name: str, host: str, port: int | None) -> None:
    """Offer the public facts to AI assistants as tools (Model Context Protocol)."""
    asyncio.run(_mcp(url, name, host, port))


async def _mcp(url: str | None, name: str, host: str, port: int | None) -> None:
    try:
        # An extra: the rest of the terminal works without it.
        from facts.web.mcp_server import mcp_server  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Refusal(
            "The tools for assistants aren’t installed. Install them with: "
            "python -m pip install -r requirements/mcp.txt"
        ) from error
    from facts.web.page_rendering import SiteSettings  # noqa: PLC0415
    from facts.web.server import public_api  # noqa: PLC0415 - as above

    settings = SiteSettings((url or _set_address() or "http://127.0.0.1:8000").rstrip("/"), name)
    async with open_library(chosen_store(), Opening.READ) as library:
        server = mcp_server(public_api(library, settings), name)
        if port is None:
            await server.run_stdio_async()
        else:
            await server.run_streamable_http_async(host=host, port=port)


async def _serve(host: str, port: int, url: str | None, name: str) -> None:
    # Here, so that the other commands start without the web server and the templates.
    from facts.usecases.admission import Limits, RateLimiter  # noqa: PLC0415
    from facts.web.page_rendering import SiteSettings  # noqa: PLC0415
    from facts.web.server import AddressLimits, public_routes, web_server  # noqa: PLC0415

    address = url or _set_address() or f"http://{host}:{port}"
    settings = SiteSettings(address.rstrip("/"), name, searchable=True)
    limits = AddressLimits(RateLimiter(Limits(questions=_QUESTIONS_A_MINUTE)))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        open_library(chosen_store(), Opening.READ) as library,
        web_server(host, port, public_routes(library, settings, limits)) as bound,
    ):
        await library.asking.catalogue.catch_up()
        click.echo(f"{name} is at http://{host}:{bound}{settings.path}/", err=True)
        await stop.wait()


async def _publish(folder: Path, url: str | None, name: str, *, follow: bool) -> None:
    from facts.web.page_rendering import Site, SiteSettings  # noqa: PLC0415 - as above
    from facts.web.static_site import StaticSite  # noqa: PLC0415

    address = url or _set_address()
    if not address:
        raise Refusal(
            "The site needs its public address for links and feeds. Use --url, for example --url "
            f"https://facts.example.org, or set {URL_VARIABLE}."
        )
    async with open_library(chosen_store(), Opening.READ) as library:
        site = Site(SiteSettings(address.rstrip("/"), name))
        static = StaticSite(site, library.public, library.history, folder)
        try:
            count = await static.write_all()
            click.echo(f"{count:,} facts published in {folder}", err=True)
            while follow:
                await asyncio.sleep(_LOOKS_EVERY_SECONDS)
                if changed := await static.follow():
                    click.echo(f"{changed:,} changes published", err=True)
        except OSError as error:
            file = error.filename or folder  # a full disk names no file
            raise FileTrouble(f"{file} can’t be written: {error.strerror}.") from error


def _set_address() -> str | None:
    return os.environ.get(URL_VARIABLE) or dotenv_values(".env").get(URL_VARIABLE)
