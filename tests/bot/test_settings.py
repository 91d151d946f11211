"""What an operator sets: understood, or refused with a sentence that names the setting."""

import contextlib
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Settings, WrongSetting, refuse_vanishing_disk
from facts.model import Refusal

_TOKEN = "MTIz.a-token.of_nobody"  # noqa: S105 - of no account
_NAMES = ("DISCORD_TOKEN", "HOME_GUILD_ID", "LOG_LEVEL", "NICENOTE_STORE")


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which none of our settings is."""
    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_token_is_enough() -> None:
    """Everything else has a default: no home server, the usual log, the store under data/."""
    settings = Settings.from_values({"DISCORD_TOKEN": _TOKEN})
    assert settings == Settings(_TOKEN, Path("data/nicenote"), None, logging.INFO)


def test_every_setting_is_understood() -> None:
    """White space around a value does not count, nor does the case of a level."""
    settings = Settings.from_values(
        {
            "DISCORD_TOKEN": f" {_TOKEN}\n",
            "HOME_GUILD_ID": " 41771983423143937 ",
            "LOG_LEVEL": " debug ",
            "NICENOTE_STORE": "/srv/the book",
        }
    )
    assert settings == Settings(_TOKEN, Path("/srv/the book"), 41771983423143937, logging.DEBUG)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", ""),
        ("DISCORD_TOKEN", "  \n"),
        ("DISCORD_TOKEN", f"Bot {_TOKEN}"),
        ("DISCORD_TOKEN", f"{_TOKEN}\nHOME_GUILD_ID=1"),
        ("DISCORD_TOKEN", "MTIz.a–token.with-a-dash"),
        ("HOME_GUILD_ID", "The Newsroom"),
        ("HOME_GUILD_ID", "-1"),
        ("HOME_GUILD_ID", "４１７７"),
        ("HOME_GUILD_ID", "9" * 5000),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_LEVEL", "10"),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str) -> None:
    """The sentence names the setting; it never shows a token, not even a wrong one."""
    with pytest.raises(WrongSetting) as refused:
        Settings.from_values({"DISCORD_TOKEN": _TOKEN} | {name: value})
    assert name in refused.value.sentence
    assert "token" not in refused.value.sentence.replace("that no token has", "")


@given(st.dictionaries(st.sampled_from(_NAMES), st.text()))
def test_any_text_is_understood_or_refused(values: dict[str, str]) -> None:
    """No value ends in anything but settings or a sentence."""
    with contextlib.suppress(WrongSetting):
        assert Settings.from_values(values).token == values["DISCORD_TOKEN"].strip()


def test_the_token_is_not_shown() -> None:
    """Settings that end up in a log or a traceback do not carry it there."""
    assert _TOKEN not in repr(Settings.from_values({"DISCORD_TOKEN": _TOKEN}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_file_is_read(tmp_path: Path, nothing_set: pytest.MonkeyPatch, encoding: str) -> None:
    """With comments, quotes and empty values, and also as Notepad writes it."""
    nothing_set.setenv("LOG_LEVEL", "ERROR")
    nothing_set.setenv("HOME_GUILD_ID", "")
    (tmp_path / ".env").write_text(
        f'DISCORD_TOKEN="{_TOKEN}"  # from the portal\nHOME_GUILD_ID=123\nLOG_LEVEL=DEBUG\n'
        "NICENOTE_STORE=\n",
        encoding=encoding,
    )
    settings = Settings.read(tmp_path)
    assert settings == Settings(_TOKEN, Path("data/nicenote"), 123, logging.ERROR)


@pytest.mark.usefixtures("nothing_set")
def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """UTF-16 and the like: the sentence names the file and how to save it."""
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={_TOKEN}\n", encoding="utf-16")
    with pytest.raises(WrongSetting, match="UTF-8") as refused:
        Settings.read(tmp_path)
    assert str(tmp_path / ".env") in refused.value.sentence


def test_a_folder_of_that_name_is_left_alone(
    tmp_path: Path, nothing_set: pytest.MonkeyPatch
) -> None:
    """Some people's virtual environment is named .env."""
    (tmp_path / ".env").mkdir()
    nothing_set.setenv("DISCORD_TOKEN", _TOKEN)
    assert Settings.read(tmp_path).token == _TOKEN


@pytest.mark.parametrize("sign", ["DYNO", "RENDER", "FLY_APP_NAME", "K_SERVICE"])
def test_a_host_that_throws_its_disk_away_is_refused(tmp_path: Path, sign: str) -> None:
    """With what to do: a database, a volume, or to run all the same."""
    with pytest.raises(Refusal) as refused:
        refuse_vanishing_disk(tmp_path, {sign: "x"})
    for words in ("DATABASE_URL", "NICENOTE_STORE", "NICENOTE_DISK_MAY_VANISH=on"):
        assert words in refused.value.sentence


def test_a_mounted_volume_stays() -> None:
    """The folder of shared memory stands in for one: it is mounted on every Linux."""
    shm = Path("/dev/shm")  # noqa: S108 - only named, nothing is written
    if not shm.is_mount():
        pytest.skip("nothing is mounted there")
    refuse_vanishing_disk(shm / "nicenote", {"FLY_APP_NAME": "x"})


def test_an_own_machine_is_never_refused(tmp_path: Path) -> None:
    """Nor is a host that is not known to do that."""
    refuse_vanishing_disk(tmp_path, {"HOME": "/srv"})
