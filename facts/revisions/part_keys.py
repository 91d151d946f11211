"""Stable keys for the responses and sources of a fact across its states.

They are numbered by position, so removing one renumbers all later ones and all references to them.
Here each has a key that is the same in all states, and references are keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import orjson

from facts.forms.content_record import Record, record_of
from facts.model import FactContent

CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A state of a fact by keys. ``rest`` is the record without responses and sources, which are
    stored by key. Keys are in the order of the numbers.
    """

    rest: Record
    responses: dict[str, Record]
    sources: dict[str, Record]

    def number(self, key: str) -> int:
        """The number, from 1, of the response or source with that key."""
        keys = list(self.responses if key in self.responses else self.sources)
        return keys.index(key) + 1


def keyed(content: FactContent, like: FactContent, fresh: str) -> Keyed:
    """``content`` with the keys of ``like``; new items get keys with the prefix ``fresh``.

    Compared with itself, the keys are ``response 1``, ``source 1`` and so on.
    """
    record, base = record_of(content), record_of(like)
    responses, sources = record.pop("responses"), record.pop("sources")
    response_keys = _keys(base["responses"], responses, "response", fresh)
    source_keys = _keys(base["sources"], sources, "source", fresh)
    for response in responses:
        response["sources"] = [source_keys[number - 1] for number in response["sources"]]
    for source in sources:
        for quote in source["quotes"]:
            if quote["of"] != CLAIM:
                quote["of"] = response_keys[quote["of"] - 1]
    return Keyed(
        record,
        dict(zip(response_keys, responses, strict=True)),
        dict(zip(source_keys, sources, strict=True)),
    )


def numbered(state: Keyed) -> Record:
    """Convert back to a record with numbers. References to removed items are dropped."""
    responses = {key: number for number, key in enumerate(state.responses, start=1)}
    sources = {key: number for number, key in enumerate(state.sources, start=1)}
    return state.rest | {
        "responses": [
            response | {"sources": _numbers(response["sources"], sources)}
            for response in state.responses.values()
        ],
        "sources": [
            source
            | {
                "quotes": [
                    quote | {"of": responses.get(quote["of"], CLAIM)}
                    for quote in source["quotes"]
                    if quote["of"] == CLAIM or quote["of"] in responses
                ]
            }
            for source in state.sources.values()
        ],
    }


def _numbers(keys: Sequence[str], numbers: Mapping[str, int]) -> list[int]:
    return [numbers[key] for key in keys if key in numbers]


def _keys(base: Sequence[Record], items: Sequence[Record], kind: str, fresh: str) -> list[str]:
    """A key for each of ``items``: that of the equal or most similar base item, or a new one."""
    keys = [f"{fresh} {kind} {number}" for number in range(1, len(items) + 1)]
    matcher = SequenceMatcher(None, [*map(_bare, base)], [*map(_bare, items)], autojunk=False)
    for _, start, end, item, items_end in matcher.get_opcodes():
        for place in range(min(end - start, items_end - item)):
            keys[item + place] = f"{kind} {start + place + 1}"
    return keys


def _bare(item: Record) -> bytes:
    """An item without the numbers in it, for comparison."""
    bare = {name: value for name, value in item.items() if name != "sources"}
    bare["quotes"] = [quote["text"] for quote in item.get("quotes", ())]
    return orjson.dumps(bare)
