"""Checking a whole store: its files line by line, then the facts and changes against each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from facts.model import Change, Fact
from facts.store.contents import CHANGES, FACTS, MERGED, Contents
from facts.store.journal import checking, records
from facts.store.journal.checking import Finding, Repair
from facts.store.journal.recovery import recover
from facts.store.journal.tables import Tables

_Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """How many facts and changes there are, and what is not as it should be."""

    facts: int
    changes: int
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether the store can be opened."""
        return not any(finding.harmful for finding in self.findings)


def check(folder: Path, progress: _Progress = lambda _done, _total: None) -> Report:
    """Read every line of the store in ``folder``, which may be in use; changes nothing.

    Raises StoreUnavailable when there is no store.
    """
    findings = checking.look_over(folder)
    if any(finding.harmful for finding in findings):
        return Report(0, 0, findings)
    tables = recover(folder).tables
    facts, changes = len(tables.lines(FACTS)), len(tables.lines(CHANGES))
    odd = tuple(Finding(sentence) for sentence in _oddities(tables, progress))
    return Report(facts, changes, findings + odd)


def repair(folder: Path) -> Repair:
    """Make a damaged store usable with all that is sound in it, and keep a copy of its files.

    Raises StoreUnavailable when it is in use, or of a newer format.
    """
    return checking.repair(folder)


def _oddities(tables: Tables, progress: _Progress) -> Iterator[str]:
    yield from _broken_facts(tables, progress)
    numbers = sorted(map(int, tables.lines(CHANGES)))
    missing = set(range(1, numbers[-1] + 1 if numbers else 1)).difference(numbers)
    yield from (f"Change {number} is missing from the log." for number in sorted(missing))
    contents = Contents(tables)
    for fact_id in range(1, contents.last_id + 1):
        yield from _broken_history(fact_id, contents.history(fact_id), contents.get(fact_id))


def _broken_facts(tables: Tables, progress: _Progress) -> Iterator[str]:
    lines = {**tables.lines(FACTS), **tables.lines(MERGED)}
    for done, (fact_id, line) in enumerate(lines.items(), start=1):
        try:
            fact = Fact.model_validate_json(records.document(line))
        except ValidationError as error:
            yield f"Fact {fact_id} is not as facts are now: {error.errors()[0]['msg']}."
            continue
        if str(fact.id) != fact_id:
            yield f"Fact {fact_id} says that it is fact {fact.id}."
        progress(done, len(lines))


def _broken_history(fact_id: int, changes: tuple[Change, ...], now: Fact | None) -> Iterator[str]:
    if not changes:
        if now is not None:
            yield f"Fact {fact_id} is in no change of the log."
        return
    revisions = [change.revision for change in changes]
    if revisions != list(range(1, len(revisions) + 1)):
        yield f"Fact {fact_id} has the revisions {revisions} in the log."
    last = changes[-1].revision if now is None else now.revision
    if last != revisions[-1]:
        yield f"Fact {fact_id} is at revision {last}, and the log ends at {revisions[-1]}."
