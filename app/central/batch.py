"""One push on its way through the centre: what it reads at once, what it writes at once.

A hundred commands read their records with a few statements and write them with a few; the rows they touch
are locked in one order, so that two windows never wait for each other in a circle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select, text

from app.central.context import Context, Row
from app.central.records import EVERY, Key, Record, read_record
from app.wire.messages import Command
from db.central.bulk import among, insert_many, insert_new, update_many
from db.central.registering import predecessors, table

_LOG: Final = (
    "hall cmd_id device_id dev_seq kind cmd_version entity entity_id base_version actor at payload_sha256"
    " payload result applied_at"
)
REFILL: Final = timedelta(hours=24)  # in which the windows fill in what a restored centre lost


class Touches(NamedTuple):
    """What a command will ask for, so that a push can read it for all of its commands at once."""

    records: tuple[Key, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()  # series, number
    serials: tuple[str, ...] = ()  # prefixes
    told: object = None  # the payload as it was read for this; the handler need not read it again


class Answered(NamedTuple):
    """A command of the log."""

    payload_sha256: str
    kind: str
    result: str


class Batch:
    """What one push has read and will write. The feed's counter is locked by `write`, as the last row."""

    def __init__(self, connection: Connection, device: Row, now: datetime) -> None:
        self.connection = connection
        self.device = device
        self.hall: str = device["hall"]
        self.now = now
        self.predecessors = predecessors(connection, device) if device["succeeds"] else ()
        self._records: dict[Key, Record | None] = {}
        self._stored: set[Key] = set()  # there is a row already
        self._dirty: dict[Key, None] = {}
        self._numbers: dict[tuple[str, str], Key | None] = {}
        self._new_numbers: list[tuple[str, str]] = []
        self._serials: dict[str, int] = {}
        self._new_serials: set[str] = set()
        self._references: dict[tuple[str, str, str], None] = {}
        self._changes: list[tuple[str, str, int, str, str | None, str]] = []
        self._log: list[tuple[object, ...]] = []

    # -- reading ------------------------------------------------------------------------------

    def answered(self, cmd_ids: Iterable[str]) -> dict[str, Answered]:
        """Those of these commands the centre has answered already."""
        log = table("command_log")
        found = self.connection.execute(
            select(log.c.cmd_id, log.c.payload_sha256, log.c.kind, log.c.result).where(
                log.c.hall == self.hall, among(self.connection, log.c.cmd_id, cmd_ids)
            )
        )
        return {row[0]: Answered(*row[1:]) for row in found}

    def clerks(self, ids: Iterable[str]) -> tuple[dict[str, Row], set[str]]:
        """The clerks of this hall with these ids, and which of them signed in at this window."""
        wanted = sorted(set(ids))
        clerk, known = table("clerk"), table("clerk_device")
        if not wanted:
            return {}, set()
        people = self.connection.execute(
            select(clerk).where(clerk.c.hall == self.hall, among(self.connection, clerk.c.id, wanted))
        ).mappings()
        here = self.connection.execute(
            select(known.c.clerk_id).where(
                known.c.hall == self.hall,
                among(self.connection, known.c.clerk_id, wanted),
                known.c.device_id.in_((self.device["id"], *self.predecessors)),
            )
        ).scalars()
        return {row["id"]: dict(row) for row in people}, set(here)

    def prepare(self, touches: Iterable[Touches]) -> None:
        """Reads and locks what the commands will ask for."""
        records: set[Key] = set()
        numbers: set[tuple[str, str]] = set()
        prefixes: set[str] = set()
        for touched in touches:
            records.update(touched.records)
            numbers.update(touched.numbers)
            prefixes.update(touched.serials)
        self._read_records(records)
        self._read_numbers(numbers)
        self._read_serials(prefixes)

    def record(self, entity: str, id: str) -> Record | None:
        """A record as the commands before this one left it."""
        key = (entity, id)
        if key not in self._records:
            self._read_records({key})
        return self._records[key]

    def is_behind(self, command: Command) -> bool:
        """Whether a restored centre lacks what this command stands on, until another window sends it again.

        Only for some time: what nobody has any more must not stop this window for ever (sync.md 2.12).
        """
        if not command.base_version or command.entity is None or command.entity_id is None:
            return False
        record = self.record(command.entity, command.entity_id)
        if record is not None and record.version >= command.base_version:
            return False
        if command.entity == "conflict" and record is None and self._met_nothing(command.entity_id):
            return False
        scope = table("feed_scope")
        restored = self.connection.execute(
            select(scope.c.restored_at).where(scope.c.scope == self.hall)
        ).scalar()
        return restored is not None and self.now - datetime.fromisoformat(restored) < REFILL

    def _met_nothing(self, entry: str) -> bool:
        """Whether an entry will not come again: the command it is named after was answered without one."""
        origin = entry.partition(".")[0]
        return any(cmd_id == origin for _, cmd_id, *_ in self._log) or bool(self.answered((origin,)))

    def known_new(self, entity: str, id: str) -> None:
        """There can be no row of this id: no need to look."""
        self._records.setdefault((entity, id), None)

    def owner(self, series: str, number: str) -> Key | None:
        """Whose a printed number is."""
        if (series, number) not in self._numbers:
            self._read_numbers({(series, number)})
        return self._numbers[series, number]

    def last_serial(self, prefix: str) -> int:
        """The last serial of a prefix; nobody else takes one until this push ends."""
        if prefix not in self._serials:
            self._read_serials({prefix})
        return self._serials[prefix]

    def _read_records(self, keys: set[Key]) -> None:
        if not keys:
            return
        record = table("record")
        # By id alone: a planner without statistics would rather read every record of the kind.
        found = self.connection.execute(
            select(
                record.c.entity,
                *(record.c.id, record.c.version, record.c.body, record.c.written, record.c.deleted),
            )
            .where(record.c.scope == self.hall, among(self.connection, record.c.id, (id for _, id in keys)))
            .order_by(record.c.id, record.c.entity)
            .with_for_update()
        )
        self._records.update(dict.fromkeys(keys))
        for entity, *row in found:
            if (entity, row[0]) in keys:
                self._records[entity, row[0]] = read_record(*row)
                self._stored.add((entity, row[0]))

    def _read_numbers(self, keys: set[tuple[str, str]]) -> None:
        if not keys:
            return
        taken = table("taken_number")
        found = self.connection.execute(
            select(taken.c.series, taken.c.number, taken.c.entity, taken.c.entity_id).where(
                taken.c.scope == self.hall,
                among(self.connection, taken.c.number, (number for _, number in keys)),
            )
        )
        self._numbers.update(dict.fromkeys(keys))
        for series, number, entity, entity_id in found:
            self._numbers[series, number] = (entity, entity_id)

    def _read_serials(self, prefixes: set[str]) -> None:
        if not prefixes:
            return
        serial = table("central_serial")
        wanted = sorted(prefixes)
        insert_new(self.connection, "central_serial", "prefix last", [(prefix, 0) for prefix in wanted])
        found = self.connection.execute(
            select(serial.c.prefix, serial.c.last)
            .where(among(self.connection, serial.c.prefix, wanted))
            .order_by(serial.c.prefix)
            .with_for_update()
        )
        for prefix, last in found:
            self._serials[prefix] = last

    def writers(self, record: Record, fields: Iterable[str]) -> dict[str, Row]:
        """Who wrote these fields last: window, clerk and moment, for the page where a person chooses."""
        written = record.written
        told: dict[tuple[str, int], Row] = {}
        result: dict[str, Row] = {}
        for field in fields:
            last = written.get(field)
            if last is None:
                continue
            by = told.get((last.device, last.dev_seq))
            if by is None:
                by = told[last.device, last.dev_seq] = self._writer(last.device, last.dev_seq)
            result[field] = {"version": last.version, **by}
        return result

    def _writer(self, device_id: str, dev_seq: int) -> Row:
        log, device = table("command_log"), table("device")
        named = self.connection.execute(
            select(device.c.code, device.c.counter_no).where(
                device.c.id == device_id, device.c.hall == self.hall
            )
        ).one_or_none()
        code, counter_no = named or ("", "")
        row = self.connection.execute(
            select(log.c.actor, log.c.at).where(
                log.c.hall == self.hall, log.c.device_id == device_id, log.c.dev_seq == dev_seq
            )
        ).one_or_none()
        by: Row = {
            "device": device_id,
            "device_code": code,
            "counter_no": counter_no,
            "clerk": None,
            "at": None,
        }
        return by if row is None else {**by, "clerk": row[0], "at": row[1]}

    def earlier(self, entity: str, id: str, version: int) -> dict[str, Any] | None:
        """A record as it was in a version, from the feed; None when the feed has forgotten it."""
        feed = table("feed")
        body = self.connection.execute(
            select(feed.c.body).where(
                feed.c.scope == self.hall,
                feed.c.entity == entity,
                feed.c.id == id,
                feed.c.version == version,
            )
        ).scalar()
        found: dict[str, Any] | None = None if body is None else json.loads(body)
        return found

    # -- writing ------------------------------------------------------------------------------

    def keep(self, context: Context) -> None:
        """A command was answered: what it changed is seen by the ones after it."""
        cmd_id = context.command.cmd_id
        for (entity, id), record in context.staged.items():
            self._records[entity, id] = record
            self._dirty[entity, id] = None
            op, body = ("delete", None) if record.deleted else ("put", record.text)
            self._changes.append((entity, id, record.version, op, body, cmd_id))
        for number, owner in context.numbers.items():
            self._numbers[number] = owner
            self._new_numbers.append(number)
        for prefix, last in context.serials.items():
            self._serials[prefix] = last
            self._new_serials.add(prefix)
        self._references.update(dict.fromkeys(context.references))

    def log(self, values: tuple[object, ...]) -> None:
        """A command with its answer, for the log: from `dev_seq` on to `result`."""
        cmd_id, *rest = values
        self._log.append((self.hall, cmd_id, self.device["id"], *rest, self.now.isoformat()))

    def write(self, last_seq: int) -> int | None:
        """Writes everything; gives the feed's new number, None when no record changed."""
        if not (self._log or self._changes) and last_seq == self.device["last_seq"]:
            return None
        sql, hall, moment = self.connection, self.hall, self.now.isoformat()
        insert_many(sql, "command_log", _LOG, self._log)
        numbered = [
            (hall, series, number, *self._owner(series, number)) for series, number in self._new_numbers
        ]
        insert_many(sql, "taken_number", "scope series number entity entity_id", numbered)
        self._write_records()
        update_many(
            sql,
            "central_serial",
            "last",
            "prefix",
            [(self._serials[prefix], prefix) for prefix in sorted(self._new_serials)],
        )
        references = [(hall, *reference) for reference in sorted(self._references)]
        insert_new(sql, "blob_ref", "hall sha256 entity entity_id", references)
        update_many(sql, "device", "last_seq last_seen_at", "id", [(last_seq, moment, self.device["id"])])
        if not self._changes:
            return None
        count = len(self._changes)
        # From here to the commit the hall's other windows wait: nothing else may be locked after it.
        head = sql.execute(
            text("UPDATE feed_scope SET seq = seq + :count WHERE scope = :scope RETURNING seq"),
            {"count": count, "scope": hall},
        ).scalar_one()
        rows = [(hall, head - count + n, *change, moment) for n, change in enumerate(self._changes, 1)]
        insert_many(sql, "feed", "scope seq entity id version op body cmd_id at", rows)
        return int(head)

    def _owner(self, series: str, number: str) -> Key:
        owner = self._numbers[series, number]
        if owner is None:
            raise LookupError(number)
        return owner

    def _write_records(self) -> None:
        new: list[tuple[object, ...]] = []
        known: list[tuple[object, ...]] = []
        for entity, id in sorted(self._dirty):
            record = self._records[entity, id]
            if record is None:
                continue
            stamps = _stamps_text(record.stamps)
            if (entity, id) in self._stored:
                known.append(
                    (record.version, record.text, stamps, int(record.deleted), self.hall, entity, id)
                )
            else:
                deleted = int(record.deleted)
                new.append((self.hall, entity, id, record.version, record.text, stamps, deleted))
        insert_many(self.connection, "record", "scope entity id version body written deleted", new)
        update_many(self.connection, "record", "version body written deleted", "scope entity id", known)


def _stamps_text(stamps: Mapping[str, list[Any]]) -> str:
    if len(stamps) == 1 and EVERY in stamps:
        version, device, dev_seq = stamps[EVERY]
        return f'{{"{EVERY}":[{version},"{device}",{dev_seq}]}}'
    return json.dumps(stamps, ensure_ascii=False, separators=(",", ":"))
