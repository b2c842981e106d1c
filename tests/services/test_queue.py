"""Tickets at one window: taken, called, missed, transferred, held, finished, taken back; days and clocks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.errors import Conflict, NotAllowed
from app.rules.identity import IdKind
from app.rules.ticket import TicketClass, TicketState
from app.services.queue import QueueService
from app.services.queue.views import Person
from app.settings import QueueSettings, Settings
from tests.services.window import Window

ZHANG = Person("张示例", IdKind.RESIDENT_ID, "460107198801101234", "13800001111", from_card=True)


@pytest.fixture
def queue(hall: Hall) -> QueueService:
    return hall.queue


def take(queue: QueueService, *letters: str) -> list[str]:
    """Numbers taken one after the other, no two in the same moment."""
    numbers = []
    for letter in letters:
        numbers.append(queue.taking.take(letter).ticket.number)
        clock = queue._house.clock
        assert isinstance(clock, FrozenClock)
        clock.advance(timedelta(milliseconds=20))
    return numbers


def state(queue: QueueService, number: str) -> TicketState:
    return queue.find(number).ticket.state


def test_numbers_count_by_business_and_begin_with_the_devices_series(queue: QueueService) -> None:
    assert take(queue, "A", "A", "C", "A") == ["C03-A001", "C03-A002", "C03-C001", "C03-A003"]
    booked = queue.taking.take("A", kind=TicketClass.PRIORITY, proof="残疾人证")
    assert booked.ticket.number == "C03-VA001"


def test_a_hall_with_one_ticket_machine_may_write_plain_numbers(
    settings: Settings, clock: FrozenClock
) -> None:
    plain = replace(settings, queue=QueueSettings(series=""))
    hall = open_hall(plain, clock)
    assert hall.queue.taking.take("A").ticket.number == "A001"
    hall.close()


def test_next_recall_arrive_finish(queue: QueueService, window: Window) -> None:
    first, second = take(queue, "A", "A")
    called = queue.call_next()
    assert called is not None
    assert called.ticket.number == first
    window.wait(minutes=1)
    assert queue.recall().calls == 2
    window.wait(minutes=1)
    queue.arrive()
    window.wait(minutes=9)
    done = queue.finish(called.ticket.id)
    assert (done.state, done.served_s, done.waited_s) == (TicketState.DONE, 540, 0)
    following = queue.call_next()
    assert following is not None
    assert following.ticket.number == second


def test_the_fourth_call_is_refused(queue: QueueService) -> None:
    take(queue, "A")
    queue.call_next()
    queue.recall()
    queue.recall()
    with pytest.raises(Conflict, match="recall-limit"):
        queue.recall()


def test_the_next_one_is_not_called_over_somebody_who_may_still_come(queue: QueueService) -> None:
    first, second = take(queue, "A", "A")
    queue.call_next()
    with pytest.raises(Conflict, match="still-called") as refused:
        queue.call_next()
    assert refused.value.facts["number"] == first
    queue.arrive()
    queue.call_next()  # a served one is finished by calling the next
    assert state(queue, first) is TicketState.DONE
    assert state(queue, second) is TicketState.CALLED


def test_nobody_waits_is_no_error(queue: QueueService) -> None:
    assert queue.call_next() is None
    with pytest.raises(Conflict, match="nobody-called"):
        queue.recall()


def test_a_missed_visitor_comes_back_after_three_people(queue: QueueService, window: Window) -> None:
    numbers = take(queue, "A", "A", "A", "A", "A")
    queue.call_next()
    assert queue.miss().reason == "nobody-came"
    window.wait(minutes=5)
    queue.bring_back(numbers[0])
    order = []
    while (called := queue.call_next()) is not None:
        order.append(called.ticket.number)
        queue.arrive()
    assert order == [numbers[1], numbers[2], numbers[3], numbers[0], numbers[4]]


def test_a_missed_visitor_who_comes_too_late_takes_a_new_number(queue: QueueService, window: Window) -> None:
    (number,) = take(queue, "A")
    queue.call_next()
    queue.miss("left")
    window.wait(minutes=31)
    with pytest.raises(Conflict, match="missed-too-long"):
        queue.bring_back(number)
    with pytest.raises(ValueError, match="no-such-reason"):
        queue.miss("no-such-reason")


def test_a_transfer_keeps_number_and_waiting_time(queue: QueueService, window: Window) -> None:
    (number,) = take(queue, "A")
    window.wait(minutes=10)
    queue.call_next()
    moved = queue.transfer(counter="5", reason="企业开办")
    assert (moved.state, moved.wanted, moved.number, moved.waited_s) == (
        TicketState.WAITING, "5", number, 600,
    )  # fmt: skip
    assert queue.call_next() is None  # it waits for window 5
    with pytest.raises(Conflict, match="unknown-counter"):
        queue.transfer(counter="99", number=number)
    with pytest.raises(Conflict, match="unknown-business"):
        queue.transfer(business="Q", number=number)


def test_holding_frees_the_window_and_going_on_keeps_the_person(queue: QueueService) -> None:
    queue.taking.take("A", person=ZHANG)
    take(queue, "A")
    queue.call_next()
    queue.arrive()
    held = queue.hold("复印材料")
    assert queue.strip().held == (held,)
    other = queue.call_next()
    assert other is not None
    queue.arrive()
    back = queue.resume(held.number)
    assert back.person == ZHANG
    assert state(queue, other.ticket.number) is TicketState.DONE


def test_a_chosen_number_may_be_waiting_held_or_missed_but_not_over(queue: QueueService) -> None:
    first, second, third = take(queue, "A", "A", "A")
    assert queue.call_number(second).ticket.number == second
    queue.miss()
    assert queue.call_number(second).ticket.state is TicketState.CALLED
    queue.arrive()
    queue.call_number(third)
    queue.arrive()
    queue.finish(queue.find(third).ticket.id)
    with pytest.raises(Conflict, match="ticket-move-not-permitted"):
        queue.call_number(third)
    with pytest.raises(Conflict, match="no-such-ticket"):
        queue.call_number("Z999")
    with pytest.raises(Conflict, match="not-a-number"):
        queue.call_number("张示例")
    assert state(queue, first) is TicketState.WAITING


def test_a_booked_visitor_is_not_called_before_his_slot_and_is_first_from_then_on(
    queue: QueueService, clock: FrozenClock, window: Window
) -> None:
    (plain,) = take(queue, "A")
    slot = clock.now() + timedelta(minutes=10)
    booked = queue.taking.take(
        "A", kind=TicketClass.BOOKED, due_from=slot, due_until=slot + timedelta(minutes=30)
    )
    with pytest.raises(Conflict, match="not-due"):
        queue.call_number(booked.ticket.number)
    window.wait(minutes=10)
    called = queue.call_next()
    assert called is not None
    assert called.ticket.number == booked.ticket.number
    assert state(queue, plain) is TicketState.WAITING


def test_a_booked_visitor_who_comes_too_late_waits_like_everybody(
    queue: QueueService, clock: FrozenClock, window: Window
) -> None:
    (plain,) = take(queue, "A")
    ended = clock.now() - timedelta(minutes=20)
    late = queue.taking.take(
        "A", kind=TicketClass.BOOKED, due_from=ended - timedelta(minutes=30), due_until=ended
    )
    assert late.ticket.kind is TicketClass.ORDINARY
    called = queue.call_next()
    assert called is not None
    assert called.ticket.number == plain


def test_a_misclick_is_taken_back_with_every_time_it_had(queue: QueueService, window: Window) -> None:
    first, second = take(queue, "A", "A")
    window.wait(minutes=3)
    before = queue.find(first).ticket
    queue.call_next()
    window.wait(seconds=5)
    assert queue.undo() == replace(before, owner="")
    assert queue.strip().current is None
    called = queue.call_next()
    assert called is not None
    assert called.ticket.number == first
    queue.miss()
    queue.undo()
    assert queue.find(first).ticket == called.ticket
    queue.arrive()
    with pytest.raises(Conflict, match="nothing-to-undo"):
        queue.undo()
    assert state(queue, second) is TicketState.WAITING


def test_after_the_bar_is_gone_nothing_is_taken_back(queue: QueueService, window: Window) -> None:
    take(queue, "A")
    queue.call_next()
    window.wait(seconds=11)
    assert queue.undoable is None
    with pytest.raises(Conflict, match="nothing-to-undo"):
        queue.undo()


def test_one_tap_is_one_ticket(queue: QueueService) -> None:
    once = queue.taking.take("A", request="tap-1")
    again = queue.taking.take("A", request="tap-1")
    assert once == again
    assert len(queue.of_day()) == 1


def test_the_same_person_does_not_wait_twice_for_one_business(queue: QueueService) -> None:
    mine = queue.taking.take("A", person=ZHANG)
    with pytest.raises(Conflict, match="already-waiting") as refused:
        queue.taking.take("A", person=ZHANG)
    assert refused.value.facts["number"] == mine.ticket.number
    queue.taking.take("C", person=ZHANG)  # another business is another matter
    queue.call_next()
    queue.taking.take("A", person=ZHANG)  # who was called may queue again


def test_a_slip_that_did_not_come_out_voids_its_number_for_good(queue: QueueService) -> None:
    lost = queue.taking.take("A").ticket
    assert queue.taking.void(lost.id, "paper-out").reason == "paper-out"
    assert queue.call_next() is None
    assert take(queue, "A") == ["C03-A002"]


def test_a_reprint_is_marked_and_leaves_a_trace(hall: Hall, queue: QueueService) -> None:
    taken = queue.taking.take("A", person=ZHANG)
    again = queue.taking.reprinted(taken.ticket.id, "not-out", 1)
    assert (again.number, again.copy, again.title) == (taken.slip.number, 1, "张*")
    with hall.store.read() as unit:
        rows = unit.audit.newest(subject=taken.ticket.id)
    assert [row["what"] for row in rows] == ["slip_reprinted"]


def test_before_and_after_the_hours_no_number_is_given(queue: QueueService, window: Window) -> None:
    window.go_to("2026-11-23", "08:29")
    with pytest.raises(Conflict, match="hall-closed"):
        queue.taking.take("A")
    window.go_to("2026-11-23", "17:15")
    assert queue.taking.is_closing
    assert queue.taking.take("A").slip.closing
    window.go_to("2026-11-23", "17:30")
    with pytest.raises(Conflict, match="hall-closed"):
        queue.taking.take("A")


def test_without_an_open_window_for_it_no_number_is_given(queue: QueueService) -> None:
    queue.set_state("open")  # from now on it is known which windows are open: this one
    assert queue.taking.take("B").slip.counters == ("3",)
    with pytest.raises(Conflict, match="no-open-counter"):
        queue.taking.take("L")
    queue.set_state("paused")
    with pytest.raises(Conflict, match="no-open-counter"):
        queue.taking.take("B")


def test_a_paused_window_calls_nobody(queue: QueueService) -> None:
    take(queue, "A")
    assert queue.toggle_pause()
    with pytest.raises(Conflict, match="window-paused"):
        queue.call_next()
    assert queue.board().paused == ("3",)
    assert not queue.toggle_pause()
    assert queue.call_next() is not None


def test_the_supervisor_says_what_a_window_serves(hall: Hall, queue: QueueService) -> None:
    take(queue, "A")
    queue.set_businesses("3", ("C",), ("C",))
    assert queue.call_next() is None
    with pytest.raises(Conflict, match="not-served"):
        queue.set_businesses("3", ("C",), ("A",))
    hall.session.add_clerk("08", "吴样本", "another password")
    hall.session.sign_in("08", "another password")
    with pytest.raises(NotAllowed, match="supervisors-only"):
        queue.set_businesses("3", ("A",), ())


def test_priority_on_proof_goes_first(queue: QueueService) -> None:
    _, second = take(queue, "A", "A")
    queue.promote(second, "残疾人证")
    called = queue.call_next()
    assert called is not None
    assert (called.ticket.number, called.ticket.proof) == (second, "残疾人证")


def test_the_strip_says_who_is_served_and_who_follows(queue: QueueService, window: Window) -> None:
    assert not queue.strip().known
    queue.taking.take("A", person=ZHANG)
    take(queue, "A", "B", "L")
    window.wait(minutes=4)
    queue.call_next()
    strip = queue.strip()
    assert strip.current is not None
    assert (strip.person, strip.waiting, strip.longest_min) == (ZHANG, 2, 4)
    assert [each.number for each in strip.following] == ["C03-A002", "C03-B001"]


def test_what_was_left_open_overnight_is_ended_in_the_morning(queue: QueueService, window: Window) -> None:
    called, waiting = take(queue, "A", "A")
    queue.call_next()
    window.go_to("2026-11-24", "09:00")
    assert queue.sweep() == 2
    assert queue.sweep() == 0
    monday = datetime(2026, 11, 23, tzinfo=UTC).date()
    assert {queue.find(number, monday).ticket.reason for number in (called, waiting)} == {"day-end"}
    assert take(queue, "A") == ["C03-A001"]
    assert not [each for each in queue.of_day() if each.ticket.day == monday]


def test_the_day_of_a_ticket_is_the_halls_day(settings: Settings, clock: FrozenClock, tmp_path: Path) -> None:
    """At 16:30 UTC it is half past midnight at the hall (bcgov #626: numbers tied to the UTC day)."""
    site = tmp_path / "site"
    (site / "rules").mkdir(parents=True)
    rules = json.loads((settings.resources / "rules" / "queue.json").read_text(encoding="utf-8"))
    rules["hours"] = {"opens": "00:00", "closes": "23:59"}
    (site / "rules" / "queue.json").write_text(json.dumps(rules), encoding="utf-8")
    hall = open_hall(replace(settings, site=site), clock)
    clock.set(datetime(2026, 11, 23, 15, 58, tzinfo=UTC))
    assert hall.queue.taking.take("A").ticket.day.isoformat() == "2026-11-23"
    clock.set(datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    taken = hall.queue.taking.take("A").ticket
    assert (taken.day.isoformat(), taken.number) == ("2026-11-24", "C03-A001")
    # The clock is set back over midnight: the old day counts on, nothing is given twice.
    clock.set(datetime(2026, 11, 23, 15, 50, tzinfo=UTC))
    assert hall.queue.taking.take("A").ticket.number == "C03-A002"
    hall.close()


def test_numbers_and_calls_survive_a_restart(settings: Settings, clock: FrozenClock) -> None:
    hall = open_hall(settings, clock)
    hall.session.add_clerk("07", "周示例", "a long password")
    hall.session.sign_in("07", "a long password")
    take(hall.queue, "A", "A")
    hall.queue.call_next()
    hall.close()
    again = open_hall(settings, clock)
    assert again.queue.strip().current is not None
    assert take(again.queue, "A") == ["C03-A003"]
    again.close()


def test_every_act_is_a_command_for_the_centre(hall: Hall, queue: QueueService) -> None:
    taken = queue.taking.take("A", person=ZHANG)
    queue.call_next()
    queue.arrive()
    queue.finish(taken.ticket.id)
    with hall.store.read() as unit:
        rows = unit.outbox.of_entity(taken.ticket.id)
    assert [row["kind"] for row in rows] == ["ticket.take", "ticket.call", "ticket.arrive", "ticket.finish"]
    assert all(row["entity"] == "ticket" for row in rows)


def test_a_call_names_the_window_on_the_board_at_once(queue: QueueService) -> None:
    take(queue, "A", "A")
    queue.call_next()
    board = queue.board()
    assert [(line.number, line.counter) for line in board.calls] == [("C03-A001", "3")]
    assert board.next_up[0] == "C03-A002"


def test_estimates_and_their_error_are_told(queue: QueueService, window: Window) -> None:
    for _ in range(6):
        queue.taking.take("A")
        window.wait(minutes=2)
    for _ in range(5):
        queue.call_next()
        queue.arrive()
        window.wait(minutes=5)
    error = queue.past_error()
    assert error.told == 5
    assert error.mean_error_s is not None


def test_who_held_yesterdays_tickets_is_forgotten_in_the_morning(queue: QueueService, window: Window) -> None:
    queue.taking.take("A", person=ZHANG)
    monday = window.clock.now().date()
    window.go_to("2026-11-24", "09:00")
    queue.sweep()
    (kept,) = queue.of_day(monday)
    assert kept.person.is_empty
    assert kept.ticket.title == "张*"
