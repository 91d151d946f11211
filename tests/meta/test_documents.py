"""What the documents say is so."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from dotenv import dotenv_values

from bot.client import NiceNote
from bot.settings import Settings
from facts.matching.settings import MatchingSettings
from facts.model import Standing
from facts.store.engines import backups_folder
from facts.usecases.feeds.fetching import FeedSettings

LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#[^)]*)?\)")
TABLE_ROW = re.compile(r"^\| (.+?) \|", re.MULTILINE)
AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
# A file or folder in backticks, as the documents for developers name them.
NAMED_PATH = re.compile(r"(the feature's )?`((?:[\w.*-]+/)+[\w.*-]*|[\w*]+\.(?:py|txt|sql|toml))`")
# Not files of the repository: what an installation or a package is called.
NOT_OURS = ("discord.py", ".venv/")
FOR_DEVELOPERS = (
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/scaling.md",
)
MARKED_LINE = re.compile(r"^<!-- line: (\w+) -->\n```sh\n(.+)\n```$", re.MULTILINE)


def links(root: Path, document: Path) -> Iterator[Path]:
    """The files of the repository that a document links to, relative to the root."""
    for found in LINK.finditer((root / document).read_text("utf-8")):
        if found[1]:
            yield (root / document.parent / found[1]).resolve().relative_to(root.resolve())


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of the same depth."""
    depth = heading.split(maxsplit=1)[0]
    return text.split(f"\n{heading}\n", 1)[1].split(f"\n{depth} ", 1)[0]


@pytest.fixture
def documents(tracked: list[Path]) -> list[Path]:
    """Every Markdown file."""
    return [path for path in tracked if path.suffix == ".md"]


@pytest.fixture
def readme(root: Path) -> str:
    """The text of the README."""
    return (root / "README.md").read_text("utf-8")


def test_links_lead_somewhere(root: Path, documents: list[Path]) -> None:
    """A link within the repository names a file that is there."""
    broken = [
        f"{document}: {target}"
        for document in documents
        for target in links(root, document)
        if not (root / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("document", FOR_DEVELOPERS)
def test_every_file_that_developers_are_led_to_exists(
    root: Path, tracked: list[Path], document: str
) -> None:
    """By the end of its path; by its bare name only at the root, or in the folder of the last path
    that was named.
    """
    # In order: of several paths with one end, the first is meant.
    folders = sorted({folder for file in tracked for folder in file.parents})
    beside, missing = Path(), []
    for of_a_feature, name in NAMED_PATH.findall((root / document).read_text("utf-8")):
        if name.startswith(NOT_OURS):
            continue
        if "/" not in name:
            ends = [str(beside / name)] if not of_a_feature else [name]
            if Path(name) in tracked or any(path.match(end) for path in tracked for end in ends):
                continue
            missing.append(f"{name} in {beside}")
        elif there := [path for path in (*folders, *tracked) if path.match(name)]:
            beside = there[0] if there[0] in folders else there[0].parent
        else:
            missing.append(name)
    assert beside.parts
    assert missing == []


def test_every_document_and_picture_can_be_found(
    root: Path, documents: list[Path], tracked: list[Path]
) -> None:
    """From the README one comes, link by link, to everything under docs/."""
    reached, waiting = set(), [Path("README.md")]
    while waiting:
        document = waiting.pop()
        if document not in reached:
            reached.add(document)
            waiting += links(root, document) if document in documents else ()
    assert {path for path in tracked if path.parts[0] == "docs"} - reached == set()


@pytest.fixture
def commands(simcord_env: simcord.Env, simcord_bot: NiceNote) -> list[AnyCommand]:
    """Every command and menu that the bot registers."""
    assert simcord_env.bot is simcord_bot
    return [
        command
        for kind in discord.AppCommandType
        for command in simcord_bot.tree.walk_commands(type=kind)
        if not isinstance(command, app_commands.Group)
    ]


def test_the_readme_lists_the_commands_there_are(readme: str, commands: list[AnyCommand]) -> None:
    """The tables name each command with what it cannot do without, and no other."""
    there_are = {
        f"*{command.name}*"
        if isinstance(command, app_commands.ContextMenu)
        else f"`/{command.qualified_name}"
        f"{''.join(f' {option.name}:' for option in command.parameters if option.required)}`"
        for command in commands
    }
    tables = section(readme, "## Commands").split("\n### ", 1)[0]
    told = [cell for cell in TABLE_ROW.findall(tables) if cell[0] in "`*"]
    assert sorted(told) == sorted(there_are)


def test_every_option_is_told_of(root: Path, readme: str, commands: list[AnyCommand]) -> None:
    """What else a command takes stands on the page about it."""
    pages = {
        "fact": (root / "docs" / "desk.md").read_text("utf-8"),
        "desk": (root / "docs" / "desk.md").read_text("utf-8"),
        "alerts": (root / "docs" / "alerts.md").read_text("utf-8"),
    }
    untold = [
        f"/{command.qualified_name} {option.display_name}"
        for command in commands
        if not isinstance(command, app_commands.ContextMenu)
        for option in command.parameters
        if not re.search(
            rf"\b{option.display_name}[`:]", pages.get(command.qualified_name.split()[0], readme)
        )
    ]
    assert untold == []


def test_the_invite_link_asks_for_what_is_used(readme: str) -> None:
    """The link has the two scopes and what messages that are sent unasked take, nothing else."""
    link = discord.utils.oauth_url(
        "APPLICATION_ID",
        permissions=discord.Permissions(
            view_channel=True,
            send_messages=True,
            send_messages_in_threads=True,
            read_message_history=True,
        ),
        scopes=("bot", "applications.commands"),
    )
    assert link in readme


def test_the_readme_has_its_two_lines(readme: str, root: Path) -> None:
    """One line sets up and shows the bot, one sets up and runs the tests."""
    lines = dict(MARKED_LINE.findall(readme))
    assert set(lines) == {"main", "test"}
    assert lines["main"].endswith(".venv/bin/python -m bot preview")
    assert lines["test"].endswith(".venv/bin/python -m pytest")
    assert lines["test"] in (root / "CONTRIBUTING.md").read_text("utf-8")


def test_the_example_has_every_setting(root: Path) -> None:
    """.env.example names exactly the settings that are read, each with a comment above it."""
    read: set[str] = set()

    class Noting(dict[str, str]):
        def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
            read.add(name)
            return super().get(name, default)

    Settings.from_values(Noting(DISCORD_TOKEN="any"))  # noqa: S106 - no real one
    MatchingSettings.read(Noting())
    backups_folder(Noting())
    FeedSettings.read(Noting())
    example = root / ".env.example"
    assert set(dotenv_values(example)) == read
    assert MatchingSettings.read(dotenv_values(example)) == MatchingSettings()
    assert FeedSettings.read(dotenv_values(example)) == FeedSettings()
    lines = example.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        assert "=" not in line or line.startswith("#") or lines[number - 1].startswith("# ")


def test_readers_are_told_what_every_standing_means(root: Path) -> None:
    """The page for readers explains each word that an answer may be led by."""
    page = (root / "docs" / "users.md").read_text("utf-8")
    told = set(TABLE_ROW.findall(page)) - {"it says", "---"}
    led_by = {one: one.value.upper() for one in Standing} | {Standing.DECLINED: "NO COMMENT"}
    assert told == set(led_by.values())
