"""``show`` and ``topics``."""

import json
from pathlib import Path

import pytest

from tests.facts.terminal.conftest import Terminal

WHOLE = {
    "claim": {"text": "It rains in Genoa.", "venue": "a kitchen", "via": "radio", "date": "2020"},
    "responses": [
        {"stance": "confirms", "by": "B", "text": "Said so.\nTwice."},
        {"stance": "declines", "by": "C"},
        {"stance": "denies", "by": "A", "quote": "No rain", "sources": [1]},
    ],
    "sources": [
        {
            "outlet": "Il Tempo",
            "language": "it",
            "url": "https://example.org/a",
            "archived_url": "https://archive.example/a",
            "quotes": [{"of": "claim", "text": "piove"}],
        }
    ],
    "topics": ["Weather"],
    "verdict": {"label": "half true", "explanation": "It did, a little.", "date": "2020-05"},
}


@pytest.fixture
def stored(terminal: Terminal, tmp_path: Path) -> str:
    """The id of a fact that has everything."""
    file = tmp_path / "facts.jsonl"
    file.write_text(json.dumps(WHOLE))
    assert terminal("import", file).code == 0
    return json.loads(terminal("ask", "--json", "rain genoa").out)["results"][0]["id"]


def test_a_fact_is_shown_whole(terminal: Terminal, stored: str) -> None:
    """Denials first, links and archived copies, the finding apart from all responses."""
    ran = terminal("show", stored)
    assert ran.code == 0
    shown = ran.out.splitlines()
    assert shown[1] == "DISPUTED: denied by A, confirmed by B"
    assert [shown[0], shown[2]] == ["It rains in Genoa.", "at a kitchen, via radio, 2020"]
    responses = [line for line in shown[2:] if line.endswith((" A [1]", " B", " C"))]
    assert responses == ["Denied by A [1]", "Confirmed by B", "No comment from C"]
    assert "  Said so.\n  Twice.\n" in ran.out
    assert (
        "[1] Il Tempo, in Italian\n"
        "    https://example.org/a\n"
        "    archived copy: https://archive.example/a\n"
    ) in ran.out
    finding = "The newsroom’s finding\nhalf true, May 2020\nIt did, a little.\n"
    assert finding in ran.out
    assert "topics: Weather" in ran.out


def test_ids_are_taken_as_they_are_printed(terminal: Terminal, stored: str) -> None:
    """A number, with a sharp, or with the revision of a citation."""
    shown = terminal("show", stored).out
    assert terminal("show", f"#{stored}").out == shown
    assert terminal("show", f"{stored}.1").out == shown


def test_an_id_that_is_not_there_is_not_found(terminal: Terminal) -> None:
    """Exit code 1; what is no id at all is a wrong command line."""
    assert terminal("show", "99999").code == 1
    for wrong in ("nice", "-1", "1" * 30):
        ran = terminal("show", wrong)
        assert (ran.code, ran.out) == (2, "")


def test_show_as_json_gives_the_interchange_form(terminal: Terminal, stored: str) -> None:
    """With what the store knows beside it."""
    record = json.loads(terminal("show", "--json", stored).out)
    assert record["fact"]["verdict"] == WHOLE["verdict"]
    assert record["desk"] == "home"
    assert record["changed_at"].endswith("+00:00")


def test_topics_are_counted_the_largest_first(terminal: Terminal) -> None:
    """Of what a reader sees."""
    ran = terminal("topics")
    counts = [int(line.split()[0]) for line in ran.out.splitlines()]
    assert counts == sorted(counts, reverse=True)
    assert " North Korea\n" in ran.out
    terminal("starter", "remove", "--yes")
    assert terminal("topics").out == "No facts have a topic.\n"


def test_a_retracted_fact_says_so_above_all_else(terminal: Terminal, tmp_path: Path) -> None:
    """With the day and the reason, where it is shown, asked for, and read by a program."""
    file = tmp_path / "facts.jsonl"
    retraction = {"on": "2020-06-02", "reason": "Another town was meant."}
    file.write_text(json.dumps(WHOLE | {"retraction": retraction}))
    assert terminal("import", file).code == 0
    ran = terminal("ask", "rain genoa")
    assert ran.code == 0
    assert ran.out.startswith(
        "RETRACTED by the newsroom on 2 June 2020: Another town was meant.\n\n"
        "It rains in Genoa.\nat a kitchen"
    )
    (result,) = json.loads(terminal("ask", "--json", "rain genoa").out)["results"]
    assert (result["retracted"], result["standing"]) == (True, "disputed")
    assert result["fact"]["retraction"] == retraction
