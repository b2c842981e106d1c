"""What a start finds in journal and database: work that was never finished, or a database older than its journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.errors import StoreUnavailable
from db.local.decisions import Envelope
from db.local.ids import uuid7
from db.local.journal import Entry, Kind, Place
from db.local.rows import moment

if TYPE_CHECKING:
    from db.local.store import Store

CLOCK_TOLERANCE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Findings:
    """Journal records newer than the database, sorted by what became of their commands."""

    lost: tuple[Entry, ...]  # were committed here once: the database went back
    open: tuple[Entry, ...]  # never committed, never discarded
    void: tuple[Entry, ...]  # discarded; only their numbers count
    marks: tuple[Entry, ...]  # what became of commands the database lists as unfinished


def reconcile(store: Store, device_code: str) -> None:
    """Compares journal and database; see `Store.open` for what it raises."""
    unit = store._unit
    place = unit.state.journal_place()
    entries = store.journal.open_tail(None if place is None else place.file)
    _identify(store, device_code)
    findings = compare(store, place, entries)
    if findings.lost:
        raise StoreUnavailable("rolled-back", reason="lost", lost=len(findings.lost))
    settle(store, findings, entries)
    count = store._sql.execute("SELECT count(*) FROM unfinished").fetchone()[0]
    newest = _newest_moment(store)
    behind = None if newest is None else newest - store.clock.now()
    store.health = replace(
        store.health,
        unfinished=count,
        journal_damage=tuple(store.journal.damaged),
        newest_moment=newest,
        clock_behind=behind if behind is not None and behind > CLOCK_TOLERANCE else None,
    )


def compare(store: Store, place: Place | None, entries: list[Entry]) -> Findings:
    """Sorts what the journal has behind the database's place in it.

    StoreUnavailable("rolled-back") when the journal does not reach that place: it was lost or belongs to a copy.
    """
    if place is not None and not any(e.n == place.n and e.cmd_id == place.cmd_id for e in entries):
        reason = "journal-behind" if entries else "journal-gone"
        raise StoreUnavailable("rolled-back", reason=reason, place=place.n)
    newer = [entry for entry in entries if place is None or entry.n > place.n]
    envelopes = {entry.cmd_id: entry for entry in newer if entry.kind is Kind.ENVELOPE}
    committed = [e for e in newer if e.kind is Kind.COMMITTED and not _in_database(store, e.cmd_id)]
    voided = {entry.cmd_id for entry in newer if entry.kind is Kind.VOID}
    done = {entry.cmd_id for entry in committed}
    return Findings(
        lost=tuple(committed),
        open=tuple(
            entry
            for cmd_id, entry in envelopes.items()
            if cmd_id not in voided and cmd_id not in done and not _in_database(store, cmd_id)
        ),
        void=tuple(entry for cmd_id, entry in envelopes.items() if cmd_id in voided),
        marks=tuple(entry for entry in newer if entry.kind is Kind.VOID),
    )


def settle(store: Store, findings: Findings, entries: list[Entry]) -> None:
    """Writes into the database what the journal knows better: open work, used numbers, the place reached."""
    place = store._unit.state.journal_place()
    last = entries[-1] if entries else None
    if last is None or (place is not None and last.n == place.n):
        return
    if not findings.open and not findings.void and not findings.marks:
        # Only the mark of the last commit lies behind the place: nothing to write at every start.
        return
    with store.unit() as unit:
        for entry in (*findings.open, *findings.void):
            body = store.journal.body(entry)
            for series, number in Envelope.parse(body).numbers.items():
                unit.state.raise_number(series, number)
            if entry in findings.open:
                store._sql.execute(
                    "INSERT OR IGNORE INTO unfinished (cmd_id, dev_seq, found_at, envelope) VALUES (?, ?, ?, ?)",
                    (entry.cmd_id, entry.dev_seq, moment(store.clock.now()), body),
                )
        for mark in findings.marks:
            store._sql.execute("DELETE FROM unfinished WHERE cmd_id = ?", (mark.cmd_id,))
        unit.state.put_journal_place(Place(last.n, last.cmd_id, last.file))


def _identify(store: Store, device_code: str) -> None:
    state = store._unit.state
    if state.get("device_id") is not None and state.get("device_code") == device_code:
        return
    with store.unit() as unit:
        now = store.clock.now()
        if unit.state.get("device_id") is None:
            unit.state.put("device_id", uuid7(int(now.timestamp() * 1000)))
            unit.state.put("incarnation", "1")
        former = unit.state.get("device_code")
        unit.state.put("device_code", device_code)
        unit.audit.append(
            at=now,
            clerk="",
            what="device_code",
            subject=device_code,
            facts={"former": former},
        )


def _in_database(store: Store, cmd_id: str) -> bool:
    found = store._sql.execute("SELECT 1 FROM outbox WHERE cmd_id = ?", (cmd_id,)).fetchone()
    return found is not None


def _newest_moment(store: Store) -> datetime | None:
    """The newest moment anything was stored at."""
    (audited,) = store._sql.execute(
        "SELECT max(at) FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1)"
    ).fetchone()
    moments = [text for text in (store._unit.state.get("newest_at"), audited) if text is not None]
    return datetime.fromisoformat(max(moments)).astimezone(UTC) if moments else None
