"""The log: what is in it, and that neither the token nor who asked what ever is."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import start_log

_TOKEN = "MTIz.a-token.of_nobody"  # noqa: S105 - of no account


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Leaves the loggers of the test run as they were."""
    root, library = logging.getLogger(), logging.getLogger("discord")
    handlers, level, library_level = root.handlers[:], root.level, library.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    library.setLevel(library_level)


def test_the_token_is_blotted_out_wherever_it_turns_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a message, in its arguments, in a traceback and in what caused it."""
    start_log(logging.DEBUG, token=_TOKEN)
    log = logging.getLogger("somebody.elses")
    log.debug("Authorization: Bot %s", _TOKEN)
    try:
        try:
            int(_TOKEN)
        except ValueError as error:
            raise RuntimeError(f"headers were {{'Authorization': 'Bot {_TOKEN}'}}") from error
    except RuntimeError:
        log.exception("%r was refused", {"token": _TOKEN})
    written = capsys.readouterr().err
    assert _TOKEN not in written
    assert written.count("[token]") == 4
    assert "Traceback" in written


@given(st.lists(st.text(), min_size=1))
def test_no_message_carries_the_token(parts: list[str]) -> None:
    """However often it is in there, and whatever is around it."""
    start_log(logging.DEBUG, token=_TOKEN)
    record = logging.LogRecord("a", logging.INFO, "", 0, _TOKEN.join(parts), (), None)
    written = logging.getLogger().handlers[0].format(record)
    assert _TOKEN not in written
    assert written.count("[token]") >= len(parts) - 1


@pytest.mark.parametrize(
    ("level", "ours", "discords"),
    [
        (logging.DEBUG, "DEBUG INFO WARNING", "INFO WARNING"),
        (logging.INFO, "INFO WARNING", "INFO WARNING"),
        (logging.WARNING, "WARNING", "WARNING"),
    ],
)
def test_the_level_is_kept(
    capsys: pytest.CaptureFixture[str], level: int, ours: str, discords: str
) -> None:
    """discord.py writes down every interaction at DEBUG, so from it only INFO and up are kept."""
    start_log(level, token=_TOKEN)
    for name in ("bot.running", "discord.gateway"):
        for event in (logging.DEBUG, logging.INFO, logging.WARNING):
            logging.getLogger(name).log(event, "something")
    lines = [line.split()[2:4] for line in capsys.readouterr().err.splitlines()]
    assert [said for said, name in lines if name == "bot.running:"] == ours.split()
    assert [said for said, name in lines if name == "discord.gateway:"] == discords.split()
