"""Everything the centre keeps for all halls, as SQLModel tables with their own registry (sync.md 2.3).

Keys of a hall's data hold the hall's code, so that a distributed PostgreSQL can spread tables by it.
Moments are ISO 8601 text in UTC, records and results are JSON text, sums are hex.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class CentralTable(SQLModel, registry=registry()):
    """Base of the centre's tables; the window's own tables have another registry."""


CENTRAL: Final = CentralTable.metadata


def _kept(value: int | str) -> Any:
    """A default that the database itself gives, because most rows are written without SQLModel."""
    literal = str(value) if isinstance(value, int) else f"'{value}'"
    return Field(default=value, sa_column_kwargs={"server_default": text(literal)})


def _count(value: int = 0) -> Any:
    """A number that may pass 2³¹."""
    return Field(default=value, sa_type=BigInteger, sa_column_kwargs={"server_default": text(str(value))})


class CentralState(CentralTable, table=True):
    """What the centre knows of itself: where its data came from, its secrets."""

    __tablename__ = "central_state"
    k: str = Field(primary_key=True)
    v: str


class Hall(CentralTable, table=True):
    """A service hall: the scope of numbers, records and feed."""

    __tablename__ = "hall"
    code: str = Field(primary_key=True)
    name: str
    created_at: str


class Device(CentralTable, table=True):
    """An enrolled window. Its code is never given to another one of the hall."""

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("hall", "code", name="uq_device_code"),
        CheckConstraint("status IN ('active', 'suspended', 'revoked', 'succeeded')", name="ck_device_status"),
    )
    id: str = Field(primary_key=True)
    hall: str = Field(foreign_key="hall.code")
    code: str
    public_key: str = _kept("")
    incarnation: int = _kept(1)
    status: str = _kept("active")
    counter_no: str = _kept("")  # the number over the window, as it last said
    last_seq: int = _count()
    succeeds: str | None = None
    program: str = _kept("")
    proto: int = _kept(1)
    enrolled_at: str
    enrolled_by: str = _kept("")
    status_at: str | None = None
    status_by: str | None = None
    last_seen_at: str | None = None


class Clerk(CentralTable, table=True):
    """A person who may sign in at the windows of one hall."""

    __tablename__ = "clerk"
    __table_args__ = (UniqueConstraint("hall", "number", name="uq_clerk_number"),)
    hall: str = Field(primary_key=True, foreign_key="hall.code")
    id: str = Field(primary_key=True)
    number: str
    name: str
    role: str
    password_hash: str = _kept("")
    created_at: str
    deactivated_at: str | None = None
    last_sign_in_at: str | None = None


class SignInTry(CentralTable, table=True):
    """Wrong passwords for a number, whether a clerk has it or not: the lock-out tells nobody which exist."""

    __tablename__ = "sign_in_try"
    hall: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    tries: int
    locked_until: str | None = None
    last_at: str = Field(index=True)


class ClerkDevice(CentralTable, table=True):
    """Who signed in with the centre at which window: only there may commands carry that name."""

    __tablename__ = "clerk_device"
    hall: str = Field(primary_key=True)
    clerk_id: str = Field(primary_key=True)
    device_id: str = Field(primary_key=True)
    first_at: str
    last_at: str


class Enrolment(CentralTable, table=True):
    """A one-time code with which a window is enrolled; the code itself is not kept."""

    __tablename__ = "enrolment"
    code_mark: str = Field(primary_key=True)  # HMAC of the code under the server's key
    hall: str = Field(foreign_key="hall.code", index=True)
    device_code: str | None = None
    succeeds: str | None = None
    tries: int = _kept(0)
    created_at: str
    created_by: str = _kept("")
    expires_at: str
    used_at: str | None = None
    device_id: str | None = None


class Challenge(CentralTable, table=True):
    """A challenge that began a session, until it would have expired: good once."""

    __tablename__ = "challenge"
    value: str = Field(primary_key=True)
    expires_at: str = Field(index=True)


class CommandLog(CentralTable, table=True):
    """Every command the centre has answered, with its answer: a repetition gets the same one."""

    __tablename__ = "command_log"
    __table_args__ = (UniqueConstraint("hall", "device_id", "dev_seq", name="uq_command_seq"),)
    hall: str = Field(primary_key=True)
    cmd_id: str = Field(primary_key=True)
    device_id: str
    dev_seq: int = Field(sa_type=BigInteger)
    kind: str
    cmd_version: int
    entity: str | None = None
    entity_id: str | None = None
    base_version: int | None = Field(default=None, sa_type=BigInteger)  # what the clerk had seen
    actor: str
    at: str
    payload_sha256: str
    payload: str
    result: str
    applied_at: str
    imported_by: str | None = None  # who brought it in from a lost window's journal


class FeedScope(CentralTable, table=True):
    """The counter of one hall's changes. Its row is locked last in a transaction (sync.md 2.5)."""

    __tablename__ = "feed_scope"
    scope: str = Field(primary_key=True)
    epoch: str
    seq: int = _count()
    floor: int = _count()  # changes up to here are no longer in the feed
    restored_at: str | None = None  # when it began again from a backup


class Feed(CentralTable, table=True):
    """The changes of a hall, numbered without gaps in the order of their commits."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_record", "scope", "id", "entity", "version"),)
    scope: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    entity: str
    id: str
    version: int
    op: str
    body: str | None = None
    cmd_id: str | None = None
    at: str


class Record(CentralTable, table=True):
    """A record as it stands: its fields, and for each field who wrote it last."""

    __tablename__ = "record"
    # The id before its kind: a planner without statistics would read all records of a kind to find one.
    scope: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    entity: str = Field(primary_key=True)
    version: int
    body: str
    written: str = _kept("{}")
    deleted: int = _kept(0)


class TakenNumber(CentralTable, table=True):
    """A number that is printed on paper and belongs to one record for ever."""

    __tablename__ = "taken_number"
    # The number first: it is what is looked for, and a planner without statistics takes the first.
    number: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    series: str = Field(primary_key=True)
    entity: str
    entity_id: str


class CentralSerial(CentralTable, table=True):
    """The last serial of a 办件编号 prefix. An authority counts over all its halls: no hall in the key."""

    __tablename__ = "central_serial"
    prefix: str = Field(primary_key=True)
    last: int = _kept(0)


class Chunk(CentralTable, table=True):
    """A piece of a scan the centre has; each hall has its own, so that none can probe for another's."""

    __tablename__ = "chunk"
    hall: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    size: int
    stored_at: str = Field(index=True)


class Blob(CentralTable, table=True):
    """A scan, and whether all of it is here."""

    __tablename__ = "blob"
    hall: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    media_type: str
    complete: int = _kept(0)
    created_at: str
    created_by: str


class BlobChunk(CentralTable, table=True):
    """What a scan consists of, in order; a chunk may be part of several."""

    __tablename__ = "blob_chunk"
    __table_args__ = (Index("ix_blob_chunk_chunk", "hall", "chunk_sha256"),)
    hall: str = Field(primary_key=True)
    blob_sha256: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    chunk_sha256: str


class BlobRef(CentralTable, table=True):
    """Which record names a scan; it may come long before the scan."""

    __tablename__ = "blob_ref"
    hall: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    entity: str = Field(primary_key=True)
    entity_id: str = Field(primary_key=True)


class SlotSeat(CentralTable, table=True):
    """One place with one lawyer in one slot. Two keys say it: one row a seat, one seat a booking."""

    __tablename__ = "slot_seat"
    __table_args__ = (
        UniqueConstraint("scope", "booking_id", name="uq_slot_seat_booking"),
        CheckConstraint("state IN ('free', 'held', 'booked', 'gone')", name="ck_slot_seat_state"),
        CheckConstraint("(state = 'booked') = (booking_id IS NOT NULL)", name="ck_slot_seat_booked"),
        CheckConstraint("(state = 'held') = (holder IS NOT NULL)", name="ck_slot_seat_held"),
        Index("ix_slot_seat_day", "scope", "day"),
    )
    scope: str = Field(primary_key=True)
    seat: str = Field(primary_key=True)
    day: str
    state: str
    holder: str | None = None  # the window that may confirm it by itself
    rev: int = _kept(0)  # of the hold: a new one has a new name
    booking_id: str | None = None


class ConsultIndex(CentralTable, table=True):
    """Which bookings and places in the waiting list a morning has; the records themselves are in `record`."""

    __tablename__ = "consult_index"
    __table_args__ = (Index("ix_consult_index_day", "scope", "day", "entity", "state"),)
    scope: str = Field(primary_key=True)
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    day: str
    state: str
    person: str = _kept("")
    registered_at: str = _kept("")
