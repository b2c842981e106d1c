"""What the engine keeps in the window's store, in transactions so short that no clerk waits for one."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby, islice
from typing import Any, Final, TypeVar

from app.clock import hall_day
from app.records import dataclass
from app.services.changes import Changes, Subject
from app.services.house import House
from app.sync.conflicts import announce, withdraw
from app.sync.consultations import taken_back
from app.sync.stage import Items, Pending, Stage, Stumbled, changes_of
from app.wire.canonical import bucket_of, canonical, digest
from app.wire.limits import KEEP_ACKED_DAYS, PUSH_BYTES, PUSH_COMMANDS
from db.local.base import Based, Cursor
from db.local.crashpoints import crashpoint
from db.local.rows import Row

# The clerk's transactions wait for the one that is under way: about so long, and never for more records.
SLICE_MS: Final = 8
SLICE: Final = 200
MANY: Final = 100  # changes in one page, above which what is new is shown in a pause
SHOWN_AT_ONCE: Final = 50
PAUSE_S: Final = 0.001  # a lock that is let go for no time at all is not let go
_FEWEST, _MOST = 50, 800  # records that are only kept, in one transaction: as this machine's speed allows
_TRIMMED: Final = 500
_PDF: Final = "application/pdf"
_NAMING: Final = (b'"scans"', b'"pdf_sha256"')
_START: Final = ("", "")
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Device:
    """Who this window is to the centre; `last_seq` is the highest number it has given a command."""

    id: str
    code: str
    counter_no: str
    incarnation: int
    last_seq: int


class Storage:
    """The store, as the engine sees it. One thread uses it; clerks work beside it."""

    def __init__(self, house: House, *, between: Callable[[], None] = lambda: None) -> None:
        """`between` is called between two transactions of a long piece of work; what it raises ends that."""
        self._between_slices = between
        self._house = house
        self._store = house.store
        self._items = Items(house)
        self._pending = Pending()
        self._between = threading.Event()
        self._at_once = SLICE

    # -- who this is ----------------------------------------------------------------------------

    def device(self) -> Device:
        with self._store.read() as unit:
            return Device(
                id=unit.state.get("device_id") or "",
                code=unit.state.get("device_code") or "",
                counter_no=self._house.settings.hall.counter_no,
                incarnation=int(unit.state.get("incarnation") or 1),
                last_seq=unit.state.next_seq() - 1,
            )

    # -- up -------------------------------------------------------------------------------------

    def has_pending(self) -> bool:
        with self._store.read() as unit:
            return unit.outbox.oldest() is not None

    def batch(self, limit: int = PUSH_COMMANDS) -> list[dict[str, Any]]:
        """The next commands as they go over the wire; none when nothing waits."""
        with self._store.read() as unit:
            return [_wired(row) for row in unit.outbox.batch(limit, PUSH_BYTES)]

    def settle(self, outcomes: Sequence[Mapping[str, Any]]) -> Changes:
        """The centre's results, each in one transaction with what it means here (sync.md 2.4).

        A result of a command that has one already changes nothing, so that a stop in between is harmless.
        """
        crashpoint("before_settle")
        touched: set[Subject] = set()
        for usual, some in groupby(outcomes, lambda outcome: outcome["status"] == "ok"):
            if usual:
                while part := list(islice(some, PUSH_COMMANDS)):
                    touched |= self._settle_usual(part)
            else:
                touched |= self._in_slices(list(some), self._settle)
        return frozenset(touched)

    def _settle_usual(self, outcomes: Sequence[Mapping[str, Any]]) -> Changes:
        """What was carried out just as it was said, in one transaction: nobody has to be told of it."""
        told = {outcome["cmd_id"]: outcome for outcome in outcomes}
        with self._staged() as stage:
            unit = stage.unit
            answers: list[tuple[str, Mapping[str, Any], bool]] = []
            cases: dict[str, None] = {}
            for sent in unit.outbox.sent(told):
                outcome = told[sent.cmd_id]
                version = outcome.get("entity_version")
                behind = version is not None and (sent.base_version or 0) < version
                answers.append((sent.cmd_id, outcome, behind))
                entity, id = sent.entity or "", sent.entity_id or ""
                stage.answered(entity, id)
                if entity == "case":
                    cases[id] = None
                    self._queue_scans(stage, sent.payload)
                    if sent.shown_refused:  # the centre was set back and has thought better of it
                        unit.events.stand(id, sent.cmd_id, refused=False)
            if answers:
                unit.outbox.answer_all(answers, stage.at)
                stage.touched.add(Subject.OUTBOX)
            if cases:
                unit.cases.stand_all(stage.standings(cases).items())
                stage.touched.add(Subject.CASES)
            crashpoint("in_slice")
        crashpoint("after_slice")
        self._let_others()
        return stage.changes

    def _settle(self, stage: Stage, outcome: Mapping[str, Any]) -> None:
        unit = stage.unit
        known = unit.outbox.get(outcome["cmd_id"])
        if known is None or known["state"] != "pending":
            return
        entity, id = known["entity"] or "", known["entity_id"] or ""
        version = outcome.get("entity_version")
        refused = outcome["status"] == "refused"
        behind = version is not None and (unit.base.version(entity, id) or 0) < version
        unit.outbox.answer(known["cmd_id"], outcome, stage.at, ahead=behind and not refused)
        stage.answered(entity, id)
        stage.touched.add(Subject.OUTBOX)
        if not refused and entity == "case":
            self._queue_scans(stage, known["payload"])
        if outcome["status"] != "ok":
            announce(stage, known, outcome)
        if refused or (outcome["status"] == "merged" and not behind):
            # What was shown of it is taken back: the centre's record with what else waits is what is so.
            stage.show_again(entity, id)
        if refused and known["kind"].startswith("consultation."):
            taken_back(stage, {**known, "code": outcome.get("code")})
        if entity == "case":
            unit.events.stand(id, known["cmd_id"], refused=refused)
            unit.cases.stand(id, stage.standing(id))
            stage.touched.add(Subject.CASES)

    def _queue_scans(self, stage: Stage, text: bytes) -> None:
        """The scans and archived notices a command about a case names follow it, by a queue of their own."""
        # Most commands name none: that is seen without reading them.
        if not any(name in text for name in _NAMING):
            return
        payload = json.loads(text)
        for name, mark in changes_of(payload).items():
            if name.startswith("marks/") and isinstance(mark, dict):
                for sha256 in mark.get("scans", ()):
                    scan = stage.unit.scans.get(sha256)
                    if scan is not None:
                        self._queue(stage, sha256, scan["size"], scan["media_type"])
        for notice in payload.get("notices", ()):
            self._queue(stage, notice["pdf_sha256"], 0, _PDF)

    def _queue(self, stage: Stage, sha256: str, size: int, media_type: str) -> None:
        if self._store.blobs.has(sha256):
            stage.unit.uploads.queue(sha256, size=size, media_type=media_type, at=stage.at)
            stage.touched.add(Subject.SYNC)

    def failed(self, commands: Sequence[Mapping[str, Any]], code: str) -> Changes:
        """A push that came to nothing, told in the list of what waits."""
        with self._store.unit() as unit:
            unit.outbox.failed(commands[0]["dev_seq"], commands[-1]["dev_seq"], code)
        return frozenset({Subject.OUTBOX})

    def answered(self) -> int:
        """The highest number the centre has answered, as far as this window knows."""
        with self._store.read() as unit:
            return unit.outbox.answered()

    def first_kept(self) -> int | None:
        """The lowest number that could be sent again."""
        with self._store.read() as unit:
            return unit.outbox.first()

    def pend_again(self, above: int) -> Changes:
        """The centre was set back: what it lost waits again, and so do the scans (sync.md 2.12)."""
        self._pending.forget()
        with self._store.unit() as unit:
            lost = unit.outbox.pend_again(above)
        with self._staged() as stage:
            unit = stage.unit
            for cmd_id, entity, id in lost:
                withdraw(stage, cmd_id)
                if entity == "case" and id is not None:
                    unit.cases.stand(id, stage.standing(id))
            unit.uploads.again()
            stage.touched |= {Subject.OUTBOX, Subject.CASES, Subject.SYNC}
        return stage.changes

    def trim(self) -> None:
        """Forgets what the centre has had for thirty days."""
        before = self._house.now() - timedelta(days=KEEP_ACKED_DAYS)
        while True:
            with self._store.unit() as unit:
                gone = unit.outbox.trim(before, _TRIMMED)
            if gone < _TRIMMED:
                return
            self._let_others()

    # -- down -----------------------------------------------------------------------------------

    def cursor(self, scope: str) -> Cursor | None:
        with self._store.read() as unit:
            return unit.base.cursor(scope)

    def take(self, scope: str, epoch: str, changes: Sequence[Mapping[str, Any]]) -> Changes:
        """Changes of the feed in their order; the cursor moves with each transaction's last one."""

        def take(stage: Stage, change: Mapping[str, Any]) -> None:
            record = _based(change)
            if record.deleted and (known := stage.unit.base.get(record.entity, record.id)) is not None:
                record = record._replace(text=known.text)
            stage.take(record, many=many)

        def move(stage: Stage, last: Mapping[str, Any]) -> None:
            stage.unit.base.put_cursor(scope, epoch, last["seq"])

        many = len(changes) > MANY
        touched: set[Subject] = set()
        place = 0
        while place < len(changes):
            kept = self._keep_new(changes[place : place + self._at_once], move) if many else 0
            place += kept
            if not kept:
                part = changes[place : place + SLICE]
                touched |= self._in_slices(part, take, move)
                place += len(part)
        return frozenset(touched)

    def _keep_new(
        self, changes: Sequence[Mapping[str, Any]], move: Callable[[Stage, Mapping[str, Any]], None]
    ) -> int:
        """The first of these changes, as far as they are new here, in one transaction; gives how many."""
        records = [_based(change) for change in changes]  # the spelling takes its time: nobody waits for it
        clock = self._house.clock
        with self._staged() as stage:
            began = clock.monotonic_ms()
            kept = stage.keep_new(records)
            if kept:
                move(stage, changes[kept - 1])
                crashpoint("in_slice")
            took = clock.monotonic_ms() - began
        if kept:
            crashpoint("after_slice")
            self._let_others()
        if took > SLICE_MS:
            self._at_once = max(self._at_once // 2, _FEWEST)
        elif took < SLICE_MS // 2 and kept == len(changes):
            self._at_once = min(self._at_once * 2, _MOST)
        return kept

    def show_more(self) -> bool:
        """Makes rows of some records that came with many others; False when none are left.

        Whoever shows them is told from here: no reply of the centre belongs to it.
        """

        def show(stage: Stage, record: Based) -> None:
            stage.unit.base.now(record.entity, record.id)
            stage.show(record)

        with self._store.read() as unit:
            records = unit.base.later(SHOWN_AT_ONCE)
        if not records:
            return False
        changes = self._in_slices(records, show)
        if changes:
            self._house.tell(changes)
        return True

    # -- a whole hall ---------------------------------------------------------------------------

    def load(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """A snapshot beside the base, as it comes; gives how many records it has.

        Nothing shown changes. What reading the rows raises passes through, and the half of it is forgotten
        with the next one.
        """
        while True:
            with self._store.unit() as unit:
                left = unit.base.next_clear(SLICE)
            if not left:
                break
            self._let_others()
        stream = iter(rows)
        while part := [
            (row["entity"], row["id"], row["version"], canonical(row["body"]))
            for row in islice(stream, SLICE)
        ]:
            with self._store.unit() as unit:
                unit.base.next_add(part)
            self._let_others()
        with self._store.read() as unit:
            return unit.base.next_count()

    def adopt(self, scope: str, epoch: str, seq: int) -> Changes:
        """The snapshot becomes the base: what differs is taken over record by record, the cursor at last.

        A stop in between leaves the old cursor, so that the next hello begins the snapshot anew. The outbox
        is not touched; its waiting commands lie over the new base as they did over the old.
        """

        def fresh(stage: Stage, record: Based) -> None:
            stage.take(record, many=True)

        def gone(stage: Stage, record: Based) -> None:
            stage.take(record._replace(deleted=True), many=True)

        touched = self._adopt("fresh", fresh) | self._adopt("gone", gone)
        with self._store.unit() as unit:
            unit.base.put_cursor(scope, epoch, seq)
        return frozenset(touched)

    def _adopt(self, which: str, work: Callable[[Stage, Based], None]) -> set[Subject]:
        touched: set[Subject] = set()
        after: tuple[str, str] | None = _START
        while after is not None:
            with self._store.read() as unit:
                find = unit.base.fresh if which == "fresh" else unit.base.gone
                records, after = find(after, SLICE)
            touched |= self._in_slices(records, work)
        return touched

    # -- are they the same? ---------------------------------------------------------------------

    def sums(self) -> dict[str, str]:
        """The checksum of every bucket of the base that is not empty (app/wire/canonical.py)."""
        totals: dict[str, int] = {}
        after = _START
        while True:
            with self._store.read() as unit:
                page = unit.base.page(after, SLICE)
            if not page:
                break
            for record in page:
                bucket = bucket_of(record.entity, record.id)
                mixed = digest(record.entity, record.id, record.version, record.text)
                totals[bucket] = totals.get(bucket, 0) ^ mixed
            after = page[-1].entity, page[-1].id
            self._let_others()
        return {bucket: f"{total:064x}" for bucket, total in sorted(totals.items())}

    def checked_on(self) -> str | None:
        """The office day the sums were last compared on."""
        with self._store.read() as unit:
            return unit.state.get("sums_checked_on")

    def checked(self, bad: Sequence[str]) -> None:
        """The sums were compared; which buckets differed is audited, for somebody should ask why."""
        now = self._house.now()
        with self._store.unit() as unit:
            unit.state.put("sums_checked_on", hall_day(now).isoformat())
            if bad:
                unit.audit.append(at=now, clerk="", what="sync_divergence", facts={"buckets": list(bad)})

    # -- parts ----------------------------------------------------------------------------------

    def _in_slices(
        self,
        records: Sequence[T],
        work: Callable[[Stage, T], None],
        finish: Callable[[Stage, T], None] | None = None,
    ) -> Changes:
        """Each transaction ends after a few milliseconds, and others have their turn."""
        touched: set[Subject] = set()
        skipped: set[tuple[str, str]] = set()
        place = 0
        while place < len(records):
            try:
                place, changes = self._slice(records, place, work, finish, frozenset(skipped))
            except Stumbled as stumbled:
                _log.warning("a record of the centre cannot be shown: %s", stumbled)
                skipped.add(stumbled.key)
                continue
            touched |= changes
            self._let_others()
        return frozenset(touched)

    def _slice(
        self,
        records: Sequence[T],
        place: int,
        work: Callable[[Stage, T], None],
        finish: Callable[[Stage, T], None] | None,
        skipped: frozenset[tuple[str, str]],
    ) -> tuple[int, Changes]:
        clock = self._house.clock
        with self._staged(skipped) as stage:
            began = clock.monotonic_ms()
            for record in records[place : place + SLICE]:
                work(stage, record)
                place += 1
                if clock.monotonic_ms() - began >= SLICE_MS:
                    break
            if finish is not None:
                finish(stage, records[place - 1])
            crashpoint("in_slice")
        crashpoint("after_slice")
        return place, stage.changes

    @contextmanager
    def _staged(self, skipped: frozenset[tuple[str, str]] = frozenset()) -> Iterator[Stage]:
        """One transaction with the base and what waits over it."""
        try:
            with self._store.unit() as unit:
                yield Stage(self._house, self._items, unit, self._house.now(), self._pending, skipped)
        except BaseException:
            self._pending.forget()
            raise

    def _let_others(self) -> None:
        self._between_slices()
        self._between.wait(PAUSE_S)


def _based(change: Mapping[str, Any]) -> Based:
    """A change of the feed as a record of the base; a deleted one without its last content."""
    body = change.get("body")
    if change["op"] == "delete" or body is None:
        return Based(change["entity"], change["id"], change["version"], "{}", True)
    return Based(change["entity"], change["id"], change["version"], canonical(body), False, body)


def _wired(row: Row) -> dict[str, Any]:
    return {
        "cmd_id": row["cmd_id"],
        "dev_seq": row["dev_seq"],
        "kind": row["kind"],
        "cmd_version": row["cmd_version"],
        "entity": row["entity"],
        "entity_id": row["entity_id"],
        "base_version": row["base_version"],
        "payload": row["payload"].decode(),
        "payload_sha256": row["payload_sha256"].hex(),
        "actor": row["actor"],
        "at": row["at_wall"],
        "boot_id": row["boot_id"],
        "mono_ms": row["at_mono_ms"],
    }
