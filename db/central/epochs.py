"""Whether these are the same data as yesterday: a restored database begins a new epoch (sync.md 2.12).

A window that is ahead of a restored feed would never notice by numbers alone; another epoch tells it to fetch
a snapshot and to send again what it still has.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, insert, select, text, update

from app.clock import SystemClock
from db.central.engine import is_sqlite, writing
from db.central.registering import table

log = logging.getLogger(__name__)
ORIGIN: Final = "origin"  # where these data live
RESTORED: Final = "restored"  # set by the restore command, inside the restored database


def new_epoch() -> str:
    """A text that was never an epoch before."""
    return secrets.token_hex(16)


def begin_epoch(
    connection: Connection, make: Callable[[], str] = new_epoch, *, at: datetime | None = None
) -> tuple[str, ...]:
    """A new epoch for every hall; each window fetches a snapshot and sends again what is lacking."""
    began = (at or SystemClock().now()).isoformat()
    scope = table("feed_scope")
    halls = connection.execute(select(scope.c.scope).order_by(scope.c.scope)).scalars().all()
    for hall in halls:
        connection.execute(update(scope).where(scope.c.scope == hall).values(epoch=make(), restored_at=began))
    return tuple(halls)


def mark_restored(connection: Connection) -> None:
    """Says inside a restored database that it is one; the next start begins a new epoch."""
    set_state(connection, RESTORED, "1")


def check_origin(engine: Engine, make: Callable[[], str] = new_epoch) -> bool:
    """At the start: a new epoch when the data were restored, or another server went on with a copy of them.

    PostgreSQL names its cluster (`system_identifier`) and counts its takeovers (the timeline); SQLite has
    neither, so there only the restore command's mark counts. Gives whether a new epoch began.
    """
    with writing(engine) as connection:
        here = None if is_sqlite(engine) else _origin(connection)
        before = get_state(connection, ORIGIN)
        moved = before is not None and here is not None and before != here
        begins = moved or get_state(connection, RESTORED) == "1"
        if begins:
            halls = begin_epoch(connection, make)
            set_state(connection, RESTORED, "0")
            log.info("a new epoch begins for %d halls: the data were restored", len(halls))
        if here is not None and here != before:
            set_state(connection, ORIGIN, here)
    return begins


def _origin(connection: Connection) -> str:
    row = connection.execute(
        text(
            "SELECT (SELECT system_identifier FROM pg_control_system()),"
            " pg_walfile_name(pg_current_wal_lsn())"
        )
    ).one()
    return f"{row[0]}/{row[1][:8]}"  # the first eight digits of a WAL file's name are the timeline


def get_state(connection: Connection, key: str) -> str | None:
    """A value the centre keeps of itself."""
    state = table("central_state")
    found: str | None = connection.execute(select(state.c.v).where(state.c.k == key)).scalar()
    return found


def set_state(connection: Connection, key: str, value: str) -> None:
    """Keeps a value."""
    state = table("central_state")
    if connection.execute(update(state).where(state.c.k == key).values(v=value)).rowcount == 0:
        connection.execute(insert(state).values(k=key, v=value))
