"""States of a ticket, its number, and what its slip's code says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict
from app.rules import ticket as rules
from app.rules.ticket import MOVES, Ticket, TicketAct, TicketClass, TicketState
from tests.rules.queue_hall import MONDAY, at, ticket, tickets

CALLED = rules.called(ticket("A037"), "3", at(10))


def test_a_ticket_is_called_comes_to_the_window_and_is_finished() -> None:
    served = rules.finished(rules.arrived(CALLED, at(12)), at(20))
    assert (served.state, served.counter) == (TicketState.DONE, "3")
    assert (served.waited_s, served.served_s) == (600, 480)


def test_a_finished_one_that_was_never_marked_as_arrived_counts_from_its_call() -> None:
    assert rules.finished(CALLED, at(15)).served_s == 300


def test_the_waiting_time_is_that_of_the_first_call_whatever_comes_after() -> None:
    again = rules.recalled(CALLED, at(11), 3)
    back = rules.returned(rules.missed(again, at(12), "nobody"), at(14))
    assert rules.called(back, "5", at(30)).waited_s == 600
    moved = rules.transferred(rules.arrived(CALLED, at(12)), business="B")
    assert rules.called(moved, "5", at(40)).waited_s == 600


def test_a_ticket_is_recalled_as_often_as_the_hall_says() -> None:
    twice = rules.recalled(CALLED, at(11), 3)
    thrice = rules.recalled(twice, at(12), 3)
    assert thrice.calls == 3
    with pytest.raises(Conflict) as refused:
        rules.recalled(thrice, at(13), 3)
    assert (refused.value.code, refused.value.facts["limit"]) == ("recall-limit", 3)


def test_calling_again_after_a_miss_counts_anew() -> None:
    gone = rules.missed(replace(CALLED, calls=3), at(12), "nobody")
    assert rules.called(gone, "3", at(20)).calls == 1


def test_a_transfer_keeps_number_and_place_and_names_where_to() -> None:
    moved = rules.transferred(CALLED, counter="5")
    assert (moved.number, moved.place_at, moved.wanted) == ("A037", at(0), "5")
    assert moved.transferred
    assert moved.owner == ""
    with pytest.raises(Conflict, match="transfer-nowhere"):
        rules.transferred(CALLED)


def test_priority_needs_a_proof_somebody_looked_at() -> None:
    assert rules.promoted(ticket("A001"), "残疾人证").kind is TicketClass.PRIORITY
    with pytest.raises(Conflict, match="no-proof"):
        rules.promoted(ticket("A001"), " ")


def test_a_ticket_that_is_void_or_done_moves_no_more() -> None:
    for state in (TicketState.VOID, TicketState.DONE):
        assert not [act for act in TicketAct if (state, act) in MOVES]


@given(st.lists(st.sampled_from(TicketAct), max_size=12))
def test_every_sequence_of_acts_stays_in_the_table(acts: list[TicketAct]) -> None:
    state = TicketState.WAITING
    for act in acts:
        if (state, act) in MOVES:
            state = rules.after(state, act)
        else:
            with pytest.raises(Conflict, match="ticket-move-not-permitted"):
                rules.after(state, act)
    # However it went, a live ticket can still end: nobody is stuck on a screen for ever.
    ends = {TicketState.DONE, TicketState.MISSED, TicketState.VOID}
    if state not in ends:
        assert any(MOVES.get((state, act)) in ends for act in TicketAct)


@given(
    st.text("ABCXYZ", min_size=1, max_size=3),
    st.integers(1, 10**6 - 1),
    st.text("3ACK0", max_size=3),
)
def test_a_number_is_read_as_it_was_written(letters: str, count: int, device: str) -> None:
    number = rules.ticket_number(letters, count, device)
    parsed = rules.parse_ticket_number(number)
    assert parsed == rules.TicketNumber(device, letters, count)
    assert str(parsed) == number
    assert rules.parse_slip_code(rules.slip_code(MONDAY, number).removeprefix("T:")) == (MONDAY, parsed)


@given(st.text("AB", min_size=1, max_size=2), st.integers(1, 2000), st.sampled_from(["", "3", "3A", "K"]))
def test_two_series_never_write_the_same_number(letters: str, count: int, device: str) -> None:
    for other_letters in ("A", "B", "AA", "AB"):
        for other_device in ("", "3", "3A", "K"):
            same = rules.ticket_number(letters, count, device) == rules.ticket_number(
                other_letters, count, other_device
            )
            assert same == ((letters, device) == (other_letters, other_device))


@pytest.mark.parametrize("text", ["", "A", "037", "A000", "A0037", "A37", "T:A037", "A037-1", "甲037"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert rules.parse_ticket_number(text) is None


@pytest.mark.parametrize("text", ["261123", "261323-A037", "26112-A037", "261123-A000", "A037-261123"])
def test_what_is_no_slip_is_none(text: str) -> None:
    assert rules.parse_slip_code(text) is None


def test_a_typed_number_may_be_full_width_and_small() -> None:
    assert str(rules.parse_ticket_number("ａ０37")) == "A037"


@pytest.mark.parametrize(
    ("letters", "count", "device"), [("a", 1, ""), ("ABCD", 1, ""), ("A", 0, ""), ("A", 1, "三")]
)
def test_what_cannot_be_a_number_is_refused(letters: str, count: int, device: str) -> None:
    with pytest.raises(ValueError, match=r"series|counter"):
        rules.ticket_number(letters, count, device)


def test_a_series_begins_again_every_day_and_belongs_to_one_device() -> None:
    names = {
        rules.ticket_series(day, letters, device)
        for day in (MONDAY, date(2026, 11, 24))
        for letters in ("A", "VA")
        for device in ("", "C03")
    }
    assert len(names) == 8


@given(tickets())
def test_a_record_gives_the_same_ticket_again(made: list[Ticket]) -> None:
    for each in made:
        record = rules.ticket_record(each)
        assert rules.ticket_of(record | {"from_a_later_program": 1}) == each
        assert all(isinstance(value, (str, int, bool, type(None))) for value in record.values())
