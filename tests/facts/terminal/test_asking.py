"""``ask``: the answer in the terminal, its dresses and its exit codes."""

import json
import os
import pty
import re
import sys
from pathlib import Path

import pytest

from facts.starter import starter_content
from tests.facts.terminal.conftest import ROOT, Terminal


def test_the_nice_note_is_answered_with_everything_on_record(terminal: Terminal) -> None:
    """Claim, standing in words, who said it when and where, the denial, numbered sources."""
    ran = terminal("ask", "nice", "note")
    assert ran.code == 0
    assert ran.out.startswith(
        "Kim Jong Un recently sent Donald Trump a “nice note”.\n"
        "DENIED by North Korea's Foreign Ministry\n"
        "Claimed by Donald Trump, President of the United States, at the coronavirus briefing, "
        "18 April 2020\n"
        "  “I received a nice note from him recently."
    )
    assert (
        "Denied by an unnamed press chief of the Foreign Ministry, for North Korea's Foreign "
        "Ministry, via KCNA, 19 April 2020 [1] [2]\n"
    ) in ran.out
    assert (
        "  “Our Supreme Leadership in recent days never sent the US president any lett" in ran.out
    )
    assert "[2] Unattributed article (no outlet, author, date or link)\n" in ran.out
    assert "“should it” instead of “it should”" in ran.out
    assert re.search(r"Claim 1\.1-[0-9a-z]{6} · desk starter", ran.out)
    assert ran.err == ""


def test_what_is_not_on_record_is_said_to_be_neither_true_nor_false(terminal: Terminal) -> None:
    """And is exit code 1."""
    ran = terminal("ask", "best pizza")
    assert ran.code == 1
    assert "We have nothing on this claim yet" in ran.out
    assert "doesn’t mean it’s true or false" in ran.out


def test_several_candidates_are_offered_and_none_is_the_answer(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Exit code 3; each with its id and what tells it apart."""
    file = tmp_path / "facts.jsonl"
    claims = ["The mayor of Springfield resigned in 2016.", "The mayor of Springfield cycles."]
    file.write_text(
        "".join(json.dumps({"claim": c, "sources": [{"outlet": "o"}]}) + "\n" for c in claims)
    )
    assert terminal("import", file).code == 0
    ran = terminal("ask", "mayor of springfield resigned 2018")
    assert ran.code == 3
    assert "Which of these do you mean?" in ran.out
    assert claims[0] in ran.out
    assert " · NO RESPONSE ON RECORD" in ran.out


def test_a_fact_is_asked_for_by_its_number(terminal: Terminal) -> None:
    """One that is not there is not found."""
    assert "nice note" in terminal("ask", "#1").out
    ran = terminal("ask", "#999")
    assert (ran.code, ran.out) == (1, "")
    assert "There’s no claim #999" in ran.err


@pytest.mark.parametrize("question", ["", "   ", "🤔🤔", "\u200b\u202e", "?!…", "\x1b[31m\x00"[:1]])
def test_a_question_without_a_word_is_refused_with_a_sentence(
    terminal: Terminal, question: str
) -> None:
    """Exit code 2, nothing on standard output."""
    ran = terminal("ask", question)
    assert (ran.code, ran.out) == (2, "")
    assert "no word in that" in ran.err


@pytest.mark.parametrize(
    "question",
    ["x" * 6000, "nice note " * 600, "@everyone <@1> **x** https://e.org", "ع" * 500, "\ud800 x"],
)
def test_awkward_questions_get_an_answer(terminal: Terminal, question: str) -> None:
    """Of whatever kind: no traceback."""
    ran = terminal("ask", question)
    assert ran.code in (0, 1, 3)
    assert "Traceback" not in ran.err


def test_explain_shows_which_words_met_which(terminal: Terminal) -> None:
    """What was missing, and the score that decided."""
    ran = terminal("ask", "--explain", "nice notte")
    assert "“nice” met " in ran.out
    assert "“notte” met “note”" in ran.out
    assert "score " in ran.out
    assert "not mentioned: " in terminal("ask", "--explain", "kim wrote to putin").out


def test_json_holds_the_answer_and_the_fact(terminal: Terminal) -> None:
    """For programs: the decision, the facts in the interchange format, the scores."""
    ran = terminal("ask", "--json", "nice note")
    answer = json.loads(ran.out)
    assert answer["decision"] == "found"
    first = answer["results"][0]
    assert first["fact"]["ref"] == "starter/nice-note"
    assert first["standing"] == "denied"
    assert first["score"] >= answer["results"][-1]["score"]
    assert {"id", "revision", "desk", "changed_at", "matched", "missing"} <= first.keys()
    nothing = json.loads(terminal("ask", "--json", "best pizza").out)
    assert (nothing["decision"], nothing["results"]) == ("not_found", [])


def test_a_reader_of_a_desk_sees_its_facts_and_others_do_not(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Beside those of home and the starter facts."""
    file = tmp_path / "facts.jsonl"
    file.write_text('{"claim": "Giraffes are hollow.", "sources": [{"outlet": "o"}]}')
    assert terminal("import", "--desk", "77", file).code == 0
    assert terminal("ask", "hollow giraffes").code == 1
    assert terminal("ask", "--desk", "77", "hollow giraffes").code == 0
    assert terminal("ask", "--desk", "77", "nice note").code == 0


def test_markup_and_escapes_in_facts_mean_nothing(terminal: Terminal, tmp_path: Path) -> None:
    """A fact is printed as text, in a terminal too."""
    claim = "[bold red]Zebras[/] :smile: [link=http://x]glow[/link]"
    file = tmp_path / "facts.jsonl"
    file.write_text(json.dumps({"claim": claim + " \x1b[31m\x07", "sources": [{"outlet": "[/]"}]}))
    assert terminal("import", file).code == 0
    imported = str(len(starter_content().splitlines()) + 1)
    plain = terminal("show", imported).out
    assert claim in plain
    assert "\x1b" not in plain
    seen = on_a_terminal("show", imported)
    assert "[bold red]Zebras[/] :smile:" in seen
    assert "\x1b[31m" not in seen


def test_a_terminal_gets_emphasis_and_a_pipe_does_not(terminal: Terminal) -> None:
    """The words are the same."""
    seen = on_a_terminal("ask", "nice", "note")
    assert "\x1b[1m" in seen
    assert "DENIED" in seen
    assert "\x1b" not in terminal("ask", "nice", "note").out


def on_a_terminal(*arguments: str) -> str:
    """What a command prints when a person looks at it."""
    child, screen = pty.fork()
    if child == 0:
        os.environ |= {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "200"}
        os.execv(sys.executable, [sys.executable, "-m", "facts", *arguments])  # noqa: S606  ours
    seen = b""
    while chunk := _read(screen):
        seen += chunk
    os.close(screen)
    os.waitpid(child, 0)
    return seen.decode()


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 65536)
    except OSError:  # how Linux tells that the other end is closed
        return b""
