"""Leases: exclusive rights of one process for a limited time, by the store's clock."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Lease:
    """``name`` belongs to this process until at least ``until``, in seconds of its monotonic clock.

    ``fence`` is a fencing token: later holders have larger ones.
    """

    name: str
    holder: str
    fence: int
    until: float


class Leases(Protocol):
    """Manages leases. All methods raise StoreAway."""

    async def take(self, name: str, seconds: float, *, unless: str | None = None) -> Lease | float:
        """Take the lease if it is free; otherwise the seconds until it may be. It is free if nobody
        holds it, and nobody holds another one whose name matches the SQL pattern ``unless`` but has
        a different prefix up to its last slash.
        """
        ...

    async def renew(self, lease: Lease, seconds: float) -> Lease | None:
        """Extend the lease, even if it expired; None if another process took it since."""
        ...

    async def release(self, lease: Lease) -> None:
        """Release the lease; a no-op if it was lost already."""
        ...

    async def number(self, name: str) -> int:
        """A number shared by all processes; 0 if it was never set."""
        ...

    async def set_number(self, name: str, value: int, *, unless_set: bool = False) -> None:
        """Set a shared number; ``unless_set``: only if it is 0 now."""
        ...
