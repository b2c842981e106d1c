"""A window and the centre: accepted offline, pushed, answered, and back again through the feed."""

from __future__ import annotations

from app.services.views import SyncState
from app.sync.requests import Request
from tests.services.window import LI, MISSING
from tests.support.central_hall import HALL
from tests.sync.ends import Cut, End, Ends


def test_a_case_accepted_offline_reaches_the_centre_and_comes_back_unchanged(ends: Ends) -> None:
    end = ends.window()
    decided = end.hall.intake.accept(end.window.visit())
    before = end.case(decided.case.id)
    assert before["sync_state"] == "local"

    end.talk()

    assert end.kinds()[:2] == ["hello", "push"]
    assert end.outbox() == [(1, "acked", None)]
    after = end.case(decided.case.id)
    assert after["sync_state"] == "synced"
    assert {**after, "sync_state": "", "version": 0, "central_no": None} == {
        **before, "sync_state": "", "version": 0,
    }  # fmt: skip
    assert list(ends.house.records("case")) == [decided.case.id]
    assert ends.house.records("notice").keys() == {notice.id for notice in decided.notices}
    assert end.status().state is SyncState.ONLINE
    assert end.same_as_the_centre()
    view = end.hall.cases.case(decided.case.id)
    assert [event.kind for event in view.events] == ["accept"]


def test_two_windows_see_each_others_cases(ends: Ends) -> None:
    one, two = ends.window("W01"), ends.window("W02")
    mine = one.hall.intake.accept(one.window.visit())
    yours = two.hall.intake.notify(two.window.visit(applicant=LI, rest=MISSING))
    one.talk()
    two.talk()
    one.wait(seconds=10)
    one.talk()

    for end in (one, two):
        assert end.same_as_the_centre()
        assert {line.id for line in end.hall.cases.search("")} == {mine.case.id, yours.case.id}
    there = two.hall.cases.case(mine.case.id)
    here = one.hall.cases.case(mine.case.id)
    assert (there.applicant.name, there.marks, there.clocks) == (here.applicant.name, here.marks, here.clocks)
    assert [notice.number for notice in there.notices] == [notice.number for notice in here.notices]
    assert there.events == here.events
    assert [line.id for line in two.hall.cases.search("张示例")] == [mine.case.id]
    assert [line.id for line in one.hall.cases.search("lyb")] == [yours.case.id]
    (known,) = two.hall.parties.find("张示例")
    assert (known.visits, known.party.phone) == (1, "13800001111")


def accepted_on_both(ends: Ends) -> tuple[End, End, str]:
    """A case of the first window that both have."""
    one, two = ends.window("W01"), ends.window("W02")
    case_id = one.hall.intake.accept(one.window.visit()).case.id
    one.talk()
    two.talk()
    return one, two, case_id


def met(*ends: End) -> None:
    """Everybody speaks with the centre until nobody has news."""
    for _ in range(2):
        for end in ends:
            end.wait(seconds=10)
            end.talk()


def test_different_fields_of_one_case_go_together(ends: Ends) -> None:
    one, two, case_id = accepted_on_both(ends)
    one.hall.cases.amend(case_id, phone="13911112222")
    two.hall.cases.amend(case_id, remark="补充说明")
    met(one, two)

    for end in (one, two):
        view = end.hall.cases.case(case_id)
        assert (view.applicant.phone, view.remark, view.sync_state) == ("13911112222", "补充说明", "synced")
        assert sorted(event.kind for event in view.events) == ["accept", "amend", "amend"]
        assert end.hall.outbox.status().conflicts == 0
        assert [line.id for line in end.hall.cases.search("13911112222")] == [case_id]
        assert end.hall.cases.search("13800001111") == ()


def test_the_same_field_waits_for_a_person_and_then_is_the_same_everywhere(ends: Ends) -> None:
    one, two, case_id = accepted_on_both(ends)
    one.hall.cases.amend(case_id, phone="13911112222")
    two.hall.cases.amend(case_id, phone="13700003333")
    met(one, two)

    for end in (one, two):
        (line,) = end.hall.attention.open()
        assert (line.kind, line.case_id, line.fields) == ("fields", case_id, ("phone",))
        assert (line.device_code, line.clerk_name) == ("W02", "周示例")
        view = end.hall.cases.case(case_id)
        assert (view.applicant.phone, view.sync_state) == ("13911112222", "conflict")
    entry = one.hall.attention.view(line.id)
    (clash,) = entry.clashes
    assert (clash.mine, clash.theirs, clash.base) == ("13700003333", "13911112222", "13800001111")
    assert (entry.theirs_by.device_code, entry.mine_by.device_code) == ("W01", "W02")

    one.hall.attention.resolve(line.id, {"phone": "mine"})
    assert one.hall.attention.open() == ()
    assert one.hall.cases.case(case_id).sync_state == "local"
    met(one, two)

    for end in (one, two):
        view = end.hall.cases.case(case_id)
        assert (view.applicant.phone, view.sync_state) == ("13700003333", "synced")
        assert end.hall.attention.open() == ()
        assert end.hall.attention.view(line.id).decided_by == "周示例"
        assert end.same_as_the_centre()


def test_what_the_centre_refuses_is_seen_at_once_and_taken_back(ends: Ends) -> None:
    one, two, case_id = accepted_on_both(ends)
    one.hall.intake.withdraw(case_id, "不办了")
    one.talk()
    two.hall.intake.pause(case_id, "expert_review", 3)
    shown = two.hall.cases.case(case_id)
    assert shown.status == "suspended"

    def no_feed(request: object) -> None:
        if getattr(request, "kind", "") == "feed":
            raise Cut

    two.fault = no_feed
    two.wait(seconds=10)
    two.talk()

    assert two.outbox() == [(1, "refused", "move-not-permitted")]
    (line,) = two.hall.attention.open()
    assert (line.kind, line.command_kind, line.code) == ("refused", "case.suspend", "move-not-permitted")
    # The feed was cut: the base is as it was before both decisions, and nothing of the refused one shows.
    assert two.hall.cases.case(case_id).status == "accepted"
    assert two.hall.cases.case(case_id).sync_state == "conflict"

    two.fault = None
    met(one, two)
    assert two.hall.cases.case(case_id).status == "withdrawn"
    for end in (one, two):
        (line,) = end.hall.attention.open()
        assert end.hall.attention.view(line.id).payload["status"] == "suspended"
    two.hall.attention.resolve(line.id, {}, "已电话告知")
    met(one, two)
    assert one.hall.attention.open() == two.hall.attention.open() == ()
    assert one.hall.attention.view(line.id).note == "已电话告知"


def test_own_edits_never_go_back_on_their_way(ends: Ends) -> None:
    end = ends.window()
    case_id = end.hall.intake.accept(end.window.visit()).case.id
    seen: list[str] = []
    for number in ("13900000001", "13900000002", "13900000003"):
        end.hall.cases.amend(case_id, phone=number)
        for _ in range(4):
            request = end.engine.next()
            if isinstance(request, Request):
                end.carry(request)
            seen.append(end.case(case_id)["phone"])
    end.talk()
    seen.append(end.case(case_id)["phone"])
    assert seen == sorted(seen)
    assert seen[-1] == "13900000003"
    assert ends.house.records("case", HALL)[case_id]["phone"] == "13900000003"
