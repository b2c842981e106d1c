"""Consultations at the centre: one seat one person, holds, waiting people, rosters that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from app.rules.consultation import Matter, Waiting, booking_record, waiting_record
from app.rules.roster import Duty, Lawyer, plan_record, seat_of
from tests.central.consulting import BOOKED_AT, NEXT, PLAN, SEATS, WEDNESDAY, Lawyers, person, seat
from tests.support.central_hall import CentralHall, Window


@pytest.fixture
def lawyers(house: CentralHall) -> Lawyers:
    found = Lawyers(house)
    assert found.publish().status == "ok"
    return found


@pytest.fixture
def window(house: CentralHall) -> Window:
    return house.window()


@pytest.fixture
def other(house: CentralHall) -> Window:
    return house.window()


def inbox(house: CentralHall) -> list[tuple[str, str]]:
    """Code and seat of every open entry."""
    return [
        (body["code"], body["facts"].get("seat", ""))
        for body in house.records("conflict").values()
        if body["state"] == "open"
    ]


def test_a_wish_on_a_free_seat_is_confirmed(lawyers: Lawyers, window: Window) -> None:
    wish = lawyers.booking(seat(), person(1))
    outcome = lawyers.books(window, wish)
    assert outcome.status == "ok"
    assert outcome.result == {"status": "booked", "seat": seat().ref}
    assert lawyers.taken() == {seat().ref: wish.id}
    lawyers.is_sound()


def test_the_second_wish_is_left_to_be_called_with_another_seat_named(
    house: CentralHall, lawyers: Lawyers, window: Window, other: Window
) -> None:
    first, second = lawyers.booking(seat(), person(1)), lawyers.booking(seat(), person(2))
    lawyers.books(window, first)
    outcome = lawyers.books(other, second)
    nearest = seat("09:30", "l1").ref
    assert outcome.status == "merged"
    assert outcome.result == {"status": "displaced", "seat": seat().ref, "nearest": nearest}
    record = house.records("consult_booking")[second.id]
    assert (record["reason"], record["alternatives"][0]) == ("seat-taken", seat("09:30", "l1").ref)
    (entry,) = house.records("conflict").values()
    assert (entry["kind"], entry["code"]) == ("refused", "seat-taken")
    assert entry["facts"]["nearest"] == seat("09:30", "l1").ref
    assert entry["facts"]["phone"] == person(2).phone
    lawyers.is_sound()


def test_the_same_command_again_gives_the_same_answer(lawyers: Lawyers, window: Window) -> None:
    booking = lawyers.booking(seat(), person(1))
    command = lawyers.command(window, "book", "consult_booking", booking.id, booking_record(booking))
    first, again = window.push(command), window.push(command)
    assert first.outcomes == again.outcomes
    lawyers.is_sound()


def test_a_held_seat_is_closed_to_every_wish_even_of_its_own_window(
    lawyers: Lawyers, window: Window, other: Window
) -> None:
    (grant,) = lawyers.holds(window, 1)
    place = seat_of(grant.rpartition(".")[0])
    for n, each in enumerate((other, window)):
        wish = lawyers.booking(place, person(n))
        assert lawyers.books(each, wish).status == "merged"
        assert lawyers.status(wish.id) == "displaced"
    confirmed = lawyers.booking(place, person(9), grant=grant)
    assert lawyers.books(window, confirmed).status == "ok"
    assert lawyers.house.records("seat_hold")[grant]["state"] == "used"
    lawyers.is_sound()


def test_another_windows_hold_confirms_nothing(lawyers: Lawyers, window: Window, other: Window) -> None:
    (grant,) = lawyers.holds(window, 1)
    place = seat_of(grant.rpartition(".")[0])
    assert lawyers.books(other, lawyers.booking(place, person(1), grant=grant)).status == "merged"
    assert lawyers.books(other, lawyers.booking(seat(), person(2), grant=grant)).status == "merged"
    assert lawyers.taken() == {}
    assert lawyers.books(window, lawyers.booking(place, person(3), grant=grant)).status == "ok"


def test_holds_are_kept_small_and_released_in_order(lawyers: Lawyers, window: Window, other: Window) -> None:
    held = lawyers.holds(window, 3)
    assert len(held) == 3
    assert lawyers.holds(window, 3) == held
    assert len(lawyers.holds(other, 2)) == 2
    released = lawyers.does(window, "release", "seat_hold", held[0], {})
    assert released.status == "ok"
    assert lawyers.does(window, "release", "seat_hold", held[0], {}).code == "hold-gone"
    late = lawyers.booking(seat_of(held[0].rpartition(".")[0]), person(1), grant=held[0])
    assert lawyers.books(window, late).status == "merged"
    assert lawyers.does(other, "release", "seat_hold", held[1], {}).code == "hold-gone"


def test_all_windows_together_hold_a_third_of_a_morning(house: CentralHall, lawyers: Lawyers) -> None:
    held = [grant for _ in range(5) for grant in lawyers.holds(house.window(), 3)]
    assert len(held) == len(set(held)) == 9
    rows = house.rows("slot_seat")
    assert sum(row["state"] == "free" for row in rows) == 18


def test_a_supervisor_frees_what_a_lost_window_held(
    house: CentralHall, lawyers: Lawyers, window: Window, other: Window
) -> None:
    (grant,) = lawyers.holds(window, 1)
    place = seat_of(grant.rpartition(".")[0])
    away = PLAN.without(place.lawyer, [place.begins])
    assert lawyers.publish(away, "absence", base=1).status == "ok"
    assert lawyers.publish(PLAN, "back", base=2).status == "ok"
    assert lawyers.books(other, lawyers.booking(place, person(1))).status == "ok"
    # The window was not lost after all: what it had said from its hold is told to somebody who calls.
    late = lawyers.booking(place, person(2), grant=grant)
    assert lawyers.books(window, late).status == "merged"
    assert inbox(house) == [("seat-taken", place.ref)]
    lawyers.is_sound()


def test_a_window_that_took_over_confirms_from_its_predecessors_hold(
    house: CentralHall, lawyers: Lawyers, window: Window
) -> None:
    (grant,) = lawyers.holds(window, 1)
    heir = house.window(succeeds=window.id)
    place = seat_of(grant.rpartition(".")[0])
    assert lawyers.books(heir, lawyers.booking(place, person(1), grant=grant)).status == "ok"


def test_one_person_one_wednesday_across_windows(lawyers: Lawyers, window: Window, other: Window) -> None:
    lawyers.books(window, lawyers.booking(seat("09:30"), person(1)))
    assert lawyers.books(other, lawyers.booking(seat("10:10"), person(1))).code == "booked-that-day"
    assert lawyers.books(other, lawyers.booking(seat("10:10"), person(1)), per_day=2).status == "ok"


# -- steps -----------------------------------------------------------------------------------------


def test_cancelled_here_while_checked_in_there_the_first_one_counts(
    house: CentralHall, lawyers: Lawyers, window: Window, other: Window
) -> None:
    booking = lawyers.booking(seat(), person(1))
    lawyers.books(window, booking)
    assert lawyers.acts(window, "cancel", booking.id, reason="不来了").status == "ok"
    late = lawyers.acts(other, "check_in", booking.id, ticket="Y004")
    assert (late.status, late.code) == ("refused", "booking-move-not-permitted")
    assert late.facts == {"status": "cancelled", "act": "check_in"}
    assert inbox(house) == [("booking-move-not-permitted", "")]
    assert lawyers.taken() == {}


def test_a_step_says_only_what_it_may(lawyers: Lawyers, window: Window) -> None:
    booking = lawyers.booking(seat(), person(1))
    lawyers.books(window, booking)
    lawyers.acts(window, "check_in", booking.id, ticket="Y004", name="别人", seat=seat("10:10").ref)
    record = lawyers.house.records("consult_booking")[booking.id]
    assert (record["ticket"], record["name"], record["seat"]) == ("Y004", "示例1号", seat().ref)


def test_a_move_takes_the_new_seat_and_gives_the_old_one_on(
    lawyers: Lawyers, window: Window, other: Window
) -> None:
    old = lawyers.booking(seat("09:30"), person(1))
    lawyers.books(window, old)
    entry = lawyers.waits(other, person(2), lawyer="l2", before=time(9, 40))
    taken = lawyers.booking(seat("10:10"), person(3))
    lawyers.books(other, taken)

    def moves(place: str) -> str | None:
        new = replace(lawyers.booking(seat(place), person(1)), moved_from=old.id)
        outcome = lawyers.does(window, "move", "consult_booking", new.id, booking_record(new))
        return outcome.code

    lawyers.books(window, lawyers.booking(seat("08:30"), person(4)))
    assert moves("10:10") == "seat-taken"
    assert lawyers.status(old.id) == "booked"
    assert moves("10:30") is None
    assert lawyers.status(old.id) == "moved"
    wait = lawyers.house.records("consult_wait")[entry]
    assert wait["state"] in ("offered", "waiting")
    lawyers.is_sound()


def test_a_free_seat_goes_to_the_first_in_line_whoever_is_quicker(
    lawyers: Lawyers, window: Window, other: Window
) -> None:
    full = [lawyers.booking(place, person(n)) for n, place in enumerate(SEATS)]
    for booking in full:
        lawyers.books(window, booking)
    first = lawyers.waits(window, person(101), lawyer="l1")
    second = lawyers.waits(other, person(102))
    lawyers.acts(other, "cancel", full[1].id)
    waits = lawyers.house.records("consult_wait")
    assert (waits[first]["state"], waits[second]["state"]) == ("waiting", "offered")
    offer = waits[second]["booking"]
    assert lawyers.acts(window, "decline_offer", offer).status == "ok"
    waits = lawyers.house.records("consult_wait")
    assert waits[second]["state"] == "offered"  # nobody else fits: asked again
    accepted = lawyers.acts(window, "accept_offer", waits[second]["booking"], slip_no="L261126-A02-001-X")
    assert accepted.status == "ok"
    assert lawyers.house.records("consult_wait")[second]["state"] == "taken"
    lawyers.is_sound()


def test_who_registers_while_a_seat_is_free_is_offered_it(lawyers: Lawyers, window: Window) -> None:
    entry = lawyers.waits(window, person(1), lawyer="l3", before=time(9, 0))
    wait = lawyers.house.records("consult_wait")[entry]
    assert wait["state"] == "offered"
    assert lawyers.house.records("consult_booking")[wait["booking"]]["seat"] == seat("08:30", "l3").ref
    again = Waiting(lawyers.id(), WEDNESDAY, person(1), Matter("lease"), BOOKED_AT, "l3")
    outcome = lawyers.does(window, "wait", "consult_wait", again.id, waiting_record(again))
    assert outcome.code == "waits-already"


def test_a_late_comer_gets_a_seat_only_if_it_is_still_there(
    lawyers: Lawyers, window: Window, other: Window
) -> None:
    late = lawyers.booking(seat(), person(1))
    lawyers.books(window, late)
    lawyers.acts(window, "no_show", late.id)
    lawyers.books(other, lawyers.booking(seat(), person(2)))
    assert lawyers.acts(window, "reinstate", late.id).code == "seat-taken"


# -- rosters ---------------------------------------------------------------------------------------


def test_a_lawyer_removed_while_an_offline_window_holds_seats(
    house: CentralHall, lawyers: Lawyers, window: Window
) -> None:
    held = [grant for grant in lawyers.holds(window, 3) if "-l3-" in grant]
    assert held
    # The window is away: it confirms to somebody's face from its hold. Meanwhile the lawyer is taken off.
    confirmed = lawyers.booking(seat_of(held[0].rpartition(".")[0]), person(1), grant=held[0])
    assert lawyers.publish(replace(PLAN, duties=(Duty("l1"), Duty("l2"))), "roster", base=1).status == "ok"
    assert house.records("seat_hold")[held[0]]["state"] == "lost"
    outcome = lawyers.books(window, confirmed)
    assert outcome.status == "merged"
    record = house.records("consult_booking")[confirmed.id]
    assert (record["status"], record["reason"]) == ("displaced", "seat-gone")
    assert record["alternatives"]
    assert inbox(house) == [("seat-gone", confirmed.seat.ref)]
    lawyers.is_sound()


def test_a_wednesday_that_becomes_a_holiday_after_bookings_exist(
    house: CentralHall, lawyers: Lawyers, window: Window
) -> None:
    booked = lawyers.booking(seat(), person(1))
    lawyers.books(window, booked)
    assert lawyers.publish(replace(PLAN, called_off="补休"), "call_off", base=1).status == "ok"
    assert lawyers.status(booked.id) == "displaced"
    assert {row["state"] for row in house.rows("slot_seat")} == {"gone"}
    assert lawyers.books(window, lawyers.booking(seat("10:10"), person(2))).status == "merged"
    # Held after all: the seats are there again.
    assert lawyers.publish(PLAN, "publish", base=2).status == "ok"
    again = replace(lawyers.booking(seat(), person(1)), moved_from=booked.id)
    moved = lawyers.does(window, "move", "consult_booking", again.id, booking_record(again))
    assert moved.status == "ok"
    lawyers.is_sound()


def test_with_a_stand_in_everybody_keeps_the_time(lawyers: Lawyers, window: Window) -> None:
    lawyers.knows(Lawyer("l4", "示例律师丁"))
    booked = lawyers.booking(seat(), person(1))
    lawyers.books(window, booked)
    assert lawyers.publish(PLAN.substituted("l2", "l4"), "substitute", base=1).status == "ok"
    assert lawyers.house.records("consult_booking")[booked.id]["seat"] == seat("09:30", "l4").ref
    assert lawyers.status(booked.id) == "booked"
    lawyers.is_sound()


def test_a_clerk_changes_no_roster(lawyers: Lawyers, window: Window) -> None:
    outcome = lawyers.does(window, "absence", "consult_day", WEDNESDAY.isoformat(), plan_record(PLAN))
    assert (outcome.status, outcome.code) == ("refused", "not-permitted")


def test_at_the_end_of_the_day_nobody_is_forgotten_by_the_centre(
    house: CentralHall, lawyers: Lawyers, window: Window, other: Window
) -> None:
    came, missed = lawyers.booking(seat("08:30"), person(1)), lawyers.booking(seat("08:50"), person(2))
    for booking in (came, missed):
        lawyers.books(window, booking)
    unseen = lawyers.booking(seat("09:10"), person(3))
    lawyers.books(other, unseen)  # the window that closes the day does not know of it
    lost = lawyers.booking(seat("09:10"), person(4))
    lawyers.books(window, lost)
    house.clock.set(datetime(2026, 12, 2, 4, 0, tzinfo=UTC))
    lawyers.acts(window, "check_in", came.id)
    facts = {"next_day": NEXT.isoformat(), "carried": {lost.id: "carried-1"}}

    def closes() -> str | None:
        day = WEDNESDAY.isoformat()
        return lawyers.does(window, "close_day", "consult_day", day, {"closed": True}, facts=facts).code

    assert closes() == "people-still-here"
    lawyers.acts(window, "start", came.id)
    lawyers.acts(window, "finish", came.id, outcome="answered")
    assert closes() is None
    assert {id: lawyers.status(id) for id in (came.id, missed.id, unseen.id, lost.id)} == {
        came.id: "finished",
        missed.id: "no_show",
        unseen.id: "no_show",
        lost.id: "cancelled",
    }
    carried = house.records("consult_wait")["carried-1"]
    assert (carried["day"], carried["state"], carried["name"]) == (NEXT.isoformat(), "waiting", "示例4号")


@pytest.mark.parametrize(
    "changes",
    [None, [], {}, {"seat": "x"}, {"day": "2026-13-40", "count": 1}],
)
def test_a_payload_nobody_understands_is_kept_in_the_inbox(
    lawyers: Lawyers, window: Window, changes: object
) -> None:
    for act in ("book", "fill", "move", "wait"):
        entity = "consult_wait" if act == "wait" else "consult_booking"
        assert lawyers.does(window, act, entity, lawyers.id(), changes).code == "malformed-payload"
    assert lawyers.does(window, "cancel", "consult_booking", "nobody", {}).code == "no-such-booking"
    assert lawyers.does(window, "leave", "consult_wait", "nobody", {}).code == "no-such-waiting"
    assert lawyers.does(window, "hold", "consult_day", "x", changes).code == "malformed-payload"
    lawyers.is_sound()


def test_every_window_gets_what_was_booked(lawyers: Lawyers, window: Window, other: Window) -> None:
    booking = lawyers.booking(seat(), person(1))
    lawyers.books(window, booking)
    changes = {change.id: change for change in other.pull().changes}
    assert changes[booking.id].entity == "consult_booking"
    assert lawyers.house.pull_is_gapless()
