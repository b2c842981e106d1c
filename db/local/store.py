"""The window's store: opened once, one transaction at a time, no number twice, nothing printed before it is safe."""

from __future__ import annotations

import hmac
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.clock import Clock
from app.errors import Conflict, StoreUnavailable
from db.local import schema
from db.local.blobs import Blobs
from db.local.crashpoints import crashpoint
from db.local.decisions import Decision, Envelope, Reservation, envelope
from db.local.engine import DATABASE, Connection, connect, storing
from db.local.ids import uuid7
from db.local.journal import Entry, Journal, Kind
from db.local.lock import FolderLock
from db.local.rows import moment
from db.local.sealing import derived
from db.local.searching import Searcher
from db.local.unit import Unit

SCHEMA_TOLERANCE: Final = timedelta(minutes=2)
_IDENTITY: Final = "store.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that is safe: in the journal and in the database. Now it may be printed."""

    cmd_id: str
    dev_seq: int
    at: datetime
    numbers: dict[str, int]

    @property
    def trace(self) -> str:
        return self.cmd_id[:8]


@dataclass(frozen=True, slots=True)
class Health:
    """What the start found that does not stop the work; sentences are the window's."""

    clock_behind: timedelta | None = None  # the clock stands before the newest stored moment
    newest_moment: datetime | None = None
    unfinished: int = 0  # decisions that were journalled and never done
    journal_damage: tuple[str, ...] = ()
    mirror_trouble: str | None = None
    upgraded_from: str | None = None  # the schema revision before this start; "" for a new store


class Store:
    """Everything one window keeps. Units of work are serial: one thread at a time, the others wait."""

    def __init__(
        self, folder: Path, clock: Clock, lock: FolderLock, connection: Connection, key: bytes
    ) -> None:
        """Use `Store.open`."""
        self.folder = folder
        self.clock = clock
        self.blobs = Blobs(folder / "blobs", key)
        self.searcher = Searcher(folder / DATABASE, derived(key, "database"))
        self.health = Health()
        self._file_lock = lock
        self._sql = connection
        self._unit = Unit(connection)
        self._turn = threading.RLock()
        self._busy = False
        self._boot_id = _boot_id()
        # Numbers the journal has seen and the database does not know yet: burnt by a failed commit or a crash.
        self._burnt: dict[str, int] = {}
        self.journal = Journal(folder / "journal", b"")

    @classmethod
    def open(
        cls, folder: Path, key: bytes, clock: Clock, *, device_code: str = "001", mirror: Path | None = None
    ) -> Store:
        """Opens or creates the store of this window; `mirror` is a second folder for the journal.

        StoreUnavailable: in-use (pid), read-only, disk-full, wrong-key, damaged, newer-schema (found, known),
        rolled-back (reason: lost = number of decisions only the journal has, journal-gone, journal-behind).
        """
        from db.local.recovery import reconcile

        lock = FolderLock.take(folder)
        try:
            known = _identity(folder, key)
            connection = _connected(folder, key, known)
        except BaseException:
            lock.release()
            raise
        store = cls(folder, clock, lock, connection, key)
        try:
            with storing(folder):
                upgraded = schema.bring_up(connection)
            store.journal = Journal(folder / "journal", derived(key, "journal"), mirror)
            reconcile(store, device_code)
            store.health = replace(store.health, upgraded_from=upgraded)
        except BaseException:
            store._let_go()
            raise
        return store

    def close(self) -> None:
        """Folds the write-ahead log into the database and lets the folder go."""
        with self._turn:
            with storing(self.folder / DATABASE):
                self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._let_go()

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One writing transaction: committed when the block ends, rolled back on any exception.

        Not for decisions on cases, which are journalled: `decide`. Units do not nest.
        """
        with self._transaction("BEGIN IMMEDIATE"):
            yield self._unit

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """One consistent view for reading; writing in it is a bug."""
        with self._transaction("BEGIN"):
            self._sql.execute("PRAGMA query_only = ON")
            try:
                yield self._unit
            finally:
                self._sql.execute("PRAGMA query_only = OFF")

    def decide(
        self, kind: str, actor: str, build: Callable[[Reservation], Decision], *, cmd_version: int = 1
    ) -> Made:
        """Number → rows → journal fsync → commit; print only what this returned.

        `build` gets the reserved identity and takes numbers with `reserved.next("case:261123")`; it returns what
        to write (`Decision` with a `Plan`). It may use `store.read()` and `store.blobs.put()`. Whatever it raises,
        nothing was written and its numbers are free again.
        """
        with self._turn:
            at = self.clock.now()
            reserved = Reservation(uuid7(int(at.timestamp() * 1000)), at, self._highest)
            decision = build(reserved)
            crashpoint("after_reserve")
            with self._transaction("BEGIN IMMEDIATE") as ending:
                made = envelope(
                    reserved,
                    decision,
                    dev_seq=self._unit.state.next_seq(),
                    kind=kind,
                    cmd_version=cmd_version,
                    actor=actor,
                    boot_id=self._boot_id,
                    mono_ms=self.clock.monotonic_ms(),
                )
                self._write(made, at)
                crashpoint("before_journal")
                self._journalled(made, at, ending)
            crashpoint("after_commit")
            self._mark(Kind.COMMITTED, made.dev_seq, made.cmd_id)
            crashpoint("after_mark")
            return Made(made.cmd_id, made.dev_seq, at, dict(made.numbers))

    def unfinished(self) -> tuple[Envelope, ...]:
        """Decisions in the journal whose transaction never came, oldest first: keep or discard each."""
        with self.read():
            found = self._sql.execute("SELECT envelope FROM unfinished ORDER BY found_at, dev_seq").fetchall()
        return tuple(Envelope.parse(bytes(body)) for (body,) in found)

    def keep(self, cmd_id: str) -> Made:
        """Does an unfinished decision now, with its own numbers and moment, as it was decided.

        Conflict("no-such-unfinished"), or what the rows raise when the world moved on (then discard it).
        """
        with self._turn:
            pending = self._pending(cmd_id)
            with self._transaction("BEGIN IMMEDIATE"):
                again = replace(pending, dev_seq=self._unit.state.next_seq())
                self._write(again, datetime.fromisoformat(again.at))
                self._sql.execute("DELETE FROM unfinished WHERE cmd_id = ?", (cmd_id,))
            self._mark(Kind.COMMITTED, again.dev_seq, cmd_id)
            at = datetime.fromisoformat(again.at)
            return Made(again.cmd_id, again.dev_seq, at, dict(again.numbers))

    def discard(self, cmd_id: str, actor: str, reason: str) -> None:
        """Drops an unfinished decision for good; who and why is audited, its numbers stay used."""
        with self._turn:
            pending = self._pending(cmd_id)
            with self._transaction("BEGIN IMMEDIATE"):
                self._sql.execute("DELETE FROM unfinished WHERE cmd_id = ?", (cmd_id,))
                self._unit.audit.append(
                    at=self.clock.now(),
                    clerk=actor,
                    what="unfinished_discarded",
                    subject=pending.entity_id,
                    facts={
                        "cmd_id": cmd_id,
                        "kind": pending.kind,
                        "numbers": pending.numbers,
                        "reason": reason,
                    },
                )
            self._mark(Kind.VOID, pending.dev_seq, cmd_id)

    def _write(self, made: Envelope, at: datetime) -> None:
        """The rows of a decision, its outbox command and the counters; inside the caller's transaction."""
        made.run(self._unit)
        self._unit.outbox.append(made.outbox_row(made.dev_seq))
        state = self._unit.state
        state.put("next_seq", str(made.dev_seq + 1))
        for series, number in (*self._burnt.items(), *made.numbers.items()):
            state.raise_number(series, number)
        newest = state.get("newest_at")
        if newest is None or newest < moment(at):
            state.put("newest_at", moment(at))

    def _journalled(self, made: Envelope, at: datetime, ending: list[Callable[[], None]]) -> None:
        """Writes the envelope; when the commit then fails, the journal is told that it was not done."""
        place = self.journal.append(
            Kind.ENVELOPE, dev_seq=made.dev_seq, cmd_id=made.cmd_id, body=made.body(), at=at
        )
        ending.append(lambda: self._void(made))
        self._unit.state.put_journal_place(place)
        crashpoint("after_journal")
        crashpoint("before_commit")

    def _void(self, made: Envelope) -> None:
        for series, number in made.numbers.items():
            self._burnt[series] = max(number, self._burnt.get(series, 0))
        try:
            self._mark(Kind.VOID, made.dev_seq, made.cmd_id, durable=True)
        except StoreUnavailable:
            # The disk takes nothing at all: the next start finds the envelope and asks a person.
            return

    def _mark(self, kind: Kind, dev_seq: int, cmd_id: str, *, durable: bool = False) -> None:
        """Notes in the journal what became of a command. Not needed for safety, so a full disk is no failure
        of the decision: without the mark the next start asks the database."""
        self.journal.append(
            kind, dev_seq=dev_seq, cmd_id=cmd_id, body=b"", at=self.clock.now(), durable=durable
        )

    def _highest(self, series: str) -> int:
        """The highest number the database or the journal has seen."""
        return max(self._unit.state.highest(series), self._burnt.get(series, 0))

    def _pending(self, cmd_id: str) -> Envelope:
        found = self._sql.execute("SELECT envelope FROM unfinished WHERE cmd_id = ?", (cmd_id,)).fetchone()
        if found is None:
            raise Conflict("no-such-unfinished", cmd_id=cmd_id)
        return Envelope.parse(bytes(found[0]))

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[list[Callable[[], None]]]:
        """BEGIN … COMMIT; what is put into the given list runs after a rollback."""
        failed: list[Callable[[], None]] = []
        with self._turn:
            if self._busy:
                raise RuntimeError("a unit of work is open already: units do not nest")
            self._busy = True
            try:
                with storing(self.folder / DATABASE):
                    self._sql.execute(begin)
                    try:
                        yield failed
                        self._sql.execute("COMMIT")
                    except BaseException:
                        if self._sql.in_transaction:
                            self._sql.execute("ROLLBACK")
                        for undo in failed:
                            undo()
                        raise
            finally:
                self._busy = False

    def _let_go(self) -> None:
        self.searcher.close()
        self.journal.close()
        self._sql.close()
        self._file_lock.release()


def _identity(folder: Path, key: bytes) -> dict[str, Any] | None:
    """What the store says of itself outside the cipher: its id and a check of the key; None for a new folder.

    Without it a wrong key and a damaged first page look the same.
    """
    path = folder / _IDENTITY
    with storing(path):
        if not path.exists():
            return None
        text = path.read_text(encoding="utf-8")
    try:
        known = json.loads(text)
        check = str(known["check"])
    except (ValueError, KeyError, TypeError):
        return None
    if not hmac.compare_digest(check, derived(key, "check").hex()):
        raise StoreUnavailable("wrong-key", path=str(folder))
    return dict(known)


def _connected(folder: Path, key: bytes, known: dict[str, Any] | None) -> Connection:
    path = folder / DATABASE
    with storing(path):
        empty = not path.exists() or path.stat().st_size == 0
    if known is not None and empty:
        raise StoreUnavailable("damaged", reason="database-missing", path=str(path))
    try:
        connection = connect(path, derived(key, "database"))
    except StoreUnavailable as trouble:
        if trouble.code == "damaged" and known is None:
            raise StoreUnavailable("wrong-key", path=str(folder), certain=False) from trouble
        raise
    if known is None:
        with storing(path):
            write_identity(folder, key)
    return connection


def write_identity(folder: Path, key: bytes) -> None:
    """Puts the key's check beside the database, atomically."""
    path = folder / _IDENTITY
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as target:
        json.dump({"format": 1, "check": derived(key, "check").hex()}, target)
        target.flush()
        os.fsync(target.fileno())
    os.replace(temporary, path)


def _boot_id() -> str:
    """Which run of the machine this is, so that monotonic times can be compared within it."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text(encoding="ascii").strip() if path.exists() else f"process-{os.getpid()}"


__all__ = ["Entry", "Health", "Made", "Store"]
