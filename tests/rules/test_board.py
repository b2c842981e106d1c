"""What the hall may see: the last calls, who waits for what, who is next; never a person."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given

from app.rules import ticket as rules
from app.rules.board import CENTRE, WINDOW, board_from, board_of, board_record
from app.rules.ticket import Ticket, TicketClass
from tests.rules.queue_hall import NINE, RULES, at, ticket, tickets

OPEN = [each for each in RULES.counters if each.no in ("1", "3", "5")]


def test_the_newest_call_is_first_and_a_recall_is_announced_again() -> None:
    older, newer = rules.called(ticket("A001"), "1", at(5)), rules.called(ticket("A002", 1), "3", at(6))
    board = board_of([older, newer], RULES, OPEN, at(7), source=CENTRE)
    assert [line.number for line in board.calls] == ["A002", "A001"]
    again = board_of([rules.recalled(older, at(8), 3), newer], RULES, OPEN, at(8), source=CENTRE)
    assert again.calls[0].number == "A001"
    assert again.calls[0].key != board.calls[1].key


def test_missed_numbers_stay_on_the_board_and_finished_ones_go() -> None:
    missed = rules.missed(rules.called(ticket("A001"), "1", at(5)), at(7), "nobody")
    done = rules.finished(rules.called(ticket("A002"), "3", at(5)), at(7))
    board = board_of([missed, done], RULES, OPEN, at(8), source=CENTRE)
    assert [(line.number, line.state) for line in board.calls] == [("A001", "missed")]


def test_a_business_that_tells_something_of_the_person_has_no_name() -> None:
    called = [rules.called(ticket("A001", title="张*"), "1", at(1)), rules.called(ticket("D001"), "3", at(2))]
    board = board_of([*called, ticket("D002")], RULES, OPEN, at(3), source=CENTRE)
    assert [(line.title, line.name) for line in board.calls] == [("", ""), ("张*", "综合")]
    assert {line.letter: line.name for line in board.waiting}["D"] == ""


def test_booked_visitors_have_a_row_of_their_own() -> None:
    booked = ticket("YA001", kind=TicketClass.BOOKED, due_from=at(30))
    board = board_of([booked, ticket("A001")], RULES, OPEN, at(3), source=CENTRE)
    last = board.waiting[-1]
    assert (last.letter, last.people, last.by_slot) == ("Y", 1, True)
    assert {line.letter: line.people for line in board.waiting}["A"] == 1


def test_the_next_of_every_open_window_should_get_ready() -> None:
    waiting = [ticket("B001", 0), ticket("A001", 1), ticket("A002", 2), ticket("A003", 3)]
    assert board_of(waiting, RULES, OPEN, at(5), source=CENTRE).next_up == ("B001", "A001", "A002")


def test_an_area_shows_the_calls_of_its_own_windows() -> None:
    upstairs = [replace(OPEN[0], area="三楼"), *OPEN[1:]]
    there = replace(RULES, counters=tuple(upstairs))
    called = [rules.called(ticket("A001"), "1", at(1)), rules.called(ticket("A002"), "3", at(2))]
    board = board_of(called, there, upstairs, at(3), source=CENTRE, area="三楼")
    assert [line.number for line in board.calls] == ["A001"]


def test_the_estimate_is_told_where_a_window_is_open_for_it() -> None:
    board = board_of([ticket("A001"), ticket("L001")], RULES, OPEN, NINE, source=WINDOW)
    lines = {line.letter: line for line in board.waiting}
    assert lines["A"].high_min is not None
    assert (lines["L"].people, lines["L"].high_min, lines["L"].open_counters) == (1, None, 0)


@given(tickets())
def test_a_board_is_the_same_after_its_journey(queue: list[Ticket]) -> None:
    board = board_of(queue, RULES, OPEN, at(60), source=CENTRE)
    assert board_from(json.loads(json.dumps(board_record(board)))) == board
