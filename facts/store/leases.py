"""Leases: what one process of several has for itself for a while, by the store's clock."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Lease:
    """``name`` is this process's until ``until``, in seconds of its own monotonic clock, at least.

    ``fence`` is larger for whoever has the lease later.
    """

    name: str
    holder: str
    fence: int
    until: float


class Leases(Protocol):
    """Gives out leases. All raise StoreAway."""

    async def take(self, name: str, seconds: float, *, unless: str | None = None) -> Lease | float:
        """The lease, or in how many seconds it may be free. It can be taken while nobody has it,
        and nobody has one whose name matches ``unless`` (``%`` stands for anything) without
        beginning like ``name`` up to its last slash.
        """
        ...

    async def renew(self, lease: Lease, seconds: float) -> Lease | None:
        """The lease for longer, also if it ran out; None if somebody else took it since."""
        ...

    async def release(self, lease: Lease) -> None:
        """Let others have it; nothing happens if they do already."""
        ...

    async def number(self, name: str) -> int:
        """A number that all processes share; 0 if it was never set."""
        ...

    async def set_number(self, name: str, value: int, *, unless_set: bool = False) -> None:
        """Let it be ``value``; ``unless_set``: only if it is 0 now."""
        ...
