"""Leases stored as rows, by the clock of the database."""

import time
from secrets import token_hex

from facts.store.leases import Lease
from facts.store.postgres.database import Database, Session

# The retry interval if no expiry time is known, for example if a conflicting lease prevents it.
_LOOK_AGAIN = 1.0


class PostgresLeases:
    """Leases of this process, under a unique holder name."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = token_hex(8)

    async def take(self, name: str, seconds: float, *, unless: str | None = None) -> Lease | float:
        # Read the clock before the request: the lease then ends here no later than in the database.
        until = time.monotonic() + seconds
        alike = name.rpartition("/")[0] + "/%"

        async def work(session: Session) -> Lease | float:
            row = await session.row(
                "take_lease",
                name=name,
                holder=self._holder,
                seconds=seconds,
                unless=unless or "",
                alike=alike,
            )
            if row is not None:
                return Lease(name, self._holder, row["fence"], until)
            left = await session.row("lease_left", name=name)
            return _LOOK_AGAIN if left is None else float(left["seconds"])

        return await self._database.step(work)

    async def renew(self, lease: Lease, seconds: float) -> Lease | None:
        until = time.monotonic() + seconds
        renewed = await self._database.step(
            lambda it: it.do(
                "renew_lease",
                name=lease.name,
                holder=lease.holder,
                fence=lease.fence,
                seconds=seconds,
            )
        )
        return Lease(lease.name, lease.holder, lease.fence, until) if renewed else None

    async def release(self, lease: Lease) -> None:
        await self._database.step(
            lambda it: it.do(
                "release_lease", name=lease.name, holder=lease.holder, fence=lease.fence
            )
        )

    async def number(self, name: str) -> int:
        row = await self._database.row("number", name=name)
        return 0 if row is None else int(row["value"])

    async def set_number(self, name: str, value: int, *, unless_set: bool = False) -> None:
        statement = "set_number_once" if unless_set else "set_number"
        await self._database.step(lambda it: it.do(statement, name=name, value=value))
