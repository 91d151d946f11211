"""PostgreSQL connections: pool, transactions, migrations, error messages."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Self, TypeVar

import psycopg
from psycopg import AsyncConnection, AsyncCursor, conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from facts.store.postgres.statements import migrations, statement
from facts.store.protocol import StoreAway, StoreUnavailable

T = TypeVar("T")
Row = DictRow
_log = logging.getLogger(__name__)
# Seconds to wait for a connection of the pool (a Discord command has three to answer), the pool's
# size (most commands need no connection), and the most waiting for one.
_CONNECTION_WITHIN, _MOST_CONNECTIONS, _MOST_WAITING = 1.5, 4, 100
# After a failed connection, report the database as unavailable for this long without trying.
_AWAY_SECONDS = 1.0
_ATTEMPTS = 3
# A host sends SIGKILL soon after SIGTERM.
_CLOSING_MAY_TAKE = 0.5
# The statement timeout of PostgreSQL is 5 s. It has no effect if the network fails silently (some
# proxies, partitioned hosts): then the client gives up after this.
_ANSWERS_WITHIN = 7.0
_SECONDS_A_ROW = 0.01
_MIGRATIONS_LOCK = 0x6E696365
# A process suspended within a transaction must not keep the others from writing.
_SESSION = "-c statement_timeout=5s -c idle_in_transaction_session_timeout=5s -c timezone=UTC"
_CONNECTION = {
    "application_name": "nicenote",
    "options": _SESSION,
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
    # With several hosts connect to the one that accepts writes: after a failover it is another.
    "target_session_attrs": "read-write",
}


class Session:
    """A transaction; statements are given by their names in ``statements.sql``."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        self._connection = connection

    async def rows(self, name: str, /, **values: Any) -> list[Row]:
        """All rows of the result."""
        return await (await self._execute(name, values)).fetchall()

    async def row(self, name: str, /, **values: Any) -> Row | None:
        """The only row of the result, or None."""
        return await (await self._execute(name, values)).fetchone()

    async def do(self, name: str, /, **values: Any) -> int:
        """Execute a statement without a result; returns the number of rows affected."""
        return (await self._execute(name, values)).rowcount

    async def do_each(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute a statement for each of ``rows``, pipelined."""
        if rows:
            with _cut_off_after(_ANSWERS_WITHIN + len(rows) * _SECONDS_A_ROW, self._connection):
                await self._connection.cursor().executemany(statement(name), rows)

    async def counter(self, name: str) -> int:
        """The value of a counter."""
        row = await self.row("counter", name=name)
        return 0 if row is None else int(row["value"])

    async def end(self, *, well: bool) -> None:
        """Commit, or (not ``well``) roll back."""
        with _cut_off_after(_ANSWERS_WITHIN, self._connection):
            await (self._connection.commit() if well else self._connection.rollback())

    async def _execute(self, name: str, values: Mapping[str, Any]) -> AsyncCursor[Row]:
        with _cut_off_after(_ANSWERS_WITHIN, self._connection):
            return await self._connection.execute(statement(name), values)


class Database:
    """A connection pool to ``address``. Created by ``open``."""

    def __init__(self, address: str) -> None:
        self._address = conninfo.make_conninfo(
            **(_CONNECTION | conninfo.conninfo_to_dict(address))  # type: ignore[arg-type]
        )
        self._pool = AsyncConnectionPool(
            self._address,
            connection_class=AsyncConnection[Row],
            kwargs={"row_factory": dict_row},
            min_size=1,
            max_size=_MOST_CONNECTIONS,
            max_waiting=_MOST_WAITING,
            timeout=_CONNECTION_WITHIN,
            reconnect_timeout=5,
            check=_check,
            open=False,
            name="nicenote",
        )
        self._away_until = self._answered_at = 0.0
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @classmethod
    async def open(cls, address: str) -> Self:
        """Connect and migrate the tables. Raises StoreUnavailable."""
        try:
            database = cls(address)
        except psycopg.ProgrammingError as error:
            raise StoreUnavailable(
                f"The address of the PostgreSQL store isn’t valid ({_first_line(error)}). "
                "Write it like postgresql://user:password@host:5432/database"
            ) from error
        try:
            async with await database.connect() as connection:
                await _migrate(connection)
        except psycopg.Error as error:
            raise StoreAway(
                f"PostgreSQL can’t be reached ({_first_line(error)}). "
                "Check that it’s running and that NICENOTE_STORE has its address, then try again."
            ) from error
        await database._pool.open()
        return database

    async def connect(self) -> AsyncConnection[Row]:
        """An autocommit connection outside the pool."""
        return await AsyncConnection.connect(self._address, autocommit=True, row_factory=dict_row)

    async def step(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction. It may be retried, so it must have no other effects.

        Raises StoreAway.
        """
        self._under_way += 1
        self._idle.clear()
        try:
            return await self._attempts(work)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def _attempts(self, work: Callable[[Session], Awaitable[T]]) -> T:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._session() as session:
                    done = await work(session)
            except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as error:
                if attempt == _ATTEMPTS:
                    raise _away() from error
            else:
                self._answered_at = asyncio.get_running_loop().time()
                return done
        raise AssertionError

    async def rows(self, name: str, /, **values: Any) -> list[Row]:
        """All rows of a query in a transaction of its own. Raises StoreAway."""
        return await self.step(lambda session: session.rows(name, **values))

    async def row(self, name: str, /, **values: Any) -> Row | None:
        """The only row of a query or None, in a transaction of its own. Raises StoreAway."""
        return await self.step(lambda session: session.row(name, **values))

    async def close(self) -> None:
        """Close all connections after running transactions end or time out."""
        try:
            await asyncio.wait_for(self._idle.wait(), _CLOSING_MAY_TAKE)
        except TimeoutError:
            _log.warning("PostgreSQL took too long over the last steps; gave up on them")
        await self._pool.close(timeout=_CLOSING_MAY_TAKE)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        loop = asyncio.get_running_loop()
        if loop.time() < self._away_until:
            raise _away()
        with self._translated(loop):
            async with self._pool.connection() as connection:
                session = Session(connection)
                try:
                    yield session
                except BaseException:
                    await session.end(well=False)
                    raise
                await session.end(well=True)

    @contextmanager
    def _translated(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        try:
            yield
        except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
            raise
        except PoolClosed as error:  # closed by ourselves: the caller is too late
            raise _away() from error
        except psycopg.errors.QueryCanceled as error:  # one slow statement does not mean an outage
            raise _away() from error
        except (psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError) as error:
            crowded = isinstance(error, PoolTimeout | TooManyRequests)
            if not (crowded and loop.time() < self._answered_at + _CONNECTION_WITHIN):
                if loop.time() > self._away_until:
                    _log.warning("PostgreSQL can’t be reached: %s", _first_line(error))
                self._away_until = loop.time() + _AWAY_SECONDS
            raise _away() from error


async def _migrate(connection: AsyncConnection[Row]) -> None:
    async with connection.transaction():
        await connection.execute("SET LOCAL statement_timeout = 0")
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", [_MIGRATIONS_LOCK])
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations "
            "(number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
        )
        rows = await (await connection.execute("SELECT number FROM migrations")).fetchall()
        done, known = {row["number"] for row in rows}, migrations()
        if newer := done - {number for number, _ in known}:
            raise StoreUnavailable(
                f"The store was written by a newer Nice Note (migration {max(newer)}). "
                "Update this one."
            )
        for number, text in known:
            if number not in done:
                await connection.execute(text)
                await connection.execute("INSERT INTO migrations (number) VALUES (%s)", [number])
                _log.info("Migrated the store to %d", number)


async def _check(connection: AsyncConnection[Row]) -> None:
    with _cut_off_after(_CONNECTION_WITHIN, connection):
        await AsyncConnectionPool.check_connection(connection)


@contextmanager
def _cut_off_after(seconds: float, connection: AsyncConnection[Row]) -> Iterator[None]:
    """Close ``connection`` if the block takes longer than ``seconds``."""
    timer = asyncio.get_running_loop().call_later(seconds, _cut_off, connection)
    try:
        yield
    finally:
        timer.cancel()


def _cut_off(connection: AsyncConnection[Row]) -> None:
    with (
        suppress(OSError, psycopg.Error),
        socket.socket(fileno=os.dup(connection.fileno())) as the_same,
    ):
        the_same.shutdown(socket.SHUT_RDWR)


def _away() -> StoreAway:
    return StoreAway("Facts can’t be changed at the moment. Please try again in a minute.")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
