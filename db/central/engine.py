"""The centre's database: SQLite with an fsync at every commit, or PostgreSQL; one way to read and write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

BUSY_MS: Final = 5000
LOCK_MS: Final = 5000  # a row somebody else holds for longer is trouble, not patience
STATEMENT_MS: Final = 60_000
# Every few pushes would be fsynced twice over at SQLite's thousand; sixteen megabytes are read in no time.
CHECKPOINT_PAGES: Final = 4000
_WRITES: Final = "central_writes"


def open_engine(url: str, *, pool_size: int = 8) -> Engine:
    """An engine for `sqlite:///file`, `sqlite://` (in memory, for one thread) or `postgresql+psycopg://…`.

    ValueError for any other database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        if parsed.get_driver_name() not in ("psycopg", "psycopg2"):
            raise ValueError(
                f"the centre speaks to PostgreSQL through psycopg, not {parsed.get_driver_name()}"
            )
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=BUSY_MS / 1000,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args={"options": f"-c lock_timeout={LOCK_MS} -c statement_timeout={STATEMENT_MS}"},
        )
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(
            f"the centre keeps its data in SQLite or PostgreSQL, not {parsed.get_backend_name()}"
        )
    if parsed.database in (None, "", ":memory:"):
        engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=BUSY_MS / 1000,
            connect_args={"timeout": BUSY_MS / 1000},
        )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(dbapi: Any, _record: object) -> None:
    # sqlite3's own handling of transactions begins too late for BEGIN IMMEDIATE: `_begin` does it.
    dbapi.isolation_level = None
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -65536",
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later could fail in the middle on SQLite.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: commits at the end of the block, rolls back on any exception."""
    with engine.connect() as connection:
        bound = connection.execution_options(**{_WRITES: True}) if is_sqlite(engine) else connection
        with bound.begin():
            yield bound


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of everything, however many statements read it."""
    with engine.connect() as connection:
        if is_sqlite(engine):
            bound = connection
        else:
            bound = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True, stream_results=True
            )
        with bound.begin():
            yield bound


def is_sqlite(engine: Engine) -> bool:
    """Whether this is the embedded database."""
    return engine.dialect.name == "sqlite"


def in_memory(engine: Engine) -> bool:
    """Whether all connections are one, so that a reader may not linger."""
    return isinstance(engine.pool, StaticPool)
