"""Everything one window keeps: the schema's only truth, as SQLModel tables with their own registry.

The desk never imports this module while it works (importing SQLModel costs more than opening the store): the
repositories speak SQL by hand, and `tests/db/test_schema.py` holds migrations, models and that SQL together.
Moments are ISO 8601 text in UTC with microseconds, days are ISO dates, JSON is text.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class LocalTable(SQLModel, registry=registry()):
    """Base of the window's own tables; the centre's tables have another registry."""


LOCAL: Final = LocalTable.metadata
_CONSULTATION: Final = "kind >= 'consultation.' AND kind < 'consultation/'"
_RUNNING: Final = "status IN ('accepted', 'under_review')"


def _kept(value: int | str) -> Any:
    """A default that the database itself gives, because most rows are written without SQLModel."""
    literal = str(value) if isinstance(value, int) else f"'{value}'"
    return Field(default=value, sa_column_kwargs={"server_default": text(literal)})


class Draft(LocalTable, table=True):
    """An unfinished visit (暂存), saved at every pause of the clerk's typing."""

    __tablename__ = "draft"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    title: str
    item_code: str | None = None
    item_name: str | None = None
    owner: str
    case_no: str | None = None
    saved_at: str
    record: str


class Party(LocalTable, table=True):
    """An applicant who was here before; found again by name, initials, last digits."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("id_kind", "id_number", name="uq_party_document"),)
    rid: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    kind: str
    id_kind: str
    id_number: str
    name: str
    phone: str = _kept("")
    record: str
    first_seen_at: str
    last_seen_at: str
    last_item_code: str | None = None
    last_item_name: str | None = None
    visits: int = _kept(0)
    tok_check: int = _kept(0)


class Case(LocalTable, table=True):
    """A case as the screens read it: the centre's version plus what is pending here (sync.md 2.2)."""

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_party", "party_id", "rid"),
        Index("ix_case_notify_by", "notify_by", sqlite_where=text("status = 'received'")),
        Index("ix_case_supplement_by", "supplement_by", sqlite_where=text("status = 'correcting'")),
        Index("ix_case_running", "promised_by", "legal_by", sqlite_where=text(_RUNNING)),
        Index("ix_case_pause_until", "pause_until", sqlite_where=text("status = 'suspended'")),
        Index("ix_case_deferred_by", "deferred_by", sqlite_where=text("deferred_by IS NOT NULL")),
    )
    rid: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    case_no: str = Field(unique=True)
    status: str
    item_code: str
    item_version: str
    item_name: str
    party_id: str | None = None
    applicant_name: str
    id_kind: str
    id_number: str
    phone: str = _kept("")
    applicant: str
    agent: str | None = None
    answers: str
    marks: str
    remark: str = _kept("")
    ticket: str | None = None
    counter_no: str = _kept("")
    clerk: str
    opened_at: str
    decided_at: str | None = None
    received_on: str | None = None
    notify_by: str | None = None
    supplement_by: str | None = None
    accepted_on: str | None = None
    promised_by: str | None = None
    legal_by: str | None = None
    deferred_by: str | None = None
    paused_since: str | None = None
    pause_until: str | None = None
    pause_reason: str | None = None
    paused_days: int = _kept(0)
    deemed: int = _kept(0)
    unpublished_year: int | None = None
    take_back_until: str | None = None
    ground: str | None = None
    authority: str | None = None
    reason: str | None = None
    central_no: str | None = None
    extra: str = _kept("{}")
    version: int = _kept(1)
    sync_state: str = _kept("local")
    tok_v: int = _kept(1)
    tok_check: int = _kept(0)


class Notice(LocalTable, table=True):
    """A notice as it was made: its number, its frozen content, the address of its archived PDF."""

    __tablename__ = "notice"
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    kind: str
    number: str = Field(unique=True)
    copies: int
    pages: int
    pdf_sha256: str
    content: str
    made_at: str
    made_by: str
    printed_at: str | None = None
    printed_by: str | None = None
    reprints: int = _kept(0)


class Reprint(LocalTable, table=True):
    """One 补打 of a notice: who, when, why."""

    __tablename__ = "reprint"
    id: int | None = Field(default=None, primary_key=True)
    notice_id: str = Field(foreign_key="notice.id", index=True)
    at: str
    clerk: str
    reason: str


class CatalogueItem(LocalTable, table=True):
    """One version of a service item; a case keeps the version it was taken under, so none is deleted."""

    __tablename__ = "catalogue_item"
    code: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    name: str
    body: str
    imported_at: str
    imported_by: str
    current: int = _kept(1)


class Certificate(LocalTable, table=True):
    """An electronic certificate known here that can stand in for a paper (免提交)."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("type", "number", name="uq_certificate_number"),)
    id: str = Field(primary_key=True)
    type: str
    number: str
    holder_id: str = Field(index=True)
    holder_name: str = _kept("")
    issued_on: str | None = None
    expires_on: str | None = Field(default=None, index=True)
    issuer: str | None = None


class Clerk(LocalTable, table=True):
    """A person who may sign in at this window; the password is kept as an Argon2id hash only."""

    __tablename__ = "clerk"
    id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    name: str
    role: str
    password_hash: str
    active: int = _kept(1)
    failed_tries: int = _kept(0)
    locked_until: str | None = None
    created_at: str
    last_sign_in_at: str | None = None
    verified_until: str | None = None


class Event(LocalTable, table=True):
    """One line of a case's timeline."""

    __tablename__ = "event"
    __table_args__ = ({"sqlite_with_rowid": False},)
    case_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    at: str
    kind: str
    clerk: str
    facts: str
    cmd_id: str | None = None


class Audit(LocalTable, table=True):
    """Who looked at, reprinted, unlocked or changed what (product.md §7)."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: str
    clerk: str
    what: str
    subject: str = _kept("")
    facts: str


class Scan(LocalTable, table=True):
    """A scanned paper or archived PDF whose bytes lie in the blob folder under their sha256."""

    __tablename__ = "scan"
    __table_args__ = ({"sqlite_with_rowid": False},)
    sha256: str = Field(primary_key=True)
    size: int
    media_type: str
    name: str
    pages: int | None = None
    added_at: str
    added_by: str


class Setting(LocalTable, table=True):
    """A choice made at this window."""

    __tablename__ = "setting"
    k: str = Field(primary_key=True)
    v: str


class Base(LocalTable, table=True):
    """The centre's records as last pulled; written only by the puller (sync.md 2.2)."""

    __tablename__ = "base"
    __table_args__ = (
        Index("ix_base_waits_for", "waits_for", sqlite_where=text("waits_for IS NOT NULL")),
        {"sqlite_with_rowid": False},
    )
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int
    body: str
    deleted: int = _kept(0)
    waits_for: str | None = None


class BaseNext(LocalTable, table=True):
    """A snapshot of the centre on its way in, before it takes the place of `base` (sync.md 2.5)."""

    __tablename__ = "base_next"
    __table_args__ = ({"sqlite_with_rowid": False},)
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int
    body: str


class OutboxCommand(LocalTable, table=True):
    """What a clerk did, in device order; leaves `pending` only with the centre's result (sync.md 2.2)."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'acked', 'refused')", name="ck_outbox_state"),
        Index("ix_outbox_pending", "dev_seq", sqlite_where=text("state = 'pending'")),
        Index("ix_outbox_ahead", "entity_id", sqlite_where=text("ahead = 1")),
        Index("ix_outbox_consultation", "entity_id", sqlite_where=text(_CONSULTATION)),
    )
    dev_seq: int | None = Field(default=None, primary_key=True)
    cmd_id: str = Field(unique=True)
    kind: str
    cmd_version: int
    entity: str | None = None
    entity_id: str | None = None
    base_version: int | None = None
    payload: bytes = Field(sa_type=LargeBinary)
    payload_sha256: bytes = Field(sa_type=LargeBinary)
    actor: str
    at_wall: str
    boot_id: str
    at_mono_ms: int
    state: str
    result: bytes | None = Field(default=None, sa_type=LargeBinary)
    acked_at: str | None = None
    attempts: int = _kept(0)
    last_error: str | None = None
    status: str | None = None
    entity_version: int | None = None
    code: str | None = None
    ahead: int = _kept(0)


class Unfinished(LocalTable, table=True):
    """A journalled decision whose transaction never came: a person keeps or discards it (crash matrix)."""

    __tablename__ = "unfinished"
    cmd_id: str = Field(primary_key=True)
    dev_seq: int
    found_at: str
    envelope: bytes = Field(sa_type=LargeBinary)


class Cursor(LocalTable, table=True):
    """How far the centre's feed was read, per scope."""

    __tablename__ = "cursor"
    scope: str = Field(primary_key=True)
    feed_epoch: str
    seq: int


class DeviceState(LocalTable, table=True):
    """device_id, incarnation, device_code, next_seq, no:<series>, journal_last, newest_at."""

    __tablename__ = "device_state"
    __table_args__ = ({"sqlite_with_rowid": False},)
    k: str = Field(primary_key=True)
    v: str


class Grant(LocalTable, table=True):
    """A ticket, slot or number block this device owns; rows are marked, never deleted."""

    __tablename__ = "grant_"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'used', 'released', 'lost')", name="ck_grant_state"),
    )
    grant_id: str = Field(primary_key=True)
    kind: str
    ref: str
    rev: int
    state: str
    got_at: str | None = None


class Inbox(LocalTable, table=True):
    """A refusal or conflict that stays open until a named person closes it."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_open", "entity_id", sqlite_where=text("state = 'open'")),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True)
    kind: str
    cmd_id: str | None = None
    command_kind: str = _kept("")
    entity: str | None = None
    entity_id: str | None = None
    case_no: str | None = None
    mine: str = _kept("{}")
    theirs: str = _kept("{}")
    theirs_by: str = _kept("{}")
    base: str = _kept("{}")
    code: str | None = None
    facts: str = _kept("{}")
    state: str
    at: str
    device_code: str = _kept("")
    counter_no: str = _kept("")
    clerk: str = _kept("")
    decided_by: str | None = None
    decided_at: str | None = None
    choices: str = _kept("{}")
    note: str = _kept("")
    version: int = _kept(0)


class BlobUpload(LocalTable, table=True):
    """A scan or archived notice on its way to the centre, chunk by chunk."""

    __tablename__ = "blob_upload"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'sending', 'done')", name="ck_blob_upload_state"),
        Index("ix_blob_upload_waiting", "queued_at", sqlite_where=text("state <> 'done'")),
        {"sqlite_with_rowid": False},
    )
    sha256: str = Field(primary_key=True)
    size: int
    media_type: str
    state: str
    sent: int = _kept(0)
    queued_at: str
    last_error: str | None = None


class ConsultLawyer(LocalTable, table=True):
    """A lawyer who gives advice in the hall; one who left stays, for the bookings that name him or her."""

    __tablename__ = "consult_lawyer"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    name: str
    active: int = _kept(1)
    body: str
    version: int = _kept(1)
    sync_state: str = _kept("local")


class ConsultDay(LocalTable, table=True):
    """The roster of one morning; its id is the day."""

    __tablename__ = "consult_day"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    published: int = _kept(0)
    body: str
    version: int = _kept(1)
    sync_state: str = _kept("local")


class ConsultBooking(LocalTable, table=True):
    """A consultation somebody has booked, asked for or been offered; nothing is ever deleted."""

    __tablename__ = "consult_booking"
    __table_args__ = (
        Index("ix_consult_booking_seat", "seat"),
        Index("ix_consult_booking_day", "day"),
        Index("ix_consult_booking_lawyer", "lawyer", "day"),
        Index("ix_consult_booking_phone", "phone", sqlite_where=text("phone <> ''")),
        Index("ix_consult_booking_document", "id_number", sqlite_where=text("id_number <> ''")),
        Index("ix_consult_booking_case", "case_id", sqlite_where=text("case_id <> ''")),
        Index("ix_consult_booking_slip", "slip_no", sqlite_where=text("slip_no <> ''")),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True)
    day: str
    seat: str
    lawyer: str
    status: str
    name_key: str
    phone: str = _kept("")
    id_number: str = _kept("")
    case_id: str = _kept("")
    slip_no: str = _kept("")
    body: str
    version: int = _kept(1)
    sync_state: str = _kept("local")


class ConsultWait(LocalTable, table=True):
    """Somebody who waits for a seat that becomes free (候补)."""

    __tablename__ = "consult_wait"
    __table_args__ = (
        Index("ix_consult_wait_day", "day", "registered_at"),
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True)
    day: str
    state: str
    registered_at: str
    case_id: str = _kept("")
    body: str
    version: int = _kept(1)
    sync_state: str = _kept("local")


class FreshWords(LocalTable, table=True):
    """What the last decisions can be found by, until a pause folds it into the index `<kind>_fts`."""

    __tablename__ = "fresh"
    n: int | None = Field(default=None, primary_key=True)
    kind: str
    rid: int
    t: str


# Posting lists of whole tokens, newest row first; sync.md §6 says why no other tokenizer is fast enough.
# Parties change at every visit, so their index can delete by rowid; cases keep the smaller form.
SEARCH_TABLES: Final = (
    "CREATE VIRTUAL TABLE case_fts USING fts5(t, content='', tokenize='ascii', detail=none, columnsize=0)",
    "CREATE VIRTUAL TABLE party_fts"
    " USING fts5(t, content='', contentless_delete=1, tokenize='ascii', detail=none)",
)
