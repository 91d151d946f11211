"""Importing in every format: all or nothing, twice is once, and a dry run that tells all."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from facts.interchange.file_formats import FileFormat, write_facts
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


def file(file_format: FileFormat, text: str = "A nice note") -> bytes:
    """A file with one fact."""
    if file_format is FileFormat.SPREADSHEET:
        return spreadsheet([["ref", "claim", "outlet"], ["r1", text, "Reuters"]])
    if file_format is FileFormat.CLAIMS_SEARCH:
        return json.dumps(ANSWER).replace("A nice note", text).encode()
    draft = FactDraft.model_validate(FACT | {"claim": FACT["claim"] | {"text": text}})  # type: ignore[operator]
    return "\n".join(write_facts([draft], file_format)).encode()


@pytest.mark.parametrize("file_format", FileFormat)
async def test_the_same_file_twice_changes_nothing(file_format: FileFormat) -> None:
    """In no format; another text under the same reference changes the fact."""
    importing = Importing(MemoryStore())
    results = [
        await importing.run(file(file_format, text), editor="test", file_format=file_format)
        for text in ("A nice note", "A nice note", "A note")
    ]
    assert results == [Imported(new=1), Imported(unchanged=1), Imported(changed=1)]


@pytest.mark.parametrize("file_format", [FileFormat.JSON_LINES, FileFormat.CSV])
async def test_export_import_export_gives_the_same_bytes(file_format: FileFormat) -> None:
    """Through a store that was empty."""
    first = MemoryStore()
    await Importing(first).run(file(FileFormat.JSON_LINES), editor="test")
    files = []
    for store in (first, MemoryStore()):
        if files:
            await Importing(store).run(files[0], editor="test", file_format=file_format)
        facts = [fact async for fact in Exporting(store).facts([HOME])]
        files.append("\n".join(write_facts(facts, file_format)).encode())
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


@pytest.mark.parametrize("file_format", [FileFormat.JSON_LINES, FileFormat.CSV])
async def test_memory_does_not_grow_with_the_file(file_format: FileFormat, tmp_path: Path) -> None:
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
        content = "\n".join(write_facts(drafts[:rows], file_format)).encode()
        tracemalloc.start()
        done = await Importing(store).run(content, editor="test", file_format=file_format)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert done == Imported(new=500) or done == Imported(new=2500, unchanged=500)
    await store.close()
    assert peaks[1] < peaks[0] + 1_000_000
