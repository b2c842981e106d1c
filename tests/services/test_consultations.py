"""Booking a lawyer at a real store: one seat one person, slips, limits, the waiting list, the outbox."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.errors import Conflict, NotAllowed, Rejected
from app.rules.consultation import BookingStatus, Client, Matter, Outcome, WaitState
from app.services.consultations import ConsultationService
from app.settings import Settings
from tests.services.consulting import (
    LEASE,
    LI,
    NEXT_WEDNESDAY,
    SHOP,
    WANG,
    WEDNESDAY,
    ZHANG,
    person,
    seat,
    with_lawyers,
)
from tests.services.window import NUMBER, PASSWORD, Window


@pytest.fixture
def service(hall: Hall) -> ConsultationService:
    return with_lawyers(hall)


def commands(hall: Hall, kind: str = "consultation.") -> list[dict[str, Any]]:
    """What waits for the centre, with the payload read."""
    with hall.store.read() as unit:
        rows = [unit.outbox.get(row["cmd_id"]) for row in unit.outbox.pending(1000)]
    return [
        {**row, "payload": json.loads(row["payload"])}
        for row in rows
        if row is not None and row["kind"].startswith(kind)
    ]


def states(service: ConsultationService, day: date = WEDNESDAY) -> Counter[str]:
    return Counter(cell.state for cell in service.grid(day).cells.values())


def test_a_booking_takes_the_seat_and_tells_the_centre(hall: Hall, service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, LEASE)

    assert booked.status is BookingStatus.BOOKED
    assert booked.slip_no.startswith("L261123-C03-001-")
    assert (booked.lawyer, booked.room, booked.ends) == ("示例律师乙", "二楼法律服务室 2", time(9, 50))
    assert states(service) == {"free": 26, "booked": 1}
    (command,) = commands(hall, "consultation.book")
    assert (command["entity"], command["entity_id"]) == ("consult_booking", booked.id)
    assert command["payload"]["changes"]["seat"] == "20261125-0930-l2-1"
    assert command["payload"]["act"] == "book"


def test_the_grid_shows_a_surname_and_an_enterprise_whole(service: ConsultationService) -> None:
    service.book(seat("09:30"), ZHANG, LEASE)
    service.book(seat("09:50"), SHOP, Matter("company"))
    cells = service.grid(WEDNESDAY).cells
    assert (cells[seat("09:30")].who, cells[seat("09:30")].topic) == ("张*", "租赁合同")
    assert cells[seat("09:50")].who == "海口示例小馆"
    assert "张示例" not in repr(service.grid(WEDNESDAY))


def test_a_taken_seat_is_refused_and_the_nearest_free_one_named(
    hall: Hall, service: ConsultationService
) -> None:
    service.book(seat(), ZHANG, LEASE)
    before = len(commands(hall))
    with pytest.raises(Conflict) as refused:
        service.book(seat(), LI, LEASE)
    assert refused.value.code == "seat-taken"
    assert (refused.value.facts["begins"], refused.value.facts["lawyer"]) == (time(9, 30), "示例律师乙")
    assert refused.value.facts["nearest"] == seat("09:30", "l1").ref
    assert len(commands(hall)) == before


def test_the_store_itself_refuses_two_on_one_seat(hall: Hall, service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    with hall.store.read() as unit:
        row = unit.consultations.get("consult_booking", booked.id)
    assert row is not None
    with pytest.raises(Conflict, match="seat-taken"), hall.store.unit() as unit:
        unit.consultations.add("consult_booking", "another", row["body"])


def test_every_seat_of_a_morning_goes_to_one_person(service: ConsultationService) -> None:
    taken: list[str] = []
    for number in range(30):
        free = service.suggest("fwzl", WEDNESDAY)
        if free is None:
            break
        taken.append(service.book(free, person(number), LEASE).seat.ref)
    assert len(taken) == len(set(taken)) == 27
    assert states(service) == {"booked": 27}
    assert service.days(WEDNESDAY, 1)[0].free == 0


def test_ctrl_l_suggests_the_first_slot_of_the_fitting_lawyer(service: ConsultationService) -> None:
    assert service.suggest("fwzl") == seat("08:30", "l2")
    assert service.suggest("tx") == seat("08:30", "l1")
    service.book(seat("08:30", "l2"), ZHANG, LEASE)
    assert service.suggest("fwzl") == seat("08:50", "l2")


def test_what_stands_against_a_booking_is_asked_first_and_refused_in_words(
    service: ConsultationService,
) -> None:
    service.book(seat("10:10"), ZHANG, LEASE)
    check = service.check(seat(), ZHANG, LEASE)
    assert [each.code for each in check.objections] == ["booked-that-day"]
    assert check.stops
    with pytest.raises(Rejected) as refused:
        service.book(seat(), replace(ZHANG, phone="13800009999"), LEASE)
    assert [problem.code for problem in refused.value.problems] == ["booked-that-day"]


@pytest.mark.parametrize(
    ("client", "fields"),
    [
        (Client("", ""), ["name", "phone"]),
        (Client("张示例", "12"), ["phone"]),
        (Client("张3", "13800000000"), ["name"]),
    ],
)
def test_nobody_is_booked_who_cannot_be_called_back(
    service: ConsultationService, client: Client, fields: list[str]
) -> None:
    with pytest.raises(Rejected) as refused:
        service.book(seat(), client, LEASE)
    assert [problem.field for problem in refused.value.problems] == fields


def test_no_booking_ten_minutes_before_nor_on_an_unpublished_morning(
    service: ConsultationService, window: Window
) -> None:
    window.go_to("2026-11-25", "09:21")
    with pytest.raises(Rejected) as refused:
        service.book(seat("09:30"), ZHANG, LEASE)
    assert [problem.code for problem in refused.value.problems] == ["past-cut-off"]
    with pytest.raises(Conflict, match="no-roster"):
        service.book(seat(day=NEXT_WEDNESDAY), ZHANG, LEASE)


def test_a_conflict_of_interest_is_told_and_stays_the_clerks_choice(
    hall: Hall, service: ConsultationService
) -> None:
    service.book(seat("08:30"), SHOP, LEASE)
    against = replace(LEASE, opposing="海口示例小馆")
    with pytest.raises(Conflict) as refused:
        service.book(seat("08:50"), ZHANG, against)
    assert (refused.value.code, refused.value.facts["kind"]) == ("conflict-of-interest", "advised-opponent")
    assert [each.kind for each in service.check(seat("08:50"), ZHANG, against).interests] == [
        "advised-opponent"
    ]
    assert service.check(seat("08:50", "l1"), ZHANG, against).interests == ()
    service.book(seat("08:50"), ZHANG, against, aware=True)
    assert commands(hall, "consultation.book")[-1]["payload"]["facts"]["aware"] == ["advised-opponent"]


# -- moving and cancelling -----------------------------------------------------------------------


def test_moving_keeps_the_old_booking_in_the_records_and_frees_its_seat(
    hall: Hall, service: ConsultationService
) -> None:
    old = service.book(seat("09:30"), ZHANG, LEASE)
    new = service.move(old.id, seat("10:10", "l1"))
    assert service.booking(old.id).status is BookingStatus.MOVED
    assert (new.status, new.seat, new.who) == (BookingStatus.BOOKED, seat("10:10", "l1"), "张*")
    assert new.slip_no != old.slip_no
    assert states(service) == {"free": 26, "booked": 1}
    payload = commands(hall, "consultation.move")[0]["payload"]
    assert [each["id"] for each in payload["also"]] == [old.id]
    with pytest.raises(Conflict, match="booking-move-not-permitted"):
        service.move(old.id, seat("10:30"))


def test_a_move_to_a_taken_seat_changes_nothing(service: ConsultationService) -> None:
    mine = service.book(seat("09:30"), ZHANG, LEASE)
    service.book(seat("09:50"), LI, LEASE)
    with pytest.raises(Conflict, match="seat-taken"):
        service.move(mine.id, seat("09:50"))
    assert service.booking(mine.id).status is BookingStatus.BOOKED


def test_a_cancelled_seat_is_offered_to_the_next_in_line(service: ConsultationService) -> None:
    booked = service.book(seat("08:50", "l1"), ZHANG, LEASE)
    service.wait(WEDNESDAY, WANG, LEASE, lawyer="l2")
    first = service.wait(WEDNESDAY, LI, LEASE, lawyer="l1", before=time(9))
    service.cancel(booked.id, "时间不合适")

    cell = service.grid(WEDNESDAY).cells[seat("08:50", "l1")]
    assert (cell.state, cell.who) == ("offered", "李*")
    line = service.grid(WEDNESDAY).waiting[0]
    assert (line.id, line.state, line.offered) == (first, WaitState.OFFERED, seat("08:50", "l1"))
    accepted = service.accept_offer(line.booking)
    assert accepted.status is BookingStatus.BOOKED
    assert accepted.slip_no
    assert [each.who for each in service.grid(WEDNESDAY).waiting] == ["王*"]


def test_an_offer_declined_goes_to_the_next_and_the_first_keeps_waiting(
    service: ConsultationService, window: Window
) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    first = service.wait(WEDNESDAY, WANG, LEASE)
    window.wait(minutes=1)
    second = service.wait(WEDNESDAY, LI, LEASE)
    service.cancel(booked.id)
    offer = service.grid(WEDNESDAY).waiting[0]
    assert offer.id == first
    service.decline_offer(offer.booking)
    lines = {line.id: line.state for line in service.grid(WEDNESDAY).waiting}
    assert lines == {first: WaitState.WAITING, second: WaitState.OFFERED}
    service.decline_offer(service.grid(WEDNESDAY).cells[seat()].booking, keep_waiting=False)
    # The one who stayed in the list is asked again, now that nobody else waits.
    assert [(line.id, line.state) for line in service.grid(WEDNESDAY).waiting] == [(first, WaitState.OFFERED)]


def test_filling_in_from_the_list_by_hand(service: ConsultationService) -> None:
    entry = service.wait(WEDNESDAY, LI, LEASE)
    made = service.fill(entry, seat("10:50"))
    assert (made.status, made.who) == (BookingStatus.BOOKED, "李*")
    assert service.grid(WEDNESDAY).waiting == ()
    with pytest.raises(Conflict, match="not-waiting"):
        service.fill(entry, seat("11:10"))


def test_nobody_waits_twice_for_the_same_and_anybody_may_leave(service: ConsultationService) -> None:
    entry = service.wait(WEDNESDAY, LI, LEASE)
    with pytest.raises(Conflict, match="waits-already"):
        service.wait(WEDNESDAY, LI, LEASE)
    service.leave(entry)
    assert service.grid(WEDNESDAY).waiting == ()
    with pytest.raises(Conflict, match="not-waiting"):
        service.leave(entry)


# -- the morning ---------------------------------------------------------------------------------


def test_a_consultation_from_check_in_to_its_note(service: ConsultationService, window: Window) -> None:
    booked = service.book(seat("08:30"), ZHANG, LEASE)
    window.go_to("2026-11-25", "08:25")
    assert service.check_in(booked.id, "Y004").ticket == "Y004"
    service.start(booked.id)
    done = service.finish(booked.id, Outcome.LEGAL_AID, "已转法律援助中心，下周二前补合同原件")
    assert (done.status, done.outcome) == (BookingStatus.FINISHED, "legal_aid")
    assert done.follow_up == "已转法律援助中心，下周二前补合同原件"
    with pytest.raises(Conflict, match="booking-move-not-permitted"):
        service.cancel(booked.id)


def test_a_clerk_does_not_read_another_ones_note(
    hall: Hall, service: ConsultationService, window: Window
) -> None:
    booked = service.book(seat("08:30"), ZHANG, LEASE)
    window.go_to("2026-11-25", "08:25")
    service.check_in(booked.id)
    service.start(booked.id)
    service.finish(booked.id, Outcome.ANSWERED, "家事纠纷，勿外传")
    hall.session.add_clerk("08", "吴样本", PASSWORD, "clerk")
    hall.session.sign_in("08", PASSWORD)
    seen = service.booking(booked.id)
    assert seen.follow_up is None
    assert "勿外传" not in repr(seen)
    hall.session.sign_in(NUMBER, PASSWORD)
    assert service.booking(booked.id).follow_up == "家事纠纷，勿外传"


def test_a_no_show_counts_and_its_seat_is_free_again(service: ConsultationService, window: Window) -> None:
    booked = service.book(seat("10:10"), ZHANG, LEASE)
    with pytest.raises(Conflict, match="not-today"):
        service.check_in(booked.id)
    window.go_to("2026-11-25", "10:09")
    with pytest.raises(Conflict, match="not-begun"):
        service.no_show(booked.id)
    window.go_to("2026-11-25", "10:15")
    service.no_show(booked.id)
    assert service.grid(WEDNESDAY).cells[seat("10:10")].state == "past"
    check = service.check(seat("10:30"), ZHANG, LEASE)
    assert [(each.code, each.stops) for each in check.objections] == [("missed-before", False)]
    assert service.reinstate(booked.id).status is BookingStatus.CHECKED_IN


def test_who_comes_late_does_not_get_a_seat_that_went_to_another(
    hall: Hall, service: ConsultationService, window: Window
) -> None:
    late = service.book(seat(), ZHANG, LEASE)
    other = service.book(seat("10:10"), LI, LEASE)
    window.go_to("2026-11-25", "09:31")
    service.no_show(late.id)
    with hall.store.unit() as unit:  # as another window's booking arrives
        row = unit.consultations.get("consult_booking", other.id)
        assert row is not None
        body = {**row["body"], "seat": seat().ref}
        unit.consultations.project("consult_booking", other.id, body, "synced")
    with pytest.raises(Conflict, match="seat-taken"):
        service.reinstate(late.id)
    assert service.booking(late.id).status is BookingStatus.NO_SHOW


def test_the_whole_name_is_given_only_with_an_audit(hall: Hall, service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    assert service.reveal(booked.id) == ZHANG
    with hall.store.read() as unit:
        (entry,) = unit.audit.newest(what="reveal")
    assert entry["subject"] == booked.id


def test_a_case_tells_of_its_consultation(hall: Hall, service: ConsultationService, window: Window) -> None:
    case = hall.intake.accept(window.visit()).case
    booked = service.book(seat(), ZHANG, replace(LEASE, case_id=case.id, case_no=case.case_no))
    service.cancel(booked.id)
    events = [event for event in hall.cases.case(case.id).events if event.kind == "consultation"]
    assert [event.facts["act"] for event in events] == ["book", "cancel"]
    assert (events[0].facts["day"], events[0].facts["lawyer"]) == ("2026-11-25", "示例律师乙")
    assert [each.id for each in service.of_case(case.id)] == [booked.id]


def test_nothing_is_written_for_nobody(hall: Hall, service: ConsultationService) -> None:
    hall.session.sign_out()
    with pytest.raises(NotAllowed, match="not-signed-in"):
        service.book(seat(), ZHANG, LEASE)


def test_bookings_are_there_after_a_restart(settings: Settings, clock: FrozenClock) -> None:
    hall = open_hall(settings, clock)
    hall.session.add_clerk(NUMBER, "周示例", PASSWORD, "administrator")
    hall.session.sign_in(NUMBER, PASSWORD)
    booked = with_lawyers(hall).book(seat(), ZHANG, LEASE)
    hall.close()
    again = open_hall(settings, clock)
    try:
        assert again.consultations.by_slip(booked.slip_no.lower()) == replace(booked, follow_up=None)
        assert again.consultations.by_slip("L000000-001-001-X") is None
    finally:
        again.close()


# -- seats that are not owned ----------------------------------------------------------------------


@pytest.fixture
def shared(hall: Hall) -> ConsultationService:
    """A window that is not the hall's only one and has no centre: it owns nothing but its grants."""
    service = hall.consultations
    service.rules = replace(service.rules, alone=False)
    return with_lawyers(hall)


def test_a_seat_that_is_not_held_gives_a_slip_to_be_confirmed(shared: ConsultationService) -> None:
    wish = shared.book(seat(), ZHANG, LEASE)
    assert wish.status is BookingStatus.TENTATIVE
    assert wish.slip_no
    assert wish.alternatives[0] == seat("09:30", "l1")
    assert not shared.check(seat("10:10"), LI, LEASE).confirmed
    cell = shared.grid(WEDNESDAY).cells[seat()]
    assert (cell.state, cell.who) == ("tentative", "张*")
    with pytest.raises(Conflict, match="seat-taken"):
        shared.book(seat(), LI, LEASE)


def test_a_held_seat_is_confirmed_once_and_its_hold_is_used_up(
    hall: Hall, shared: ConsultationService
) -> None:
    with hall.store.unit() as unit:
        unit.consultations.put_grant("g1", seat("10:10").ref, 1, "2026-11-23T00:00:00+00:00")
    booked = shared.book(seat("10:10"), ZHANG, LEASE)
    assert booked.status is BookingStatus.BOOKED
    assert commands(hall, "consultation.book")[-1]["payload"]["changes"]["grant"] == "g1"
    shared.cancel(booked.id)
    with hall.store.unit() as unit:  # the centre repeats itself
        unit.consultations.put_grant("g1", seat("10:10").ref, 1, "2026-11-23T00:00:00+00:00")
    assert shared.book(seat("10:10"), LI, LEASE).status is BookingStatus.TENTATIVE


def test_a_site_file_goes_before_the_programs(hall: Hall, settings: Settings, tmp_path: Path) -> None:
    site = tmp_path / "site" / "rules"
    site.mkdir(parents=True)
    record = json.loads((settings.resources / "rules" / "consultations.json").read_text(encoding="utf-8"))
    (site / "consultations.json").write_text(json.dumps({**record, "slot_minutes": 30}), encoding="utf-8")
    hall.house.settings = replace(settings, site=tmp_path / "site")
    assert hall.consultations.rules.slot_minutes == 30
    (site / "consultations.json").write_text("{", encoding="utf-8")
    with pytest.raises(Rejected) as refused:
        _ = ConsultationService(hall.house).rules
    assert refused.value.code == "bad-consultations"
