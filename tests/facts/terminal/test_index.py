"""``index``: the index on disk is checked, and built anew."""

from pathlib import Path

from facts.terminal import exit_codes
from tests.facts.terminal.conftest import Terminal


def test_an_index_that_was_built_anew_is_whole(terminal: Terminal) -> None:
    """It holds every fact of the store and agrees with it."""
    assert "32 facts" in terminal("index", "rebuild").out

    told = terminal("index", "check")

    assert told.code == exit_codes.DONE
    assert "matches the store" in told.out


def test_a_damaged_index_is_told_of(terminal: Terminal, own_store: Path) -> None:
    """The exit code says so to a script, and the sentence what becomes of it."""
    terminal("index", "rebuild")
    for file in (own_store / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"")

    told = terminal("index", "check")

    assert told.code == exit_codes.NOT_FOUND
    assert "rebuilt at the next start" in told.out
