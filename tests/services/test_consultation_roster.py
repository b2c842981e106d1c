"""The roster changes under people's bookings: absences, stand-ins, holidays, the end of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from app.bootstrap import Hall
from app.errors import Conflict, NotAllowed, Rejected
from app.rules.consultation import BookingStatus, Matter, WaitState
from app.rules.roster import DayState, Duty, Lawyer
from app.rules.workdays import HolidayCalendar, SpecialDay, YearPlan
from app.services.consultations import ConsultationService
from tests.services.consulting import (
    LAWYERS,
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
from tests.services.window import PASSWORD, Window

SECOND_DECEMBER_OFF = (
    *(YearPlan(2026, ("示例公告",), (SpecialDay(NEXT_WEDNESDAY, False, "补休"),)),),
    YearPlan(2027, (), ()),
)


@pytest.fixture
def service(hall: Hall) -> ConsultationService:
    return with_lawyers(hall)


def test_the_list_of_mornings_says_what_is_free_and_what_is_not_published(
    service: ConsultationService,
) -> None:
    service.book(seat(), ZHANG, LEASE)
    first, second, *_ = service.days()
    assert (first.day.day, first.published, first.free, first.total) == (WEDNESDAY, True, 26, 27)
    assert (second.day.day, second.published, second.total) == (NEXT_WEDNESDAY, False, 0)
    late = service.days(date(2027, 1, 1), 1)[0]
    assert late.day.state is DayState.UNKNOWN


def test_a_roster_for_a_day_off_is_refused(service: ConsultationService) -> None:
    duties = [Duty(lawyer.id) for lawyer in LAWYERS]
    for day in (date(2026, 10, 7), date(2026, 11, 26), date(2027, 1, 6)):
        with pytest.raises(Conflict, match="not-held"):
            service.roster.save(day, duties)
    with pytest.raises(Rejected):
        service.roster.save(NEXT_WEDNESDAY, [duties[0], duties[0]])
    with pytest.raises(Rejected):
        service.roster.save(NEXT_WEDNESDAY, [])


def test_the_roster_is_the_supervisors(hall: Hall, service: ConsultationService) -> None:
    hall.session.add_clerk("08", "吴样本", PASSWORD, "clerk")
    hall.session.sign_in("08", PASSWORD)
    with pytest.raises(NotAllowed, match="supervisors-only"):
        service.roster.absent(WEDNESDAY, "l1")
    service.book(seat(), ZHANG, LEASE)


def test_an_unpublished_roster_takes_no_bookings(service: ConsultationService) -> None:
    service.roster.save(NEXT_WEDNESDAY, [Duty("l1")], publish=False)
    with pytest.raises(Rejected) as refused:
        service.book(seat("08:30", "l1", NEXT_WEDNESDAY), ZHANG, LEASE)
    assert [problem.code for problem in refused.value.problems] == ["roster-not-published"]


def test_an_absence_lists_the_people_and_offers_each_another_seat(service: ConsultationService) -> None:
    first = service.book(seat("09:30", "l2"), ZHANG, LEASE)
    second = service.book(seat("09:50", "l2"), LI, LEASE)
    other = service.book(seat("09:30", "l1"), WANG, LEASE)

    change = service.roster.absent(WEDNESDAY, "l2", [time(9, 30), time(9, 50)])

    assert [line.id for line in change.lost] == [first.id, second.id]
    assert [line.who for line in change.lost] == ["张*", "李*"]
    offered = [line.alternatives[0] for line in change.lost]
    assert len(set(offered)) == 2
    assert other.seat not in offered
    grid = service.grid(WEDNESDAY)
    assert [line.id for line in grid.lost] == [first.id, second.id]
    assert grid.cells[seat("09:30", "l2")].state == "closed"
    moved = service.move(first.id, offered[0])
    assert moved.status is BookingStatus.BOOKED
    assert [line.id for line in service.grid(WEDNESDAY).lost] == [second.id]


def test_a_whole_morning_away_and_back_again(service: ConsultationService) -> None:
    service.roster.absent(WEDNESDAY, "l3")
    assert service.days(WEDNESDAY, 1)[0].total == 18
    waiting = service.wait(WEDNESDAY, LI, LEASE, lawyer="l3")
    service.roster.back(WEDNESDAY, "l3")
    line = service.grid(WEDNESDAY).waiting[0]
    assert (line.id, line.state, line.offered) == (waiting, WaitState.OFFERED, seat("08:30", "l3"))


def test_with_a_stand_in_everybody_keeps_the_time(service: ConsultationService) -> None:
    service.roster.save_lawyer(Lawyer("l4", "示例律师丁", fields=("租赁",)))
    service.roster.save(NEXT_WEDNESDAY, [Duty("l4")])
    service.book(seat("08:30", "l4", NEXT_WEDNESDAY), SHOP, LEASE)
    plain = service.book(seat("09:30", "l2"), ZHANG, LEASE)
    against = service.book(seat("09:50", "l2"), LI, replace(LEASE, opposing="海口示例小馆"))

    change = service.roster.substitute(WEDNESDAY, "l2", "l4", "三楼调解室")

    assert change.lost == ()
    assert [line.id for line in change.moved] == [plain.id, against.id]
    assert [line.id for line in change.clashing] == [against.id]
    seen = service.booking(plain.id)
    assert (seen.lawyer, seen.seat, seen.room) == ("示例律师丁", seat("09:30", "l4"), "三楼调解室")
    column = next(each for each in service.grid(WEDNESDAY).columns if each.lawyer == "l4")
    assert column.stands_in_for == "示例律师乙"
    with pytest.raises(Conflict, match="no-such-lawyer"):
        service.roster.substitute(WEDNESDAY, "l1", "l9")


def test_a_wednesday_that_becomes_a_holiday_calls_everybody(hall: Hall, service: ConsultationService) -> None:
    service.roster.save(NEXT_WEDNESDAY, [Duty(lawyer.id) for lawyer in LAWYERS])
    booked = service.book(seat(day=NEXT_WEDNESDAY), ZHANG, LEASE)
    assert service.roster.look_at_calendar() == ()

    hall.house.calendar = HolidayCalendar(SECOND_DECEMBER_OFF)
    service = ConsultationService(hall.house)
    (change,) = service.roster.look_at_calendar()

    assert [line.id for line in change.lost] == [booked.id]
    assert service.booking(booked.id).status is BookingStatus.DISPLACED
    line = service.days()[1]
    assert (line.day.state, line.called_off, line.free, line.lost) == (DayState.HOLIDAY, "补休", 0, 1)
    assert service.roster.look_at_calendar() == ()
    assert service.move(booked.id, seat()).status is BookingStatus.BOOKED


def test_an_offer_on_a_lost_seat_goes_back_to_the_list(service: ConsultationService) -> None:
    booked = service.book(seat(), ZHANG, LEASE)
    entry = service.wait(WEDNESDAY, LI, LEASE, lawyer="l2", before=time(9, 40))
    service.cancel(booked.id)
    service.roster.absent(WEDNESDAY, "l2")
    (line,) = service.grid(WEDNESDAY).waiting
    assert (line.id, line.state) == (entry, WaitState.WAITING)
    assert service.grid(WEDNESDAY).lost == ()


def test_publishing_gives_the_waiting_list_its_seats_first(service: ConsultationService) -> None:
    for number in range(3):
        service.wait(NEXT_WEDNESDAY, person(number), LEASE, lawyer="l1", before=time(9))
    service.roster.save(NEXT_WEDNESDAY, [Duty("l1")])
    lines = service.grid(NEXT_WEDNESDAY).waiting
    assert [line.offered for line in lines if line.state is WaitState.OFFERED] == [
        seat("08:30", "l1", NEXT_WEDNESDAY),
        seat("08:50", "l1", NEXT_WEDNESDAY),
    ]
    assert [line.state for line in lines].count(WaitState.WAITING) == 1


def test_at_the_end_of_the_morning_nobody_is_forgotten(service: ConsultationService, window: Window) -> None:
    came = service.book(seat("08:30"), ZHANG, LEASE)
    missed = service.book(seat("08:50"), LI, LEASE)
    lost = service.book(seat("09:10", "l3"), WANG, Matter("tax"))
    service.roster.absent(WEDNESDAY, "l3")
    waits = service.wait(WEDNESDAY, SHOP, LEASE)
    with pytest.raises(Conflict, match="day-not-over"):
        service.roster.close_day(WEDNESDAY)
    window.go_to("2026-11-25", "08:28")
    service.check_in(came.id)
    window.go_to("2026-11-25", "11:40")
    with pytest.raises(Conflict, match="people-still-here"):
        service.roster.close_day(WEDNESDAY)
    service.cancel(came.id)

    closed = service.roster.close_day(WEDNESDAY)

    assert (closed.no_shows, closed.carried, closed.unserved) == (1, 2, 0)
    assert closed.next_day == NEXT_WEDNESDAY
    assert service.booking(missed.id).status is BookingStatus.NO_SHOW
    assert service.booking(lost.id).status is BookingStatus.CANCELLED
    assert service.grid(WEDNESDAY).waiting == ()
    listed = service.grid(NEXT_WEDNESDAY).waiting
    assert sorted(line.who for line in listed) == ["海口示例小馆", "王*"]
    assert waits not in {line.id for line in listed}
    service.roster.save(NEXT_WEDNESDAY, [Duty("l1")])
    assert {line.state for line in service.grid(NEXT_WEDNESDAY).waiting} == {WaitState.OFFERED}


def test_without_a_next_morning_they_are_left_to_be_called(hall: Hall, window: Window) -> None:
    last = date(2026, 12, 30)
    window.go_to("2026-12-30", "08:00")
    service = with_lawyers(hall, last)
    service.rules = replace(service.rules, weeks_ahead=3)
    entry = service.wait(last, LI, LEASE)
    window.go_to("2026-12-30", "12:00")
    closed = service.roster.close_day(last)
    assert (closed.carried, closed.unserved, closed.next_day) == (0, 1, None)
    (line,) = service.grid(last).unserved
    assert (line.id, line.who, line.phone_masked) == (entry, "李*", "138****0001")
    service.leave(entry)
    assert service.grid(last).unserved == ()


def test_a_morning_nobody_closed_is_closed_by_the_next_who_looks(
    service: ConsultationService, window: Window
) -> None:
    here = service.book(seat("08:30"), ZHANG, LEASE)
    missed = service.book(seat("08:50"), LI, LEASE)
    service.wait(WEDNESDAY, WANG, LEASE)
    window.go_to("2026-11-25", "08:28")
    service.check_in(here.id)
    assert service.roster.close_past_days() == ()
    window.go_to("2026-11-26", "09:00")
    (closed,) = service.roster.close_past_days()
    assert (closed.no_shows, closed.carried, closed.next_day) == (1, 1, NEXT_WEDNESDAY)
    assert service.booking(missed.id).status is BookingStatus.NO_SHOW
    assert service.booking(here.id).status is BookingStatus.CHECKED_IN
    assert [line.who for line in service.grid(NEXT_WEDNESDAY).waiting] == ["王*"]
    assert service.roster.close_past_days() == ()
