"""The queue's tables of a window: tickets, and what the hall's windows are doing (see db/local/tables.py)."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field

from db.local.tables import LocalTable, _kept


class TicketRow(LocalTable, table=True):
    """A ticket of the hall's queue; who it belongs to as a person stays with the window that serves him."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_number", "day", "number"),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True)
    day: str
    number: str
    state: str
    counter: str = _kept("")
    body: str
    person: str | None = None
    version: int = _kept(1)
    centre_version: int = _kept(0)
    sync_state: str = _kept("local")


class QueueCounter(LocalTable, table=True):
    """What one window of the hall is doing: open or on a break, which businesses it serves."""

    __tablename__ = "queue_counter"
    __table_args__ = ({"sqlite_with_rowid": False},)
    no: str = Field(primary_key=True)
    body: str
    version: int = _kept(1)
    sync_state: str = _kept("local")
