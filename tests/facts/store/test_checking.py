"""Checking a store's facts and changes against each other, and reading them back unjudged."""

from pathlib import Path

from hypothesis import given, settings

from facts.model import HOME, Fact, FactDraft
from facts.store.checking import check
from facts.store.journal import records
from facts.store.journal.volume import Volume
from facts.store.protocol import Add, Edit, Remove
from facts.store.tiny import TinyStore
from facts.store.trusted import from_json, to_json
from tests.strategies import facts

NOTE = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})


async def fill(folder: Path) -> None:
    """Two facts, one of them removed, in four changes."""
    store = await TinyStore.open(folder)
    await store.apply([Add(HOME, NOTE), Add(HOME, NOTE)], editor="ana")
    await store.apply([Edit(1, 1, NOTE), Remove(2, 1)], editor="ana")
    await store.close()


def write(folder: Path, *steps: records.Record) -> None:
    """Change the store's tables behind its back."""
    volume = Volume.open(folder)
    volume.append(steps)
    volume.close()


async def test_a_sound_store_has_no_findings(tmp_path: Path) -> None:
    """And is counted."""
    await fill(tmp_path)
    report = check(tmp_path)
    assert (report.facts, report.changes, report.findings, report.usable) == (1, 4, (), True)


async def test_facts_and_changes_that_disagree_are_found(tmp_path: Path) -> None:
    """A change that is missing, and a fact that is no fact, with their numbers."""
    await fill(tmp_path)
    write(tmp_path, records.gone("changes", "1"), records.put("facts", "1", b'{"id":1}'))
    sentences = [finding.sentence for finding in check(tmp_path).findings]
    assert sentences[0].startswith("Fact 1 is not as facts are now: ")
    assert "Change 1 is missing from the log." in sentences
    assert "Fact 1 has the revisions [2] in the log." in sentences


async def test_a_fact_without_history_is_found(tmp_path: Path) -> None:
    """One that is at another revision than the log says, too."""
    await fill(tmp_path)
    fact = Fact.model_validate(
        NOTE.model_dump()
        | {"id": 2, "desk": HOME, "revision": 7}
        | dict.fromkeys(("created_at", "changed_at"), "2020-04-18T00:00:00Z")
    )
    write(tmp_path, records.put("facts", "2", to_json(fact)))
    assert [finding.sentence for finding in check(tmp_path).findings] == [
        "Fact 2 is at revision 7, and the log ends at 2."
    ]


@settings(max_examples=60)
@given(facts)
def test_a_fact_is_read_back_as_it_was_written(fact: Fact) -> None:
    """The same object as the judging reader makes, without the judging."""
    text = to_json(fact)
    assert from_json(Fact, text) == fact == Fact.model_validate_json(text)
    assert from_json(Fact, text).model_dump_json() == fact.model_dump_json()
