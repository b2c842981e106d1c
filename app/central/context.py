"""What a handler sees of the centre while it carries out one command, and what it may change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from app.central.records import EVERY, Key, Record, moment, spelled, stamped
from app.central.refusals import Refusal
from app.clock import hall_day
from app.rules.merge import Merge, Written, merge

if TYPE_CHECKING:
    from sqlalchemy import Connection, NestedTransaction

    from app.central.batch import Batch
    from app.wire.messages import Command

Row = dict[str, Any]


class Answer(NamedTuple):
    """What a handler says of a command it carried out; refusing is `raise Refusal(code, …)`."""

    conflict_id: str | None = None  # something waits for a person: the command counts as merged
    result: dict[str, Any] | None = None


class Context:
    """One command on its way. Nothing it changes is kept unless the command is carried out as a whole."""

    def __init__(self, batch: Batch, command: Command, clerk: Row | None, *, told: object = None) -> None:
        self.command = command
        self.told = told  # what `touch` read of the payload, if the kind has one
        self.clerk = clerk  # None: by law, or nobody this hall knows
        self.hall = batch.hall
        self.device = batch.device
        self.now: datetime = batch.now
        self.staged: dict[Key, Record] = {}
        self.numbers: dict[tuple[str, str], Key] = {}
        self.serials: dict[str, int] = {}
        self.references: list[tuple[str, str, str]] = []
        self._batch = batch
        self._savepoint: NestedTransaction | None = None
        self._conflicts = 0

    # -- reading ------------------------------------------------------------------------------

    @property
    def connection(self) -> Connection:
        """The transaction, for tables that are not records; undone with the command when it is refused.

        Records put in this push are not in the database yet: read them with `get`.
        """
        if self._savepoint is None:
            self._savepoint = self._batch.connection.begin_nested()
        return self._batch.connection

    @property
    def predecessors(self) -> tuple[str, ...]:
        """The windows this one took over from: what they held is its own."""
        return tuple(self._batch.predecessors)

    def get(self, entity: str, id: str) -> Record | None:
        """A record as this command finds it, deleted ones too; nobody else changes it meanwhile."""
        return self.staged.get((entity, id)) or self._batch.record(entity, id)

    def merge(self, record: Record, changes: Mapping[str, Any], base_version: int | None) -> Merge:
        """The command's changes onto the record as it is now (app/rules/merge.py).

        What a window wrote that this one took over from counts as this one's own, before all else.
        """
        written = record.written
        if self._batch.predecessors:
            for name, last in written.items():
                if last.device in self._batch.predecessors:
                    written[name] = Written(last.version, self.device["id"], 0)
        return merge(
            record.body,
            written,
            changes,
            base_version=base_version,
            device=self.device["id"],
            dev_seq=self.command.dev_seq,
        )

    # -- writing ------------------------------------------------------------------------------

    def put(
        self, entity: str, id: str, body: Mapping[str, Any], taken: Iterable[str] | None = None
    ) -> Record:
        """Writes a record and tells every window. `taken`: the fields that changed hands; None: all.

        Of several writes of one record in a command the last one counts, as one version.
        """
        return self._stage(entity, id, dict(body), taken, deleted=False)

    def delete(self, entity: str, id: str) -> None:
        """Takes a record away from every window. Its last content is kept: an edit may win it back."""
        record = self.get(entity, id)
        if record is not None and not record.deleted:
            self._stage(entity, id, record.body, (), deleted=True)

    def _stage(
        self, entity: str, id: str, body: dict[str, Any], taken: Iterable[str] | None, *, deleted: bool
    ) -> Record:
        if EVERY in body:
            raise Refusal("malformed-payload", where=EVERY)  # it means all fields where stamps are kept
        before = self._batch.record(entity, id)
        version = 1 if before is None else before.version + 1
        stamp = [version, self.device["id"], self.command.dev_seq]
        known = self.staged.get((entity, id)) or before
        stamps = stamped(known, taken, stamp)
        record = Record(id, version, body, spelled(body), stamps, deleted)
        self.staged[entity, id] = record
        return record

    def add(self, entity: str, id: str, body: Mapping[str, Any]) -> None:
        """Writes a record whose id cannot be there yet, such as one named after this command."""
        self._batch.known_new(entity, id)
        self.put(entity, id, body)

    def take_number(self, series: str, number: str, entity: str, entity_id: str) -> None:
        """A printed number belongs to one record for ever. Refusal("number-taken") when it is another's."""
        owner = self.numbers.get((series, number)) or self._batch.owner(series, number)
        if owner is None:
            self.numbers[series, number] = (entity, entity_id)
        elif owner != (entity, entity_id):
            raise Refusal("number-taken", series=series, number=number, entity=owner[0], entity_id=owner[1])

    def is_free(self, series: str, number: str) -> bool:
        """Whether nothing has this number yet."""
        return (series, number) not in self.numbers and self._batch.owner(series, number) is None

    def serial(self, prefix: str) -> int:
        """The next number of a series without gaps but for commands refused later on."""
        last = self.serials.get(prefix)
        if last is None:
            last = self._batch.last_serial(prefix)
        self.serials[prefix] = last + 1
        return last + 1

    def refer(self, sha256: str, entity: str, entity_id: str) -> None:
        """A record names a scan: the scan is kept once it arrives."""
        self.references.append((sha256, entity, entity_id))

    def day_of(self, moment: datetime) -> str:
        """The office day of a moment, as the hall counts days."""
        return hall_day(moment).isoformat()

    # -- what waits for a person ---------------------------------------------------------------

    def conflict(
        self,
        kind: str,
        *,
        entity: str | None,
        entity_id: str | None,
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
        base: Mapping[str, Any],
        code: str | None = None,
        facts: Mapping[str, Any] | None = None,
        payload: str | None = None,
    ) -> str:
        """An entry of the conflict inbox, which only a named person closes; gives its id."""
        command = self.command
        self._conflicts += 1
        id = command.cmd_id if self._conflicts == 1 else f"{command.cmd_id}.{self._conflicts}"
        record = self.get(entity, entity_id) if entity and entity_id else None
        body = record.body if record is not None else {}
        changes = mine.get("changes")
        told = changes if isinstance(changes, Mapping) else mine
        entry: dict[str, Any] = {
            "kind": kind,
            "cmd_id": command.cmd_id,
            "command_kind": command.kind,
            "device": self.device["id"],
            "device_code": self.device["code"],
            "counter_no": _text(told.get("counter_no")) or self.device["counter_no"],
            "clerk": command.actor,
            "at": moment(command.at),
            "entity": entity,
            "entity_id": entity_id,
            "case_no": _text(body.get("case_no") or mine.get("case_no") or told.get("case_no")),
            "mine": dict(mine),
            "theirs": dict(theirs),
            "theirs_by": self._batch.writers(record, theirs) if record is not None else {},
            "base": dict(base),
            "code": code,
            "facts": dict(facts or {}),
            "state": "open",
            "decided_by": None,
            "decided_at": None,
            "choices": {},
            "note": "",
        }
        if payload is not None:
            entry["payload"] = payload
        self.add("conflict", id, entry)
        return id

    def base(self, record: Record, entity: str, fields: Iterable[str], version: int | None) -> Row:
        """What these fields said in a version, as far as the feed still remembers it."""
        earlier = self._batch.earlier(entity, record.id, version) if version else None
        return {} if earlier is None else {name: earlier[name] for name in fields if name in earlier}

    # -- the end ------------------------------------------------------------------------------

    def keep(self) -> None:
        """The command was carried out."""
        if self._savepoint is not None:
            self._savepoint.commit()

    def undo(self) -> None:
        """The command was refused: as if it had never begun."""
        if self._savepoint is not None:
            self._savepoint.rollback()
            self._savepoint = None
        self.staged.clear()
        self.numbers.clear()
        self.serials.clear()
        self.references.clear()
        self._conflicts = 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
