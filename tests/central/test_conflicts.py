"""Two windows change one case: what goes together does, the rest waits for a named person (sync.md 2.6)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.central.centre import Centre
from app.central.context import Answer, Context
from app.central.handlers import HANDLERS
from app.wire.messages import Command, Outcome
from db.central.engine import open_engine
from db.central.schema import create_all
from tests.support.central_hall import CentralHall, Window, uid

CASE = uid(1)


@pytest.fixture
def pair(sqlite_house: CentralHall) -> tuple[Window, Window]:
    """Two windows that both know a case in its first version."""
    first, second = sqlite_house.window(), sqlite_house.window()
    first.does(first.opens(CASE))
    return first, second


def case(window: Window) -> dict[str, Any]:
    return window.house.records("case")[CASE]


def entry(window: Window, outcome: Outcome) -> dict[str, Any]:
    return window.house.records("conflict")[outcome.conflict_id or ""]


def clash(pair: tuple[Window, Window]) -> Outcome:
    """The second window's phone meets the first one's."""
    first, second = pair
    first.does(first.amends(CASE, 1, phone="111"))
    return second.does(second.amends(CASE, 1, phone="222", remark="call later"))


def test_different_fields_go_together(pair: tuple[Window, Window]) -> None:
    first, second = pair
    assert first.does(first.amends(CASE, 1, phone="111")).status == "ok"
    outcome = second.does(second.amends(CASE, 1, remark="call later"))
    assert (outcome.status, outcome.entity_version) == ("ok", 3)
    assert (case(first)["phone"], case(first)["remark"]) == ("111", "call later")


def test_marks_of_different_materials_go_together(pair: tuple[Window, Window]) -> None:
    first, second = pair
    first.does(first.amends(CASE, 1, **{"marks/m1": {"state": "missing"}}))
    outcome = second.does(second.amends(CASE, 1, **{"marks/m2": {"state": "complete"}}))
    assert outcome.status == "ok"
    assert (case(first)["marks/m1"], case(first)["marks/m2"]) == ({"state": "missing"}, {"state": "complete"})


def test_the_same_field_waits_for_a_person_and_the_rest_is_taken(house: CentralHall) -> None:
    first, second = house.window(), house.window()
    first.does(first.opens(CASE))
    house.clerk("han")
    house.signs_in("han", first)
    winner = first.amends(CASE, 1, actor="han", phone="111")
    first.does(winner)
    outcome = second.does(second.amends(CASE, 1, phone="222", remark="call later"))
    assert (outcome.status, outcome.entity_version) == ("merged", 3)
    assert (case(first)["phone"], case(first)["remark"]) == ("111", "call later")
    told = entry(first, outcome)
    assert (told["kind"], told["state"], told["clerk"]) == ("fields", "open", "clerk")
    assert (told["mine"], told["theirs"], told["base"]) == (
        {"phone": "222"},
        {"phone": "111"},
        {"phone": "13800000000"},
    )
    assert told["theirs_by"] == {
        "phone": {
            "version": 2,
            "device": first.id,
            "device_code": first.code,
            "counter_no": "",
            "clerk": "han",
            "at": winner.at.isoformat(),
        }
    }
    assert (told["device_code"], told["entity_id"]) == (second.code, CASE)
    assert told["case_no"] == case(first)["case_no"]


def test_the_same_value_from_both_is_no_conflict(pair: tuple[Window, Window]) -> None:
    first, second = pair
    first.does(first.amends(CASE, 1, phone="111"))
    assert second.does(second.amends(CASE, 1, phone="111")).status == "ok"


def test_two_offline_edits_of_one_window_never_meet_each_other(pair: tuple[Window, Window]) -> None:
    _, second = pair
    edits = [second.amends(CASE, 1, phone=phone) for phone in ("1", "22", "333")]
    assert [outcome.status for outcome in second.push(*edits).outcomes] == ["ok"] * 3
    assert case(second)["phone"] == "333"


def test_what_its_predecessor_wrote_a_window_has_seen(sqlite_house: CentralHall) -> None:
    old = sqlite_house.window()
    old.does(old.opens(CASE))
    old.does(old.amends(CASE, 1, phone="111"))
    new = sqlite_house.window(succeeds=old.id)
    assert new.does(new.amends(CASE, 1, phone="222")).status == "ok"
    stranger = sqlite_house.window()
    assert stranger.does(stranger.amends(CASE, 1, phone="333")).status == "merged"


def test_a_decision_takes_its_dates_whatever_was_written_there(pair: tuple[Window, Window]) -> None:
    first, second = pair
    first.does(
        first.act("start_review", CASE, {"status": "under_review", "promised_by": "2026-12-01"}, base=1)
    )
    granted = {"status": "granted", "promised_by": "2026-12-02", "decided_at": "x"}
    assert second.does(second.act("grant", CASE, granted, base=1)).status == "ok"
    assert case(first)["promised_by"] == "2026-12-02"


# -- closing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chosen", "phone"), [("mine", "222"), ("theirs", "111")])
def test_a_person_chooses_and_the_entry_is_closed(
    pair: tuple[Window, Window], chosen: str, phone: str
) -> None:
    outcome = clash(pair)
    first, _ = pair
    done = first.does(first.resolves(outcome.conflict_id or "", {"phone": chosen}, "asked the citizen"))
    assert (done.status, done.entity_version) == ("ok", 2)
    assert case(first)["phone"] == phone
    closed = entry(first, outcome)
    assert (closed["state"], closed["decided_by"], closed["choices"]) == (
        "closed",
        "clerk",
        {"phone": chosen},
    )
    assert closed["note"] == "asked the citizen"
    assert (closed["mine"], closed["theirs"]) == ({"phone": "222"}, {"phone": "111"})


def test_a_choice_is_a_write_that_later_commands_meet(pair: tuple[Window, Window]) -> None:
    outcome = clash(pair)
    first, second = pair
    first.does(first.resolves(outcome.conflict_id or "", {"phone": "theirs"}))
    assert second.does(second.amends(CASE, 3, phone="333")).status == "merged"


def test_the_same_choice_twice_is_one_and_another_is_too_late(pair: tuple[Window, Window]) -> None:
    outcome = clash(pair)
    first, second = pair
    first.does(first.resolves(outcome.conflict_id or "", {"phone": "mine"}))
    again = second.does(second.resolves(outcome.conflict_id or "", {"phone": "mine"}))
    other = second.does(second.resolves(outcome.conflict_id or "", {"phone": "theirs"}))
    assert (again.status, again.entity_version) == ("ok", 2)
    assert (other.code, (other.facts or {})["decided_by"]) == ("already-closed", "clerk")
    assert case(first)["phone"] == "222"


def test_nobody_chooses_over_what_the_entry_does_not_show(pair: tuple[Window, Window]) -> None:
    outcome = clash(pair)
    first, _ = pair
    first.does(first.amends(CASE, 3, phone="999"))
    moved = first.does(first.resolves(outcome.conflict_id or "", {"phone": "mine"}))
    assert (moved.code, moved.facts) == ("moved-on", {"field": "phone", "now": "999"})
    assert entry(first, outcome)["state"] == "open"
    assert first.does(first.resolves(outcome.conflict_id or "", {"phone": "theirs"})).status == "ok"
    assert case(first)["phone"] == "999"


@pytest.mark.parametrize("choices", [{}, {"remark": "mine"}, {"phone": "mine", "remark": "mine"}])
def test_every_field_of_the_entry_and_no_other_is_chosen(
    pair: tuple[Window, Window], choices: dict[str, str]
) -> None:
    outcome = clash(pair)
    first, _ = pair
    assert first.does(first.resolves(outcome.conflict_id or "", choices)).code == "choice-missing"
    assert entry(first, outcome)["state"] == "open"


@pytest.mark.parametrize("payload", [{"choices": {"phone": "both"}}, {"choices": []}, {"note": 3}])
def test_a_choice_that_is_none_is_refused(pair: tuple[Window, Window], payload: dict[str, Any]) -> None:
    outcome = clash(pair)
    first, _ = pair
    command = first.command("conflict.resolve", payload, entity="conflict", entity_id=outcome.conflict_id)
    assert first.does(command).code == "malformed-payload"


def test_a_refused_command_is_closed_with_a_note_only(pair: tuple[Window, Window]) -> None:
    first, _ = pair
    refused = first.does(first.act("archive", CASE, {"status": "archived"}))
    id = refused.conflict_id or ""
    codes = [
        first.does(first.resolves(id, {}, "  ")).code,
        first.does(first.resolves(id, {"status": "mine"}, "x")).code,
        first.does(first.resolves(uid(404), {}, "x")).code,
        first.does(first.resolves(id, {}, "done on paper")).code,
    ]
    assert codes == ["note-missing", "malformed-payload", "no-such-conflict", None]
    assert entry(first, refused)["note"] == "done on paper"


def test_the_entries_of_another_hall_are_not_there(pair: tuple[Window, Window]) -> None:
    outcome = clash(pair)
    stranger = pair[0].house.window("3202")
    assert (
        stranger.does(stranger.resolves(outcome.conflict_id or "", {"phone": "mine"})).code
        == "no-such-conflict"
    )
    assert entry(pair[0], outcome)["state"] == "open"


# -- deleting -----------------------------------------------------------------------------------------


def _discard(context: Context, command: Command, _payload: dict[str, Any]) -> Answer:
    context.delete("case", command.entity_id or "")
    return Answer()


def test_an_edit_wins_a_deleted_record_back_in_doubt(house: CentralHall) -> None:
    house.centre = Centre(house.engine, house.clock, handlers={**HANDLERS, "case.discard": _discard})
    first, second = house.window(), house.window()
    first.does(first.opens(CASE))
    first.does(first.command("case.discard", "{}", entity_id=CASE, base=1))
    assert house.records("case") == {}
    assert second.replica().records.keys() == first.replica().records.keys()
    assert ("case", CASE) not in second.replica().records
    outcome = second.does(second.amends(CASE, 1, phone="222"))
    assert (outcome.status, outcome.entity_version) == ("merged", 3)
    assert (case(second)["phone"], case(second)["in_doubt"]) == ("222", True)
    told = entry(second, outcome)
    assert (told["kind"], told["mine"], told["base"]) == (
        "deleted",
        {"phone": "222"},
        {"phone": "13800000000"},
    )
    second.does(second.resolves(outcome.conflict_id or "", {}, "the case goes on"))
    assert "in_doubt" not in case(second)
    assert second.replica().sums() == house.centre.checksums(first.id, first.hall).buckets


# -- properties ---------------------------------------------------------------------------------------

FIELDS = ("phone", "remark", "marks/m1", "marks/m2")
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(
            st.dictionaries(st.sampled_from(FIELDS), st.sampled_from("abc"), min_size=1),
            st.just("pull"),
            st.just("resolve"),
        ),
    ),
    max_size=25,
)


@given(STEPS)
def test_whatever_windows_do_nothing_is_lost_and_all_of_them_agree(steps: list[tuple[int, Any]]) -> None:
    engine = open_engine("sqlite://")
    create_all(engine)
    house = CentralHall(engine)
    windows = [house.window() for _ in range(3)]
    windows[0].does(windows[0].opens(CASE))
    seen = [1, 1, 1]
    told_: set[str] = set()
    for who, step in steps:
        window = windows[who]
        if step == "pull":
            seen[who] = window.replica().records["case", CASE][0]
        elif step == "resolve":
            waiting = sorted(id for id, told in house.records("conflict").items() if told["state"] == "open")
            if waiting:
                fields = house.records("conflict")[waiting[0]]["mine"]
                window.does(window.resolves(waiting[0], dict.fromkeys(fields, "theirs")))
        else:
            before = case(window)
            changes = {name: {"state": to} if "/" in name else to for name, to in step.items()}
            command = window.amends(CASE, seen[who], **changes)
            outcome = window.does(command)
            lost = entry(window, outcome)["mine"] if outcome.status == "merged" else {}
            now = case(window)
            # Each field is either taken or waits for a person, and a field nobody named is as it was.
            assert now == before | {name: value for name, value in changes.items() if name not in lost}
            assert all(lost[name] == changes[name] != now[name] for name in lost)
            told_.add(command.cmd_id)
    replicas = [window.replica(limit=3) for window in windows]
    assert replicas[0] == replicas[1] == replicas[2]
    assert replicas[0].sums() == house.centre.checksums(windows[0].id, windows[0].hall).buckets
    told = {event for entity, event in replicas[0].records if entity == "event"}
    assert told_ <= told
    engine.dispose()
