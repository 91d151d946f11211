"""A desk sees what each setting of strictness makes of its own questions."""

import json

import pytest

from facts.interchange.problems import BadLines
from facts.matching.decision.thresholds import Strictness
from facts.model import visible_desks
from facts.terminal.commands.calibrate import read_labelled
from facts.usecases.questions.calibrating import LabelledQuestion
from facts.wiring import Library

_QUESTIONS = (
    LabelledQuestion("nice note", frozenset({"starter/nice-note"})),
    LabelledQuestion("nice note", frozenset({"starter/hackers-warning"})),
    LabelledQuestion("nice note ballpoint", frozenset({"starter/nice-note"})),
    LabelledQuestion("best pizza", frozenset({"starter/nice-note"})),
    LabelledQuestion("best pizza", frozenset()),
    LabelledQuestion("coal exports", frozenset()),
)


async def test_each_setting_is_counted(library: Library) -> None:
    """Found, wrong, missed, rightly refused and wrongly answered add up to what was asked."""
    outcomes = await library.calibrating.calibrate(_QUESTIONS, visible_desks(None))
    assert [outcome.strictness for outcome in outcomes] == list(Strictness)
    for outcome in outcomes:
        assert outcome.found + outcome.wrong + outcome.unsure + outcome.missed == 4
        assert (outcome.refused, outcome.false) == (1, 1)
        assert outcome.found >= 1
        assert outcome.wrong == 1


async def test_a_laxer_setting_finds_no_less(library: Library) -> None:
    """And refuses no more."""
    outcomes = await library.calibrating.calibrate(_QUESTIONS, visible_desks(None))
    found = [outcome.found for outcome in outcomes]
    assert found == sorted(found)


def test_labelled_questions_are_read() -> None:
    """An id, a reference, several, or none."""
    lines = [
        {"text": "a", "fact": 12},
        {"text": "b", "fact": "ref"},
        {"text": "c", "fact": [1, "x"]},
        {"text": "d", "fact": None},
    ]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    assert [question.answers for question in read_labelled(content)] == [
        {"12"},
        {"ref"},
        {"1", "x"},
        set(),
    ]


@pytest.mark.parametrize(
    "line", ['{"fact": 1}', '{"text": "a"}', '{"text": "a", "fact": true}', "x"]
)
def test_what_is_no_labelled_question_is_refused(line: str) -> None:
    """By the number of its line."""
    with pytest.raises(BadLines, match="1"):
        read_labelled(line.encode())
