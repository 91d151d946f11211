"""Documents as TinyDB knows them: objects that are read from, and written as, JSON."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from facts.store.journal import records

Document = dict[str, Any]
_READABLE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Documents(Mapping[str, Document]):
    """The documents of one table by id, each read from its line when it is asked for."""

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self.lines = lines

    def __getitem__(self, doc_id: str) -> Document:
        document: Document = json.loads(records.document(self.lines[doc_id]))
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self.lines


def encode(document: Mapping[str, Any]) -> bytes:
    """A document as the standard ``json`` module writes it, which is what TinyDB promises."""
    try:
        return _READABLE.encode(document).encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair is no text; escaped, it is read back as it was.
        return json.dumps(document, separators=(",", ":")).encode()
