"""A JSON file that stock TinyDB wrote, with facts as its documents."""

from pathlib import Path

import pytest
from tinydb import TinyDB

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, fact_line, format_of, read_facts
from facts.model import HOME, FactDraft
from facts.store.protocol import Add
from tests.memory_store import MemoryStore

DRAFTS = [
    FactDraft.model_validate(
        {"ref": f"r{n}", "claim": f"Claim {n} é", "sources": [{"outlet": "Post"}], "topics": ["x"]}
    )
    for n in range(3)
]


async def test_documents_are_facts(tmp_path: Path) -> None:
    """Of whatever table; ids, revisions and times are the store's and are left out."""
    store = MemoryStore()
    await store.apply([Add(HOME, draft) for draft in DRAFTS[:2]], editor="ana")
    path = tmp_path / "db.json"
    with TinyDB(path, ensure_ascii=False, encoding="utf-8") as db:
        facts = [fact async for fact in store.facts()]
        dumped = [fact.model_dump(mode="json", exclude_defaults=True) for fact in facts]
        db.table("facts").insert_multiple(dumped)
        db.insert(DRAFTS[2].model_dump(mode="json", exclude_defaults=True))
        db.table("notes").insert({"text": "no fact"})
    content = path.read_bytes()
    lines = list(read_facts(content, format_of("db.json", content)))
    assert [line.problems for line in lines] == [()] * 3
    drafts = [line.draft for line in lines if line.draft]
    assert sorted(map(fact_line, drafts)) == sorted(map(fact_line, DRAFTS))


def test_what_is_wrong_is_named_by_document() -> None:
    """A claim without a source, and a file that was cut off."""
    content = b'{"_default": {"7": {"claim": "a", "sources": []}}}'
    (line,) = read_facts(content, FileFormat.JSON_LINES)
    assert "document 7, sources: a fact needs at least one source" in str(line.problems[0])
    with pytest.raises(UnreadableFile, match="can’t be read"):
        list(read_facts(content[:-9], FileFormat.JSON_LINES))


def test_a_line_is_not_taken_for_a_database() -> None:
    """However it begins."""
    content = b'{"claim": {"text": "a"}, "sources": [{"outlet": "o"}]}\n'
    (line,) = read_facts(content, FileFormat.JSON_LINES)
    assert line.draft is not None
