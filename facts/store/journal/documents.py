"""Documents as TinyDB knows them: objects that are read from, and written as, JSON."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from facts.store.journal import records
from facts.store.journal.records import Record

Document = dict[str, Any]
_READABLE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What the faster reader refuses, or takes for something else: whole numbers of many digits, what is
# no number, half of a surrogate pair. A text that only looks so is read by the slower one as well.
_ODD = re.compile(rb"\d{19}|NaN|Infinity|\\u[dD]")


class Documents(Mapping[str, Document]):
    """The documents of one table by id, each read from its line when it is asked for."""

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self.lines = lines

    def __getitem__(self, doc_id: str) -> Document:
        line = self.lines[doc_id]
        read = json.loads if records.is_odd(line) else orjson.loads
        document: Document = read(records.document(line))
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self.lines


def kept(table: str, doc_id: str, document: Mapping[str, Any]) -> Record:
    """The record of a document as the standard ``json`` module writes it, as TinyDB promises."""
    try:
        text = _READABLE.encode(document).encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair is no text; escaped, it is read back as it was.
        text = json.dumps(document, separators=(",", ":")).encode()
    return records.put(table, doc_id, text, odd=_ODD.search(text) is not None)
