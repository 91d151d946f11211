"""A process that is killed, SIGKILL, at a chosen step of what it does to the files of a store.

A step is a statement that changes something, a commit, or a file that is renamed or removed. Of
statements that follow one another with the same words the first counts.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

_PRELOADED = ["facts.wiring", "tests.facts.store.killing", "tests.facts.usecases.desk.newsroom"]
_FILES = {"os.rename", "os.remove", "shutil.rmtree"}
_WORDS = 40
_CHANGE_NOTHING = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA schema", "PRAGMA data")

Tell = Callable[[Any], None]


class Run:
    """What a process did: what it told, one by one, and the steps it took, if it was not killed."""

    def __init__(self, told: list[Any], steps: list[str] | None) -> None:
        self.told = told
        self.steps = steps


def run(work: Callable[..., None], *arguments: Any, kill_at: int | None = None) -> Run:
    """Do ``work(tell, *arguments)`` in a new process, killed at step number ``kill_at``, from 1."""
    context = get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, kill_at, work, arguments))
    process.start()
    theirs.close()
    told: list[Any] = []
    steps: list[str] | None = None
    try:
        while True:
            kind, what = ours.recv()
            if kind == "told":
                told.append(what)
            else:
                steps = what
    except EOFError:
        process.join()
    ours.close()
    expected = 0 if steps is not None else -signal.SIGKILL
    assert process.exitcode == expected, f"it ended with {process.exitcode}"
    process.close()
    return Run(told, steps)


def _child(
    pipe: Connection, kill_at: int | None, work: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    steps: list[str] = []

    def step(name: str) -> None:
        if name.startswith(_CHANGE_NOTHING) or (steps and steps[-1][:_WORDS] == name[:_WORDS]):
            return
        steps.append(name)
        if len(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, details: tuple[Any, ...]) -> None:
        if event in _FILES:
            step(f"{event} {details[0]}")

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        connection = really_connect(*given, **named)
        connection.set_trace_callback(step)
        return connection

    really_connect, sqlite3.connect = sqlite3.connect, connect
    sys.addaudithook(hook)
    work(lambda what: pipe.send(("told", what)), *arguments)
    pipe.send(("steps", steps))
    pipe.close()
