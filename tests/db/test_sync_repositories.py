"""The tables between window and centre: base, snapshot, cursor, inbox, uploads, and the outbox's answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.errors import Conflict
from db.local.base import Based, Cursor
from db.local.store import Store
from tests.db.hall import MORNING, accept, case_row

OK = {"status": "ok", "entity_version": 3}


def test_base(store: Store) -> None:
    with store.unit() as unit:
        unit.base.put("case", "c-1", 1, '{"a":1}')
        unit.base.put("case", "c-1", 2, '{"a":2}')
        unit.base.put("notice", "n-1", 1, "{}")
        unit.base.put("case", "c-2", 1, "{}", deleted=True)
        assert unit.base.get("case", "c-1") == Based("case", "c-1", 2, '{"a":2}', False)
        assert (unit.base.version("case", "c-1"), unit.base.version("case", "c-9")) == (2, None)
        assert [record.id for record in unit.base.of("case")] == ["c-1"]
        assert [record.id for record in unit.base.page(("", ""), 10)] == ["c-1", "n-1"]
        assert [record.id for record in unit.base.page(("case", "c-1"), 10)] == ["n-1"]

        unit.base.wait("notice", "n-1", "c-7")
        assert unit.base.later(10) == []
        assert [record.id for record in unit.base.waiting_for("c-7")] == ["n-1"]
        assert unit.base.waiting_for("c-7") == []

        unit.base.put_later([Based("case", "c-3", 1, "{}", deleted=False)])
        unit.base.put("case", "c-4", 1, "{}", later=True)
        assert [record.id for record in unit.base.later(10)] == ["c-3", "c-4"]
        unit.base.now("case", "c-3")
        assert [record.id for record in unit.base.later(10)] == ["c-4"]

        assert unit.base.cursor("HALL") is None
        unit.base.put_cursor("HALL", "e", 7)
        assert unit.base.cursor("HALL") == Cursor("e", 7)


def test_a_snapshot_beside_the_base(store: Store) -> None:
    start = ("", "")
    with store.unit() as unit:
        unit.base.put("case", "same", 1, "{}")
        unit.base.put("case", "gone", 1, "{}")
        unit.base.put("case", "newer", 1, "{}")
        unit.base.put("case", "back", 1, "{}", deleted=True)
        unit.base.next_add([("case", "same", 1, "{}"), ("case", "newer", 2, "{}"), ("case", "back", 1, "{}")])
        unit.base.next_add([("case", "fresh", 1, "{}")])
        assert unit.base.next_count() == 4
        records, after = unit.base.fresh(start, 10)
        assert [record.id for record in records] == ["back", "fresh", "newer"]
        assert after == ("case", "same")
        assert unit.base.fresh(after, 10) == ([], None)
        records, after = unit.base.gone(start, 2)
        assert ([record.id for record in records], after) == (["gone"], ("case", "gone"))
        assert unit.base.next_clear(3)
        assert unit.base.next_clear(3)
        assert not unit.base.next_clear(3)


def entry(id: str, **columns: Any) -> dict[str, Any]:
    return {"id": id, "kind": "fields", "state": "open", "at": MORNING, "mine": {"phone": "1"}, **columns}


def test_inbox(store: Store) -> None:
    with store.unit() as unit:
        unit.cases.insert(case_row("c-1", "no-1", sync_state="conflict"), {"张"})
        unit.inbox.put(entry("x-1", entity="case", entity_id="c-1", cmd_id="cmd-1"))
        unit.inbox.put(entry("x-2", entity="case", entity_id="c-1"))
        assert [row["id"] for row in unit.inbox.open()] == ["x-1", "x-2"]
        assert [row["id"] for row in unit.inbox.of_entity("c-1")] == ["x-1", "x-2"]
        assert unit.inbox.having_open(["c-1", "c-2"]) == {"c-1"}
        assert (unit.inbox.count(), unit.inbox.has_open("c-1"), unit.inbox.has_open("c-2")) == (
            2,
            True,
            False,
        )
        found = unit.inbox.of_command("cmd-1")
        assert found is not None
        assert (found["id"], found["mine"], found["theirs"]) == ("x-1", {"phone": "1"}, {})

        unit.inbox.close("x-1", by="c1", at=MORNING, choices={"phone": "mine"}, note="ja")
        assert unit.inbox.of_command("cmd-1") is None
        row = unit.cases.get("c-1")
        assert row is not None
        assert row["sync_state"] == "conflict"
        with pytest.raises(Conflict, match="already-closed"):
            unit.inbox.close("x-1", by="c2", at=MORNING)
        unit.inbox.close("x-2", by="c1", at=MORNING)
        row, closed = unit.cases.get("c-1"), unit.inbox.get("x-1")
        assert row is not None
        assert closed is not None
        assert row["sync_state"] == "local"
        assert (closed["decided_by"], closed["choices"], closed["note"]) == ("c1", {"phone": "mine"}, "ja")
        unit.inbox.delete("x-1")
        assert unit.inbox.get("x-1") is None


def test_cases_and_events_of_the_centre(store: Store) -> None:
    with store.unit() as unit:
        unit.cases.insert(case_row("c-1", "no-1"), {"张"})
        assert (unit.cases.has("c-1"), unit.cases.has("c-2")) == (True, False)
        assert unit.cases.known(["c-1", "c-2"]) == {"c-1"}
        unit.cases.stand_all([("c-1", "synced"), ("c-2", "synced")])
        assert (unit.cases.get("c-1") or {})["sync_state"] == "synced"
        unit.cases.stand("c-1", "synced")
        row = unit.cases.get("c-1")
        assert row is not None
        assert (row["sync_state"], row["version"]) == ("synced", 1)
        unit.events.append("c-1", at=MORNING, kind="accept", clerk="c1", cmd_id="cmd-1")
        assert (unit.events.has("c-1", "cmd-1"), unit.events.has("c-1", "cmd-2")) == (True, False)
        unit.events.stand("c-1", "cmd-1", refused=True)
        assert [line["facts"] for line in unit.events.of_case("c-1")] == [{"refused": True}]
        unit.events.stand("c-1", "cmd-1", refused=False)
        assert [line["facts"] for line in unit.events.of_case("c-1")] == [{}]


def test_what_the_centre_says_of_device_and_clerks(store: Store) -> None:
    with store.unit() as unit:
        assert unit.state.enrolment() is None
        told = {"device_id": unit.state.get("device_id"), "hall": "YC01"}
        unit.state.put_enrolment(told)
        assert unit.state.enrolment() == told
        unit.state.put("device_id", "another")
        assert unit.state.enrolment() is None
        row = {"number": "07", "name": "王芳", "role": "clerk", "password_hash": "-", "created_at": MORNING}
        unit.clerks.admit({**row, "id": "clerk-old"})
        unit.clerks.admit({**row, "id": "clerk-new", "verified_until": MORNING, "last_sign_in_at": MORNING})
        found, former = unit.clerks.by_number("07"), unit.clerks.get("clerk-old")
        assert found is not None
        assert former is not None
        assert (found["id"], former["active"], former["name"]) == ("clerk-new", 0, "王芳")


def test_answers_of_the_centre(store: Store) -> None:
    made = [accept(store) for _ in range(4)]
    with store.unit() as unit:
        assert [row["dev_seq"] for row in unit.outbox.batch(3, 10**6)] == [1, 2, 3]
        # One that is too large goes alone; what follows waits for the next push.
        assert [row["dev_seq"] for row in unit.outbox.batch(3, 1)] == [1]
        ids = [row["entity_id"] for row in unit.outbox.numbered([1, 2, 3, 4])]
        assert unit.outbox.waiting() == [(n, "case", id) for n, id in enumerate(ids, start=1)]
        assert unit.outbox.waiting(after=3) == [(4, "case", ids[3])]
        assert (unit.outbox.answered(), unit.outbox.first()) == (0, 1)

        assert unit.outbox.answer(made[0].cmd_id, OK, MORNING, ahead=True)
        answered = unit.outbox.get(made[0].cmd_id)
        assert answered is not None
        assert (answered["state"], answered["status"], answered["entity_version"]) == ("acked", "ok", 3)
        assert not unit.outbox.answer(made[0].cmd_id, {"status": "refused"}, MORNING, ahead=False)
        unit.outbox.answer(made[1].cmd_id, {"status": "refused", "code": "no"}, MORNING, ahead=False)
        unit.outbox.failed(1, 4, "cut")
        rows = unit.outbox.numbered([1, 2, 3, 4])
        assert [row["attempts"] for row in rows] == [0, 0, 1, 1]
        assert (rows[1]["state"], rows[1]["code"], unit.outbox.answered()) == ("refused", "no", 2)

        # All that one reply answers is asked for at once; what has its result is not asked for again.
        (third, fourth) = unit.outbox.sent(each.cmd_id for each in [made[3], made[2], made[2], made[1]])
        assert (third.cmd_id, third.entity_id, third.base_version) == (made[2].cmd_id, ids[2], None)
        assert (fourth.payload, fourth.shown_refused) == (rows[3]["payload"], False)
        unit.outbox.answer_all([(fourth.cmd_id, OK, False), (made[1].cmd_id, OK, False)], MORNING)
        assert [row["state"] for row in unit.outbox.numbered([2, 3, 4])] == ["refused", "pending", "acked"]

        assert (unit.outbox.any_ahead(), unit.outbox.ahead(ids[0])) == (True, [1])
        unit.outbox.caught_up(ids[0], 2)
        assert unit.outbox.any_ahead()
        unit.outbox.caught_up(ids[0], 3)
        assert not unit.outbox.any_ahead()


def test_what_is_forgotten_and_what_is_sent_again(store: Store) -> None:
    made = [accept(store) for _ in range(4)]
    with store.unit() as unit:
        for each in made[:3]:
            unit.outbox.answer(each.cmd_id, OK, MORNING, ahead=False)
        unit.inbox.put(entry("x-1", cmd_id=made[1].cmd_id))
        assert unit.outbox.trim(MORNING, 10) == 0
        assert unit.outbox.trim(MORNING + timedelta(seconds=1), 10) == 2
        assert [row["dev_seq"] for row in unit.outbox.numbered(range(1, 5))] == [2, 4]
        assert [cmd_id for cmd_id, _, _ in unit.outbox.pend_again(1)] == [made[1].cmd_id]
        assert unit.outbox.count() == 2
        assert unit.outbox.renumber() == 3
        assert [row["cmd_id"] for row in unit.outbox.numbered([1, 2])] == [made[1].cmd_id, made[3].cmd_id]


def test_uploads(store: Store) -> None:
    first, second = "a" * 64, "b" * 64
    with store.unit() as unit:
        unit.uploads.queue(first, size=9, media_type="image/png", at=MORNING)
        unit.uploads.queue(first, size=99, media_type="image/png", at=MORNING)
        unit.uploads.queue(second, size=5, media_type="application/pdf", at=MORNING + timedelta(seconds=1))
        assert [(row["sha256"], row["size"]) for row in unit.uploads.waiting()] == [(first, 9), (second, 5)]
        unit.uploads.sending(first, 4)
        row = unit.uploads.get(first)
        assert row is not None
        assert (row["state"], row["sent"], unit.uploads.count()) == ("sending", 4, 2)
        unit.uploads.done(first)
        unit.uploads.failed(second, "cut")
        assert [row["last_error"] for row in unit.uploads.waiting()] == ["cut"]
        unit.uploads.measured(second, 6)
        assert [row["size"] for row in unit.uploads.waiting()] == [6]
        assert unit.uploads.of([first, second, "c" * 64]) == {first: "done", second: "pending"}
        unit.uploads.again()
        assert unit.uploads.count() == 2
