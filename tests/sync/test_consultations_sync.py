"""Lawyers' seats across windows that lose the centre: held, wished for, cancelled, taken off the roster."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import Conflict, Rejected
from app.rules.consultation import BookingStatus, Client, WaitState
from app.rules.roster import Seat, seat_of
from app.services.consultations.views import BookingView
from tests.services.consulting import LEASE, LI, WANG, ZHANG, person
from tests.support.central_hall import CentralHall
from tests.sync.ends import Cut, Ends
from tests.sync.lawyers import WEDNESDAY, Counter, opened, seat, together

SEEDS = 40 if int(os.environ.get("SOAK_SECONDS", "0")) > 60 else 2
B = BookingStatus


def state(counter: Counter, id: str) -> str:
    return str(counter.rows()[id]["status"])


def holding(counter: Counter) -> Seat:
    """A seat this window holds."""
    counter.service.keep_seats()
    counter.talk()
    return seat_of(counter.held()[0])


def is_sound(house: CentralHall) -> None:
    """Every seat has one booking at most; rows and records agree."""
    taken = {row["seat"]: row["booking_id"] for row in house.rows("slot_seat") if row["state"] == "booked"}
    keeping = {
        id: body["seat"]
        for id, body in house.records("consult_booking").items()
        if body["status"] in ("booked", "offered", "checked_in", "started", "finished")
    }
    assert keeping == {booking: place for place, booking in taken.items()}


def agree(house: CentralHall, counters: list[Counter]) -> None:
    """Every window shows what the centre has, and only that."""
    there = {**house.records("consult_booking"), **house.records("consult_wait")}
    for counter in counters:
        here = counter.rows()
        assert {id: here[id] for id in there} == there
        left = {id: body for id, body in here.items() if id not in there}
        assert all(body["status"] == "cancelled" for body in left.values()), left
        assert counter.end.same_as_the_centre()


def test_the_roster_of_one_window_is_the_roster_of_all(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    assert two.service.days(WEDNESDAY, 1)[0].total == 27
    assert [lawyer.name for lawyer in two.service.lawyers()] == ["示例律师甲", "示例律师乙", "示例律师丙"]
    assert one.service.grid(WEDNESDAY) == replace(
        two.service.grid(WEDNESDAY), line=one.service.grid(WEDNESDAY).line
    )


def test_online_a_wish_is_confirmed_within_one_conversation(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    wish = one.service.book(seat(), ZHANG, LEASE)
    assert (wish.status, wish.pending) == (B.TENTATIVE, True)
    one.talk()
    confirmed = one.service.booking(wish.id)
    assert (confirmed.status, confirmed.pending, confirmed.slip_no) == (B.BOOKED, False, wish.slip_no)
    two.talk()
    assert two.service.grid(WEDNESDAY).cells[seat()].who == "张*"
    agree(ends.house, [one, two])


def test_offline_only_a_held_seat_is_confirmed(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    mine = holding(one)
    two.talk()
    assert two.service.grid(WEDNESDAY).cells[mine].state == "kept"
    assert mine not in two.service.reader.free(two.service.reader.morning(WEDNESDAY))
    for counter in (one, two):
        counter.cut()
    confirmed = one.service.book(mine, ZHANG, LEASE)
    wish_of_one = one.service.book(seat(), LI, LEASE)
    wish_of_two = two.service.book(seat(), WANG, LEASE)
    assert [each.status for each in (confirmed, wish_of_one, wish_of_two)] == [
        B.BOOKED,
        B.TENTATIVE,
        B.TENTATIVE,
    ]

    together([one, two])

    assert state(one, confirmed.id) == "booked"
    assert state(one, wish_of_one.id) == "booked"
    assert state(two, wish_of_two.id) == "displaced"
    lost = two.service.grid(WEDNESDAY).lost[0]
    assert (lost.id, lost.reason, lost.alternatives[0]) == (wish_of_two.id, "seat-taken", seat("09:30", "l1"))
    for counter in (one, two):  # whoever is asked knows whom to call
        assert counter.entries() == ["seat-taken"]
    is_sound(ends.house)
    agree(ends.house, [one, two])
    moved = two.service.move(wish_of_two.id, lost.alternatives[0])
    together([one, two])
    assert state(one, moved.id) == "booked"


def test_a_used_hold_never_comes_back(ends: Ends) -> None:
    (one,) = opened(ends, "W01")
    mine = holding(one)
    held = one.held()
    one.cut()
    booked = one.service.book(mine, ZHANG, LEASE)
    one.service.cancel(booked.id)
    assert mine.ref not in one.held()
    one.end.restart()
    one.heal()
    one.talk()
    assert mine.ref not in one.held()
    assert len(one.held()) == len(held) - 1
    is_sound(ends.house)


def test_a_hold_given_back_is_everybodys_again(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    mine = holding(one)
    with one.end.hall.store.read() as unit:
        grant = unit.consultations.held_grants()[mine.ref]
    one.service.give_back(grant)
    with pytest.raises(Conflict, match="hold-gone"):
        one.service.give_back(grant)
    assert mine.ref not in one.held()
    together([one, two])
    assert two.service.grid(WEDNESDAY).cells[mine].state == "free"


def test_cancelled_on_one_side_while_the_other_checks_in(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    wish = one.service.book(seat(), ZHANG, LEASE)
    together([one, two])
    one.end.clock.set(seat().at - timedelta(minutes=20))
    for counter in (one, two):
        counter.cut()
    two.service.check_in(wish.id, "Y004")
    one.service.cancel(wish.id, "电话取消")
    one.heal()
    one.talk()
    together([two, one])
    assert state(one, wish.id) == state(two, wish.id) == "cancelled"
    assert two.entries() == ["booking-move-not-permitted"]
    is_sound(ends.house)
    agree(ends.house, [one, two])


def test_a_lawyer_taken_off_while_a_window_confirms_from_its_hold(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    mine = holding(two)
    two.cut()
    confirmed = two.service.book(mine, ZHANG, LEASE)
    one.service.roster.absent(WEDNESDAY, mine.lawyer)
    together([one, two])
    assert state(one, confirmed.id) == state(two, confirmed.id) == "displaced"
    assert one.service.grid(WEDNESDAY).lost[0].phone_masked == "138****0000"
    assert not [ref for ref in two.held() if f"-{mine.lawyer}-" in ref]
    assert one.entries() == ["seat-gone"]
    is_sound(ends.house)
    agree(ends.house, [one, two])


def test_a_refused_command_leaves_nothing_behind(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    for number, place in enumerate(one.service.reader.free(one.service.reader.morning(WEDNESDAY))):
        one.service.book(place, person(number), LEASE)
    together([one, two])
    for counter in (one, two):
        counter.cut()
    first = one.service.wait(WEDNESDAY, ZHANG, LEASE)
    second = two.service.wait(WEDNESDAY, ZHANG, LEASE)
    together([one, two])
    assert [line.id for line in two.service.grid(WEDNESDAY).waiting] == [first]
    assert second not in two.rows()
    assert two.entries() == ["waits-already"]
    agree(ends.house, [one, two])


def test_a_place_freed_on_one_side_is_offered_by_the_centre(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    full = [
        one.service.book(place, person(number), LEASE)
        for number, place in enumerate(one.service.reader.free(one.service.reader.morning(WEDNESDAY)))
    ]
    together([one, two])
    entry = two.service.wait(WEDNESDAY, ZHANG, LEASE)
    together([one, two])
    one.service.cancel(full[0].id)
    together([one, two])
    line = two.service.grid(WEDNESDAY).waiting[0]
    assert (line.id, line.state, line.offered) == (entry, WaitState.OFFERED, full[0].seat)
    accepted = two.service.accept_offer(line.booking)
    together([one, two])
    assert state(one, accepted.id) == "booked"
    assert one.service.grid(WEDNESDAY).waiting == ()
    is_sound(ends.house)
    agree(ends.house, [one, two])


def test_what_a_lonely_window_booked_is_the_halls_when_a_centre_comes(ends: Ends) -> None:
    """Its bookings, offers and carried places go up as they were done, and nobody gets another seat."""
    one = Counter(ends, "W01")
    one.end.hall.house.sync = None
    from app.rules.roster import Duty
    from tests.services.consulting import LAWYERS

    for lawyer in LAWYERS:
        one.service.roster.save_lawyer(lawyer)
    one.service.roster.save(WEDNESDAY, [Duty(lawyer.id) for lawyer in LAWYERS])
    booked = one.service.book(seat(), ZHANG, LEASE)
    entry = one.service.wait(WEDNESDAY, LI, LEASE, lawyer="l2", before=seat("09:40").begins)
    gone = one.service.book(seat("08:30"), WANG, LEASE)
    one.service.cancel(gone.id)
    offer = one.service.grid(WEDNESDAY).waiting[0]
    one.service.accept_offer(offer.booking)
    one.talk()
    assert [row[1] for row in one.end.outbox()] == ["acked"] * len(one.end.outbox())
    assert {id: state(one, id) for id in (booked.id, gone.id, offer.booking)} == {
        booked.id: "booked",
        gone.id: "cancelled",
        offer.booking: "booked",
    }
    assert one.rows()[entry]["state"] == "taken"
    is_sound(ends.house)
    agree(ends.house, [one])


def test_two_cut_off_windows_close_one_morning_and_nobody_is_carried_twice(ends: Ends) -> None:
    one, two = opened(ends, "W01", "W02")
    one.service.book(seat(), LI, LEASE)
    entry = one.service.wait(WEDNESDAY, ZHANG, LEASE)
    together([one, two])
    one.end.clock.set(seat().at + timedelta(days=1))
    for counter in (one, two):
        counter.cut()
        (closed,) = counter.service.roster.close_past_days()
        assert (closed.no_shows, closed.carried) == (1, 1)
    together([one, two])
    waiting = [body for body in ends.house.records("consult_wait").values() if body["state"] == "waiting"]
    assert [body["day"] for body in waiting] == ["2026-12-09"]
    assert ends.house.records("consult_wait")[entry]["state"] == "carried"
    for counter in (one, two):
        assert [line.who for line in counter.service.grid(date(2026, 12, 9)).waiting] == ["张*"]
    agree(ends.house, [one, two])


# -- by chance ---------------------------------------------------------------------------------------


class Story:
    """Windows that act at random while the line breaks, answers are lost and processes end."""

    def __init__(self, ends: Ends, seed: int) -> None:
        self.rng = random.Random(seed)
        self.counters = opened(ends, "W01", "W02", "W03")
        self.confirmed: dict[str, tuple[str, str]] = {}  # slip → booking, seat: said to somebody's face
        self.roster_changed = False
        self.people = self.refused = 0

    def somebody(self) -> Client:
        self.people += 1
        return person(self.people)

    def step(self) -> None:
        counter = self.rng.choice(self.counters)
        chance = self.rng.random()
        try:
            if chance < 0.30:
                self.books(counter)
            elif chance < 0.40:
                self.ends_one(counter)
            elif chance < 0.48:
                counter.service.wait(WEDNESDAY, self.somebody(), LEASE)
            elif chance < 0.52:
                self.changes_roster(counter)
            elif chance < 0.58:
                counter.service.keep_seats()
            elif chance < 0.90:
                self.talks(counter)
            elif chance < 0.95:
                counter.end.restart()
            else:
                self.answers_offer(counter)
        except (Conflict, Rejected):
            self.refused += 1  # the window itself says no: a seat taken meanwhile, a booking that is over

    def books(self, counter: Counter) -> None:
        free = counter.service.reader.free(counter.service.reader.morning(WEDNESDAY))
        if free:
            booked = counter.service.book(self.rng.choice(free), self.somebody(), LEASE)
            self.printed(booked)

    def printed(self, booked: BookingView) -> None:
        if booked.status is B.BOOKED:
            self.confirmed[booked.slip_no] = (booked.id, booked.seat.ref)

    def ends_one(self, counter: Counter) -> None:
        live = [id for id, body in counter.rows().items() if body.get("status") in ("booked", "tentative")]
        if live:
            chosen = self.rng.choice(sorted(live))
            free = counter.service.reader.free(counter.service.reader.morning(WEDNESDAY))
            if free and self.rng.random() < 0.5:
                self.printed(counter.service.move(chosen, self.rng.choice(free)))
            else:
                counter.service.cancel(chosen)

    def changes_roster(self, counter: Counter) -> None:
        self.roster_changed = True
        lawyer = self.rng.choice(("l1", "l2", "l3"))
        if self.rng.random() < 0.5:
            counter.service.roster.absent(WEDNESDAY, lawyer, [seat("10:30").begins])
        else:
            counter.service.roster.back(WEDNESDAY, lawyer)

    def answers_offer(self, counter: Counter) -> None:
        offers = [line for line in counter.service.grid(WEDNESDAY).waiting if line.booking]
        if offers:
            line = self.rng.choice(offers)
            if self.rng.random() < 0.5:
                self.printed(counter.service.accept_offer(line.booking))
            else:
                counter.service.decline_offer(line.booking, keep_waiting=self.rng.random() < 0.5)

    def talks(self, counter: Counter) -> None:
        broken = self.rng.random()

        def fault(_request: object) -> None:
            if self.rng.random() < broken * 0.5:
                raise Cut(heard=self.rng.random() < 0.5)

        counter.end.fault = fault
        counter.talk()
        counter.heal()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_happens_no_two_people_have_one_seat(
    tmp_path: Path, font_cache: Path, ends: Ends, seed: int
) -> None:
    story = Story(ends, seed)
    for _ in range(90):
        story.step()
        is_sound(ends.house)
    together(story.counters, rounds=3)
    is_sound(ends.house)
    agree(ends.house, story.counters)
    records = ends.house.records("consult_booking")
    for booking, place in story.confirmed.values():
        record = records[booking]
        # Said to somebody's face: it holds, unless somebody ended it or the roster was changed.
        if record["status"] == "displaced":
            assert record["reason"] in ("absence", "seat-gone")
            assert story.roster_changed
        elif record["status"] in ("booked", "checked_in"):
            assert record["seat"] == place
        else:
            assert record["status"] in ("cancelled", "moved")
