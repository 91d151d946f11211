"""The commands about the store itself, as an operator types them."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from facts.terminal.app import run
from tests.facts.terminal.conftest import ROOT, Terminal


@pytest.fixture
def fact(terminal: Terminal, tmp_path: Path) -> int:
    """A fact with two revisions; its id."""
    for text in ("They denied it", "They denied all of it"):
        line = {"ref": "r1", "claim": text, "sources": [{"outlet": "Reuters"}]}
        (tmp_path / "facts.jsonl").write_text(json.dumps(line))
        assert terminal("import", tmp_path / "facts.jsonl").code == 0
    found = json.loads(terminal("ask", "They denied all of it", "--json").out)
    return int(found["results"][0]["id"])


def test_history_tells_every_change_and_every_state(terminal: Terminal, fact: int) -> None:
    """Oldest first; with a revision or a moment, the fact as it was."""
    lines = terminal("history", str(fact)).out.splitlines()
    assert re.fullmatch(rf"{fact}\.1  .* UTC  added by terminal: import", lines[0])
    assert re.fullmatch(rf"{fact}\.2  .* UTC  edited \(claim\) by terminal: import", lines[1])
    assert "They denied it" in terminal("history", str(fact), "--revision", "1").out
    assert terminal("history", str(fact), "--at", "2020-01-01").code == 1
    assert terminal("history", str(fact), "--at", "soon").code == 2
    assert [c["revision"] for c in json.loads(terminal("history", str(fact), "--json").out)] == [
        1,
        2,
    ]
    assert terminal("history", "999").code == 1


def test_undo_takes_a_change_back(terminal: Terminal, fact: int) -> None:
    """As a third revision that says the same as the first."""
    assert terminal("undo", f"{fact}.2", "--yes", "--reason", "a mistake").code == 0
    assert "They denied it" in terminal("show", str(fact)).out
    assert "by terminal: a mistake" in terminal("history", str(fact)).out
    assert terminal("undo", f"{fact}.2", "--yes").code == 2
    assert terminal("undo", "nonsense").code == 2


def test_what_cannot_be_taken_back_is_not_done_unasked(terminal: Terminal, fact: int) -> None:
    """Where nobody can answer it is refused, with a sentence that says what to add."""
    before = terminal("history", str(fact)).out
    for command in (
        ["undo", f"{fact}.2"],
        ["erase", "terminal"],
        ["redact", str(fact), "denied", "--reason", "a libel"],
        ["starter", "remove"],
        ["deliveries", "drop"],
    ):
        ran = terminal(*command)
        assert (ran.code, ran.out, "add --yes" in ran.err) == (2, "", True), command
        assert ran.err.count("\n") == 1
    assert terminal("history", str(fact)).out == before
    assert "denied" in terminal("show", str(fact)).out
    assert "starter" in terminal("show", "1").out


@pytest.mark.parametrize(("typed", "code"), [("n", 130), ("y", 0)])
def test_a_person_is_asked_first(own_store: Path, typed: str, code: int) -> None:
    """At a terminal: a no changes nothing."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "facts", "starter", "remove", "--store", str(own_store)]
    with subprocess.Popen(  # noqa: S603  our own program
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as asked:
        os.write(ours, f"{typed}\n".encode())
        out, err = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert b"Remove all starter facts from the store?" in err
    assert (asked.returncode, b"removed" in out) == (code, code == 0)


# Says which modules a command brought in.
LOADED = """
import sys
from facts.terminal.app import run
code = run(sys.argv[1:])
print(code, *sorted(sys.modules))
"""


@pytest.mark.usefixtures("fact")
@pytest.mark.parametrize(
    "command",
    [
        "show 33", "history 33", "topics", "verify 33.1", "undo 33.2 --yes", "check", "backup b",
        "restore b",
    ],
)  # fmt: skip
def test_a_command_loads_only_what_it_needs(command: str, tmp_path: Path) -> None:
    """Neither the index nor the models of meaning, the web or the other kinds of stores."""
    if command == "restore b":
        run(["backup", str(tmp_path / "b")])
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", LOADED, *command.split()],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )
    code, *modules = done.stdout.decode().splitlines()[-1].split()
    assert code == "0"
    assert "facts.store.tinydb.store" in modules
    heavy = ("facts.wiring", "facts.matching.index", "facts.matching.search", "facts.alerts")
    heavy += ("facts.web", "facts.starter", "facts.store.postgres", "numpy", "rich")
    assert not set(heavy).intersection(modules)


def test_verify_shows_the_text_of_a_revision(terminal: Terminal, fact: int) -> None:
    """With the right check, without one, and with a wrong one, which the exit code tells too."""
    without = terminal("verify", f"{fact}.1")
    assert without.code == 0
    citation = re.search(rf"{fact}\.1-[0-9a-z]{{6}}", without.out)
    assert citation is not None
    right = terminal("verify", citation[0])
    assert (
        right.code,
        "Genuine: the check code matches" in right.out,
        "They denied it" in right.out,
    ) == (
        0,
        True,
        True,
    )
    wrong = terminal("verify", f"{fact}.1-000000")
    assert (wrong.code, "NOT GENUINE" in wrong.out, "They denied it" in wrong.out) == (
        1,
        True,
        True,
    )


def test_backup_and_restore(terminal: Terminal, fact: int, tmp_path: Path) -> None:
    """What is changed after a backup is gone after restoring it, and is still kept aside."""
    assert terminal("backup", tmp_path / "backup.sqlite").code == 0
    assert terminal("undo", f"{fact}.2", "--yes").code == 0
    done = terminal("restore", tmp_path / "backup.sqlite")
    assert (done.code, "facts.sqlite.before-" in done.out) == (0, True)
    assert "They denied all of it" in terminal("show", str(fact)).out
    assert terminal("restore", tmp_path / "facts.jsonl").code == 4


@pytest.mark.usefixtures("fact")
def test_check_finds_damage(terminal: Terminal, own_store: Path) -> None:
    """All is well, or the store is damaged, with what to do; it names the newest backup."""
    assert "no problems found" in terminal("check").out
    assert "Newest automatic backup: none yet" in terminal("check").out
    database = own_store / "facts.sqlite"
    whole = database.read_bytes()
    database.write_bytes(whole[:4096] + b"x" * (len(whole) - 4096))
    damaged = terminal("check")
    assert (damaged.code, "restore" in damaged.out + damaged.err) == (4, True)
    assert terminal("show", "1").code == 4


@pytest.mark.usefixtures("fact")
def test_erase_takes_a_name_out_of_every_file(terminal: Terminal, own_store: Path) -> None:
    """The log says who did it and when; no file of the store has the name any more."""
    assert "by terminal" in terminal("history", "33").out
    assert terminal("erase", "terminal", "--yes").code == 0
    assert "by erased-1" in terminal("history", "33").out
    files = [path for path in own_store.rglob("*") if path.is_file()]
    assert not any(b'"terminal"' in path.read_bytes() for path in files)
    assert any(b'"replacement":"erased-1"' in path.read_bytes() for path in files)


@pytest.mark.usefixtures("fact")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (("erase", "Nobody Special"), 1, "Nobody of that name is in the log."),
        (("redact", "33", "nowhere", "--reason", "The law."), 2, "does not have that text"),
        (("redact", "999", "nowhere", "--reason", "The law."), 1, "There’s no fact #999"),
        (("undo", "33.1"), 2, "Retract the fact instead."),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_is_refused_writes_nothing(
    terminal: Terminal, own_store: Path, command: tuple[str, ...], code: int, said: str
) -> None:
    """Not even what the alerts and the index keep of their own progress."""
    before = (own_store / "facts.sqlite").read_bytes()
    ran = terminal(*command, "--yes")
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert (own_store / "facts.sqlite").read_bytes() == before


def test_a_dry_run_prints_every_line_and_changes_nothing(
    terminal: Terminal, fact: int, tmp_path: Path
) -> None:
    """Numbers, what would be, and the exit code of a refusal when a line is refused."""
    rows = "ref,claim,source_1_outlet\nr1,They denied nothing,Reuters\nr2,A note,AP\nr3,A note,\n"
    (tmp_path / "facts.csv").write_text(rows)
    done = terminal("import", tmp_path / "facts.csv", "--format", "csv", "--dry-run")
    assert done.code == 2
    assert done.out.splitlines() == [
        f"     2  changed: fact {fact} (claim)",
        "     3  new: A note",
        "     4  rejected: line 4, source_1_outlet: a fact needs at least one source",
        "Nothing would be imported, because some rows are rejected.",
        "To import all good rows: --skip-refused (--refused PATH saves the rest)",
    ]
    assert "They denied all of it" in terminal("show", str(fact)).out


@pytest.mark.usefixtures("fact")
def test_export_and_import_as_a_table(terminal: Terminal, tmp_path: Path) -> None:
    """What was exported as CSV is all there already."""
    assert terminal("export", tmp_path / "facts.csv", "--format", "csv", "--desk", "home").code == 0
    assert "They denied all of it" in (tmp_path / "facts.csv").read_text()
    done = terminal("import", tmp_path / "facts.csv", "--format", "csv")
    assert done.out == "0 new, 0 changed, 1 unchanged\n"
    reviews = terminal("export", "--format", "claimreview", "--desk", "home").out
    assert json.loads(reviews)[0]["claimReviewed"] == "They denied all of it"


@pytest.mark.usefixtures("fact")
def test_redact_takes_a_text_out_of_every_file(terminal: Terminal, own_store: Path) -> None:
    """Readers, history and verify say when and why; an old check can be compared no more."""
    cited = re.search(r"33\.1-[0-9a-z]{6}", terminal("verify", "33.1").out)
    assert cited is not None
    assert terminal("redact", "33", "denied", "--reason", "it was denied", "--yes").code == 2
    done = terminal("redact", "33", "They denied", "--reason", "a libel", "--yes")
    assert (done.code, "33.3" in done.out) == (0, True)
    shown = terminal("show", "33").out
    assert "[…] all of it" in shown
    assert "A text was removed on" in shown
    assert ": a libel" in shown
    verified = terminal("verify", cited[0])
    assert (verified.code, "can’t be compared" in verified.out) == (0, True)
    files = [path for path in own_store.rglob("*") if path.is_file()]
    assert not any(b"They denied" in path.read_bytes() for path in files)
    assert terminal("redact", "33", "They denied", "--reason", "x", "--yes").code == 2
    assert terminal("redact", "99", "They denied", "--reason", "x", "--yes").code == 1
