"""What is decided at a window becomes the centre's record of the case, by the one table of moves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.rules.case import MOVES, Act, CaseStatus
from tests.support.central_hall import CODE, HALL, MORNING, CentralHall, Window, uid

CASE = uid(1)


@pytest.fixture
def window(sqlite_house: CentralHall) -> Window:
    return sqlite_house.window()


def body(window: Window, case_id: str = CASE) -> dict[str, Any]:
    return window.house.records("case", window.hall)[case_id]


def test_a_new_case_brings_its_notices_its_event_and_its_numbers(house: CentralHall) -> None:
    window = house.window()
    command = window.opens(CASE)
    window.does(command)
    told = json.loads(command.payload)
    assert house.records("case")[CASE] == {**told["changes"], "central_no": None}
    (notice,) = told["notices"]
    assert house.records("notice") == {notice["id"]: {**notice, "case_id": CASE}}
    assert house.records("event") == {command.cmd_id: {"case_id": CASE, **told["event"]}}
    taken = {
        (row["scope"], row["series"], row["number"]): row["entity_id"] for row in house.rows("taken_number")
    }
    assert taken == {
        (HALL, "case", told["case_no"]): CASE,
        (HALL, "notice", notice["number"]): notice["id"],
    }
    assert {row["sha256"] for row in house.rows("blob_ref")} == {notice["pdf_sha256"]}


def test_scans_of_a_material_are_kept_for_the_case(window: Window) -> None:
    scans = ["ab" * 32, "cd" * 32]
    window.does(window.opens(CASE, fields={"marks/m2": {"state": "complete", "scans": scans}}))
    references = {(row["sha256"], row["entity"]) for row in window.house.rows("blob_ref")}
    assert references >= {(sha256, "case") for sha256 in scans}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("status", [CaseStatus.RECEIVED, CaseStatus.ACCEPTED, CaseStatus.CORRECTING])
def test_only_the_moves_of_the_table_are_carried_out(
    sqlite_house: CentralHall, status: CaseStatus, act: Act
) -> None:
    window = sqlite_house.window()
    opening = {"received": "receive", "accepted": "accept", "correcting": "notify"}[status]
    window.does(window.opens(CASE, opening))
    actor = "system" if act in (Act.DEEM_ACCEPTED, Act.LAPSE) else "clerk"
    outcome = window.does(window.act(act, CASE, {"decided_at": "later"}, base=1, actor=actor))
    reached = MOVES.get((status, act))
    if act is Act.DELIVER:
        reached = status  # notices may be handed over at any time
    if reached is None:
        assert (outcome.status, outcome.code) == ("refused", "move-not-permitted")
        assert body(window)["status"] == status
    else:
        assert outcome.status == "ok"
        assert body(window)["status"] == reached


def test_a_case_goes_its_whole_way(window: Window) -> None:
    window.does(window.opens(CASE))
    for act, status in (
        ("start_review", "under_review"),
        ("suspend", "suspended"),
        ("resume", "under_review"),
        ("grant", "granted"),
        ("deliver", "delivered"),
        ("archive", "archived"),
    ):
        assert window.does(window.act(act, CASE, {"status": status})).status == "ok"
        assert body(window)["status"] == status
    assert len(window.house.records("event")) == 7


def test_an_accepted_case_taken_back_goes_on_where_it_was(window: Window) -> None:
    window.does(window.opens(CASE, "receive"))
    accepted = {"status": "accepted", "accepted_on": "2026-11-26", "extra/before_accept": "received"}
    window.does(window.act("accept", CASE, accepted))
    window.does(window.act("take_back", CASE, {"status": "received", "accepted_on": None}))
    assert (body(window)["status"], body(window)["accepted_on"]) == ("received", None)


def test_a_visit_taken_back_and_decided_again_keeps_its_numbers(window: Window) -> None:
    window.does(window.opens(CASE, code=CODE))
    numbers = (body(window)["case_no"], body(window)["central_no"])
    window.does(window.act("take_back", CASE, {"status": "draft", "accepted_on": None}))
    again = {"status": "accepted", "accepted_on": "2026-11-27"}
    assert window.does(window.act("accept", CASE, again, code=CODE)).status == "ok"
    assert (body(window)["case_no"], body(window)["central_no"]) == numbers


def test_a_decision_on_a_case_somebody_else_moved_is_refused_with_both_sides(
    sqlite_house: CentralHall,
) -> None:
    here, there = sqlite_house.window(), sqlite_house.window()
    here.does(here.opens(CASE, "receive"))
    there.does(there.act("refuse", CASE, {"status": "refused", "ground": "not_our_authority"}, base=1))
    outcome = here.does(here.act("accept", CASE, {"status": "accepted"}, base=1))
    assert (outcome.code, outcome.facts) == ("move-not-permitted", {"status": "refused", "act": "accept"})
    entry = sqlite_house.records("conflict")[outcome.conflict_id or ""]
    assert entry["mine"]["changes"] == {"status": "accepted"}
    assert entry["theirs"] == {"status": "refused"}
    assert (entry["device_code"], entry["case_no"]) == (here.code, body(here)["case_no"])
    assert entry["theirs_by"]["status"]["device_code"] == there.code


def test_a_limit_that_passed_is_told_by_every_window_and_counts_once(sqlite_house: CentralHall) -> None:
    windows = [sqlite_house.window() for _ in range(3)]
    windows[0].does(windows[0].opens(CASE, "receive"))
    windows[0].does(windows[0].opens(uid(2), "notify"))
    for window in windows:
        deemed = {"status": "accepted", "deemed": 1, "accepted_on": "2026-11-26"}
        late = {"status": "withdrawn", "reason": "supplement-limit-passed"}
        for act, case_id, changes in (("deem_accepted", CASE, deemed), ("lapse", uid(2), late)):
            assert window.does(window.act(act, case_id, changes, base=1, actor="system")).status == "ok"
    assert sqlite_house.records("conflict") == {}
    assert body(windows[0])["deemed"] == 1
    kinds = sorted(event["kind"] for event in sqlite_house.records("event").values())
    assert kinds == ["deem_accepted", "lapse", "notify", "receive"]


def test_a_number_claimed_twice_is_refused_and_never_an_error(house: CentralHall) -> None:
    first, second = house.window(), house.window()
    first.does(first.opens(CASE, case_no="3201-261126-A01-0001-X"))
    outcome = second.does(second.opens(uid(2), case_no="3201-261126-A01-0001-X"))
    assert (outcome.status, outcome.code) == ("refused", "number-taken")
    assert outcome.facts is not None
    assert (outcome.facts["series"], outcome.facts["entity_id"]) == ("case", CASE)
    entry = house.records("conflict")[outcome.conflict_id or ""]
    assert (entry["kind"], entry["mine"]["case_no"]) == ("number", "3201-261126-A01-0001-X")
    assert set(house.records("case")) == {CASE}
    printed = [notice.get("refused") for notice in house.records("notice").values()]
    assert sorted(printed, key=str) == sorted([None, outcome.conflict_id], key=str)


def test_a_notice_number_claimed_twice_in_one_push_is_refused_too(window: Window) -> None:
    window.does(window.opens(CASE))
    used = next(iter(window.house.records("notice").values()))["number"]
    first = window.act("withdraw", CASE, {"status": "withdrawn"}, notices=[window.notice(CASE, "x", "N-1")])
    second = window.act("deliver", CASE, {}, notices=[window.notice(CASE, "y", "N-1")])
    third = window.act("deliver", CASE, {}, notices=[window.notice(CASE, "z", used)])
    reply = window.push(first, second, third)
    assert [outcome.code for outcome in reply.outcomes] == [None, "number-taken", "number-taken"]


@pytest.mark.parametrize("field", ["id", "case_no", "opened_at", "item_code", "central_no"])
def test_what_was_printed_never_changes(window: Window, field: str) -> None:
    window.does(window.opens(CASE))
    before = body(window)
    outcome = window.does(window.amends(CASE, 1, **{field: "another"}))
    assert (outcome.code, outcome.facts) == ("never-changes", {"field": field})
    assert body(window) == before


def test_an_amendment_makes_no_move(window: Window) -> None:
    window.does(window.opens(CASE))
    assert window.does(window.amends(CASE, 1, status="granted")).code == "not-amendable"
    outcome = window.does(window.amends(CASE, 1, phone="13911112222"))
    assert (outcome.status, outcome.entity_version) == ("ok", 2)
    assert (body(window)["phone"], body(window)["status"]) == ("13911112222", "accepted")


def test_a_change_of_a_case_the_centre_never_had_waits_for_a_person(window: Window) -> None:
    codes = [
        window.does(window.amends(CASE, 3, phone="1")).code,
        window.does(window.act("accept", CASE, {"status": "accepted"}, base=3)).code,
        window.does(window.act("accept", CASE, {"status": "accepted"})).code,
    ]
    assert codes == ["no-such-case"] * 3
    assert len(window.house.records("conflict")) == 3


# -- 办件编号 ------------------------------------------------------------------------------------------


def test_the_centre_numbers_an_accepted_case_once_its_code_is_known(house: CentralHall) -> None:
    window = house.window()
    outcomes = window.push(*(window.opens(uid(n), code=CODE) for n in (1, 2, 3))).outcomes
    numbers = [(outcome.result or {})["central_no"] for outcome in outcomes]
    assert numbers == [f"{CODE}20261126{serial:04d}" for serial in (1, 2, 3)]
    assert {len(number) for number in numbers} == {43}
    assert house.records("case")[uid(2)]["central_no"] == numbers[1]


@pytest.mark.parametrize("code", [None, "", "1137", CODE + "0", 31])
def test_without_a_code_the_number_stays_unpublished(window: Window, code: Any) -> None:
    window.does(window.opens(CASE, code=code))
    assert body(window)["central_no"] is None


def test_a_case_not_yet_accepted_has_no_central_number_and_gets_it_by_the_day_of_acceptance(
    window: Window,
) -> None:
    window.does(window.opens(CASE, "receive", code=CODE))
    assert body(window)["central_no"] is None
    window.does(window.act("accept", CASE, {"status": "accepted", "accepted_on": "2026-12-01"}, code=CODE))
    assert body(window)["central_no"] == f"{CODE}202612010001"


def test_a_refused_command_uses_no_serial_up(window: Window) -> None:
    window.does(window.opens(CASE, code=CODE, case_no="N-1"))
    refused, good = window.opens(uid(2), code=CODE, case_no="N-1"), window.opens(uid(3), code=CODE)
    outcomes = window.push(refused, good).outcomes
    assert [outcome.status for outcome in outcomes] == ["refused", "ok"]
    assert body(window, uid(3))["central_no"] == f"{CODE}202611260002"


def test_two_halls_of_one_authority_share_its_serials(sqlite_house: CentralHall) -> None:
    for n, hall in enumerate(("3201", "3202"), 1):
        window = sqlite_house.window(hall)
        window.does(window.opens(uid(n), code=CODE))
        assert body(window, uid(n))["central_no"] == f"{CODE}20261126000{n}"


# -- commands from before there was a centre -----------------------------------------------------------

# As the first programs wrote it; it stays as it is for as long as such a store may come back.
FIRST_VERSION = {
    "act": "notify",
    "case": {
        "id": CASE,
        "case_no": "3201-261120-A01-0007-K",
        "status": "correcting",
        "item_code": "003017001",
        "item_version": "2026-01",
        "applicant": {
            "kind": "person",
            "name": "韩梅梅",
            "id_number": "11010519491231002X",
            "phone": "13800000000",
        },
        "agent": None,
        "answers": {"kind": "limited"},
        "marks": {"m1": {"state": "complete"}, "m2": {"state": "missing"}},
        "remark": "",
        "counter_no": "3",
        "clerk": "clerk",
        "opened_at": "2026-11-20T01:00:00+00:00",
        "received_on": "2026-11-20",
        "accepted_on": None,
        "promised_by": None,
        "legal_by": None,
        "deferred_by": None,
        "supplement_by": "2026-12-20",
        "deemed": 0,
        "ground": None,
        "authority": None,
        "reason": None,
        "extra": {"notified_on": "2026-11-20"},
    },
    "notices": [
        {
            "id": uid(5),
            "kind": "supplement",
            "number": "补〔2026〕A01-00001号",
            "copies": 2,
            "pdf_sha256": "e" * 64,
        }
    ],
}


def test_a_first_version_command_is_understood(house: CentralHall) -> None:
    window = house.window()
    command = window.command("case.notify", FIRST_VERSION, entity_id=CASE, cmd_version=1)
    assert window.does(command).status == "ok"
    case = house.records("case")[CASE]
    assert (case["status"], case["marks/m2"], case["extra/notified_on"]) == (
        "correcting",
        {"state": "missing"},
        "2026-11-20",
    )
    assert (case["applicant_name"], case["id_kind"], case["phone"]) == (
        "韩梅梅",
        "resident_id",
        "13800000000",
    )
    assert house.records("notice")[uid(5)]["number"] == "补〔2026〕A01-00001号"
    (event,) = house.records("event").values()
    assert event == {
        "case_id": CASE,
        "at": MORNING.isoformat(),
        "kind": "notify",
        "clerk": "clerk",
        "facts": {},
    }


def test_a_first_version_window_goes_on_with_its_own_case(window: Window) -> None:
    window.does(window.command("case.notify", FIRST_VERSION, entity_id=CASE, cmd_version=1))
    later = {**FIRST_VERSION, "act": "accept", "notices": []}
    later["case"] = {**FIRST_VERSION["case"], "status": "accepted", "accepted_on": "2026-11-25"}  # type: ignore[dict-item]
    outcome = window.does(window.command("case.accept", later, entity_id=CASE, base=1, cmd_version=1))
    assert (outcome.status, outcome.entity_version) == ("ok", 2)
    assert body(window)["accepted_on"] == "2026-11-25"


# -- words that are not as agreed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoilt", "where"),
    [
        ({"act": "grant"}, "act"),
        ({"case_no": 7}, "case_no"),
        ({"case_no": "a\x00b"}, "case_no"),
        ({"case_no": "x" * 300}, "case_no"),
        ({"changes": None}, "changes"),
        ({"changes": {"status": ["accepted"]}}, "status"),
        ({"changes": {"item_name": None}}, "item_name"),
        ({"changes": {"accepted_on": {"day": 1}}}, "accepted_on"),
        ({"changes": {"paused_days": "3"}}, "paused_days"),
        ({"changes": {"agent": "nobody"}}, "agent"),
        ({"changes": {"marks/m1": "complete"}}, "marks/m1"),
        ({"event": "accepted"}, "event"),
        ({"event": {"facts": 3}}, "facts"),
        ({"event": {"at": 3}}, "at"),
        ({"notices": {"id": "x"}}, "notices"),
        ({"notices": [3]}, "notices"),
        ({"notices": [{"id": "x"}]}, "notices"),
        ({"notices": [{"id": "x", "number": "N", "copies": "two"}]}, "copies"),
        ({"notices": [{"id": "no blanks", "number": "N"}]}, "notices"),
        ({"notices": [{"id": "x", "number": "a\udc00"}]}, "notices"),
        ({"notices": [{"id": str(n), "number": str(n)} for n in range(51)]}, "notices"),
    ],
)
def test_a_payload_that_is_not_as_agreed_is_refused_with_the_place(
    window: Window, spoilt: dict[str, Any], where: str
) -> None:
    payload = {**json.loads(window.opens(CASE).payload), **spoilt}
    command = window.command("case.accept", json.dumps(payload), entity_id=CASE, dev_seq=1)
    outcome = window.does(command)
    assert (outcome.code, outcome.facts) == ("malformed-payload", {"where": where})
    assert window.house.records("case") == {}
