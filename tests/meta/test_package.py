"""The package that is built from the repository."""

import subprocess
import sys
import zipfile
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel, built as for a release."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603 - our own build
        (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder),
        cwd=root,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return zipfile.ZipFile(built)


def test_everything_the_bot_needs_is_in_it(wheel: zipfile.ZipFile, tracked: list[Path]) -> None:
    """Each file under bot/ and facts/, the starter facts and word lists too, is shipped."""
    wanted = {path.as_posix() for path in tracked if path.parts[0] in {"bot", "facts"}}
    assert wanted - set(wheel.namelist()) == set()


def test_its_commands_can_be_run(wheel: zipfile.ZipFile) -> None:
    """nicenote and nicenote-facts lead to functions that are there."""
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    lines = wheel.read(name).decode().splitlines()
    scripts = dict(line.split(" = ") for line in lines if " = " in line)
    assert set(scripts) == {"nicenote", "nicenote-facts"}
    for script, target in scripts.items():
        assert callable(EntryPoint(script, target, "console_scripts").load())
