"""Writing the interchange form, in one way only: equal facts become equal bytes."""

import json
from typing import Any

from facts.model import FactDraft

_CONTENT = frozenset(FactDraft.model_fields)


def fact_line(fact: FactDraft) -> str:
    """The fact as one line, without the line's end. What the store adds to a draft is left out."""
    return json.dumps(fact_record(fact), ensure_ascii=False)


def fact_record(fact: FactDraft) -> dict[str, Any]:
    """The fact as JSON values: fields in the model's order, the empty ones left out."""
    record: dict[str, Any] = _without_empty(fact.model_dump(mode="json", include=set(_CONTENT)))
    claim = record["claim"]
    if claim.get("speaker", {}).keys() == {"name"}:
        claim["speaker"] = claim["speaker"]["name"]
    if claim.keys() == {"text"}:
        record["claim"] = claim["text"]
    return record


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_empty(part) for name, part in value.items() if part not in (None, [])
        }
    if isinstance(value, list):
        return [_without_empty(part) for part in value]
    return value
