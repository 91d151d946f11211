"""``import``, ``export`` and ``starter remove``."""

import json
from pathlib import Path

import pytest

from facts.starter import starter_content
from tests.facts.interchange.every_format import CLAIM, FILES, ten_thousand_rows
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
    terminal("starter", "remove", "--yes", "--store", other)
    assert terminal("--store", other, "import", first).code == 0
    assert terminal("--store", other, "export", second).code == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.read_text("utf-8").count("Claim 7 é") == 1
    assert b"starter/nice-note" in first.read_bytes()


def test_home_and_starter_facts_are_exported_unless_desks_are_named(
    terminal: Terminal, tmp_path: Path
) -> None:
    """What a server keeps for itself goes out only when it is asked for."""
    file = tmp_path / "in.jsonl"
    file.write_text(FACTS)
    terminal("import", "--desk", "7", file)
    assert "Claim 7" not in terminal("export").out
    assert terminal("export", "--desk", "7").out.count('"claim"') == 12


def test_importing_twice_changes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    """And the second time says so; a changed line is a changed fact."""
    file = tmp_path / "in.jsonl"
    file.write_text(FACTS)
    terminal("import", file)
    assert terminal("import", file).out == "0 new, 0 changed, 12 unchanged\n"
    file.write_text(FACTS.replace("Claim 3", "Claim three"))
    assert terminal("import", file).out == "0 new, 1 changed, 11 unchanged\n"


def test_an_import_works_out_what_its_claims_mean(
    terminal: Terminal, own_store: Path, tmp_path: Path
) -> None:
    """And keeps it, so that the bot need not; a second import has nothing to do."""
    file = tmp_path / "in.jsonl"
    file.write_text(FACTS)
    terminal("import", file)
    (vectors,) = (own_store / "meanings").glob("*.vectors")
    made = vectors.read_bytes()
    assert len(made) // 524 == 32 + 12
    terminal("import", file)
    assert vectors.read_bytes() == made


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
        "- line 13, sources[0].headline: a headline can have up to 300 characters; "
        "this one has 312\n"
        "To import all good rows: --skip-refused (--refused PATH saves the rest)\n"
    )
    assert terminal("export").out == before


@pytest.mark.parametrize("name", ["no-such-file", "."])
def test_a_file_that_cannot_be_read_is_named(terminal: Terminal, name: str) -> None:
    """With the system's reason."""
    ran = terminal("import", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"{name} can’t be read: " in ran.err


def test_a_file_that_cannot_be_read_to_its_end_is_named(terminal: Terminal) -> None:
    """It was opened, and the system refuses its content."""
    ran = terminal("ask", "--jsonl", "--batch", "/proc/self/mem")
    assert (ran.code, ran.out) == (2, "")
    assert "/proc/self/mem can’t be read: " in ran.err


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


@pytest.mark.parametrize(
    "command",
    [
        ("export",),
        ("export", "--format", "csv"),
        ("import", "rows.csv", "--skip-refused", "--refused"),
    ],
    ids=" ".join,
)
def test_no_file_of_facts_takes_the_place_of_a_store(
    terminal: Terminal, own_store: Path, command: tuple[str, ...]
) -> None:
    """It is refused; the store and a backup of it stay as they were."""
    Path("rows.csv").write_text("claim,outlet\n,Post\nIt rains.,Post\n")
    backup = own_store.parent / "kept.sqlite"
    assert terminal("backup", backup).code == 0
    for database in (own_store / "facts.sqlite", backup):
        before = database.read_bytes()
        ran = terminal(*command, database)
        assert (ran.code, "Give the file another name." in ran.err) == (2, True)
        assert database.read_bytes() == before


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
    ran = terminal("starter", "remove", "--yes")
    assert ran.out == f"{len(starter_content().splitlines())} starter facts removed\n"
    assert terminal("ask", "nice note").code == 1
    assert terminal("export").out == ""
    assert terminal("starter", "remove", "--yes").out == "No starter facts to remove.\n"


def test_standard_input_and_output_will_do(process: Terminal) -> None:
    """So that stores can be joined by a pipe, in UTF-8 whatever the locale."""
    line = '{"claim": "Жирафы 中空 🦒", "sources": [{"outlet": "o"}]}\n'
    assert process("import", "--desk", "7", "-", stdin=line.encode()).code == 0
    exported = json.loads(process("export", "--desk", "7").out)
    assert exported["claim"]["text"] == json.loads(line)["claim"]


REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "The earth is flat.",
    "url": "https://check.example/flat",
    "author": {"@type": "Organization", "name": "Example Check"},
    "reviewRating": {"alternateName": "False"},
}


@pytest.mark.parametrize("name", FILES)
def test_the_form_of_a_file_is_seen(terminal: Terminal, tmp_path: Path, name: str) -> None:
    """By its name and content; importing it again changes nothing."""
    file = tmp_path / name
    file.write_bytes(FILES[name])
    assert terminal("import", file).out == "1 new, 0 changed, 0 unchanged\n"
    assert terminal("import", file).out == "0 new, 0 changed, 1 unchanged\n"
    assert terminal("ask", CLAIM).code == 0


@pytest.mark.parametrize("form", ["jsonl", "csv", "claimreview"])
def test_each_form_goes_out_and_comes_back(terminal: Terminal, tmp_path: Path, form: str) -> None:
    """What a form keeps is the same afterwards."""
    file = tmp_path / "given.jsonl"
    file.write_bytes(FILES["facts.jsonl"])
    terminal("import", file, "--desk", "7")
    out = tmp_path / f"out.{'json' if form == 'claimreview' else form}"
    assert terminal("export", out, "--form", form, "--desk", "7").code == 0
    assert terminal("import", out, "--desk", "8").out == "1 new, 0 changed, 0 unchanged\n"
    sent, back = (json.loads(terminal("export", "--desk", desk).out) for desk in ("7", "8"))
    assert sent == back


def test_ten_thousand_rows_with_three_bad_ones(
    process: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """9,997 go in, three come back as a table with the reasons, and go in once they are mended."""
    monkeypatch.setenv("NICENOTE_LANGUAGES", "off")  # what 10,000 claims mean is another work
    file, rest = tmp_path / "a.csv", tmp_path / "rest.csv"
    file.write_bytes(ten_thousand_rows(7, 4711, 9999))
    refused = process("import", file)
    assert (refused.code, refused.err.count("- line")) == (2, 3)
    ran = process("import", file, "--skip-refused", "--refused", rest)
    assert ran.out == "9,997 new, 0 changed, 0 unchanged, 3 rejected\n"
    assert rest.read_text().splitlines() == [
        "refused,claim,outlet",
        *(
            f"outlet: a fact needs at least one source,Claim {n} about the harbour.,"
            for n in (7, 4711, 9999)
        ),
    ]
    rest.write_text(rest.read_text().replace("harbour.,", "harbour.,City Radio"))
    assert process("import", rest).out == "3 new, 0 changed, 0 unchanged\n"
    assert json.loads(process("ask", "--json", "Claim 4711 about the harbour").out)["results"]


def test_good_rows_alone_and_the_others_in_a_file(terminal: Terminal, tmp_path: Path) -> None:
    """The dry run says the same; what was refused comes back with its reasons, to be mended."""
    file, rest = tmp_path / "a.csv", tmp_path / "rest.csv"
    file.write_text("claim,outlet\nIt rains.,Post\n,Post\nIt snows.,\n")
    dry = terminal("import", file, "--dry-run", "--skip-refused", "--refused", rest)
    assert (dry.code, dry.out.count("rejected:")) == (0, 2)
    ran = terminal("import", file, "--skip-refused", "--refused", rest)
    assert ran.out == "1 new, 0 changed, 0 unchanged, 2 rejected\n"
    assert rest.read_text().splitlines() == [
        "refused,claim,outlet",
        "claim: a claim needs a text,,Post",
        "outlet: a fact needs at least one source,It snows.,",
    ]
    rest.write_text(rest.read_text().replace("snows.,", "snows.,Herald").replace(",,", ",Hail.,"))
    assert terminal("import", rest).out == "2 new, 0 changed, 0 unchanged\n"


def test_what_is_unclear_is_settled_by_an_option(terminal: Terminal, tmp_path: Path) -> None:
    """The refusal says which, all at once."""
    file = tmp_path / "a.csv"
    file.write_text("claim,date,outlet,shoe size\nIt rains.,04/05/2020,Post,43\n")
    ran = terminal("import", file)
    assert ran.code == 2
    assert "--date-is claim" in ran.err
    assert "--leave-out" in ran.err
    ran = terminal("import", file, "--date-is", "claim", "--leave-out")
    assert "--dates day-first" in ran.err
    settled = ("--date-is", "claim", "--leave-out", "--dates", "day-first")
    assert terminal("import", file, *settled).out == "1 new, 0 changed, 0 unchanged\n"
    assert "4 May 2020" in terminal("ask", "it rains").out


def test_what_was_changed_to_fit_is_told(terminal: Terminal, tmp_path: Path) -> None:
    """Before and after."""
    file = tmp_path / "a.json"
    file.write_text(json.dumps(REVIEW | {"inLanguage": "English"}))
    note = 'review 1, sources[0].language: "English" is kept as en'
    assert f"to fit: {note}" in terminal("import", file, "--dry-run").out
    assert f"- {note}" in terminal("import", file).out


def test_a_template_is_a_table_that_can_be_imported(terminal: Terminal, tmp_path: Path) -> None:
    """As it is printed."""
    file = tmp_path / "template.csv"
    file.write_text(terminal("import", "--template", "csv").out)
    assert terminal("import", file).out == "1 new, 0 changed, 0 unchanged\n"
    assert terminal("import").code == 2


def test_a_rating_of_others_stands_where_the_status_stands(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Theirs, with their name; the link of the review finds the fact in every spelling."""
    file = tmp_path / "a.json"
    file.write_text(json.dumps(REVIEW))
    terminal("import", file)
    for link in (
        "check.example/flat",
        "http://www.check.example/flat/?utm_source=x#top",
        "https://web.archive.org/web/2020/https://check.example/flat",
    ):
        ran = terminal("ask", link)
        assert ran.code == 0
        assert "Rated False by Example Check" in ran.out
        assert "NO RESPONSE ON RECORD" not in ran.out
