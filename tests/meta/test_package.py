"""The package that is built from the repository."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import EntryPoint, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


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


def test_an_article_is_read_with_what_pip_installs(root: Path, tmp_path: Path) -> None:
    """In a process that sees the dependencies, theirs, and nothing else that is installed here."""
    for name in _installed_by_pip([*_dependencies(root)]):
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top != ".." and not (tmp_path / top).exists():
                (tmp_path / top).symlink_to(str(distribution(name).locate_file(top)))
    page = '<html><head><title>Bridge shut until June</title></head><body><p>"I closed it."'
    done = subprocess.run(
        (sys.executable, "-S", "-m", "facts.usecases.desk.articles.article_reading"),
        input=f"\n{page}".encode(),
        env={"PYTHONPATH": f"{root}{os.pathsep}{tmp_path}"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["headline"] == "Bridge shut until June"


def _dependencies(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return [str(name) for name in project["dependencies"]]


def _installed_by_pip(wanted: list[str]) -> set[str]:
    """The names of all that pip brings for ``wanted``. Like older ones of it, it knows an extra
    only in the very spelling in which it was published.
    """
    names: set[str] = set()
    seen: set[str] = set()
    while wanted:
        requirement = Requirement(wanted.pop())
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        names.add(canonicalize_name(requirement.name))
        published = distribution(requirement.name).metadata.get_all("Provides-Extra") or ()
        extras = {"", *requirement.extras.intersection(published)}
        for line in distribution(requirement.name).requires or ():
            marker = Requirement(line).marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                wanted.append(line)
    return names
