"""What the program says when it was not set up: one sentence, exit code 2, nothing else."""

from pathlib import Path

from tests.end_to_end.lifecycle.program import running

_BOT = ("-m", "bot")
_SOME_TOKEN = "MTIz.a.token"  # noqa: S105 - of no account


async def _refused(folder: Path, **settings: str) -> str:
    async with running(_BOT, folder=folder, **settings) as bot:
        assert await bot.ended() == 2
    assert bot.output == ""
    assert bot.log.count("\n") == 1
    assert not (folder / "data").exists()
    return bot.log.strip()


async def test_a_missing_token_is_said_with_both_ways_on(tmp_path: Path) -> None:
    """Where the token goes, and how to try the bot without one."""
    sentence = await _refused(tmp_path)
    for words in ("DISCORD_TOKEN", ".env", "python -m bot preview"):
        assert words in sentence


async def test_a_wrong_setting_of_the_file_is_named(tmp_path: Path) -> None:
    """`.env` of the working folder is read; the sentence has the setting and what it is."""
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={_SOME_TOKEN}\nHOME_GUILD_ID=The Newsroom\n")
    sentence = await _refused(tmp_path)
    assert "HOME_GUILD_ID" in sentence
    assert "The Newsroom" in sentence


async def test_the_environment_counts_before_the_file(tmp_path: Path) -> None:
    """What both say is as the environment says; the rest is as the file says."""
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={_SOME_TOKEN}\nLOG_LEVEL=of-the-file\n")
    sentence = await _refused(tmp_path, LOG_LEVEL="of-the-environment")
    assert "LOG_LEVEL" in sentence
    assert "OF-THE-ENVIRONMENT" in sentence
