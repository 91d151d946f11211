"""The starter facts by their ref, and the articles where they are at hand."""

import os
from pathlib import Path

import pytest

from facts.interchange.file_formats import FileFormat, read_facts
from facts.model import FactDraft
from facts.starter import starter_content


@pytest.fixture(scope="session")
def starter() -> dict[str, FactDraft]:
    """Every starter fact by its ref, without ``starter/``."""
    drafts = [line.draft for line in read_facts(starter_content(), FileFormat.JSON_LINES)]
    return {str(draft.ref).removeprefix("starter/"): draft for draft in drafts if draft}


@pytest.fixture(scope="session")
def articles() -> list[str]:
    """The texts of the articles; the test is skipped where they are not."""
    root = Path(__file__).parents[4]
    folder = Path(os.environ.get("NICENOTE_SEEDS") or root / "shared" / "seeds")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        pytest.skip("the articles are not here")
    return texts
