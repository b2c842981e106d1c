"""Who takes part: halls, their windows, their clerks, and who signed in where."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from db.central.tables import CENTRAL

Row = dict[str, Any]


def table(name: str) -> Table:
    """A table of the centre for Core statements."""
    return CENTRAL.tables[name]


def add_hall(connection: Connection, code: str, name: str, *, epoch: str, at: datetime) -> None:
    """A hall with an empty feed. `epoch`: any text that was never used before."""
    connection.execute(insert(table("hall")).values(code=code, name=name, created_at=at.isoformat()))
    connection.execute(insert(table("feed_scope")).values(scope=code, epoch=epoch))


def add_device(
    connection: Connection,
    *,
    id: str,
    hall: str,
    code: str,
    at: datetime,
    public_key: str = "",
    incarnation: int = 1,
    succeeds: str | None = None,
    **columns: Any,
) -> None:
    """An enrolled window; the one it succeeds may send nothing any more."""
    if succeeds is not None:
        set_device_status(connection, succeeds, "succeeded", at=at, by=id)
    connection.execute(
        insert(table("device")).values(
            id=id,
            hall=hall,
            code=code,
            public_key=public_key,
            incarnation=incarnation,
            succeeds=succeeds,
            enrolled_at=at.isoformat(),
            **columns,
        )
    )


def set_device_status(connection: Connection, device_id: str, status: str, *, at: datetime, by: str) -> None:
    """active | suspended | revoked | succeeded, by a named person."""
    device = table("device")
    connection.execute(
        update(device)
        .where(device.c.id == device_id)
        .values(status=status, status_at=at.isoformat(), status_by=by)
    )


def find_device(connection: Connection, device_id: str, *, lock: bool = False) -> Row | None:
    """A window as it is enrolled; `lock` keeps every other push of it waiting (sync.md 2.4)."""
    device = table("device")
    statement = select(device).where(device.c.id == device_id)
    found = connection.execute(statement.with_for_update() if lock else statement).mappings().one_or_none()
    return None if found is None else dict(found)


def predecessors(connection: Connection, device: Row) -> tuple[str, ...]:
    """The windows this one took over from, newest first."""
    found: list[str] = []
    earlier = device["succeeds"]
    while earlier is not None and earlier not in found:
        found.append(earlier)
        row = find_device(connection, earlier)
        earlier = row["succeeds"] if row is not None and row["hall"] == device["hall"] else None
    return tuple(found)


def add_clerk(
    connection: Connection,
    *,
    hall: str,
    id: str,
    number: str,
    name: str,
    role: str,
    at: datetime,
    **columns: Any,
) -> None:
    """A clerk of one hall."""
    connection.execute(
        insert(table("clerk")).values(
            hall=hall, id=id, number=number, name=name, role=role, created_at=at.isoformat(), **columns
        )
    )


def note_sign_in(connection: Connection, *, hall: str, clerk_id: str, device_id: str, at: datetime) -> None:
    """A clerk signed in with the centre at this window: its commands may carry that name from now on."""
    known = table("clerk_device")
    moment = at.isoformat()
    key = {"hall": hall, "clerk_id": clerk_id, "device_id": device_id}
    changed = connection.execute(update(known).filter_by(**key).values(last_at=moment))
    if changed.rowcount == 0:
        connection.execute(insert(known).values(**key, first_at=moment, last_at=moment))
