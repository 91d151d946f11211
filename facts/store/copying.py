"""A whole store in a form that each engine can give and take, to move a book between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from facts.model import Change, Refusal
from facts.store.protocol import FactStore, ShelfChange


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a store holds. The facts follow from the ``changes``.

    ``shelf`` has the latest of each document, and ``last_document`` is the newest number of its
    log. ``steps`` are the first and last change of steps that named themselves. ``removals`` tells
    what was erased or redacted, without it, as ``facts.store.tinydb.removal`` notes it.
    """

    changes: Sequence[Change]
    shelf: Sequence[ShelfChange]
    last_document: int
    cursors: Mapping[str, int]
    steps: Mapping[str, tuple[int, int]]
    removals: Sequence[Mapping[str, Any]]


class NotEmpty(Refusal):
    """The store that is to hold a copy holds something already."""

    def __init__(self) -> None:
        super().__init__("The store to copy to is not empty. Choose a new place for it.")


class CopiedStore(FactStore, Protocol):
    """A store that can be copied, with revisions and numbers as they are."""

    async def everything(self) -> Everything:
        """All that it holds, as of one moment."""
        ...

    async def hold(self, everything: Everything) -> None:
        """Hold exactly that, in one durable step. Raises NotEmpty, StoreUnavailable."""
        ...
