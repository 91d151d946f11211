"""The store that is used, and how everything ends that does not end well."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.facts.terminal.conftest import ROOT, Terminal


def test_the_store_may_be_named_before_or_after_the_command(
    terminal: Terminal, tmp_path: Path
) -> None:
    """The later one counts."""
    one, two = tmp_path / "one", tmp_path / "two"
    assert terminal("--store", one, "starter", "load").code == 0
    assert one.exists()
    assert terminal("--store", one, "starter", "load", "--store", two).code == 0
    assert two.exists()


def test_the_environment_names_the_store_then_the_env_file_then_the_default(
    terminal: Terminal, tmp_path: Path, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for the bot, so that both work on the same one."""
    assert terminal("starter", "remove", "--yes").out != "No starter facts to remove.\n"
    assert terminal("topics", "--store", own_store).out == "No facts have a topic.\n"
    monkeypatch.delenv("NICENOTE_STORE")
    (tmp_path / ".env").write_text("NICENOTE_STORE=from-env-file\n")
    terminal("starter", "load")
    assert (tmp_path / "from-env-file").exists()
    (tmp_path / ".env").unlink()
    terminal("starter", "load")
    assert (tmp_path / "data" / "nicenote").exists()


WRITER = """
import asyncio, sys
from pathlib import Path
from facts.wiring import Opening, open_library

async def hold():
    async with open_library(Path(sys.argv[1]), Opening.RUN):
        print("open", flush=True)
        sys.stdin.read()

asyncio.run(hold())
"""


def test_commands_work_beside_a_running_bot(
    terminal: Terminal, own_store: Path, tmp_path: Path
) -> None:
    """Those that read and those that write; a restore is refused, with a sentence."""
    writer = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", WRITER, str(own_store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        assert terminal("ask", "nice note").code == 0
        assert terminal("backup", tmp_path / "backup.sqlite").code == 0
        assert terminal("starter", "remove", "--yes").code == 0
        ran = terminal("restore", tmp_path / "backup.sqlite")
        assert (ran.code, ran.out) == (4, "")
        assert f"process {writer.pid}" in ran.err
        assert ran.err.count("\n") == 1
    assert writer.returncode == 0
    assert terminal("restore", tmp_path / "backup.sqlite").code == 0
    assert terminal("ask", "nice note").code == 0


def test_reading_makes_no_store(terminal: Terminal, tmp_path: Path) -> None:
    """Nor does changing what would have to be there: exit code 4, and how to make one."""
    commands = (
        *(["ask", "note"], ["export"], ["show", "1"], ["topics"], ["history", "1"], ["check"]),
        *(["verify", "1.1"], ["deliveries"], ["index", "check"], ["backup", tmp_path / "b"]),
        *(["undo", "1.1", "--yes"], ["erase", "Ana", "--yes"], ["deliveries", "retry"]),
        *(["follow", "https://example.org/feed"], ["webhooks", "add", "https://example.org"]),
    )
    for command in commands:
        ran = terminal(*command, "--store", tmp_path / "none")
        assert (ran.code, ran.out) == (4, ""), command
        assert "There’s no store at" in ran.err
    assert not (tmp_path / "none").exists()


def test_a_store_that_cannot_be_made_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    """Exit code 4, with the system's reason."""
    (tmp_path / "file").touch()
    ran = terminal("starter", "load", "--store", tmp_path / "file" / "store")
    assert (ran.code, ran.out) == (4, "")
    assert "Not a directory" in ran.err


def test_a_site_that_cannot_be_written_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    """Exit code 2, with the file and the system's reason."""
    (tmp_path / "file").touch()
    site = tmp_path / "file" / "site"
    ran = terminal("publish", site, "--url", "https://facts.example.org")
    assert (ran.code, ran.out) == (2, "")
    assert f"{site}" in ran.err
    assert "can’t be written: Not a directory." in ran.err


def test_a_store_that_is_a_file_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    """Exit code 4, and the file is left alone."""
    file = tmp_path / "x.json"
    file.write_text("{}")
    ran = terminal("topics", "--store", file)
    assert (ran.code, ran.out) == (4, "")
    assert "x.json" in ran.err
    assert file.read_text() == "{}"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("ask", "--help"), ("import", "-h")])
def test_help_is_no_error(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """It goes to standard output."""
    ran = terminal(*arguments)
    assert ran.code == 0
    assert ran.out.startswith("Usage: ")


@pytest.mark.parametrize("arguments", [("shw",), ("--nope",), ("show",), ("show", "1", "2"), ()])
def test_a_wrong_command_line_is_told_with_its_usage(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    """Exit code 2, on standard error."""
    ran = terminal(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: " in ran.err


def test_what_was_typed_cannot_steer_the_terminal(terminal: Terminal) -> None:
    """Not even in a complaint about it."""
    for arguments in (("import", "no\x1b[31mfile"), ("\x1b[2J",), ("ask", "--\x1b[2J")):
        ran = terminal(*arguments)
        assert ran.code == 2
        assert "\x1b" not in ran.err


def test_a_closed_pipe_ends_quietly() -> None:
    """As in ``export | head -1``."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "facts", "export"],
            stdout=closed,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    """In the middle of long work, with nothing half done said to be done."""
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 1, "text": "nice note kim trump letter"}\n' * 100_000)
    out = tmp_path / "out"
    with out.open("wb") as answers:
        running = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "facts", "ask", "--batch", str(file), "--jsonl"],
            stdout=answers,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        while not out.stat().st_size and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        try:
            _, err = running.communicate(timeout=30)
        finally:
            running.kill()
    assert (running.returncode, err) == (130, b"")
    assert out.read_bytes().endswith(b"\n")


@pytest.mark.parametrize("listing", [("follow",), ("webhooks", "list")])
def test_an_empty_list_says_what_to_type(terminal: Terminal, listing: tuple[str, ...]) -> None:
    """Not a blank line, which looks like a command that did nothing."""
    ran = terminal(*listing)
    assert ran.code == 0
    assert ran.out.strip().endswith("URL")
