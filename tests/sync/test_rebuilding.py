"""When one side was set back: tails sent again, a hall fetched anew, sums that differ, a device anew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app.services.views import SyncState
from app.sync.requests import Request
from app.sync.storage import Storage
from db.central.engine import writing
from db.central.registering import table
from tests.services.window import LI
from tests.support.central_hall import HALL
from tests.sync.ends import Cut, End, Ends


def accepted(end: End) -> str:
    return end.hall.intake.accept(end.window.visit()).case.id


def new_epoch(ends: Ends) -> None:
    """What a restore's runbook does at the centre (sync.md 2.12)."""
    feed = table("feed_scope")
    with writing(ends.house.engine) as connection:
        connection.execute(update(feed).where(feed.c.scope == HALL).values(epoch="after-restore"))


def set_back(ends: Ends, saved: bytes) -> None:
    """The centre's database as it was in a backup, under a new epoch."""
    path = Path(str(ends.house.engine.url.database))
    ends.house.engine.dispose()
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    path.write_bytes(saved)
    new_epoch(ends)


def saved(ends: Ends) -> bytes:
    with ends.house.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(ends.house.engine.url.database)).read_bytes()


def test_a_centre_set_back_gets_everything_again(ends: Ends, caplog: pytest.LogCaptureFixture) -> None:
    one, two = ends.window("W01"), ends.window("W02")
    first = accepted(one)
    one.talk()
    two.talk()
    backup = saved(ends)
    one.hall.cases.amend(first, phone="13911112222")
    second = one.hall.intake.accept(one.window.visit(applicant=LI)).case.id
    one.talk()
    two.wait(seconds=10)
    two.talk()
    assert {line.id for line in two.hall.cases.search("")} == {first, second}

    set_back(ends, backup)
    for end in (one, two, one, two):
        end.wait(minutes=13)
        end.talk()

    assert "has 1 commands and has answered 3" in caplog.text
    caplog.clear()
    assert ends.house.records("case").keys() == {first, second}
    assert ends.house.records("case")[first]["phone"] == "13911112222"
    for end in (one, two):
        assert end.same_as_the_centre()
        assert end.hall.cases.case(first).applicant.phone == "13911112222"
        assert len(end.hall.cases.case(first).events) == 2
        assert end.hall.outbox.status().pending == 0


def test_what_waits_lies_over_a_hall_that_is_fetched_anew(
    ends: Ends, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = ends.window("W01"), ends.window("W02")
    case_id = accepted(one)
    one.talk()
    two.talk()
    two.hall.cases.amend(case_id, remark="还没上传")
    fresh = two.hall.intake.accept(two.window.visit(applicant=LI)).case.id
    new_epoch(ends)

    def no_push(request: Request) -> None:
        if request.kind == "push":
            raise Cut

    storage, before = two.storage, two.outbox()
    head, rows = ends.house.centre.snapshot(two.device_id, HALL)
    assert storage.load(row.model_dump() for row in rows) == head.count
    storage.adopt(HALL, head.epoch, head.as_of_seq)

    assert two.outbox() == before == [(1, "pending", None), (2, "pending", None)]
    assert two.hall.cases.case(case_id).remark == "还没上传"
    assert two.hall.cases.case(case_id).sync_state == "local"
    assert two.hall.cases.case(fresh).sync_state == "local"
    two.wait(minutes=13)
    two.talk()
    one.wait(minutes=13)
    one.talk()
    caplog.clear()
    assert two.same_as_the_centre()
    assert one.hall.cases.case(case_id).remark == "还没上传"


def test_a_snapshot_that_is_cut_leaves_everything_as_it_was(ends: Ends) -> None:
    one, two = ends.window("W01"), ends.window("W02")
    case_id = accepted(one)
    one.talk()
    request = two.engine.next()
    assert isinstance(request, Request)
    two.carry(request)
    snapshot = two.engine.next()
    assert isinstance(snapshot, Request)
    assert snapshot.kind == "snapshot"
    lines = list(two.answer(snapshot))

    def cut() -> object:
        yield from lines[:2]
        raise Cut

    with pytest.raises(Cut):
        two.engine.receive(snapshot, cut())
    assert two.hall.cases.search("") == ()
    assert two.storage.cursor(HALL) is None
    two.restart()
    two.talk()
    assert [line.id for line in two.hall.cases.search("")] == [case_id]
    assert two.same_as_the_centre()


def test_sums_that_differ_are_told_and_mended(ends: Ends, caplog: pytest.LogCaptureFixture) -> None:
    end = ends.window()
    case_id = accepted(end)
    end.talk()
    with end.hall.store.unit() as unit:
        record = unit.base.get("case", case_id)
        assert record is not None
        unit.base.put("case", case_id, record.version, record.text.replace("13800001111", "13800009999"))
    assert not end.same_as_the_centre()

    end.wait(days=1)
    end.talk()
    end.wait(minutes=40)
    end.talk()

    assert end.same_as_the_centre()
    assert "1 buckets differ" in caplog.text
    caplog.clear()
    with end.hall.store.read() as unit:
        (line,) = unit.audit.newest(what="sync_divergence")
    assert len(line["facts"]["buckets"]) == 1
    assert end.status().state is SyncState.ONLINE
    end.kinds()
    end.wait(minutes=40)
    end.talk()
    assert "checksum" not in end.kinds()


def test_what_the_centre_has_had_for_thirty_days_is_forgotten(ends: Ends) -> None:
    end = ends.window()
    case_id = accepted(end)
    end.talk()
    end.wait(days=31)
    end.hall.cases.amend(case_id, remark="新的")
    end.talk()
    assert [number for number, _, _ in end.outbox()] == [2]
    assert end.hall.cases.case(case_id).remark == "新的"
    assert end.same_as_the_centre()


def test_a_device_that_begins_anew_sends_all_of_it_and_nothing_is_twice(
    ends: Ends, caplog: pytest.LogCaptureFixture
) -> None:
    end = ends.window()
    case_id = accepted(end)
    end.talk()
    end.hall.cases.amend(case_id, remark="在旧身份下")
    former = end.device_id
    with end.hall.store.unit() as unit:
        # As recovery leaves a store that a person lets begin anew under another code.
        unit.state.put("device_id", "01999999-0000-7000-8000-000000000001")
        unit.state.put("device_code", "W09")
        unit.state.put("next_seq", str(unit.outbox.renumber()))
    ends.admit(end.hall, "W09", succeeds=former)
    end.restart()
    end.talk()
    caplog.clear()
    assert end.outbox() == [(1, "acked", None), (2, "acked", None)]
    assert ends.house.records("case")[case_id]["remark"] == "在旧身份下"
    assert len(ends.house.rows("command_log")) == 2


def test_a_window_that_begins_late_gets_the_hall_as_it_is(ends: Ends) -> None:
    one = ends.window("W01")
    other = ends.house.window()
    for n in range(120):
        assert other.does(other.opens(f"case-{n:04d}")).status == "ok"
    one.talk()
    assert len(one.hall.cases.search("", limit=500)) == 120
    assert one.hall.cases.by_no(one.case("case-0077")["case_no"]) is not None
    assert one.same_as_the_centre()
    for n in range(120, 140):
        other.does(other.opens(f"case-{n:04d}"))
    one.clock.advance(timedelta(seconds=10))
    one.talk()
    assert len(one.hall.cases.search("", limit=500)) == 140
    assert Storage(one.hall.house).show_more() is False
