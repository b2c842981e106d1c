"""Calls one after the other: what is said, in which order, and that none is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.announcing import LEAST_MS, Stage, counter_read_out, read_out, sentence
from app.rules.board import CENTRE, Board, CallLine
from tests.rules.queue_hall import NINE, at


def call(
    number: str, second: float = 0, counter: str = "3", state: str = "called", calls: int = 1
) -> CallLine:
    return CallLine(f"id-{number}", number, counter, "张*", "综合", state, at(second / 60), calls)


def board(*calls: CallLine, second: float = 0) -> Board:
    newest_first = sorted(calls, key=lambda line: line.at, reverse=True)
    return Board(at(second / 60), CENTRE, tuple(newest_first))


@pytest.mark.parametrize(
    ("number", "said"),
    [("A037", "A 零三七"), ("VA001", "V A 零零一"), ("3-A007", "三 A 零零七"), ("YB1204", "Y B 一二零四")],
)
def test_a_number_is_read_digit_by_digit(number: str, said: str) -> None:
    assert read_out(number) == said


@pytest.mark.parametrize(
    ("counter", "said"),
    [
        ("3", "三"),
        ("10", "十"),
        ("12", "十二"),
        ("20", "二十"),
        ("35", "三十五"),
        ("B3", "B 三"),
        ("导服台", "导服台"),
    ],
)
def test_a_window_is_read_as_a_number(counter: str, said: str) -> None:
    assert counter_read_out(counter) == said


def test_the_sentence_names_number_and_window() -> None:
    assert sentence("A037", "3") == "请 A 零三七 号，到 三 号窗口。"


def test_two_calls_a_second_apart_are_two_cards_in_order() -> None:
    stage = Stage()
    stage.see(board(call("A001"), call("A002", 1), second=1))
    first = stage.advance(0, speaking=False)
    assert first is not None
    assert first.number == "A001"
    assert stage.advance(LEAST_MS - 1, speaking=False) is None
    assert stage.advance(LEAST_MS + 5, speaking=True) is None  # the voice is never cut
    second = stage.advance(LEAST_MS + 6, speaking=False)
    assert second is not None
    assert second.number == "A002"
    assert [line.number for line in stage.rows] == ["A001"]


def test_a_call_that_waits_for_its_turn_is_on_the_screen_at_once() -> None:
    stage = Stage()
    stage.see(board(call("A001"), call("A002", 1), second=1))
    stage.advance(0, speaking=False)
    assert [line.number for line in stage.rows] == ["A002"]


def test_a_recall_is_announced_again_and_a_waiting_one_only_once() -> None:
    stage = Stage()
    stage.see(board(call("A001"), call("A002", 1), second=1))
    stage.advance(0, speaking=False)
    again = call("A002", 4, calls=2)
    stage.see(board(call("A001"), again, second=4))
    assert list(stage.waiting) == [again]
    stage.advance(LEAST_MS, speaking=False)
    thrice = call("A002", 30, calls=3)
    stage.see(board(call("A001"), thrice, second=30))
    assert list(stage.waiting) == [thrice]


def test_a_call_taken_back_before_its_turn_is_not_announced() -> None:
    stage = Stage()
    stage.see(board(call("A001"), call("A002", 1), second=1))
    stage.advance(0, speaking=False)
    stage.see(board(call("A001"), second=3))
    assert stage.advance(LEAST_MS, speaking=False) is None


def test_a_screen_switched_on_does_not_cry_out_old_calls() -> None:
    stage = Stage()
    stage.see(board(call("A001", 0), second=600))
    assert not stage.waiting
    assert stage.big is not None
    assert stage.big.number == "A001"


def test_the_card_shows_what_became_of_its_call() -> None:
    stage = Stage()
    stage.see(board(call("A001")))
    stage.advance(0, speaking=False)
    stage.see(board(call("A001", state="serving"), second=20))
    assert stage.big is not None
    assert stage.big.state == "serving"


def test_in_a_rush_each_call_is_said_once() -> None:
    stage = Stage()
    stage.see(board(*(call(f"A{count:03d}", count) for count in range(1, 6)), second=5))
    stage.advance(0, speaking=False)
    assert stage.repeats == 1
    for turn in (1, 2, 3):
        stage.advance(turn * LEAST_MS, speaking=False)
    assert stage.repeats == 2


events = st.lists(
    st.tuples(st.sampled_from(["call", "look"]), st.integers(0, 9), st.integers(1, 15_000), st.booleans()),
    max_size=40,
)


@given(events)
def test_every_call_has_its_whole_turn_once_in_the_order_of_calling(
    happened: list[tuple[str, int, int, bool]],
) -> None:
    stage, now, calls, begun = Stage(), 0, dict[str, CallLine](), list[tuple[int, CallLine]]()
    for what, which, wait, speaking in happened:
        now += wait
        if what == "call":
            number = f"A{which:03d}"
            before = calls.get(number)
            moment = NINE + timedelta(milliseconds=now)
            calls[number] = call(number) if before is None else replace(before, calls=before.calls + 1)
            calls[number] = replace(calls[number], at=moment)
            newest = sorted(calls.values(), key=lambda line: line.at, reverse=True)
            stage.see(Board(moment, CENTRE, tuple(newest)))
        else:
            turn = stage.advance(now, speaking=speaking)
            if turn is not None:
                assert not speaking
                begun.append((now, turn))
    while (turn := stage.advance(now := now + LEAST_MS, speaking=False)) is not None:
        begun.append((now, turn))
    moments = [moment for moment, _ in begun]
    assert all(later - earlier >= LEAST_MS for earlier, later in pairwise(moments))
    keys = [line.key for _, line in begun]
    assert len(keys) == len(set(keys))
    # The last call of everybody was announced; only a recall of one still waiting stood for both.
    assert {line.key for line in calls.values()} <= set(keys)
