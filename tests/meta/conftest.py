"""The repository as a newcomer gets it: its root, and the files that git tracks."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def tracked(root: Path) -> list[Path]:
    """Every file that git tracks and that is there, relative to the root."""
    if not (root / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = subprocess.run(
        ("git", "ls-files", "-z"),  # noqa: S607 - whichever git there is
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (root / name).exists()]
