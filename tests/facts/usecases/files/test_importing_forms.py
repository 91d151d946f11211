"""Importing in every form: all or nothing, twice is once, and a dry run that says what would be."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from facts.interchange.file_forms import FileForm, write_form
from facts.interchange.problems import BadLines
from facts.model import HOME, FactDraft
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.files.exporting import Exporting
from facts.usecases.files.importing import Imported, Importing
from tests.facts.interchange.tables.spreadsheets import spreadsheet
from tests.memory_store import MemoryStore

FACT = {
    "ref": "r1",
    "claim": {"text": "A nice note", "speaker": "Donald Trump"},
    "responses": [{"stance": "denies", "role": "press chief"}],
    "sources": [{"outlet": "Reuters", "url": "https://r.example/1"}],
}
ANSWER: dict[str, Any] = {
    "claims": [{"text": "A nice note", "claimReview": [{"url": "https://check.example/1"}]}]
}


def file(form: FileForm, text: str = "A nice note") -> bytes:
    """A file with one fact."""
    if form is FileForm.SPREADSHEET:
        return spreadsheet([["ref", "claim", "outlet"], ["r1", text, "Reuters"]])
    if form is FileForm.CLAIMS_SEARCH:
        return json.dumps(ANSWER).replace("A nice note", text).encode()
    draft = FactDraft.model_validate(FACT | {"claim": FACT["claim"] | {"text": text}})  # type: ignore[operator]
    return "\n".join(write_form([draft], form)).encode()


@pytest.mark.parametrize("form", FileForm)
async def test_the_same_file_twice_changes_nothing(form: FileForm) -> None:
    """In no form; another text under the same reference changes the fact."""
    importing = Importing(MemoryStore())
    results = [
        await importing.run(file(form, text), editor="test", form=form)
        for text in ("A nice note", "A nice note", "A note")
    ]
    assert results == [Imported(new=1), Imported(unchanged=1), Imported(changed=1)]


@pytest.mark.parametrize("form", [FileForm.JSON_LINES, FileForm.CSV])
async def test_export_import_export_gives_the_same_bytes(form: FileForm) -> None:
    """Through a store that was empty."""
    first = MemoryStore()
    await Importing(first).run(file(FileForm.JSON_LINES), editor="test")
    files = []
    for store in (first, MemoryStore()):
        if files:
            await Importing(store).run(files[0], editor="test", form=form)
        facts = [fact async for fact in Exporting(store).facts()]
        files.append("\n".join(write_form(facts, form)).encode())
    assert files[0] == files[1]


async def test_a_dry_run_says_what_each_line_would_do() -> None:
    """New, changed with the parts, unchanged and refused, each by its number; nothing is done."""
    store = MemoryStore()
    importing = Importing(store)
    same = FACT | {"ref": "r2"}
    content = "\n".join(json.dumps(fact) for fact in (FACT, same)).encode()
    await importing.run(content, editor="test")
    changed = FACT | {"claim": "Another note", "topics": ["letters"]}
    lines = [changed, same, FACT | {"ref": "r3"}, FACT | {"ref": "r4", "sources": []}]
    content = "\n".join(json.dumps(fact) for fact in lines).encode()
    async with importing.open(content) as opened:
        outcomes = [outcome async for outcome in opened.outcomes()]
        problems = list(map(str, opened.problems))
    assert [(o.number, o.changes and o.changes.id, o.parts) for o in outcomes[:2]] == [
        (1, 1, ("claim", "topics")),
        (2, None, ()),
    ]
    assert outcomes[2].changes is None
    assert "claim" in outcomes[2].parts
    assert problems == ["line 4, sources: a fact needs at least one source"]
    with pytest.raises(BadLines):
        await importing.run(content, editor="test")
    assert await store.last_change() == 2
    assert await store.count([HOME]) == 2


@pytest.mark.parametrize("form", [FileForm.JSON_LINES, FileForm.CSV])
async def test_memory_does_not_grow_with_the_file(form: FileForm, tmp_path: Path) -> None:
    """Six times the rows, new and then known, take as much memory."""
    drafts = [
        FactDraft.model_validate(
            {
                "claim": f"Claim number {n} about the harbour",
                "sources": [{"outlet": "Post", "url": f"https://post.example/{n}"}],
            }
        )
        for n in range(3000)
    ]
    store = await TinyDBStore.open(tmp_path)
    peaks = []
    for rows in (500, 3000):
        content = "\n".join(write_form(drafts[:rows], form)).encode()
        tracemalloc.start()
        done = await Importing(store).run(content, editor="test", form=form)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert done == Imported(new=500) or done == Imported(new=2500, unchanged=500)
    await store.close()
    assert peaks[1] < peaks[0] + 1_000_000
