"""A booking's states, limits per person, conflicts of interest, the waiting list and the end of the day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import HALL_ZONE
from app.errors import Conflict
from app.rules.catalogue import PartyKind
from app.rules.consultation import (
    LIVE,
    MOVES,
    OCCUPYING,
    Booking,
    BookingAct,
    BookingStatus,
    Client,
    Matter,
    Waiting,
    WaitState,
    after,
    best_seat,
    booking_from,
    booking_record,
    end_of_day,
    free_seats,
    interests,
    nearest,
    next_in_line,
    objections,
    slip_number,
    waiting_from,
    waiting_record,
)
from app.rules.consultation_file import NoShows, consulting_from
from app.rules.identity import IdKind
from app.rules.numbering import check_character
from app.rules.roster import Duty, Lawyer, Seat, new_plan

RULES_FOLDER = Path(__file__).parents[2] / "resources" / "rules"
RULES = consulting_from(
    json.loads((RULES_FOLDER / "consultations.json").read_text(encoding="utf-8")),
    json.loads((RULES_FOLDER / "consultations.schema.json").read_text(encoding="utf-8")),
)
WEDNESDAY = date(2026, 11, 25)
PLAN = replace(new_plan(WEDNESDAY, RULES, [Duty("l1"), Duty("l2"), Duty("l3")]), published=True)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=HALL_ZONE)
ZHANG = Client("张示例", "13800000000", id_number="460107198801101234")
LI = Client("李样本", "13800000001")
SHOP = Client(
    "海口示例小馆（个体）", "0898-65300001", PartyKind.ORGANISATION, IdKind.CREDIT_CODE, "92460108MA5TL0007J"
)
LAWYERS = {
    "l1": Lawyer("l1", "示例律师甲", fields=("劳动用工", "合同")),
    "l2": Lawyer("l2", "示例律师乙", fields=("租赁", "物业")),
    "l3": Lawyer("l3", "示例律师丙", fields=("公司设立", "税费")),
}


def seat(at: str = "09:30", lawyer: str = "l2", day: date = WEDNESDAY) -> Seat:
    return Seat(day, time.fromisoformat(at), lawyer)


def booking(
    status: BookingStatus = BookingStatus.BOOKED,
    client: Client = ZHANG,
    place: Seat | None = None,
    *,
    opposing: str = "",
    id: str = "b1",
) -> Booking:
    return Booking(id, place or seat(), status, client, Matter("lease", opposing=opposing), MONDAY)


def codes(found: Iterable[object]) -> list[str]:
    return [getattr(each, "code", "") for each in found]


# -- states ------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(list(BookingAct)), max_size=12), st.sampled_from(list(BookingStatus)))
def test_whatever_is_tried_a_booking_that_is_over_stays_so(
    acts: list[BookingAct], status: BookingStatus
) -> None:
    over = {BookingStatus.CANCELLED, BookingStatus.MOVED, BookingStatus.FINISHED}
    for act in acts:
        if (status, act) in MOVES:
            assert status not in over
            status = after(status, act)
        else:
            with pytest.raises(Conflict, match="booking-move-not-permitted"):
                after(status, act)


def test_nobody_is_advised_who_has_not_come() -> None:
    assert [act for status, act in MOVES if status is BookingStatus.BOOKED] == [
        BookingAct.DISPLACE,
        BookingAct.MOVE,
        BookingAct.CANCEL,
        BookingAct.CHECK_IN,
        BookingAct.NO_SHOW,
    ]
    with pytest.raises(Conflict, match="booking-move-not-permitted"):
        after(BookingStatus.BOOKED, BookingAct.START)


def test_a_wish_and_a_lost_seat_keep_no_seat_from_anybody() -> None:
    assert BookingStatus.TENTATIVE not in OCCUPYING
    assert BookingStatus.DISPLACED not in OCCUPYING
    assert BookingStatus.NO_SHOW not in OCCUPYING
    assert BookingStatus.TENTATIVE in LIVE


# -- limits ------------------------------------------------------------------------------------


def test_nothing_stands_against_a_free_seat() -> None:
    assert objections(ZHANG, seat(), MONDAY, PLAN, [], RULES) == ()


@pytest.mark.parametrize(
    ("now", "stopped"),
    [("09:19:59", False), ("09:20:00", False), ("09:20:01", True), ("09:31:00", True)],
)
def test_ten_minutes_before_is_the_last_moment(now: str, stopped: bool) -> None:
    at = datetime.fromisoformat(f"2026-11-25T{now}+08:00")
    assert (codes(objections(ZHANG, seat(), at, PLAN, [], RULES)) == ["past-cut-off"]) is stopped


@pytest.mark.parametrize("status", sorted(LIVE))
def test_one_booking_a_person_and_wednesday(status: BookingStatus) -> None:
    earlier = [booking(status, place=seat("10:10", "l1"))]
    found = objections(ZHANG, seat(), MONDAY, PLAN, earlier, RULES)
    assert codes(found) == ["booked-that-day"]
    assert found[0].facts["begins"] == time(10, 10)
    assert objections(LI, seat(), MONDAY, PLAN, earlier, RULES) == ()
    next_week = seat(day=date(2026, 12, 2))
    plan = replace(PLAN, day=date(2026, 12, 2))
    assert objections(ZHANG, next_week, MONDAY, plan, earlier, RULES) == ()
    assert objections(ZHANG, seat(), MONDAY, PLAN, earlier, RULES, moving="b1") == ()


def test_a_cancelled_booking_does_not_count() -> None:
    assert objections(ZHANG, seat(), MONDAY, PLAN, [booking(BookingStatus.CANCELLED)], RULES) == ()


def test_who_did_not_come_is_told_first_and_refused_later() -> None:
    def missed(count: int) -> list[Booking]:
        days = [date(2026, 11, 18) - timedelta(weeks=n) for n in range(count)]
        return [booking(BookingStatus.NO_SHOW, place=seat(day=day), id=f"b{day}") for day in days]

    told = objections(ZHANG, seat(), MONDAY, PLAN, missed(1), RULES)
    assert (codes(told), told[0].stops) == (["missed-before"], False)
    refused = objections(ZHANG, seat(), MONDAY, PLAN, missed(3), RULES)
    assert refused[0].stops
    gentle = replace(RULES, no_show=NoShows(180, 1, None))
    assert not objections(ZHANG, seat(), MONDAY, PLAN, missed(9), gentle)[0].stops
    long_ago = [booking(BookingStatus.NO_SHOW, place=seat(day=date(2026, 4, 1)))]
    assert objections(ZHANG, seat(), MONDAY, PLAN, long_ago, RULES) == ()


def test_no_seat_without_a_published_roster_or_a_lawyer_there() -> None:
    assert codes(objections(ZHANG, seat(), MONDAY, replace(PLAN, published=False), [], RULES)) == [
        "roster-not-published"
    ]
    away = PLAN.without("l2", [time(9, 30)])
    assert codes(objections(ZHANG, seat(), MONDAY, away, [], RULES)) == ["no-such-seat"]


def test_a_person_is_known_by_the_document_or_by_name_and_phone() -> None:
    assert ZHANG.is_same(Client("张 示例", id_number="460107198801101234"))
    assert not ZHANG.is_same(Client("张示例", "13800000000", id_number="460107199001010011"))
    assert ZHANG.is_same(Client("张示例", "13800000000"))
    assert not ZHANG.is_same(Client("张示例"))
    assert not Client("张示例").is_same(Client("张示例"))


# -- conflicts of interest ---------------------------------------------------------------------


def test_the_lawyer_who_advised_the_opponent_is_named() -> None:
    history = [booking(BookingStatus.FINISHED, SHOP, seat(day=date(2026, 11, 18)))]
    matter = Matter("lease", opposing="海口示例小馆(个体)")
    (found,) = interests(ZHANG, matter, "l2", history)
    assert (found.kind, found.day) == ("advised-opponent", date(2026, 11, 18))
    assert interests(ZHANG, matter, "l1", history) == ()
    assert interests(ZHANG, Matter("lease"), "l2", history) == ()


def test_the_lawyer_who_advised_against_this_person_is_named() -> None:
    history = [booking(BookingStatus.FINISHED, LI, seat(day=date(2026, 11, 18)), opposing="张示例")]
    assert [each.kind for each in interests(ZHANG, Matter("lease"), "l2", history)] == ["advised-against"]


def test_who_never_came_told_the_lawyer_nothing() -> None:
    history = [booking(BookingStatus.CANCELLED, SHOP), booking(BookingStatus.NO_SHOW, SHOP)]
    assert interests(ZHANG, Matter("lease", opposing=SHOP.name), "l2", history) == ()


# -- seats -------------------------------------------------------------------------------------


def test_the_first_free_slot_of_the_lawyer_whose_field_fits() -> None:
    taken = [seat("08:30", "l2"), seat("08:50", "l2")]
    free = free_seats(PLAN, taken, MONDAY, RULES)
    assert best_seat(free, LAWYERS, ["租赁"]) == seat("09:10", "l2")
    assert best_seat(free, LAWYERS, ["国际法"]) == seat("08:30", "l1")
    assert best_seat((), LAWYERS, ["租赁"]) is None


def test_alternatives_are_near_in_time_and_the_same_lawyer_first() -> None:
    free = free_seats(PLAN, [seat("09:30", "l2")], MONDAY, RULES)
    assert nearest(free, seat("09:30", "l2")) == (
        seat("09:30", "l1"),
        seat("09:30", "l3"),
        seat("09:10", "l2"),
    )


@given(st.sets(st.sampled_from(list(PLAN.seats()))), st.integers(0, 240))
def test_a_free_seat_is_never_taken_nor_past(taken: set[Seat], minutes: int) -> None:
    now = datetime(2026, 11, 25, 8, 0, tzinfo=HALL_ZONE) + timedelta(minutes=minutes)
    free = free_seats(PLAN, taken, now, RULES)
    assert not set(free) & taken
    assert all(now + timedelta(minutes=RULES.cut_off_minutes) <= each.at for each in free)
    late = [each for each in PLAN.seats() if now + timedelta(minutes=RULES.cut_off_minutes) > each.at]
    assert len(free) == 27 - len({*taken, *late})


# -- the waiting list --------------------------------------------------------------------------

waits = st.lists(
    st.builds(
        Waiting,
        st.uuids().map(str),
        st.just(WEDNESDAY),
        st.sampled_from([ZHANG, LI, SHOP]),
        st.just(Matter("lease")),
        st.integers(0, 30_000).map(lambda minutes: MONDAY - timedelta(minutes=minutes)),
        st.sampled_from(["", "l1", "l2", "l3"]),
        st.sampled_from([None, time(9, 0), time(10, 0)]),
        st.sampled_from(list(WaitState)),
    ),
    max_size=8,
)


@given(waits, st.sampled_from(list(PLAN.seats())))
def test_nobody_who_registered_earlier_and_fits_is_passed_over(entries: list[Waiting], free: Seat) -> None:
    chosen = next_in_line(entries, free)
    fitting = [each for each in entries if each.state is WaitState.WAITING and each.fits(free)]
    if chosen is None:
        assert not fitting
    else:
        assert chosen in fitting
        assert chosen.registered_at == min(each.registered_at for each in fitting)


def test_only_the_lawyer_and_the_time_somebody_asked_for() -> None:
    entry = Waiting("w1", WEDNESDAY, LI, Matter("labour"), MONDAY, "l1", time(9, 0))
    assert entry.fits(seat("08:50", "l1"))
    assert not entry.fits(seat("09:00", "l1"))
    assert not entry.fits(seat("08:50", "l2"))
    assert not entry.fits(seat("08:50", "l1", date(2026, 12, 2)))
    assert replace(entry, lawyer="", before=None).fits(seat("11:10", "l3"))


bookings = st.lists(
    st.builds(
        Booking,
        st.uuids().map(str),
        st.sampled_from(list(PLAN.seats())),
        st.sampled_from(list(BookingStatus)),
        st.sampled_from([ZHANG, LI, SHOP]),
        st.just(Matter("lease")),
        st.just(MONDAY),
    ),
    max_size=12,
)


@given(bookings, waits)
def test_at_the_end_of_the_day_nobody_is_forgotten(listed: list[Booking], entries: list[Waiting]) -> None:
    ended = end_of_day(listed, entries)
    told = [*ended.no_shows, *ended.unconfirmed, *ended.still_here]
    done = {
        BookingStatus.FINISHED,
        BookingStatus.NO_SHOW,
        BookingStatus.CANCELLED,
        BookingStatus.MOVED,
    }
    assert sorted(each.id for each in told) == sorted(each.id for each in listed if each.status not in done)
    open_states = {WaitState.WAITING, WaitState.OFFERED}
    assert {each.id for each in ended.waiting} == {each.id for each in entries if each.state in open_states}


# -- records -----------------------------------------------------------------------------------


@given(bookings, waits)
def test_records_lose_nothing(listed: list[Booking], entries: list[Waiting]) -> None:
    for each in listed:
        full = replace(each, alternatives=(seat(),), finished_at=MONDAY, follow_up="下周带合同原件")
        assert booking_from(full.id, json.loads(json.dumps(booking_record(full)))) == full
    for entry in entries:
        assert waiting_from(entry.id, json.loads(json.dumps(waiting_record(entry)))) == entry


def test_a_slip_number_carries_the_device_and_a_check_character() -> None:
    number = slip_number(WEDNESDAY, "3A0", 7)
    assert number == f"L261125-3A0-007-{check_character('L2611253A0007')}"
    assert slip_number(WEDNESDAY, "3A1", 7) != number
