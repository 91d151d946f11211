"""The command line, in this process or as a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from facts.terminal.app import run

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Ran:
    """What a command line came to."""

    code: int
    out: str
    err: str


Terminal = Callable[..., Ran]


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has the starter facts and nothing else."""
    folder = tmp_path_factory.mktemp("new") / "store"
    assert run(["starter", "load", "--store", str(folder)]) == 0
    return folder


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, new_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new store of the test's own, named by the environment; the developer's is left alone."""
    folder = Path(shutil.copytree(new_store, tmp_path / "store"))
    monkeypatch.setenv("NICENOTE_STORE", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def terminal(capfd: pytest.CaptureFixture[str]) -> Terminal:
    """Carries out a command line in this process."""

    def command(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture
def process() -> Terminal:
    """Carries out a command line in a process of its own."""

    def command(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "facts", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return command
