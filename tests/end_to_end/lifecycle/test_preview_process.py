"""The preview as a process: it serves its page, and ends when it is told to."""

import asyncio
import importlib
import importlib.metadata
import os
import signal
import socket
import tomllib
from pathlib import Path

import aiohttp
import pytest

from facts.wiring import open_library
from tests.end_to_end.lifecycle.program import ROOT, running

_PREVIEW = ("-m", "bot", "preview")
# What a Python without the extra is like: whoever asks for SimCord hears that it is not there.
_NO_SIMCORD = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "simcord":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
"""


@pytest.mark.parametrize(
    ("options", "number"), [((), signal.SIGTERM), (("--store", "book"), signal.SIGINT)]
)
async def test_it_serves_its_page_until_a_signal(
    tmp_path: Path, options: tuple[str, ...], number: int
) -> None:
    """It prints an address that answers 200, and a signal ends it with code 0 in five seconds.

    It leaves nothing behind; the store that `--store` named is one that can be opened.
    """
    async with running((*_PREVIEW, *options), folder=tmp_path) as preview:
        address = (await preview.prints("http://")).split()[-1]
        async with aiohttp.ClientSession() as session, session.get(address) as page:
            assert page.status == 200
            assert "<html" in await page.text()
        preview.signal(number)
        assert await preview.ended(within=5) == 0
    assert preview.log == ""
    assert await asyncio.to_thread(os.listdir, tmp_path) == list(options[1:])
    if options:
        async with open_library(tmp_path / options[1]) as library:
            assert await library.asking.searched(None) > 0


async def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    """A sentence with the port and the way on, exit code 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with running((*_PREVIEW, "--port", port), folder=tmp_path) as preview:
            assert await preview.ended() == 2
    assert f"port {port}" in preview.log
    assert "--port" in preview.log
    assert preview.log.count("\n") == 1


async def test_without_the_extra_the_way_to_it_is_said(tmp_path: Path) -> None:
    """The preview names what to install, exit code 2."""
    (tmp_path / "sitecustomize.py").write_text(_NO_SIMCORD)
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    async with running(_PREVIEW, folder=tmp_path, PYTHONPATH=path) as preview:
        assert await preview.ended() == 2
    assert "requirements/preview.txt" in preview.log
    assert preview.log.count("\n") == 1


async def test_the_bot_does_not_load_the_simulation(tmp_path: Path) -> None:
    """SimCord changes discord.py where it is imported: a bot on Discord never imports it."""
    code = "import sys, bot.__main__; print('simcord' in sys.modules)"
    async with running(("-c", code), folder=tmp_path) as python:
        assert await python.ended() == 0
    assert python.output == "False\n"


def test_the_console_scripts_are_the_two_programs() -> None:
    """`nicenote` is `python -m bot`, `nicenote-facts` is `python -m facts`."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert set(scripts) == {"nicenote", "nicenote-facts"}
    for name, package in (("nicenote", "bot"), ("nicenote-facts", "facts")):
        script = importlib.metadata.EntryPoint(name, scripts[name], "console_scripts")
        assert script.load() is importlib.import_module(f"{package}.__main__").main
