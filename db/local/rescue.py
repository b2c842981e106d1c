"""The rescue file: what a window did, out of its journal, when it can no longer say so itself (sync.md 2.13).

The first line says whose it is, each further line is one command as it goes over the wire. The journal is the
source, so that a damaged or revoked window still hands in its work; a database that can be read says which
numbers the commands have and which decisions were never done.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from app.errors import StoreUnavailable
from app.records import dataclass
from db.local import identity
from db.local.decisions import Envelope
from db.local.engine import DATABASE, connect, sql_trouble, storing
from db.local.journal import Journal, Kind
from db.local.sealing import derived
from db.local.unit import Unit

FORMAT: Final = "window-clerk-journal"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue file holds."""

    path: Path
    device_code: str
    commands: int
    pending: int | None  # of them, without the centre's answer; None: the database cannot be read
    damaged: tuple[str, ...]  # places of the journal that cannot be read


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says."""

    device_id: str
    device_code: str
    numbers: Mapping[str, int]  # of each command in the outbox
    pending: int


def rescue(folder: Path, key: bytes, destination: Path, *, hall: str, device_code: str) -> Rescued:
    """Writes the rescue file of a store, whole or not at all; the desk may be running.

    StoreUnavailable: wrong-key; no-journal when there is nothing to rescue; disk-full, read-only.
    """
    with storing(folder):
        identity.check_key(folder, key)
    try:
        known = _known(folder, key)
    except StoreUnavailable as trouble:
        if trouble.code == "wrong-key":
            raise
        known = None
    journal = Journal(folder / "journal", derived(key, "journal"))
    commands = _commands(journal, known)
    if not commands and known is None:
        raise StoreUnavailable("no-journal", path=str(journal.folder))
    code = known.device_code if known is not None else device_code
    head = {
        "format": FORMAT,
        "version": VERSION,
        "device_id": known.device_id if known is not None else "",
        "device_code": code,
        "hall": hall,
    }
    _write(destination, [head, *commands])
    return Rescued(
        destination,
        code,
        len(commands),
        known.pending if known is not None else None,
        tuple(journal.damaged),
    )


def _known(folder: Path, key: bytes) -> _Known:
    path = folder / DATABASE
    if not path.exists():
        raise StoreUnavailable("damaged", reason="database-missing", path=str(path))
    connection = connect(path, derived(key, "database"))
    try:
        with sql_trouble(path):
            unit = Unit(connection)
            numbers = connection.execute("SELECT cmd_id, dev_seq FROM outbox").fetchall()
            return _Known(
                device_id=unit.state.get("device_id") or "",
                device_code=unit.state.get("device_code") or "",
                numbers=dict(numbers),
                pending=unit.outbox.count(),
            )
    finally:
        connection.close()


def _commands(journal: Journal, known: _Known | None) -> list[dict[str, Any]]:
    """The journalled commands in the device's order, but those that were discarded or never done."""
    entries = list(journal.all())
    done = {entry.cmd_id for entry in entries if entry.kind is Kind.COMMITTED}
    void = {entry.cmd_id for entry in entries if entry.kind is Kind.VOID}
    if known is not None:
        done |= known.numbers.keys()
    commands: dict[str, dict[str, Any]] = {}
    for entry in entries:
        # Without the database nobody knows whether an unmarked decision was printed: rather told than lost.
        wanted = entry.cmd_id in done or (known is None and entry.cmd_id not in void)
        if entry.kind is Kind.ENVELOPE and wanted:
            made = Envelope.parse(journal.body(entry))
            number = known.numbers.get(made.cmd_id) if known is not None else None
            commands[made.cmd_id] = _command(made, number or made.dev_seq)
    return sorted(commands.values(), key=lambda command: (command["dev_seq"], command["at"]))


def _command(made: Envelope, dev_seq: int) -> dict[str, Any]:
    """A command as the wire has it (`Command` in app/wire/messages.py)."""
    return {
        "cmd_id": made.cmd_id,
        "dev_seq": dev_seq,
        "kind": made.kind,
        "cmd_version": made.cmd_version,
        "entity": made.entity,
        "entity_id": made.entity_id,
        "base_version": made.base_version,
        "payload": made.payload,
        "payload_sha256": hashlib.sha256(made.payload.encode()).hexdigest(),
        "actor": made.actor,
        "at": made.at,
        "boot_id": made.boot_id,
        "mono_ms": made.mono_ms,
    }


def _write(path: Path, records: list[dict[str, Any]]) -> None:
    """Readable by its owner alone: it is as personal as the cases themselves."""
    temporary = path.with_name(f".{path.name}.new")
    with storing(path):
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as target:
                for record in records:
                    target.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
                target.flush()
                os.fsync(target.fileno())
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
