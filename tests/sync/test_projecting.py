"""What comes from other windows and from programs of tomorrow: shown where it can be, kept in any case."""

from __future__ import annotations

from typing import Any

import pytest

from app.services.changes import Subject
from app.services.views import NoticeKind
from app.sync.storage import SLICE
from app.wire.canonical import canonical
from tests.services.window import LI
from tests.support.central_hall import HALL
from tests.sync.ends import End, Ends

BODY: dict[str, Any] = {
    "id": "case-1", "case_no": "YC01-261126-W77-0001-X", "status": "accepted", "item_code": "fwzl",
    "item_version": "another", "item_name": "房屋租赁登记备案", "applicant_name": "王样本",
    "id_kind": "resident_id", "id_number": "460107198801101234", "phone": "13800005555",
    "applicant": {"name": "王样本", "id_number": "460107198801101234"}, "agent": None,
    "answers": {"lessor": "person"}, "marks/m1": {"state": "complete"}, "remark": "", "counter_no": "9",
    "clerk": "clerk-9", "opened_at": "2026-11-26T01:00:00.000000+00:00",
    "decided_at": "2026-11-26T01:05:00.000000+00:00", "accepted_on": "2026-11-26", "paused_days": 0,
    "deemed": 0, "extra/accepted_at": "2026-11-26T01:05:00.000000+00:00",
}  # fmt: skip


@pytest.fixture
def end(ends: Ends) -> End:
    return ends.window()


def change(seq: int, entity: str, id: str, body: dict[str, Any] | None, version: int = 1) -> dict[str, Any]:
    op = "delete" if body is None else "put"
    return {
        "seq": seq,
        "entity": entity,
        "id": id,
        "version": version,
        "op": op,
        "body": body,
        "cmd_id": None,
    }


def take(end: End, *changes: dict[str, Any]) -> frozenset[Subject]:
    return end.storage.take(HALL, "epoch", changes)


def notice(**fields: Any) -> dict[str, Any]:
    return {
        "case_id": "case-1", "kind": "acceptance", "number": "示例〔2026〕W77-00001号", "copies": 2,
        "pages": 1,
        "pdf_sha256": "0" * 64, "content": {"title": "受理通知书"}, "made_at": BODY["decided_at"],
        "made_by": "clerk-9", **fields,
    }  # fmt: skip


EVENT = {"case_id": "case-1", "at": BODY["decided_at"], "kind": "accept", "clerk": "clerk-9", "facts": {}}


def test_an_item_this_window_never_had_is_shown_by_the_cases_own_words(end: End) -> None:
    body = {**BODY, "item_code": "zzzz", "item_name": "未来事项办理"}
    assert Subject.CASES in take(end, change(1, "case", "case-1", body))
    view = end.hall.cases.case("case-1")
    assert (view.item.name, view.applicant.name, view.counter) == ("未来事项办理", "王样本", "9")
    assert [line.id for line in end.hall.cases.search("未来事项")] == ["case-1"]
    # Its words can be changed although no catalogue ever said what they were.
    take(end, change(2, "case", "case-1", {**body, "phone": "13800006666"}, 2))
    assert [line.id for line in end.hall.cases.search("13800006666")] == ["case-1"]
    assert end.hall.cases.search("13800005555") == ()
    end.hall.cases.amend("case-1", phone="13800007777")
    assert [line.id for line in end.hall.cases.search("13800007777")] == ["case-1"]


def test_another_version_of_an_item_keeps_the_cases_name(end: End) -> None:
    take(end, change(1, "case", "case-1", {**BODY, "item_name": "房屋租赁备案（旧名）"}))
    view = end.hall.cases.case("case-1")
    assert (view.item.code, view.item.name) == ("fwzl", "房屋租赁备案（旧名）")
    assert view.item.version == "another"


def test_what_this_program_does_not_know_is_kept_as_it_came(end: End) -> None:
    ticket = {"number": "A001", "x": [1, {"y": None}]}
    body = {**BODY, "colour": "red", "applicant": {**BODY["applicant"], "nickname": "小王"}}
    take(end, change(1, "weather", "w-1", ticket), change(2, "case", "case-1", body))
    with end.hall.store.read() as unit:
        kept, case = unit.base.get("weather", "w-1"), unit.base.get("case", "case-1")
    assert kept is not None
    assert case is not None
    assert (kept.text, case.text) == (canonical(ticket), canonical(body))
    assert end.hall.cases.case("case-1").applicant.name == "王样本"


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "teleported"},
        {"applicant": "a text"},
        {"marks/m1": {"state": "unheard-of"}},
        {"reason": {"a": 1}},
        {"item_name": None},
        {"id_kind": None},
        {"deemed": [1]},
        {"deemed": 2**70},  # noticed by the database only, in the middle of writing
    ],
)
def test_a_record_that_cannot_be_shown_keeps_nothing_else_away(
    end: End, broken: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    good = {**BODY, "id": "case-2", "case_no": "YC01-261126-W77-0002-X"}
    take(end, change(1, "case", "case-1", {**BODY, **broken}), change(2, "case", "case-2", good))
    assert "cannot be shown" in caplog.text
    caplog.clear()
    assert [line.id for line in end.hall.cases.search("")] == ["case-2"]
    cursor = end.storage.cursor(HALL)
    assert cursor is not None
    assert cursor.seq == 2
    with end.hall.store.read() as unit:
        assert unit.base.version("case", "case-1") == 1
    # As soon as it can be shown, it is.
    take(end, change(3, "case", "case-1", BODY, 2))
    assert len(end.hall.cases.search("")) == 2


def test_a_number_that_is_another_cases_here_is_told_and_not_shown(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    take(end, change(1, "case", "case-1", BODY))
    take(end, change(2, "case", "case-2", {**BODY, "id": "case-2"}), change(3, "event", "e-1", EVENT))
    assert "its number" in caplog.text
    caplog.clear()
    assert [line.id for line in end.hall.cases.search("")] == ["case-1"]
    assert len(end.hall.cases.case("case-1").events) == 1


def test_a_notice_may_come_before_its_case(end: End) -> None:
    take(end, change(1, "notice", "n-1", notice()), change(2, "event", "e-1", EVENT))
    take(end, change(3, "case", "case-1", BODY))
    view = end.hall.cases.case("case-1")
    assert [each.kind for each in view.notices] == [NoticeKind.ACCEPTANCE]
    assert [each.kind for each in view.events] == ["accept"]
    # It was printed where it was made: nothing of it is left to print here.
    with end.hall.store.read() as unit:
        assert unit.notices.unprinted() == []
    take(end, change(4, "event", "e-1", EVENT, 2), change(5, "notice", "n-1", notice(copies=9), 2))
    view = end.hall.cases.case("case-1")
    assert (len(view.events), view.notices[0].copies) == (1, 2)


def test_a_notice_of_a_kind_of_tomorrow_waits_in_the_base(end: End) -> None:
    take(end, change(1, "case", "case-1", BODY), change(2, "notice", "n-1", notice(kind="hologram")))
    assert end.hall.cases.case("case-1").notices == ()


def test_a_case_is_never_taken_away_by_the_centre(end: End, caplog: pytest.LogCaptureFixture) -> None:
    take(end, change(1, "case", "case-1", BODY))
    take(end, change(2, "case", "case-1", None, 2))
    assert "stays here" in caplog.text
    caplog.clear()
    assert end.hall.cases.case("case-1").sync_state == "local"


def test_a_mark_that_was_removed_is_gone_at_the_other_window_too(end: End) -> None:
    take(end, change(1, "case", "case-1", {**BODY, "marks/m2": {"state": "missing"}}))
    take(end, change(2, "case", "case-1", {**BODY, "marks/m2": None}, 2))
    assert set(end.hall.cases.case("case-1").marks) == {"m1"}


def test_a_page_with_many_new_cases_is_kept_at_once_and_shown_in_pauses(end: End) -> None:
    told: list[frozenset[Subject]] = []
    end.hall.subscribe(told.append)
    number = SLICE + 30
    changes = []
    for n in range(number):
        id = f"case-{n:04d}"
        body = {**BODY, "id": id, "case_no": f"YC01-261126-W77-{n:04d}-X"}
        changes.append(change(2 * n + 1, "case", id, body))
        changes.append(change(2 * n + 2, "event", f"e-{n:04d}", {**EVENT, "case_id": id}))
    take(end, *changes)
    assert end.hall.cases.search("") == ()
    with end.hall.store.read() as unit:
        assert len(unit.base.of("case")) == number
    # What is corrected meanwhile is shown as it is by now.
    corrected = {**BODY, "id": "case-0003", "case_no": "YC01-261126-W77-0003-X", "remark": "改过"}
    take(end, change(2 * number + 1, "case", "case-0003", corrected, 2))
    assert end.hall.cases.case("case-0003").remark == "改过"
    while end.storage.show_more():
        pass
    assert len(end.hall.cases.search("", limit=1000)) == number
    assert end.hall.cases.case("case-0003").remark == "改过"
    assert all(len(end.hall.cases.case(f"case-{n:04d}").events) == 1 for n in (0, 3, number - 1))
    assert frozenset({Subject.CASES}) in told


def test_an_applicant_met_elsewhere_later_is_remembered_as_they_are_now(end: End) -> None:
    end.hall.intake.accept(end.window.visit(applicant=LI))
    other = {
        **BODY, "applicant_name": LI.name, "id_number": LI.id_number, "phone": "13899990000",
        "applicant": {"name": LI.name, "id_number": LI.id_number},
    }  # fmt: skip
    old = {**other, "id": "case-2", "case_no": "YC01-261126-W77-0002-X", "phone": "13811110000"}
    later = "2026-11-26T09:00:00.000000+00:00"
    take(end, change(1, "case", "case-1", {**other, "decided_at": later}))
    take(end, change(2, "case", "case-2", {**old, "decided_at": "2020-01-01T00:00:00.000000+00:00"}))
    (known,) = end.hall.parties.find(LI.name)
    assert known.party.phone == "13899990000"
    assert len({end.case(id)["party_id"] for id in ("case-1", "case-2")}) == 1


def test_a_conflict_that_cannot_even_be_read_is_shown_as_it_came(end: End) -> None:
    body = {
        "kind": "refused", "cmd_id": "c-1", "command_kind": "case.accept", "device_code": "W77", "at":
        BODY["opened_at"], "entity": "case", "entity_id": "case-1", "case_no": None, "mine": {},
        "theirs": {}, "theirs_by": {}, "base": {}, "code": "malformed-payload", "facts": {"where": "json"},
        "state": "open", "payload": "{not json",
    }  # fmt: skip
    take(end, change(1, "conflict", "c-1", body))
    (line,) = end.hall.attention.open()
    assert end.hall.attention.view(line.id).payload == {"payload": "{not json"}
    assert end.hall.outbox.status().conflicts == 1
