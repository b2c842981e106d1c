"""What a start finds in journal and database: unfinished work, or a database older than its journal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Final

from app.clock import Clock
from app.errors import Conflict, StoreUnavailable
from app.records import dataclass
from db.local import identity
from db.local.decisions import Envelope
from db.local.engine import Connection, sql_trouble, writing
from db.local.ids import uuid7
from db.local.journal import Entry, Journal, Kind, Place
from db.local.unit import Unit

CLOCK_TOLERANCE: Final = timedelta(minutes=2)


class Mend(Enum):
    """What a person decided about a store that may not be opened for work (sync.md 2.8)."""

    REPLAY = "replay"  # do again what only the journal has
    NEW_DEVICE = "new_device"  # the journal is gone too, or this is a copy: go on under another device code
    MOVED = "moved"  # the same device in another machine; the old machine is out of use


@dataclass(frozen=True, slots=True)
class Health:
    """What the start found that does not stop the work; sentences are the window's."""

    unfinished: int = 0  # decisions that were journalled and never done: keep or discard
    clock_behind: timedelta | None = None  # the clock stands before the newest stored moment
    newest_moment: datetime | None = None
    journal_damage: tuple[str, ...] = ()
    mirror_trouble: str | None = None  # the second journal folder cannot be used now
    replayed: int = 0  # decisions brought back from the journal at this start
    free_bytes: int | None = None
    upgraded_from: str | None = None  # the schema revision before this start; "" for a new store


@dataclass(frozen=True, slots=True)
class _Findings:
    """Journal records newer than the database, sorted by what became of their commands."""

    lost: tuple[Entry, ...] = ()  # marks of commits the database does not have: it went back
    open: tuple[Entry, ...] = ()  # envelopes never committed, never discarded
    void: tuple[Entry, ...] = ()  # envelopes discarded; only their numbers count
    discards: tuple[Entry, ...] = ()  # marks of discarding


def reconcile(
    connection: Connection,
    journal: Journal,
    clock: Clock,
    *,
    device_code: str,
    mend: Mend | None,
    upgraded_from: str | None,
) -> Health:
    """Compares database, journal and machine, and settles what needs nobody's decision.

    StoreUnavailable("rolled-back"), nothing changed: reason=lost (lost: how many; REPLAY), journal-gone or
    journal-behind or restored (NEW_DEVICE), other-machine (MOVED or NEW_DEVICE), same-code (NEW_DEVICE with
    the old code), journal-gap or replay-conflict (REPLAY that cannot be done: NEW_DEVICE).
    """
    unit = Unit(connection)
    anew = mend is Mend.NEW_DEVICE
    if unit.state.get("restored") is not None and not anew:
        raise StoreUnavailable("rolled-back", reason="restored", since=unit.state.get("restored"))
    place = unit.state.journal_place()
    entries = journal.open_tail(None if anew else place)
    if journal.absorb_mirror():
        entries = journal.open_tail(None if anew else place)
    _same_device(unit, connection, clock, device_code, mend)
    if anew and place is not None:
        journal.skip_to(place.n + 1)
        place = place if _reached(place, entries) else None
    findings = _compared(connection, place, entries)
    replayed = 0
    if findings.lost and anew:
        findings = _to_be_asked(findings, entries)
    elif findings.lost:
        if mend is not Mend.REPLAY:
            raise StoreUnavailable("rolled-back", reason="lost", lost=len(findings.lost))
        replayed = _replay(unit, connection, journal, findings.lost)
    _settle(unit, connection, journal, clock, findings, entries, anew=anew)
    _mark_done(connection, journal, clock, entries)
    newest = _newest_moment(unit, connection)
    behind = timedelta(0) if newest is None else newest - clock.now()
    return Health(
        unfinished=unit.unfinished.count(),
        clock_behind=behind if behind > CLOCK_TOLERANCE else None,
        newest_moment=newest,
        journal_damage=tuple(journal.damaged),
        mirror_trouble=journal.mirror_trouble,
        replayed=replayed,
        free_bytes=_free_bytes(journal.folder),
        upgraded_from=upgraded_from,
    )


def _same_device(
    unit: Unit, connection: Connection, clock: Clock, device_code: str, mend: Mend | None
) -> None:
    """A new store gets its identity; a known one must be on its machine, and a changed code is audited."""
    state = unit.state
    known, code = state.get("device_id"), state.get("device_code")
    now = clock.now()
    if mend is Mend.NEW_DEVICE and code == device_code:
        raise StoreUnavailable("rolled-back", reason="same-code", device_code=code)
    device_id = uuid7(int(now.timestamp() * 1000)) if known is None or mend is Mend.NEW_DEVICE else known
    machine = identity.machine(device_id)
    stored = state.get("machine")
    moved = known == device_id and None not in (stored, machine) and stored != machine
    if moved and mend is not Mend.MOVED:
        raise StoreUnavailable("rolled-back", reason="other-machine", device_code=code)
    if (known, code, stored) == (device_id, device_code, machine or stored):
        return
    with writing(connection):
        if known != device_id:
            state.put("incarnation", "1")
            state.put("succeeds", known or "")
        state.put("device_id", device_id)
        state.put("device_code", device_code)
        if machine is not None:
            state.put("machine", machine)
        unit.audit.append(
            at=now,
            clerk="",
            what="device",
            subject=device_code,
            facts={"former_code": code, "moved": moved, "succeeds": known if known != device_id else None},
        )


def _reached(place: Place, entries: list[Entry]) -> bool:
    return any(entry.n == place.n and entry.cmd_id == place.cmd_id for entry in entries)


def _to_be_asked(findings: _Findings, entries: list[Entry]) -> _Findings:
    """A device that begins anew cannot replay in order; a person decides each of the lost decisions."""
    lost = {mark.cmd_id for mark in findings.lost}
    envelopes = tuple(e for e in entries if e.kind is Kind.ENVELOPE and e.cmd_id in lost)
    return replace(findings, lost=(), open=(*envelopes, *findings.open))


def _compared(connection: Connection, place: Place | None, entries: list[Entry]) -> _Findings:
    """Sorts what the journal has behind the database's place in it; that place itself must be there."""
    if place is not None and not _reached(place, entries):
        raise StoreUnavailable("rolled-back", reason="journal-behind" if entries else "journal-gone")
    newer = [entry for entry in entries if place is None or entry.n > place.n]
    lost = [e for e in newer if e.kind is Kind.COMMITTED and not _in_database(connection, e.cmd_id)]
    discards = [e for e in newer if e.kind is Kind.VOID]
    done, voided = {e.cmd_id for e in lost}, {e.cmd_id for e in discards}
    envelopes = [e for e in newer if e.kind is Kind.ENVELOPE and e.cmd_id not in done]
    return _Findings(
        lost=tuple(lost),
        open=tuple(e for e in envelopes if e.cmd_id not in voided and not _in_database(connection, e.cmd_id)),
        void=tuple(e for e in envelopes if e.cmd_id in voided),
        discards=tuple(discards),
    )


def _replay(unit: Unit, connection: Connection, journal: Journal, lost: tuple[Entry, ...]) -> int:
    """Does again, in their old order and all or none, the decisions that only the journal has.

    They are certain: each was committed here once and may be printed. What one stands on may have come from
    the centre after this copy of the database was made, and comes again with the feed: then its command goes
    up, and its rows come down. StoreUnavailable("rolled-back") with reason=journal-gap when one of them is
    missing, replay-conflict when the rows do not fit and no centre can bring what they need.
    """
    has_centre = unit.state.enrolment() is not None
    wanted = {mark.cmd_id: mark.dev_seq for mark in lost}
    bodies = {
        entry.cmd_id: entry
        for entry in journal.all()
        if entry.kind is Kind.ENVELOPE and entry.cmd_id in wanted
    }
    with writing(connection):
        for cmd_id, dev_seq in sorted(wanted.items(), key=lambda known: known[1]):
            if dev_seq != unit.state.next_seq() or cmd_id not in bodies:
                raise StoreUnavailable("rolled-back", reason="journal-gap", dev_seq=unit.state.next_seq())
            made = Envelope.parse(journal.body(bodies[cmd_id]))
            try:
                with sql_trouble(journal.folder), _attempt(connection):
                    made.write(unit, dev_seq)
            except Conflict as error:
                if not has_centre:
                    raise StoreUnavailable(
                        "rolled-back", reason="replay-conflict", dev_seq=dev_seq
                    ) from error
                made.tell(unit, dev_seq)
            made.count(unit, dev_seq)
            unit.unfinished.delete(cmd_id)
        unit.state.put_journal_place(lost[-1].place)
    return len(wanted)


@contextmanager
def _attempt(connection: Connection) -> Iterator[None]:
    """A part of a transaction that is undone alone when it fails."""
    connection.execute("SAVEPOINT attempt")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK TO attempt")
        connection.execute("RELEASE attempt")
        raise
    connection.execute("RELEASE attempt")


def _settle(
    unit: Unit,
    connection: Connection,
    journal: Journal,
    clock: Clock,
    findings: _Findings,
    entries: list[Entry],
    *,
    anew: bool,
) -> None:
    """Writes into the database what the journal knows better: open work, used numbers, the place reached."""
    if not (findings.open or findings.void or findings.discards or anew):
        return
    with writing(connection):
        for entry in (*findings.open, *findings.void):
            body = journal.body(entry)
            for series, number in Envelope.parse(body).numbers.items():
                unit.state.raise_number(series, number)
            if entry in findings.open:
                unit.unfinished.put(entry.cmd_id, entry.dev_seq, clock.now(), body)
        for mark in findings.discards:
            unit.unfinished.delete(mark.cmd_id)
        if anew:
            unit.state.forget("restored")
            unit.state.forget("journal")
            unit.state.put("next_seq", str(unit.outbox.renumber()))
        if entries:
            unit.state.put_journal_place(entries[-1].place)


def _mark_done(connection: Connection, journal: Journal, clock: Clock, entries: list[Entry]) -> None:
    """A power cut between commit and mark: the mark is made up for.

    Without it a database that goes back later would ask a person about a decision that is certain, and could
    not be brought back in order.
    """
    marked = {entry.cmd_id for entry in entries if entry.kind is not Kind.ENVELOPE}
    for entry in entries:
        if entry.kind is not Kind.ENVELOPE or entry.cmd_id in marked:
            continue
        found = connection.execute("SELECT dev_seq FROM outbox WHERE cmd_id = ?", (entry.cmd_id,)).fetchone()
        if found is not None:
            journal.append(
                Kind.COMMITTED, dev_seq=found[0], cmd_id=entry.cmd_id, body=b"", at=clock.now(), durable=False
            )


def _in_database(connection: Connection, cmd_id: str) -> bool:
    """Also when the outbox has forgotten it because the centre has had it for long."""
    found = connection.execute(
        "SELECT 1 FROM outbox WHERE cmd_id = ?1"
        " UNION ALL SELECT 1 FROM base WHERE entity = 'event' AND id = ?1",
        (cmd_id,),
    )
    return found.fetchone() is not None


def _newest_moment(unit: Unit, connection: Connection) -> datetime | None:
    """The newest moment a decision, an audited act or a draft was stored at."""
    found = connection.execute(
        "SELECT max(at) FROM (SELECT max(saved_at) AS at FROM draft"
        " UNION ALL SELECT at FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1))"
    ).fetchone()
    moments = [text for text in (unit.state.get("newest_at"), found[0]) if text is not None]
    return datetime.fromisoformat(max(moments)).astimezone(UTC) if moments else None


def _free_bytes(folder: Path) -> int | None:
    if not hasattr(os, "statvfs"):
        import shutil

        return shutil.disk_usage(folder).free
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
