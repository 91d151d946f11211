"""Answers as JSON for programs. The format is documented in docs/terminal.md."""

from typing import Any

from facts.interchange.file_formats import fact_record
from facts.model import Fact
from facts.usecases.questions.answers import Answer, Found, Match, NotFound

RESULTS_SHOWN = 5


def stored_record(fact: Fact) -> dict[str, Any]:
    """A stored fact: the store's fields, and its interchange format."""
    return {
        "id": fact.id,
        "revision": fact.revision,
        "desk": fact.desk,
        "standing": fact.standing.value,
        "retracted": fact.retraction is not None,
        "created_at": fact.created_at.isoformat(),
        "changed_at": fact.changed_at.isoformat(),
        "fact": fact_record(fact),
    }


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer with its facts; refused candidates are left out."""
    record: dict[str, Any] = {"question": answer.question, "decision": answer.decision.value}
    if isinstance(answer, NotFound):
        return record | {"searched": answer.searched, "topics": list(answer.topics), "results": []}
    if isinstance(answer, Found):
        record["exact"] = answer.exact
    return record | {"results": [_result(match) for match in answer.best[:RESULTS_SHOWN]]}


def _result(match: Match) -> dict[str, Any]:
    return stored_record(match.fact) | {
        "score": round(match.confidence, 6),
        "matched": [
            {"asked": word.asked, "met": word.met, "weight": round(word.weight, 6)}
            for word in match.matched
        ],
        "missing": list(match.missing),
        "differences": list(match.differences),
    }
