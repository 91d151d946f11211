"""``import``, ``export`` and ``starter remove``."""

import json
from pathlib import Path

import pytest

from facts.starter import starter_content
from tests.facts.terminal.conftest import Terminal

FACTS = "".join(
    json.dumps({"ref": f"t/{number}", "claim": f"Claim {number} é", "sources": [{"outlet": "o"}]})
    + "\n"
    for number in range(12)
)


def test_what_is_exported_can_be_imported_without_loss(terminal: Terminal, tmp_path: Path) -> None:
    """Export, import into an empty store, export again: the same bytes."""
    file, first, second = (tmp_path / name for name in ("in.jsonl", "1.jsonl", "2.jsonl"))
    file.write_text(FACTS)
    assert terminal("import", file).out == "12 new, 0 changed, 0 unchanged\n"
    assert terminal("export", first).code == 0
    other = tmp_path / "other"
    terminal("starter", "remove", "--store", other)
    assert terminal("--store", other, "import", first).code == 0
    assert terminal("--store", other, "export", second).code == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.read_text("utf-8").count("Claim 7 é") == 1
    assert b"starter/nice-note" in first.read_bytes()


def test_importing_twice_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    """And the second time says so; a changed line is a changed fact."""
    file = tmp_path / "in.jsonl"
    file.write_text(FACTS)
    terminal("import", file)
    assert terminal("import", file).out == "0 new, 0 changed, 12 unchanged\n"
    file.write_text(FACTS.replace("Claim 3", "Claim three"))
    assert terminal("import", file).out == "0 new, 1 changed, 11 unchanged\n"


def test_a_broken_file_names_line_and_field_and_changes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Exit code 2, no traceback, the same export as before."""
    file = tmp_path / "in.jsonl"
    before = terminal("export").out
    file.write_text(FACTS + '{"claim": "c", "sources": [{"headline": "' + "h" * 312 + '"}]}')
    ran = terminal("import", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "Nothing was done, because the file has 1 problem:\n"
        "- line 13, sources[0].headline: a headline may have 300 characters, this one has 312\n"
        "To take in all good rows: --skip-refused (--refused PATH keeps the rest)\n"
    )
    assert terminal("export").out == before


@pytest.mark.parametrize("name", ["no-such-file", "."])
def test_a_file_that_cannot_be_read_is_named(terminal: Terminal, name: str) -> None:
    """With the system's reason."""
    ran = terminal("import", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"{name} cannot be read: " in ran.err


def test_an_export_takes_the_place_of_a_file_whole_or_not_at_all(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Nothing unfinished is left beside it."""
    assert terminal("export", tmp_path / "no" / "x.jsonl").code == 2
    target = tmp_path / "out" / "x.jsonl"
    target.parent.mkdir()
    target.write_text("old")
    assert terminal("export", target).code == 0
    assert target.read_text("utf-8") == terminal("export").out
    assert list(target.parent.iterdir()) == [target]


def test_export_writes_to_devices(terminal: Terminal) -> None:
    """Which cannot be replaced by a file."""
    assert terminal("export", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


def test_desks_are_chosen_by_name(terminal: Terminal, tmp_path: Path) -> None:
    """Another desk's facts are exported only when it is named."""
    file = tmp_path / "in.jsonl"
    file.write_text('{"claim": "Giraffes are hollow.", "sources": [{"outlet": "o"}]}')
    terminal("import", file, "--desk", "77")
    assert "hollow" not in terminal("export").out
    assert terminal("export", "--desk", "77").out == file.read_text() + "\n"
    assert terminal("import", file, "--desk", "").code == 2


def test_starter_facts_go_with_one_command_and_stay_away(terminal: Terminal) -> None:
    """The next start does not bring them back."""
    assert terminal("ask", "nice note").code == 0
    ran = terminal("starter", "remove")
    assert ran.out == f"{len(starter_content().splitlines())} starter facts removed\n"
    assert terminal("ask", "nice note").code == 1
    assert terminal("export").out == ""
    assert terminal("starter", "remove").out == "There were none to remove.\n"


def test_standard_input_and_output_will_do(process: Terminal) -> None:
    """So that stores can be joined by a pipe, in UTF-8 whatever the locale."""
    line = '{"claim": "Жирафы 中空 🦒", "sources": [{"outlet": "o"}]}\n'
    assert process("import", "--desk", "7", "-", stdin=line.encode()).code == 0
    assert process("export", "--desk", "7").out == line
