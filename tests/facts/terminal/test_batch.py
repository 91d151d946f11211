"""``ask --batch``: many questions, one line each."""

import json
from pathlib import Path

import pytest

from tests.facts.terminal.conftest import Terminal


def questions(*texts: str) -> str:
    """A file of questions, with more fields than are read."""
    return "\n".join(
        json.dumps({"id": f"q{number}", "text": text, "kind": "x"})
        for number, text in enumerate(texts)
    )


def test_each_question_gets_a_line_in_its_order(terminal: Terminal, tmp_path: Path) -> None:
    """Decision and results, best first, by ref where there is one, else by id."""
    facts, file = tmp_path / "facts.jsonl", tmp_path / "q.jsonl"
    facts.write_text('{"claim": "Giraffes are hollow.", "sources": [{"outlet": "o"}]}')
    terminal("import", facts)
    file.write_text(questions("nice note", "hollow giraffes", "best pizza", "dprk covid"))
    ran = terminal("ask", "--batch", file, "--jsonl")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [answer["id"] for answer in answers] == ["q0", "q1", "q2", "q3"]
    assert [answer["decision"] for answer in answers] == ["found", "found", "not_found", "found"]
    assert answers[0]["results"][0][0] == "starter/nice-note"
    assert answers[1]["results"][0][0].isdigit()
    for answer in answers:
        assert answer.keys() == {"id", "decision", "results"}
        scores = [score for _, score in answer["results"]]
        assert len(scores) <= 5
        assert scores == sorted(scores, reverse=True)


def test_candidates_are_given_whatever_the_decision(terminal: Terminal, tmp_path: Path) -> None:
    """A refused question still shows what was nearest, for checking the refusal."""
    file = tmp_path / "q.jsonl"
    file.write_text(questions("kim putin pizza recipe zoo"))
    (line,) = terminal("ask", "--batch", file, "--jsonl").out.splitlines()
    answer = json.loads(line)
    assert answer["decision"] == "not_found"
    assert 1 <= len(answer["results"]) <= 5


def test_questions_that_cannot_be_looked_up_are_not_found(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Emoji, nothing at all, or the number of a fact that is not there."""
    file = tmp_path / "q.jsonl"
    file.write_text(questions("", "🤔", "#99999", "@everyone"))
    ran = terminal("ask", "--batch", file, "--jsonl")
    assert [json.loads(line)["decision"] for line in ran.out.splitlines()] == ["not_found"] * 4


def test_ids_come_back_as_they_were(terminal: Terminal, tmp_path: Path) -> None:
    """Numbers, other scripts, and text that no encoding can write."""
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 7, "text": "x"}\n{"id": "é\\ud800\\n", "text": "x"}', "utf-8")
    ran = terminal("ask", "--batch", file, "--jsonl")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [7, "é\ud800\n"]


def test_bad_lines_are_named_and_nothing_is_asked(terminal: Terminal, tmp_path: Path) -> None:
    """All of them, before a single answer is written."""
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 1, "text": "nice note"}\n{"text": 3}\n\n{"id": true, "text": "x"}\n[')
    ran = terminal("ask", "--batch", file, "--jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "Nothing was done, because the file has 4 problems:",
        "- line 2, id: a question needs an id, text or a whole number",
        "- line 2, text: a question needs a text, in quotation marks",
        "- line 4, id: a question needs an id, text or a whole number",
        "- line 5: this isn’t JSON: Expecting value at character 2",
    ]


def test_standard_input_will_do(process: Terminal) -> None:
    """So that it can stand in a pipe."""
    ran = process("ask", "--batch", "-", "--jsonl", stdin=questions("nice note").encode())
    assert json.loads(ran.out)["decision"] == "found"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--batch", "-"),
        ("--batch", "-", "--jsonl", "nice note"),
        ("--batch", "-", "--jsonl", "--json"),
        ("--jsonl", "nice note"),
        (),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    terminal: Terminal, arguments: tuple[str, ...]
) -> None:
    """With a sentence, exit code 2."""
    ran = terminal("ask", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: " in ran.err
