"""Autocompletion: the facts that a question still being typed may become."""

from collections.abc import Mapping, Sequence

from facts.matching.index.indexed_facts import Brief
from facts.matching.index.question import Question, QuestionReader, Term
from facts.matching.text.analysis import words

_MOST_TYPED = 200
# Offered: facts holding at least this share of what the best one holds of the typed words.
_NEARLY = 0.75


def unfinished_question(typed: str, reader: QuestionReader) -> Question:
    """The ``typed`` words; the last is treated as a prefix unless a space follows it."""
    typed = typed[:_MOST_TYPED]
    question = reader.read(typed)
    found = words(typed)
    if not found or typed[-1:].isspace():
        return question
    last = next((term for term in reversed(question.terms) if term.word == found[-1]), None)
    if last is None:
        last = Term(found[-1], found[-1], idf=1.0)
        question = Question((*question.terms, last), passage=False, sentence=False)
    for number in reader.fuzzy.starting_with(found[-1]):
        last.may_mean(number, 1.0)
    return question


def best_completions(
    unfinished: Question,
    candidates: Sequence[tuple[Brief, float]],
    asked: Mapping[int, int],
    limit: int,
) -> tuple[int, ...]:
    """The ids of the facts to offer, best first.

    Sorted by how much of the typed words they hold, then claims that begin with them, then how
    often a fact was ``asked`` for, then most recent.
    """
    if not candidates:
        return ()
    last = unfinished.terms[-1].near
    floor = _NEARLY * max(weight for _, weight in candidates)

    def place(item: tuple[Brief, float]) -> tuple[float, bool, int, float]:
        brief, weight = item
        held = -round(weight, 3)
        return held, brief.opening not in last, -asked.get(brief.fact_id, 0), -brief.changed

    fitting = sorted((item for item in candidates if item[1] >= floor), key=place)
    return tuple(brief.fact_id for brief, _ in fitting[:limit])
