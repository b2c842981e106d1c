"""The window's store: one transaction at a time, no number twice, nothing printed before it is safe."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from app.clock import Clock
from app.errors import StoreUnavailable
from app.records import dataclass
from db.local import identity, schema
from db.local.blobs import Blobs
from db.local.checkpointing import Checkpointer
from db.local.crashpoints import crashpoint
from db.local.decisions import Decision, Envelope, Reservation, envelope
from db.local.engine import DATABASE, Connection, connect, sql_trouble, storing, writing
from db.local.ids import trace_of, uuid7
from db.local.journal import Journal, Kind
from db.local.lock import FolderLock
from db.local.recovery import Health, Mend, reconcile
from db.local.sealing import derived
from db.local.searching import Searcher
from db.local.unit import Unit

# Of the connection that decides and keeps what the centre sends: what it needs again are the upper pages of
# each tree. The search has a connection and a larger cache of its own.
CACHE_KIB: Final = 16384


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that is safe: in the journal and in the database. Now it may be printed."""

    cmd_id: str
    dev_seq: int
    at: datetime
    numbers: dict[str, int]

    @property
    def trace(self) -> str:
        """What the paper of this decision is traced by, as printed in the QR code."""
        return trace_of(self.cmd_id)


class Store:
    """Everything one window keeps. Units of work are serial: one thread at a time, the others wait."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        clock: Clock,
        lock: FolderLock,
        connection: Connection,
        journal: Journal,
        health: Health,
    ) -> None:
        """Use `Store.open`."""
        self.folder = folder
        self.clock = clock
        self.health = health
        self.journal = journal
        self.blobs = Blobs(folder / "blobs", key)
        self.searcher = Searcher(folder / DATABASE, derived(key, "database"))
        self._checkpointer = Checkpointer(folder / DATABASE, derived(key, "database"))
        self._lock = lock
        self._sql = connection
        self._unit = Unit(connection)
        self._turn = threading.RLock()
        self._busy = False
        self._boot_id = identity.boot_id()
        # Numbers the journal may have seen and the database does not know yet: a commit failed.
        self._burnt: dict[str, int] = {}

    @classmethod
    def open(
        cls,
        folder: Path,
        key: bytes,
        clock: Clock,
        *,
        device_code: str = "001",
        mirror: Path | None = None,
        mend: Mend | None = None,
    ) -> Store:
        """Opens or creates the store of this window; `mirror` is a second folder for the journal.

        StoreUnavailable: in-use (pid), read-only, disk-full, wrong-key, damaged, newer-schema (found, known),
        rolled-back (reason; see `recovery.reconcile`). `mend` is a person's answer to rolled-back, or to
        damaged(database-missing) with `Mend.REPLAY`.
        """
        lock = FolderLock.take(folder)
        connection = journal = None
        try:
            known = identity.check_key(folder, key)
            connection = _connected(folder, key, known=known, rebuild=mend is Mend.REPLAY)
            with storing(folder):
                upgraded_from = schema.bring_up(connection)
                if not known:
                    identity.write(folder, key)
                journal = Journal(folder / "journal", derived(key, "journal"), mirror)
                health = reconcile(
                    connection,
                    journal,
                    clock,
                    device_code=device_code,
                    mend=mend,
                    upgraded_from=upgraded_from,
                )
        except BaseException:
            if journal is not None:
                journal.close()
            if connection is not None:
                connection.close()
            lock.release()
            raise
        store = cls(folder, key, clock, lock, connection, journal, health)
        store.blobs.sweep_unfinished()
        return store

    def close(self) -> None:
        """Folds the write-ahead log into the database and lets the folder go."""
        with self._turn:
            try:
                self._checkpointer.stop()
                with sql_trouble(self.folder / DATABASE):
                    self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self.searcher.close()
                self.journal.close()
                self._sql.close()
                self._lock.release()

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One writing transaction: committed when the block ends, rolled back on any exception.

        Not for decisions on cases, which are journalled: `decide`. Units do not nest. The database's own
        errors get their names (Conflict already-there, StoreUnavailable) when the block is left, not inside
        it.
        """
        with self._serial(), writing(self._sql):
            yield self._unit
        self._checkpointer.after_commit()

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """One consistent view for reading. Writing in it is a bug: it is undone, and told."""
        with self._serial():
            # Not `PRAGMA query_only`: it would make SQLite prepare every statement anew, twice a reading.
            before = self._sql.total_changes
            self._sql.execute("BEGIN")
            try:
                yield self._unit
            finally:
                if self._sql.in_transaction:
                    self._sql.execute("ROLLBACK")
            if self._sql.total_changes != before:
                raise RuntimeError("a reading unit of work wrote")

    def decide(
        self, kind: str, actor: str, build: Callable[[Reservation], Decision], *, cmd_version: int = 1
    ) -> Made:
        """Number → rows → journal fsync → commit; print only what this returned.

        `build` gets the reserved identity and takes numbers with `reserved.next("case:261123")`; it returns
        what to write (`Decision` with a `Plan`). It may use `store.read()` and `store.blobs.put()`. Whatever
        it raises, nothing was written and its numbers are free again.
        """
        with self._turn:
            at = self.clock.now()
            reserved = Reservation(uuid7(int(at.timestamp() * 1000)), at, self._highest)
            decision = build(reserved)
            crashpoint("after_reserve")
            journalled = False
            try:
                with self._serial(), writing(self._sql):
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
                    # The rows are tried before the journal is written, so that what cannot be done (a full
                    # disk, a case changed meanwhile) leaves no trace; nothing is durable before the journal.
                    made.write(self._unit, made.dev_seq)
                    crashpoint("before_journal")
                    journalled = True
                    place = self.journal.append(
                        Kind.ENVELOPE, dev_seq=made.dev_seq, cmd_id=made.cmd_id, body=made.body(), at=at
                    )
                    made.count(self._unit, made.dev_seq, place, self._burnt)
                    crashpoint("after_journal")
                    crashpoint("before_commit")
            except BaseException:
                if journalled:
                    self._void(made)
                raise
            crashpoint("after_commit")
            self._burnt.clear()
            self._mark(Kind.COMMITTED, made)
            crashpoint("after_mark")
            self._checkpointer.after_commit()
            return Made(made.cmd_id, made.dev_seq, at, dict(made.numbers))

    def unfinished(self) -> tuple[Envelope, ...]:
        """Decisions in the journal whose transaction never came, oldest first: keep or discard each."""
        with self.read() as unit:
            return tuple(Envelope.parse(body) for body in unit.unfinished.list())

    def keep(self, cmd_id: str) -> Made:
        """Does an unfinished decision now, with its own numbers and moment, as it was decided.

        Conflict("no-such-unfinished"), or what the rows raise when the world moved on (then discard it).
        """
        with self._turn:
            with self._serial(), writing(self._sql):
                pending = Envelope.parse(self._unit.unfinished.get(cmd_id))
                again = replace(pending, dev_seq=self._unit.state.next_seq())
                again.write(self._unit, again.dev_seq)
                again.count(self._unit, again.dev_seq)
                self._unit.unfinished.delete(cmd_id)
            self._mark(Kind.COMMITTED, again)
            return Made(cmd_id, again.dev_seq, datetime.fromisoformat(again.at), dict(again.numbers))

    def discard(self, cmd_id: str, actor: str, reason: str) -> None:
        """Drops an unfinished decision for good; who and why is audited, its numbers stay used."""
        with self._turn:
            with self._serial(), writing(self._sql):
                pending = Envelope.parse(self._unit.unfinished.get(cmd_id))
                self._unit.unfinished.delete(cmd_id)
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
            self._mark(Kind.VOID, pending)

    def _highest(self, series: str) -> int:
        """The highest number of a series that the database or the journal has seen."""
        with self._serial():
            return max(self._unit.state.highest(series), self._burnt.get(series, 0))

    def _void(self, made: Envelope) -> None:
        """The commit failed behind the journal: the numbers are burnt, the journal is told if it can be."""
        for series, number in made.numbers.items():
            self._burnt[series] = max(number, self._burnt.get(series, 0))
        self._mark(Kind.VOID, made, durable=True)

    def _mark(self, kind: Kind, made: Envelope, *, durable: bool = False) -> None:
        """Notes in the journal what became of a command.

        When the disk does not take it, nothing is lost: without a mark the next start asks the database, and
        for a command that is not there, a person. So this never turns a done decision into a failure.
        """
        try:
            self.journal.append(
                kind,
                dev_seq=made.dev_seq,
                cmd_id=made.cmd_id,
                body=b"",
                at=self.clock.now(),
                durable=durable,
            )
        except StoreUnavailable as trouble:
            self.journal.mark_trouble = str(trouble)

    @contextmanager
    def _serial(self) -> Iterator[None]:
        """One unit of work at a time, with the database's troubles named."""
        with self._turn:
            if self._busy:
                raise RuntimeError("a unit of work is open already: units do not nest")
            self._busy = True
            try:
                with sql_trouble(self.folder / DATABASE):
                    yield
            finally:
                self._busy = False


def _connected(folder: Path, key: bytes, *, known: bool, rebuild: bool) -> Connection:
    """The connection, wrong key and damage told apart; `rebuild` lets a missing database be begun anew."""
    path = folder / DATABASE
    with storing(path):
        empty = not path.exists() or path.stat().st_size == 0
    if known and empty and not rebuild:
        raise StoreUnavailable("damaged", reason="database-missing", path=str(path))
    try:
        connection = connect(path, derived(key, "database"), cache_kib=CACHE_KIB)
    except StoreUnavailable as trouble:
        if trouble.code == "damaged" and not known:
            raise StoreUnavailable("wrong-key", path=str(folder), certain=False) from trouble
        raise
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection
