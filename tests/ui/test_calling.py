"""Calling at the desk by keys: next, at the window, recall, missed, transfer, pause, chosen, taking back."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.devices.scan_codes import understand
from app.rules.identity import IdKind
from app.rules.ticket import TicketState
from app.services.queue.views import Person
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, ZHANG, DeskPage, accept_before, give_certificate
from ui.widgets.keys import KeyButton

PERSON = Person(ZHANG.name, IdKind.RESIDENT_ID, ZHANG.id_number, ZHANG.phone, from_card=True)
NEW = Person("李新样", IdKind.RESIDENT_ID, "460108199003071238", "13800000001", from_card=True)


def take(hall: Hall, clock: FrozenClock, *people: Person) -> list[str]:
    numbers = []
    for person in people:
        numbers.append(hall.queue.taking.take("A", person=person).ticket.number)
        clock.advance(timedelta(seconds=1))
    return numbers


@pytest.fixture
def waiting(hall: Hall, clock: FrozenClock) -> list[str]:
    """Three people with numbers; the first was here in September."""
    accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    give_certificate(hall, "resident_id", ZHANG.id_number)
    return take(hall, clock, PERSON, NEW, Person())


def state(page: DeskPage, number: str) -> TicketState:
    return page.hall.queue.find(number).ticket.state


def strip(page: DeskPage) -> str:
    found = page.desk_window.window.strip.findChildren(QLabel)
    return " ".join(label.text() for label in found if label.isVisible())


def arrive_button(page: DeskPage) -> KeyButton:
    return page.desk_window.window.strip.arrive


def test_j1_with_a_ticket_takes_nine_keys(waiting: list[str], page: DeskPage) -> None:
    page.press("F2")
    assert page.focus_in(arrive_button(page))
    assert "C03-A001" in strip(page)
    assert "张示例" in strip(page)
    page.press("Return")  # 到窗
    assert page.draft.ticket == "C03-A001"
    assert page.draft.applicant.name == "张示例"
    page.type("fwzl")
    page.press("Return", "Return")
    page.press("1", "1")
    page.press("F9", "Return")
    assert page.in_front == "receipt"
    page.press("Return")
    assert page.keys == 9
    assert state(page, "C03-A001") is TicketState.DONE  # with its case


def test_the_strip_says_how_many_wait_and_who_follows(waiting: list[str], page: DeskPage) -> None:
    page.press("F2")
    said = strip(page)
    assert "等候 2 人" in said
    assert "C03-A002" in said
    assert "正在呼叫 1/3" in said


def test_a_new_person_from_the_kiosk_is_on_the_desk_with_name_and_number(
    waiting: list[str], page: DeskPage
) -> None:
    page.press("F2", "Return", "F2", "Return")
    assert (page.draft.applicant.name, page.draft.applicant.id_number) == (NEW.name, NEW.id_number)
    assert state(page, waiting[0]) is TicketState.DONE
    assert state(page, waiting[1]) is TicketState.SERVING


def test_a_number_without_a_person_asks_for_the_applicant(
    hall: Hall, clock: FrozenClock, page: DeskPage
) -> None:
    take(hall, clock, Person())
    page.settle()
    page.press("F2", "Return")
    assert page.draft.applicant.is_empty
    assert page.draft.ticket == "C03-A001"
    assert page.focus_in(page.intake.applicant)


def test_f2_twice_calls_one_person(waiting: list[str], page: DeskPage) -> None:
    page.press_fast("F2", "F2")
    assert [state(page, number) for number in waiting].count(TicketState.CALLED) == 1
    page.press("F2")
    assert "还没有到窗" in page.said
    assert [state(page, number) for number in waiting].count(TicketState.CALLED) == 1


def test_recalls_are_counted_and_limited(waiting: list[str], page: DeskPage) -> None:
    page.press("F2", "F3", "F3")
    assert "正在呼叫 3/3" in strip(page)
    page.press("F3")
    assert "没有人来" in page.said


def test_missed_has_a_reason_and_is_taken_back(waiting: list[str], page: DeskPage) -> None:
    page.press("F2", "Alt+G", "2")
    assert page.hall.queue.find(waiting[0]).ticket.reason == "left"
    page.press("Ctrl+Z")
    assert state(page, waiting[0]) is TicketState.CALLED
    page.press("Alt+G", "Return")
    assert page.hall.queue.find(waiting[0]).ticket.reason == "nobody-came"
    page.press("F2")
    assert state(page, waiting[1]) is TicketState.CALLED


def test_a_wrong_call_is_taken_back_with_its_waiting_time(waiting: list[str], page: DeskPage) -> None:
    before = page.hall.queue.find(waiting[0]).ticket
    page.press("F2", "Ctrl+Z")
    assert page.hall.queue.find(waiting[0]).ticket == before
    assert not arrive_button(page).isVisible()


def test_transfer_to_a_window_and_to_a_business(waiting: list[str], page: DeskPage) -> None:
    page.press("F2", "Return", "Alt+T")
    page.type("5")
    page.press("Return")
    assert page.hall.queue.find(waiting[0]).ticket.wanted == "5"
    page.press("F2", "Alt+T")
    page.type("c")
    page.press("Return")
    moved = page.hall.queue.find(waiting[1]).ticket
    assert (moved.business, moved.number) == ("C", waiting[1])
    page.press("Alt+T", "Escape")


def test_pause_and_resume(waiting: list[str], page: DeskPage) -> None:
    page.press("Alt+P")
    assert "暂停" in strip(page)
    page.press("F2")
    assert "暂停服务" in page.said
    page.press("Alt+P", "F2")
    assert state(page, waiting[0]) is TicketState.CALLED


def test_a_chosen_number_and_one_put_aside(waiting: list[str], page: DeskPage) -> None:
    page.press("Alt+N")
    page.type(waiting[1])
    page.press("Return")
    assert state(page, waiting[1]) is TicketState.CALLED
    page.press("Return", "Alt+Q")
    assert state(page, waiting[1]) is TicketState.HELD
    page.press("F2", "Return", "Alt+N")
    page.type(waiting[1])
    page.press("Return")
    assert state(page, waiting[1]) is TicketState.SERVING
    assert page.draft.applicant.name == NEW.name
    page.press("Alt+N")
    page.type("Z99")
    page.press("Return")
    assert "不是排队号" in page.said


def test_when_nobody_waits_f2_begins_with_whoever_comes(
    hall: Hall, clock: FrozenClock, page: DeskPage
) -> None:
    (number,) = take(hall, clock, Person())
    page.settle()
    page.press("F2", "Return")
    page.press("F2")
    assert state(page, number) is TicketState.DONE
    assert page.draft.ticket is None
    assert "直接接待" in strip(page)


def test_a_hall_without_numbers_works_as_before(page: DeskPage) -> None:
    page.press("F2")
    assert page.draft.ticket is None
    assert "未接取号机" in strip(page)
    page.press("F3")
    assert "未接取号机" in page.said


def test_calls_from_elsewhere_never_move_the_focus(waiting: list[str], page: DeskPage) -> None:
    page.press("F2", "Return")
    page.press("Alt+2")
    focused = page.desk_window.window.focusWidget()
    page.hall.queue.taking.take("A")
    page.settle()
    assert page.desk_window.window.focusWidget() is focused
    assert page.in_front == "cases"


def test_a_slip_scanned_at_a_free_window_is_called_there(waiting: list[str], page: DeskPage) -> None:
    page.desk_window.window.scanned(understand(f"T:261123-{waiting[2]}"))
    page.settle()
    assert state(page, waiting[2]) is TicketState.CALLED
    page.desk_window.window.scanned(understand(f"T:261123-{waiting[0]}"))
    page.settle()
    assert "等候" in page.said
    page.desk_window.window.scanned(understand("T:261120-A001"))
    assert "重新取号" in page.said
    page.desk_window.window.scanned(understand("T:nonsense"))
    assert "不是排队小票" in page.said
