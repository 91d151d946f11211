"""Three-way merge of two changes to the same state, and undo of a single change."""

import re
from dataclasses import dataclass
from typing import Any

from facts.forms.content_record import Record, content_of, place
from facts.model import Change, Fact, FactContent, Refusal
from facts.revisions.part_keys import Keyed, keyed, numbered

_SETS = ("topics", "other_wordings", "corrections")
_POINTERS = ("sources", "quotes")
_KEY = re.compile(r"^(response|source) (\d+)")


@dataclass(frozen=True, slots=True)
class MergedChanges:
    """The merged record. ``both`` names the conflicts, where the version ``mine`` was taken."""

    record: Record
    both: tuple[str, ...]


def merge_changes(base: FactContent, mine: FactContent, theirs: FactContent) -> MergedChanges:
    """Merge the changes ``mine`` and ``theirs`` made to ``base``."""
    start = keyed(base, base, "")
    ours, others = keyed(mine, base, "my"), keyed(theirs, base, "their")
    both: list[str] = []
    rest = {
        name: _set(start.rest[name], ours.rest[name], others.rest[name])
        if name in _SETS
        else _value(start.rest[name], ours.rest[name], others.rest[name], name, both)
        for name in start.rest
    }
    sources, same = _items(start.sources, ours.sources, others.sources, both)
    responses, same_responses = _items(
        start.responses,
        {key: _renamed(response, same) for key, response in ours.responses.items()},
        others.responses,
        both,
    )
    sources = {key: _quotes_renamed(source, same_responses) for key, source in sources.items()}
    record = numbered(Keyed(rest, responses, sources))
    return MergedChanges(record, tuple(dict.fromkeys(map(_named, both))))


def _value(base: Any, mine: Any, theirs: Any, path: str, both: list[str]) -> Any:
    if mine == base:
        return theirs
    if theirs in (base, mine):
        return mine
    if isinstance(mine, dict) and isinstance(theirs, dict):
        known = base if isinstance(base, dict) else {}
        return {
            name: _value(known.get(name), mine[name], theirs[name], f"{path}.{name}", both)
            for name in mine
        }
    both.append(path)
    return mine


def _named(path: str) -> str:
    """The label of a keyed path, ``response 2.quote``, as in the forms."""
    return place(_KEY.sub(lambda key: f"{key[1]}s[{int(key[2]) - 1}]", path))


def _set(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    if base in (mine, theirs):
        return theirs if mine == base else mine
    kept = [one for one in theirs if one in mine or one not in base]
    return [*kept, *(one for one in mine if one not in base and one not in kept)]


def _items(
    base: dict[str, Record], mine: dict[str, Record], theirs: dict[str, Record], both: list[str]
) -> tuple[dict[str, Record], dict[str, str]]:
    """The merged items, those added equally on both sides once; such keys of mine by theirs."""
    united: dict[str, Record] = {}
    for key, item in base.items():
        if key in mine and key in theirs:
            united[key] = _value(item, mine[key], theirs[key], key, both)
        elif (key in mine and mine[key] != item) or (key in theirs and theirs[key] != item):
            # Changed on one side and removed on the other: keep it, as a conflict to review.
            united[key] = mine.get(key) or theirs[key]
            both.append(key)
    united |= {key: item for key, item in theirs.items() if key not in base}
    same: dict[str, str] = {}
    for key, item in mine.items():
        if key in base:
            continue
        twin = next((other for other, there in united.items() if _alike(there, item)), None)
        if twin is None:
            united[key] = item
        else:
            same[key] = twin
            united[twin] = _with_pointers_of(united[twin], item)
    return united, same


def _with_pointers_of(one: Record, other: Record) -> Record:
    """``one`` with the additional references of its duplicate."""
    added = {
        name: one[name] + [pointer for pointer in other[name] if pointer not in one[name]]
        for name in _POINTERS
        if name in one
    }
    return one | added


def _alike(one: Record, other: Record) -> bool:
    return _without_pointers(one) == _without_pointers(other)


def _without_pointers(item: Record) -> Record:
    return {name: value for name, value in item.items() if name not in _POINTERS}


def _renamed(response: Record, names: dict[str, str]) -> Record:
    cited = dict.fromkeys(names.get(key, key) for key in response["sources"])
    return response | {"sources": list(cited)}


def _quotes_renamed(source: Record, names: dict[str, str]) -> Record:
    quotes = [quote | {"of": names.get(quote["of"], quote["of"])} for quote in source["quotes"]]
    return source | {"quotes": quotes}


class CannotUndo(Refusal):
    """The change cannot be undone by itself; the sentence says why and what to do."""


def put_back(change: Change, now: Fact) -> FactContent:
    """Undo ``change`` in the present state ``now``. Raises CannotUndo.

    A three-way merge with the state after the change as the base: later changes to the same field
    prevent it, other later changes are kept.
    """
    if change.before is None or change.after is None:
        raise CannotUndo(f"Fact #{now.id} has no such change.")
    united = merge_changes(change.after, change.before, now)
    if united.both:
        raise CannotUndo(
            f"A later change is to the same place ({'; '.join(united.both)}). Undo that one first, "
            "or edit the fact."
        )
    return content_of(united.record)
