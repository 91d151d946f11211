"""The pinned requirements, pyproject.toml and the reasons in CONTRIBUTING.md agree."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILES = {
    "bot": ("languages",),
    "mcp": ("mcp", "languages"),
    "postgres": ("postgres", "languages"),
    "preview": ("preview", "languages"),
    "semantic": ("semantic", "languages"),
    "dev": ("dev",),
}
HASH = re.compile(r"\s+--hash=sha256:[0-9a-f]{64}")
REASON = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
RENEW = "run .ci/renew-requirements"


@pytest.fixture(scope="session")
def project(root: Path) -> dict[str, Any]:
    """The project table of pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def direct(project: dict[str, Any], extras: tuple[str, ...]) -> Iterator[Requirement]:
    """What the project itself asks for with ``extras``."""
    wanted = [*project["dependencies"]]
    wanted += [line for extra in extras for line in project["optional-dependencies"][extra]]
    for requirement in map(Requirement, wanted):
        if requirement.name == project["name"]:
            yield from direct(project, tuple(requirement.extras))
        else:
            yield requirement


def pins(file: Path) -> dict[str, str]:
    """The versions that a requirements file pins on this system, by canonical name."""
    found = {}
    for line in file.read_text("utf-8").replace("\\\n", "").splitlines():
        requirement = Requirement(HASH.sub("", line))
        if requirement.marker is None or requirement.marker.evaluate():
            found[canonicalize_name(requirement.name)] = str(requirement.specifier)[2:]
    return found


@pytest.mark.parametrize(("name", "extras"), FILES.items())
def test_what_is_asked_for_is_pinned(
    root: Path, project: dict[str, Any], name: str, extras: tuple[str, ...]
) -> None:
    """Each dependency is pinned to a version that pyproject.toml allows."""
    pinned = pins(root / "requirements" / f"{name}.txt")
    for requirement in direct(project, extras):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not pinned: {RENEW}"
        assert requirement.specifier.contains(version), f"{requirement} is at {version}: {RENEW}"


@pytest.mark.parametrize(("name", "extras"), FILES.items())
def test_nothing_else_is_pinned(
    root: Path, project: dict[str, Any], name: str, extras: tuple[str, ...]
) -> None:
    """What nobody asks for any more is gone from the files."""
    needed, waiting = set(), list(direct(project, extras))
    while waiting:
        requirement = waiting.pop()
        asked = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if asked in needed:
            continue
        needed.add(asked)
        for line in importlib.metadata.requires(requirement.name) or ():
            behind = Requirement(line)
            if behind.marker is None or any(
                behind.marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)
            ):
                waiting.append(behind)
    pinned = pins(root / "requirements" / f"{name}.txt")
    assert set(pinned) - {package for package, _ in needed} == set(), RENEW


def test_the_bot_runs_with_what_is_tested(root: Path) -> None:
    """The smaller files pin the very versions of the larger ones."""
    bot, *more, dev = (pins(root / "requirements" / f"{name}.txt") for name in FILES)
    for file in more:
        assert bot.items() <= file.items() <= dev.items(), RENEW


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_a_hash(root: Path, name: str) -> None:
    """pip then refuses whatever is not the very file that was resolved."""
    text = (root / "requirements" / f"{name}.txt").read_text("utf-8").replace("\\\n", "")
    assert [line for line in text.splitlines() if not HASH.search(line)] == []


def test_dev_has_every_extra(project: dict[str, Any]) -> None:
    """What is installed for the tests is all that a user can choose to install."""
    tested = {requirement.name for requirement in direct(project, ("dev",))}
    chosen = direct(project, tuple(project["optional-dependencies"]))
    assert {requirement.name for requirement in chosen} - tested == set()


def test_every_dependency_has_its_reason(root: Path, project: dict[str, Any]) -> None:
    """CONTRIBUTING.md says of each direct dependency why it is one, and of no other."""
    contributing = (root / "CONTRIBUTING.md").read_text("utf-8")
    reasons = REASON.findall(contributing.split("\n## Dependencies\n", 1)[1])
    assert sorted(reasons) == sorted(
        {requirement.name for requirement in direct(project, ("dev",))}
    )


def test_the_bot_needs_no_video_library(root: Path) -> None:
    """What the simulated Discord pulls in for its pictures stays out of the bot's requirements."""
    names = re.findall(
        r"^([\w.-]+)==", (root / "requirements" / "bot.txt").read_text("utf-8"), re.MULTILINE
    )
    assert not {"av", "simcord"} & {name.lower() for name in names}
