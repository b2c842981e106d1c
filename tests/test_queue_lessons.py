"""What queue systems were complained of before: for each complaint a test, or why it cannot happen."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent

# Number of the complaint → the tests that would fail if it came back.
TESTED: Final[dict[int, tuple[str, ...]]] = {
    # two clerks call one person
    1: ("central/test_queueing.py::test_many_windows_and_kiosks_at_once",),
    2: ("central/test_queueing.py::test_many_windows_and_kiosks_at_once",),
    # call, come and begin are one table of moves, not flags of ticket and clerk
    3: ("rules/test_ticket.py::test_every_sequence_of_acts_stays_in_the_table",),
    # one ticket on two terminals: only its owner's acts count
    4: ("central/test_queueing.py::test_the_loser_of_a_call_is_told_in_the_inbox",),
    # the same ticket shown several times at rush
    5: ("rules/test_announcing.py::test_every_call_has_its_whole_turn_once_in_the_order_of_calling",),
    # two tickets open at one window
    6: ("services/test_queue.py::test_the_next_one_is_not_called_over_somebody_who_may_still_come",),
    # numbers repeat
    7: ("services/test_queue.py::test_numbers_and_calls_survive_a_restart",
        "rules/test_ticket.py::test_two_series_never_write_the_same_number"),
    8: ("central/test_queueing.py::test_a_kiosk_that_was_cut_off_hands_in_its_own_series",),
    # numbers tied to the UTC day
    9: ("services/test_queue.py::test_the_day_of_a_ticket_is_the_halls_day",),
    # the display names a window that did not call
    10: ("services/test_queue.py::test_a_call_names_the_window_on_the_board_at_once",),
    # a misclick resets the times
    11: ("services/test_queue.py::test_a_misclick_is_taken_back_with_every_time_it_had",),
    # "next" respects the number of repeat calls
    12: ("services/test_queue.py::test_the_fourth_call_is_refused",
         "services/test_queue.py::test_the_next_one_is_not_called_over_somebody_who_may_still_come"),
    # waiting time recomputed on every recall
    13: ("rules/test_ticket.py::test_the_waiting_time_is_that_of_the_first_call_whatever_comes_after",),
    # one failing list takes the whole view down
    15: ("ui/test_hall_display.py::test_a_screen_that_hears_nothing_says_so_and_keeps_what_it_shows",),
    # a reactivated ticket is not shown to who marked the no-show
    16: ("services/test_queue.py::test_a_missed_visitor_comes_back_after_three_people",
         "ui/test_queue_page.py::test_a_missed_number_comes_back_by_two_keys"),
    # some halls want the queue kept at night
    17: ("services/test_queue.py::test_what_was_left_open_overnight_is_ended_in_the_morning",
         "rules/test_queue_file.py::test_the_halls_own_file_goes_before_the_programs"),
    # a second announcement overrides or cuts the first
    18: ("ui/test_announcements.py::test_two_calls_a_second_apart_are_two_whole_announcements_in_order",),
    19: ("rules/test_announcing.py::test_the_sentence_names_number_and_window",
         "ui/test_announcements.py::test_two_calls_a_second_apart_are_two_whole_announcements_in_order"),
    20: ("rules/test_announcing.py::test_a_window_is_read_as_a_number",),
    # the sound stops
    21: ("ui/test_announcements.py::test_without_a_sound_device_the_calls_go_on_and_the_screen_knows",),
    22: ("ui/test_announcements.py::test_without_a_voice_the_gong_still_sounds",),
    # lists do not refresh for clerks
    23: ("sync/test_queue.py::test_a_number_of_the_kiosk_is_called_at_the_window_with_its_person",
         "sync/test_hall_display.py::test_a_call_is_pushed_to_the_display_and_an_outage_is_told"),
    # print failed, the number still counts as issued
    25: ("ui/test_kiosk.py::test_a_printer_without_paper_voids_the_number_visibly",
         "ui/test_kiosk.py::test_paper_that_ends_in_mid_slip_asks_and_prints_again_with_a_mark"),
    # a double tap issues two numbers
    26: ("ui/test_kiosk.py::test_a_double_tap_gives_one_ticket",),
    # a printer that must be there; codes printed as text
    27: ("documents/test_escpos.py::test_a_slip_is_sent_in_the_printers_own_font_with_both_codes_and_cut",
         "documents/test_escpos.py::test_a_kiosk_without_a_printer_says_so"),
    28: ("documents/test_slip.py::test_a_slip_says_hall_number_people_wait_windows_time_and_reminders",),
    29: ("documents/test_slip.py::test_a_slip_says_hall_number_people_wait_windows_time_and_reminders",),
}  # fmt: skip
# What cannot happen by how it is made.
IMPOSSIBLE: Final[dict[int, str]] = {
    14: "A recall waits for no timer: it is counted and limited by the hall's rules, and each is announced.",
    24: "A display holds one line to the centre, that of the sync: no second socket can come back wrongly.",
}


@cache
def names(file: str) -> frozenset[str]:
    """The tests of a file."""
    parsed = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef))


def test_every_complaint_is_answered() -> None:
    assert sorted([*TESTED, *IMPOSSIBLE]) == list(range(1, 30))


@pytest.mark.parametrize("number", TESTED)
def test_the_tests_that_answer_it_are_there(number: int) -> None:
    for named in TESTED[number]:
        file, _, test = named.partition("::")
        assert test in names(file), named
