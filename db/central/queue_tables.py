"""The queue's tables at the centre: who may be called next, whom a ticket belongs to, what was answered."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.central.tables import CentralTable, _kept


class TicketIndex(CentralTable, table=True):
    """A ticket as it is looked for by who calls; the ticket itself is in `record`."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'held', 'missed', 'done', 'void')",
            name="ck_ticket_state",
        ),
        UniqueConstraint("scope", "day", "number", name="uq_ticket_number"),
        Index("ix_ticket_next", "scope", "day", "state", "business"),
        Index("ix_ticket_owner", "scope", "owner", "state"),
    )
    scope: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    day: str
    number: str
    business: str
    kind: str
    state: str
    owner: str = _kept("")
    wanted: str = _kept("")
    counter: str = _kept("")
    transferred: int = _kept(0)
    due_from: str | None = None
    place_at: str
    taken_at: str
    last_call_at: str | None = None


class TicketPerson(CentralTable, table=True):
    """Who holds a ticket; told only to the window that calls it."""

    __tablename__ = "ticket_person"
    __table_args__ = (Index("ix_ticket_person_key", "scope", "day", "person_key"),)
    scope: str = Field(primary_key=True)
    ticket_id: str = Field(primary_key=True)
    day: str
    person_key: str
    person: str


class QueueAnswer(CentralTable, table=True):
    """What a call or a taking was answered with: asked again, it is answered the same."""

    __tablename__ = "queue_answer"
    scope: str = Field(primary_key=True)
    cmd_id: str = Field(primary_key=True)
    device_id: str
    kind: str
    reply: str
    at: str
