"""``calibrate``: what each setting of strictness makes of a desk's own questions."""

import json
from pathlib import Path

from facts.terminal import exit_codes
from tests.facts.terminal.conftest import Terminal


def test_what_each_setting_makes_of_the_questions(terminal: Terminal, tmp_path: Path) -> None:
    """A question with its fact is found, and one that nothing answers is correctly refused."""
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"text": "nice note", "fact": "1"}\n{"text": "best pizza in rome", "fact": null}\n'
    )

    told = terminal("calibrate", questions, "--json")

    assert told.code == exit_codes.DONE
    outcomes = {outcome["strictness"]: outcome for outcome in json.loads(told.out)}
    assert set(outcomes) == {"strict", "normal", "lax"}
    assert (outcomes["normal"]["found"], outcomes["normal"]["refused"]) == (1, 1)
    assert "correctly" in terminal("calibrate", questions).out


def test_a_line_that_is_no_question_is_named(terminal: Terminal, tmp_path: Path) -> None:
    """Nothing is asked before all lines are right."""
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"text": "nice note", "fact": "1"}\n{"text": "nice note"}\n')

    told = terminal("calibrate", questions)

    assert told.code == exit_codes.REFUSED
    assert "2" in told.err
    assert "fact" in told.err
