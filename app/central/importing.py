"""The journal of a window that cannot speak any more, brought in by a named manager (sync.md 2.13).

The file is what `window-clerk export-journal` writes: a first line that says whose it is, then one command a
line as it goes over the wire.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy import Connection, Engine

from app.central.batch import Batch
from app.central.handlers import HANDLERS
from app.central.push import carry_out
from app.clock import Clock
from app.errors import Conflict, NotAllowed, Problem, Rejected
from app.records import dataclass
from app.wire.limits import COMMAND_BYTES, PROTO, PUSH_COMMANDS
from app.wire.messages import Command, Outcome, PushRequest
from db.central.engine import writing
from db.central.registering import Row, add_device, find_device, set_device_status
from db.central.tables import CENTRAL

FORMAT: Final = "window-clerk-journal"
VERSION: Final = 1
_LONGEST_LINE: Final = 4 * COMMAND_BYTES
_OUT: Final = ("revoked", "succeeded")
_DEVICE: Final = CENTRAL.tables["device"]
_HALL: Final = CENTRAL.tables["hall"]
_LOG: Final = CENTRAL.tables["command_log"]


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal file, read and checked as a whole."""

    hall: str
    device_id: str  # empty when the window's database could not be read
    device_code: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a journal."""

    device_code: str
    known: int  # the centre had them already
    outcomes: tuple[Outcome, ...]  # of the others


def read_journal(path: Path) -> Journal:
    """Rejected("not-a-journal") with the lines that are wrong; Rejected("tampered") for a changed payload."""
    try:
        with path.open(encoding="utf-8") as source:
            return _read(source)
    except (OSError, UnicodeDecodeError) as error:
        raise _not_a_journal(0, type(error).__name__) from error


def _read(source: Iterator[str]) -> Journal:
    head = _object(next(source, ""), 1)
    if (head.get("format"), head.get("version")) != (FORMAT, VERSION):
        raise _not_a_journal(1, "format")
    told = [head.get(name) for name in ("hall", "device_id", "device_code")]
    hall, device_id, device_code = (each if isinstance(each, str) else "" for each in told)
    commands: dict[str, Command] = {}
    for number, line in enumerate(source, 2):
        record = _object(line, number)
        if record.pop("device_id", device_id) != device_id:
            raise _not_a_journal(number, "device")
        try:
            command = Command.model_validate(record)
            digest = hashlib.sha256(command.payload.encode()).hexdigest()
        except (ValidationError, UnicodeEncodeError) as error:
            raise _not_a_journal(number, "command") from error
        if digest != command.payload_sha256 or commands.get(command.cmd_id, command) != command:
            raise Rejected([Problem(f"line {number}", "tampered")], code="tampered")
        commands[command.cmd_id] = command
    return Journal(hall, device_id, device_code, tuple(commands.values()))


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        read = json.loads(line) if len(line) <= _LONGEST_LINE else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise _not_a_journal(number, "json")
    return read


def _not_a_journal(number: int, reason: str) -> Rejected:
    return Rejected([Problem(f"line {number}", "not-a-journal", {"reason": reason})], code="not-a-journal")


class Importing:
    """Carries out what a lost window did, as if it had said so itself."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def run(self, journal: Journal, *, by: str) -> Imported:
        """All commands the centre does not have, each once; importing again changes nothing.

        `by`: the id of the manager. They are numbered after the last one the centre had of this window, in
        the journal's order: a window that is out sends no more, and numbers wasted there would stop the rest.
        NotAllowed: "unknown-hall", "still-working". Rejected("tampered"): the centre has a command otherwise.
        """
        with writing(self._engine) as connection:
            device_id = self._device(connection, journal, by)
        outcomes: list[Outcome] = []
        for start in range(0, len(journal.commands), PUSH_COMMANDS):
            outcomes += self._part(device_id, journal.commands[start : start + PUSH_COMMANDS], by)
        known = len(journal.commands) - len(outcomes)
        return Imported(journal.device_code, known, tuple(outcomes))

    def _device(self, connection: Connection, journal: Journal, by: str) -> str:
        """The window whose journal it is, which is out; one that never enrolled is noted as revoked."""
        found = sa.select(_DEVICE).where(
            sa.or_(
                _DEVICE.c.id == journal.device_id,
                sa.and_(_DEVICE.c.hall == journal.hall, _DEVICE.c.code == journal.device_code),
            )
        )
        rows = connection.execute(found).mappings().all()
        device: Row | None = dict(rows[0]) if len(rows) == 1 else None
        if len(rows) > 1:
            raise Conflict("device-code-taken", device_code=journal.device_code)
        if device is None:
            if connection.execute(sa.select(_HALL).filter_by(code=journal.hall)).first() is None:
                raise NotAllowed("unknown-hall", hall=journal.hall)
            device_id, now = journal.device_id or str(uuid4()), self._clock.now()
            add_device(
                connection, id=device_id, hall=journal.hall, code=journal.device_code, at=now, enrolled_by=by
            )
            set_device_status(connection, device_id, "revoked", at=now, by=by)
            return device_id
        if device["hall"] != journal.hall:
            raise NotAllowed("other-hall", hall=journal.hall)
        if device["status"] not in _OUT:
            raise NotAllowed("still-working", device_code=device["code"])
        return str(device["id"])

    def _part(self, device_id: str, commands: Sequence[Command], by: str) -> list[Outcome]:
        with writing(self._engine) as connection:
            device = find_device(connection, device_id, lock=True)
            if device is None:
                raise NotAllowed("unknown-device", device_id=device_id)
            batch = Batch(connection, device, self._clock.now())
            answered = batch.answered(command.cmd_id for command in commands)
            for command in commands:
                known = answered.get(command.cmd_id)
                if known is not None and known.payload_sha256 != command.payload_sha256:
                    raise Rejected([Problem(command.cmd_id, "tampered")], code="tampered")
            fresh = [command for command in commands if command.cmd_id not in answered]
            numbered = tuple(
                command.model_copy(update={"dev_seq": number})
                for number, command in enumerate(fresh, device["last_seq"] + 1)
            )
            if not numbered:
                return []
            request = PushRequest.model_construct(
                incarnation=device["incarnation"],
                proto=PROTO,
                from_seq=numbered[0].dev_seq,
                commands=numbered,
            )
            pushed = carry_out(batch, request, HANDLERS)
            if pushed.reply.want is not None:
                raise NotAllowed("too-new", dev_seq=pushed.reply.want)
            batch.write(pushed.last_seq)
            connection.execute(
                sa.update(_LOG)
                .where(_LOG.c.hall == device["hall"], _LOG.c.cmd_id.in_([each.cmd_id for each in numbered]))
                .values(imported_by=by)
            )
        return list(pushed.reply.outcomes)
