"""Lawyers, mornings, bookings and waiting people of the whole hall as this window's rows; its own holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.rules.consultation import BookingStatus, booking_from, waiting_from
from app.rules.merge import overlay
from app.rules.roster import lawyer_from, plan_from
from app.services.changes import Subject
from app.sync.stage import Stage, Unshown
from db.local.base import Based
from db.local.rows import Row, moment

ENTITIES: Final = ("consult_lawyer", "consult_day", "consult_booking", "consult_wait")
HOLD: Final = "seat_hold"
_READ: Final[Mapping[str, Callable[[str, Mapping[str, Any]], object]]] = {
    "consult_lawyer": lawyer_from,
    "consult_day": lambda _, body: plan_from(body),
    "consult_booking": booking_from,
    "consult_wait": waiting_from,
}
_STUMBLES: Final = (LookupError, ValueError, TypeError, AttributeError)


def show_consultation(stage: Stage, record: Based) -> None:
    """The row of a record: the centre's fields with this window's waiting commands on top.

    What the window had written beside a command that the centre has carried out by now is shown anew too:
    the centre may have decided it otherwise.
    """
    _show(stage, record)
    for row in stage.unit.outbox.about_consultation(record.id):
        if row["state"] == "acked" and (row["entity_version"] or 0) <= record.version:
            _show_beside(stage, row, record.id)
    stage.touched.add(Subject.CONSULTATIONS)


def taken_back(stage: Stage, command: Row) -> None:
    """A refused command: everything it had written here is as the centre has it, or is not at all.

    A booking the centre never had stays as one that was not granted, so that its slip can be traced.
    """
    _again(stage, command["entity"], command["entity_id"], command["code"] or "")
    _show_beside(stage, command, command["entity_id"], str(command["code"] or ""))
    stage.touched.add(Subject.CONSULTATIONS)


def show_hold(stage: Stage, record: Based) -> None:
    """A seat this window may confirm by itself. A hold that was used here stays used (sync.md 2.7)."""
    body = record.body
    if record.deleted or body.get("device") != stage.unit.state.get("device_id"):
        stage.touched.add(Subject.CONSULTATIONS)
        return
    try:
        seat, rev, state = str(body["seat"]), int(body["rev"]), str(body["state"])
    except _STUMBLES as error:
        raise Unshown(f"{type(error).__name__}: {error}") from error
    if state == "held":
        stage.unit.consultations.put_grant(record.id, seat, rev, moment(stage.at))
    else:
        stage.unit.consultations.end_grant(record.id, state)
    stage.touched.add(Subject.CONSULTATIONS)


def _show(stage: Stage, record: Based) -> None:
    waiting = [_changes(payload) for _, payload in stage.overlay(record.entity, record.id)]
    body = overlay(record.body, waiting)
    if record.deleted:
        stage.unit.consultations.project(record.entity, record.id, None, "synced")
        return
    try:
        _READ[record.entity](record.id, body)
    except _STUMBLES as error:
        raise Unshown(f"{type(error).__name__}: {error}") from error
    state = "local" if stage.waits(record.entity, record.id) else "synced"
    stage.unit.consultations.project(record.entity, record.id, body, state)


def _show_beside(stage: Stage, command: Row, but: str, code: str = "") -> None:
    """The other records a command spoke of."""
    for each in json.loads(command["payload"]).get("also", ()):
        entity, id = each.get("entity"), each.get("id")
        if entity in ENTITIES and isinstance(id, str) and id != but and not stage.waits(entity, id):
            _again(stage, entity, id, code)


def _again(stage: Stage, entity: str, id: str, code: str) -> None:
    record = stage.unit.base.get(entity, id)
    if record is not None:
        _show(stage, record)
        return
    known = stage.unit.consultations.get(entity, id)
    if known is None:
        return
    if entity == "consult_booking" and known["body"]["slip_no"]:
        lost = {"status": BookingStatus.CANCELLED.value, "reason": code or "not-granted"}
        stage.unit.consultations.project(entity, id, {**known["body"], **lost}, "synced")
    else:
        stage.unit.consultations.project(entity, id, None, "synced")


def _changes(payload: Mapping[str, Any]) -> dict[str, Any]:
    changes = payload.get("changes")
    return changes if isinstance(changes, dict) else {}
