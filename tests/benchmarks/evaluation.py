"""The evaluation sets: questions with the claims that answer them, kept beside the checkout.

They are found through NICENOTE_EVAL and are never part of the project; what needs them is skipped
where they are absent.
"""

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from facts.model import HOME, Fact

ROOT = Path(__file__).parents[2]
SETS = ("short", "posts-test", "posts-dev", "posts-train")
_STORED = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST_CLAIM, _LONGEST_HEADLINE = 1000, 300


def folder() -> Path | None:
    """Where the sets lie, or None."""
    told = os.environ.get("NICENOTE_EVAL")
    place = Path(told) if told else ROOT.parent.joinpath("shared", "eval")
    return place if (place / "score.py").is_file() else None


def scorer(place: Path) -> ModuleType:
    """The sets' own scorer."""
    spec = importlib.util.spec_from_file_location("evaluation_scorer", place / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def corpus(place: Path, name: str) -> Iterator[Fact]:
    """The facts that the questions of a set are asked of, the title as their source's headline."""
    described = json.loads((place / name / "set.json").read_text(encoding="utf-8"))
    with gzip.open(place / described["corpus"], "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield _fact(number, json.loads(line))


def _fact(number: int, entry: dict[str, Any]) -> Fact:
    source = {"outlet": "Snopes"}
    if entry["title"].strip():
        source["headline"] = entry["title"][:_LONGEST_HEADLINE]
    return Fact.model_validate(
        {
            "id": number,
            "desk": HOME,
            "revision": 1,
            "created_at": _STORED,
            "changed_at": _STORED,
            "ref": entry["id"],
            "claim": entry["claim"][:_LONGEST_CLAIM],
            "sources": [source],
        }
    )
