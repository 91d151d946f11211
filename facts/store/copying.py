"""An engine-independent dump of a whole store, for copying between engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from facts.model import Change, Refusal
from facts.store.protocol import FactStore
from facts.store.shelf import ShelfChange


@dataclass(frozen=True, slots=True)
class Everything:
    """The content of a store. The facts follow from the ``changes``.

    ``shelf`` has the latest version of each document, and ``last_document`` is the newest number of
    its log. ``steps`` are the first and last change by idempotency key. ``removals`` record what
    was erased or redacted, without the text, in the format of ``facts.store.removals``.
    """

    changes: Sequence[Change]
    shelf: Sequence[ShelfChange]
    last_document: int
    cursors: Mapping[str, int]
    steps: Mapping[str, tuple[int, int]]
    removals: Sequence[Mapping[str, Any]]


class NotEmpty(Refusal):
    """The target store is not empty."""

    def __init__(self) -> None:
        super().__init__("The store to copy to is not empty. Choose a new place for it.")


class CopiedStore(FactStore, Protocol):
    """A store that can be dumped and restored with its revisions and numbers."""

    async def everything(self) -> Everything:
        """Dump the store as of one moment."""
        ...

    async def hold(self, everything: Everything) -> None:
        """Restore a dump into an empty store, in one durable step. Raises NotEmpty,
        StoreUnavailable.
        """
        ...
