"""What waits for a person, and what the chip says of it; entries as the centre sends them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.bootstrap import Hall
from app.errors import Conflict, NotAllowed, Rejected
from app.services.changes import Subject
from app.services.views import SyncState
from tests.services.window import Window
from tests.support.told_link import ToldLink

AT = "2026-11-23T02:00:00.000000+00:00"


def put(hall: Hall, id: str, case_id: str | None = None, **columns: Any) -> None:
    """An entry as the projector writes it."""
    row = {
        "id": id, "kind": "fields", "cmd_id": id, "command_kind": "case.amend", "entity": "case",
        "entity_id": case_id, "case_no": "no-1", "mine": {"phone": "1"}, "theirs": {"phone": "2"},
        "theirs_by": {}, "base": {"phone": "0"}, "facts": {}, "state": "open", "at": AT, "device_code": "A01",
        "counter_no": "3", "clerk": "c-1", "choices": {}, **columns,
    }  # fmt: skip
    with hall.store.unit() as unit:
        unit.inbox.put(row)
        if case_id is not None:
            unit.cases.stand(case_id, "conflict")


def test_every_field_needs_a_choice_and_a_refusal_a_note(hall: Hall) -> None:
    put(hall, "x-1", mine={"phone": "1", "remark": "a"})
    put(hall, "x-2", kind="refused", mine={"changes": {"status": "accepted"}}, code="move-not-permitted")
    with pytest.raises(Rejected) as missing:
        hall.attention.resolve("x-1", {"phone": "mine", "other": "theirs"})
    told = {(problem.field, problem.code) for problem in missing.value.problems}
    assert told == {("remark", "no-choice"), ("other", "no-such-field")}
    with pytest.raises(Rejected) as empty:
        hall.attention.resolve("x-2", {}, "  ")
    assert [problem.field for problem in empty.value.problems] == ["note"]
    assert hall.outbox.status().pending == 0
    assert len(hall.attention.open()) == 2


def test_a_decision_is_a_command_and_the_entry_is_closed_at_once(window: Window) -> None:
    hall = window.hall
    case = hall.intake.accept(window.visit()).case
    put(hall, "x-1", case.id)
    put(hall, "x-2", case.id, kind="refused", mine={"changes": {"status": "granted"}})
    told: list[frozenset[Subject]] = []
    hall.subscribe(told.append)

    hall.attention.resolve("x-1", {"phone": "theirs"}, "电话核实")
    assert [line.id for line in hall.attention.open()] == ["x-2"]
    assert hall.cases.case(case.id).sync_state == "conflict"
    hall.attention.resolve("x-2", {}, "已了解")
    assert hall.cases.case(case.id).sync_state == "local"
    assert any(Subject.ATTENTION in changes for changes in told)

    command = hall.outbox.pending()[1]
    assert command.kind == "conflict.resolve"
    with hall.store.read() as unit:
        (row,) = unit.outbox.numbered([command.dev_seq])
    assert (row["entity"], row["entity_id"], row["base_version"]) == ("conflict", "x-1", None)
    assert json.loads(row["payload"]) == {"choices": {"phone": "theirs"}, "note": "电话核实"}
    entry = hall.attention.view("x-1")
    assert (entry.is_open, entry.decided_by, entry.note) == (False, "周示例", "电话核实")
    with pytest.raises(Conflict, match="already-closed"):
        hall.attention.resolve("x-1", {"phone": "mine"})


def test_an_entry_names_both_sides(hall: Hall) -> None:
    clerk = hall.session.current
    assert clerk is not None
    by = {"phone": {"device_code": "B02", "clerk": clerk.id, "at": AT, "version": 3}}
    put(hall, "x-1", theirs_by=by, clerk="someone-else")
    entry = hall.attention.view("x-1")
    (clash,) = entry.clashes
    assert (clash.name, clash.mine, clash.theirs, clash.base) == ("phone", "1", "2", "0")
    assert (entry.theirs_by.device_code, entry.theirs_by.clerk_name) == ("B02", "周示例")
    assert entry.theirs_by.at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert (entry.mine_by.device_code, entry.mine_by.clerk_name) == ("A01", "")
    refused = {"changes": {"status": "granted"}, "event": {"facts": {"clerk_name": "王芳"}}}
    put(hall, "x-2", kind="refused", mine=refused)
    assert hall.attention.view("x-2").mine_by.clerk_name == "王芳"
    assert hall.attention.view("x-2").payload == {"status": "granted"}
    with pytest.raises(Conflict, match="no-such-conflict"):
        hall.attention.view("x-9")


def test_nobody_decides_without_signing_in(hall: Hall) -> None:
    put(hall, "x-1")
    hall.session.sign_out()
    with pytest.raises(NotAllowed):
        hall.attention.resolve("x-1", {"phone": "mine"})


def test_the_chip_has_the_stores_counts_and_the_links_state(hall: Hall) -> None:
    assert (hall.outbox.status().central, hall.outbox.status().state) == (False, SyncState.OFF)
    hall.outbox.retry()
    link = ToldLink(hall)
    link.stands(SyncState.OFFLINE, retry_in=30, code="no-connection")
    put(hall, "x-1")
    with hall.store.unit() as unit:
        unit.uploads.queue("a" * 64, size=1, media_type="image/png", at=AT)
    status = hall.outbox.status()
    assert (status.central, status.state, status.code) == (True, SyncState.OFFLINE, "no-connection")
    assert (status.conflicts, status.scans_waiting, status.pending) == (1, 1, 0)
    assert status.retry_at is not None
    hall.outbox.retry()
    assert link.retries == 1


def test_a_correction_is_journalled_told_and_found(window: Window) -> None:
    hall = window.hall
    case = hall.intake.accept(window.visit()).case
    view = hall.cases.amend(case.id, phone="139 1111 2222", remark=" 请  下午联系 ")
    assert (view.applicant.phone, view.remark) == ("13911112222", "请 下午联系")
    assert [event.kind for event in view.events] == ["accept", "amend"]
    assert hall.cases.search("13800001111") == ()
    with hall.store.read() as unit:
        row = unit.outbox.numbered([2])[0]
    payload = json.loads(row["payload"])
    assert payload["changes"] == {"phone": "13911112222", "remark": "请 下午联系"}
    assert (row["kind"], row["cmd_version"]) == ("case.amend", 2)
    with pytest.raises(Rejected):
        hall.cases.amend(case.id, phone="139 1111 2222")
    with pytest.raises(Rejected):
        hall.cases.amend(case.id, remark="长" * 501)
    with pytest.raises(Rejected):
        hall.cases.amend(case.id, phone="1391111")
    assert hall.cases.amend(case.id, phone="").applicant.phone == ""
    with pytest.raises(Conflict, match="no-such-case"):
        hall.cases.amend("nothing", remark="x")
    assert hall.outbox.status().pending == 3
