"""Who is called next, who comes back where, and how reserves are shared."""

from __future__ import annotations

from collections import Counter as Count
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.rules import queue_order as order
from app.rules.queue_order import Counter, Holder, Place, Reentry
from app.rules.ticket import Ticket, TicketClass, TicketState, missed
from app.rules.ticket import called as call
from tests.rules.queue_hall import RULES, THREE, at, ticket, tickets

PRIORITY, BOOKED = TicketClass.PRIORITY, TicketClass.BOOKED
NOON = at(180)


def numbers(found: list[Ticket]) -> list[str]:
    return [each.number for each in found]


def test_priority_then_booked_then_transferred_then_arrival() -> None:
    queue = [
        ticket("A001", 0),
        ticket("A002", 1, transferred=True),
        ticket("YA001", 2, kind=BOOKED, due_from=at(30)),
        ticket("VA001", 3, kind=PRIORITY),
        ticket("A003", 0.5),
    ]
    assert numbers(order.line(queue, RULES, THREE, NOON)) == ["VA001", "YA001", "A002", "A001", "A003"]


def test_a_booked_ticket_is_not_called_before_its_slot() -> None:
    queue = [ticket("YA001", 0, kind=BOOKED, due_from=at(30))]
    assert order.next_ticket(queue, RULES, THREE, at(29)) is None
    assert order.next_ticket(queue, RULES, THREE, at(30)) == queue[0]


def test_a_window_takes_what_it_prefers_and_the_rest_when_there_is_none() -> None:
    queue = [ticket("B001", 0), ticket("A001", 5)]
    assert order.next_ticket(queue, RULES, THREE, NOON) == queue[1]
    assert order.next_ticket(queue[:1], RULES, THREE, NOON) == queue[0]


def test_a_hall_may_put_arrival_before_everything() -> None:
    plain = replace(RULES, order=("arrival",))
    queue = [ticket("B001", 0), ticket("VA001", 5, kind=PRIORITY)]
    assert numbers(order.line(queue, plain, THREE, NOON)) == ["B001", "VA001"]


def test_a_transferred_ticket_waits_for_its_window_alone() -> None:
    moved = ticket("L001", 0, wanted="3", transferred=True)  # three does not serve L
    assert order.next_ticket([moved], RULES, THREE, NOON) == moved
    assert order.next_ticket([moved], RULES, Counter("5", "", ("L",)), NOON) is None


def test_after_so_many_of_one_kind_somebody_else_comes() -> None:
    queue = [ticket("VA001", 0, kind=PRIORITY), ticket("A001", 1)]
    first = order.next_ticket(queue, RULES, THREE, NOON, recent=[PRIORITY] * 4)
    assert first == queue[0]
    assert order.next_ticket(queue, RULES, THREE, NOON, recent=[PRIORITY] * 5) == queue[1]
    assert order.next_ticket(queue[:1], RULES, THREE, NOON, recent=[PRIORITY] * 9) == queue[0]


@given(tickets(), st.sampled_from(RULES.counters))
def test_nobody_is_overtaken_but_by_rule(queue: list[Ticket], counter: Counter) -> None:
    waiting = order.line(queue, RULES, counter, NOON, "C03")
    assert {each.id for each in waiting} == {
        each.id for each in queue if order.may_call(each, counter, NOON, "C03")
    }
    for earlier, later in pairwise(waiting):
        if later.place_at < earlier.place_at:
            mine, other = order.rank(earlier, RULES, NOON, counter), order.rank(later, RULES, NOON, counter)
            assert mine[:4] < other[:4]  # some rule above arrival puts it first


@given(tickets(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_tickets_lie(queue: list[Ticket], random: Random) -> None:
    mixed = list(queue)
    random.shuffle(mixed)
    assert order.line(queue, RULES, THREE, NOON) == order.line(mixed, RULES, THREE, NOON)


@given(tickets())
def test_only_a_waiting_ticket_that_is_nobodys_or_mine_is_called(queue: list[Ticket]) -> None:
    for each in order.line(queue, RULES, THREE, NOON, "C03"):
        assert each.state is TicketState.WAITING
        assert each.owner in ("", "C03")


@given(tickets())
def test_the_people_ahead_are_those_before_it_in_the_same_business(queue: list[Ticket]) -> None:
    waiting = order.waiting_order(queue, RULES, NOON)
    for index, each in enumerate(waiting):
        before = [other for other in waiting[:index] if other.business == each.business]
        assert order.ahead_of(each, queue, RULES, NOON) == len(before)


@pytest.mark.parametrize(
    ("reentry", "expected"),
    [
        (Reentry(Place.FRONT), ["A009", "A001", "A002", "A003", "A004"]),
        (Reentry(Place.AFTER, 0), ["A009", "A001", "A002", "A003", "A004"]),
        (Reentry(Place.AFTER, 2), ["A001", "A002", "A009", "A003", "A004"]),
        (Reentry(Place.AFTER, 9), ["A001", "A002", "A003", "A004", "A009"]),
        (Reentry(Place.END), ["A001", "A002", "A003", "A004", "A009"]),
    ],
)
def test_a_missed_visitor_comes_back_where_the_hall_says(reentry: Reentry, expected: list[str]) -> None:
    queue = [ticket(f"A00{count}", count) for count in range(1, 5)]
    gone = missed(call(ticket("A009", 0.5), "3", at(20)), at(25), "nobody")
    back = replace(
        gone,
        state=TicketState.WAITING,
        place_at=order.place_again(gone, queue, RULES, reentry, at(60)),
    )
    assert numbers(order.line([*queue, back], RULES, THREE, NOON)) == expected


@given(tickets(), st.integers(0, 6))
def test_whoever_comes_back_overtakes_only_those_behind_his_place(queue: list[Ticket], people: int) -> None:
    gone = replace(ticket("A099", 1), ended_at=at(150))
    alike = [
        each
        for each in order.waiting_order(queue, RULES, NOON)
        if each.business == "A" and each.kind is gone.kind and not each.transferred and not each.wanted
    ]
    assume(len({each.place_at for each in alike}) == len(alike))
    placed = order.place_again(gone, alike, RULES, Reentry(Place.AFTER, people), NOON)
    back = replace(gone, place_at=placed)
    assert order.ahead_of(back, alike, RULES, NOON) == min(people, len(alike))


def test_a_missed_visitor_has_his_time_to_come_back() -> None:
    gone = replace(ticket("A001"), ended_at=at(10))
    assert order.may_return(gone, RULES.missed, at(40))
    assert not order.may_return(gone, RULES.missed, at(41))


def test_a_booked_visitor_who_comes_after_slot_and_patience_is_late() -> None:
    booked = ticket("YA001", kind=BOOKED, due_from=at(0), due_until=at(30))
    assert not order.is_late(booked, RULES.late, at(45))
    assert order.is_late(booked, RULES.late, at(46))
    assert not order.is_late(ticket("A001"), RULES.late, at(500))


def holders(*held: int) -> list[Holder]:
    return [Holder(f"C{index:02d}", THREE, count) for index, count in enumerate(held, 1)]


def test_reserves_are_striped_over_the_windows() -> None:
    queue = [ticket(f"A{count:03d}", count) for count in range(1, 10)]
    given_out = order.share_out(queue, RULES, holders(0, 0, 0), NOON)
    assert [device for _, device in given_out] == ["C01", "C02", "C03"] * 3
    assert [each for each, _ in given_out] == [each.id for each in queue]


@given(tickets(), st.lists(st.integers(0, 6), max_size=5))
def test_reserves_never_give_one_ticket_to_two_windows(queue: list[Ticket], held: list[int]) -> None:
    windows = holders(*held)
    given_out = order.share_out(queue, RULES, windows, NOON)
    assert len({each for each, _ in given_out}) == len(given_out)
    free = {each.id for each in queue if each.state is TicketState.WAITING and not each.owner}
    assert {each for each, _ in given_out} <= free
    more = Count(device for _, device in given_out)
    for window in windows:
        if window.held < RULES.reserve:
            assert window.held + more[window.device] <= RULES.reserve
        else:
            assert not more[window.device]


@given(tickets(), st.integers(1, 5))
def test_a_reserve_is_the_head_of_the_queue(queue: list[Ticket], windows: int) -> None:
    given_out = [each for each, _ in order.share_out(queue, RULES, holders(*[0] * windows), NOON)]
    free = [each for each in queue if not each.owner]
    assert given_out == [each.id for each in order.line(free, RULES, THREE, NOON)][: len(given_out)]


def test_a_short_queue_is_not_locked_up_in_reserves() -> None:
    queue = [ticket(f"A{count:03d}", count) for count in range(1, 5)]
    given_out = order.share_out(queue, RULES, holders(0, 0, 0, 0), NOON)
    assert Count(device for _, device in given_out) == {"C01": 1, "C02": 1, "C03": 1, "C04": 1}
