"""Tickets at the centre: the record everybody is told of, and the row that calls are chosen by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from app.central.context import Context
from app.rules.queue_file import read_rules
from app.rules.queue_order import QueueRules
from app.rules.ticket import Ticket, ticket_of, ticket_record
from app.settings import RESOURCES
from db.central import queue_tables  # noqa: F401 (makes the tables known)
from db.central.registering import table

ENTITY: Final = "ticket"
COUNTER: Final = "counter"
_INDEXED: Final = (
    "day", "number", "business", "kind", "state", "owner", "wanted", "counter", "due_from", "place_at",
    "taken_at", "last_call_at",
)  # fmt: skip
Row = dict[str, Any]


@cache
def shipped_rules() -> QueueRules:
    """The program's own queue rules."""
    return read_rules((RESOURCES,))


def read_ticket(context: Context, id: str) -> Ticket | None:
    """A ticket as this command finds it."""
    record = context.get(ENTITY, id)
    return None if record is None or record.deleted else ticket_of({**record.body, "id": id})


def put_ticket(context: Context, ticket: Ticket, *, new: bool = False) -> int:
    """Record and row of a ticket; gives the record's version."""
    body = ticket_record(ticket)
    if new:
        context.add(ENTITY, ticket.id, body)
    else:
        context.put(ENTITY, ticket.id, body)
    row = {name: body[name] for name in _INDEXED} | {"transferred": int(ticket.transferred)}
    index = table("ticket")
    if new:
        context.connection.execute(insert(index).values(scope=context.hall, id=ticket.id, **row))
    else:
        context.connection.execute(
            update(index).where(index.c.scope == context.hall, index.c.id == ticket.id).values(**row)
        )
    staged = context.get(ENTITY, ticket.id)
    return 1 if staged is None else staged.version


def keep_person(context: Context, ticket: Ticket, person: Mapping[str, Any] | None) -> None:
    """Who holds it: told to the window that calls it, to nobody else."""
    if not person or not (person.get("name") or person.get("id_number")):
        return
    people = table("ticket_person")
    context.connection.execute(
        insert(people).values(
            scope=context.hall,
            ticket_id=ticket.id,
            day=ticket.day.isoformat(),
            person_key=person_key(context.hall, str(person.get("id_number", ""))),
            person=json.dumps(dict(person), ensure_ascii=False),
        )
    )


def person_key(hall: str, id_number: str) -> str:
    """What tells one person from another without being the number."""
    return hashlib.sha256(f"{hall}/{id_number}".encode()).hexdigest() if id_number else ""


def person_of(connection: Connection, hall: str, ticket_id: str) -> Row | None:
    people = table("ticket_person")
    text = connection.execute(
        select(people.c.person).where(people.c.scope == hall, people.c.ticket_id == ticket_id)
    ).scalar()
    found: Row | None = None if text is None else json.loads(text)
    return found


def forget_people(connection: Connection, before_day: str) -> int:
    """Persons of earlier days; how many."""
    people = table("ticket_person")
    return int(connection.execute(delete(people).where(people.c.day < before_day)).rowcount)
