"""The conflict inbox as the screens read it: the centre's entries, and at once what its answers announce."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from app.services.changes import Subject
from app.sync.stage import Stage, Unshown, changes_of
from db.local.base import Based
from db.local.inbox import INBOX
from db.local.rows import Row

_OBJECTS: Final = ("mine", "theirs", "theirs_by", "base", "facts", "choices")
_TEXTS: Final = ("command_kind", "device_code", "counter_no", "clerk", "note")


def show_conflict(stage: Stage, record: Based) -> None:
    """An entry with a waiting decision of this window on top; the case it is about stands accordingly."""
    if record.deleted:
        known = stage.unit.inbox.get(record.id)
        stage.unit.inbox.delete(record.id)
        _told(stage, known)
        return
    row = _row(record)
    for kind, payload in stage.overlay("conflict", record.id):
        if kind == "conflict.resolve" and row["state"] == "open":
            row |= {"state": "closed", "choices": payload["choices"], "note": payload["note"]}
            (command,) = stage.commands("conflict", record.id)[:1]
            row |= {"decided_by": command["actor"], "decided_at": command["at_wall"]}
    stage.unit.inbox.put(row)
    _told(stage, row)


def _row(record: Based) -> Row:
    body = record.body
    row: Row = {name: body[name] for name in INBOX.names if name in body}
    for name in _OBJECTS:
        row[name] = row[name] if isinstance(row.get(name), dict) else {}
    for name in _TEXTS:
        row[name] = str(row.get(name) or "")
    if not row["mine"] and isinstance(body.get("payload"), str):
        row["mine"] = {"payload": body["payload"]}  # what could not even be read is shown as it came
    if not all(isinstance(row.get(name), str) for name in ("kind", "state", "at")):
        raise Unshown("without kind, state or moment")
    return row | {"id": record.id, "version": record.version}


def announce(stage: Stage, command: Row, outcome: Mapping[str, Any]) -> None:
    """The entry the centre's answer speaks of, before the feed brings it whole: nothing refused is unseen."""
    id = outcome.get("conflict_id")
    if not isinstance(id, str):
        return
    if stage.unit.base.get("conflict", id) is not None:
        stage.show_again("conflict", id)  # a repeated answer: the entry itself came long ago
        return
    payload: dict[str, Any] = json.loads(command["payload"])
    changes = changes_of(payload)
    case = stage.unit.cases.get(command["entity_id"]) if command["entity"] == "case" else None
    refused = outcome["status"] == "refused"
    row: Row = {
        "id": id,
        "kind": "refused" if refused else "fields",
        "cmd_id": command["cmd_id"],
        "command_kind": command["kind"],
        "entity": command["entity"],
        "entity_id": command["entity_id"],
        "case_no": case["case_no"] if case is not None else payload.get("case_no"),
        "mine": payload if refused else {},
        "theirs": {},
        "theirs_by": {},
        "base": {},
        "code": outcome.get("code"),
        "facts": outcome.get("facts") or {},
        "state": "open",
        "at": command["at_wall"],
        "device_code": stage.unit.state.get("device_code") or "",
        "counter_no": str(changes.get("counter_no") or (case or {}).get("counter_no") or ""),
        "clerk": command["actor"],
        "choices": {},
    }
    stage.unit.inbox.put(row)
    _told(stage, row)


def withdraw(stage: Stage, cmd_id: str) -> None:
    """A command goes to the centre again: what its former answer announced will be announced anew."""
    row = stage.unit.inbox.of_command(cmd_id)
    # An entry the feed brought stays until the feed takes it away.
    if row is not None and stage.unit.base.get("conflict", row["id"]) is None:
        stage.unit.inbox.delete(row["id"])
        _told(stage, row)


def _told(stage: Stage, row: Row | None) -> None:
    stage.touched.add(Subject.ATTENTION)
    if row is not None and row.get("entity") == "case" and row.get("entity_id"):
        stage.unit.cases.stand(row["entity_id"], stage.standing(row["entity_id"]))
        stage.touched.add(Subject.CASES)
