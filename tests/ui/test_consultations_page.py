"""The lawyers' page by keys and mouse: booking in four keys, moving, cancelling, waiting, the roster."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.devices.fakes import RememberingPrinter
from app.rules.consultation import BookingStatus, WaitState
from app.rules.roster import Seat
from app.services.consultations import ConsultationService
from app.services.consultations.views import CellView
from tests.services.consulting import (
    LEASE,
    LI,
    NEXT_WEDNESDAY,
    SHOP,
    WEDNESDAY,
    ZHANG,
    person,
    seat,
    with_lawyers,
)
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import DeskPage, give_certificate
from ui.pages.consultations.page import ConsultationsPage


@pytest.fixture
def service(hall: Hall) -> ConsultationService:
    return with_lawyers(hall, WEDNESDAY, NEXT_WEDNESDAY)


def lawyers(page: DeskPage) -> ConsultationsPage:
    return page.desk_window.bench.consultations


def cell(page: DeskPage, place: Seat) -> CellView:
    grid = lawyers(page).grid.grid
    assert grid is not None
    return grid.cells[place]


def at_the_window(page: DeskPage) -> None:
    """Zhang, known here, for a lease."""
    page.press("F2", "Return", "F5")
    page.type("13800000000")
    page.press("Return")
    page.type("fwzl")
    page.press("Return")
    page.keys = 0


# -- J5 --------------------------------------------------------------------------------------------


def test_j5_the_person_at_the_window_gets_a_lawyer_in_four_keys(
    service: ConsultationService, page: DeskPage
) -> None:
    at_the_window(page)
    page.press("Ctrl+L")
    assert page.in_front == "consultations"
    current = lawyers(page).grid.current
    assert current is not None
    assert current.seat == seat("08:30", "l2")  # the first free slot of the lawyer for leases
    page.press("Return")
    page.press("1")
    page.press("Return")
    assert page.keys == 4
    booked = cell(page, seat("08:30", "l2"))
    assert (booked.state, booked.topic) == ("booked", "租赁合同")
    assert page.printed == ["咨询预约凭条"]


def test_j5_somebody_without_a_ticket_takes_five(service: ConsultationService, page: DeskPage) -> None:
    page.press("Ctrl+L")
    page.press("Return")
    page.type("王示例 13800000009")
    page.press("Return")
    page.press("2")
    page.press("Return")
    assert page.keys == 5
    booked = [each for each in service.grid(WEDNESDAY).cells.values() if each.state == "booked"]
    assert [(each.who, each.topic) for each in booked] == [("王*", "劳动用工")]
    assert page.printed == ["咨询预约凭条"]


def test_the_case_at_hand_goes_along(service: ConsultationService, page: DeskPage) -> None:
    at_the_window(page)
    visit = page.draft.id
    page.press("Ctrl+L", "Return", "1", "Return")
    (found,) = service.of_case(visit)
    assert found.status is BookingStatus.BOOKED
    page.press("Escape")
    assert page.in_front == "intake"


# -- what is refused in words ----------------------------------------------------------------------


def test_a_missing_phone_is_asked_for_where_it_is_typed(service: ConsultationService, page: DeskPage) -> None:
    page.press("Ctrl+L", "Return")
    page.type("王示例")
    page.press("Return")
    assert "手机号" in page.said
    assert page.focus_in(lawyers(page).new.field)
    assert service.days()[0].free == 27


def test_a_conflict_of_interest_needs_a_second_enter(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("11:10", "l1"), SHOP, LEASE)
    page.press("Ctrl+L", "Return")
    page.type("王示例 13800000009")
    page.press("Return", "1", "Tab", "Tab")
    page.type("海口示例小馆")
    page.press("Return")
    assert cell(page, seat("08:30", "l1")).state == "free"
    assert "接待过对方当事人" in lawyers(page).new.doubt
    page.press("Return")
    assert cell(page, seat("08:30", "l1")).state == "booked"


def test_a_seat_just_taken_leads_to_the_nearest_one(service: ConsultationService, page: DeskPage) -> None:
    page.press("Ctrl+L", "Return")
    page.type("王示例 13800000009")
    page.press("Return")
    chosen = lawyers(page).grid.current_seat
    assert chosen is not None
    lawyers(page)._on_changed(frozenset())  # nothing is told: another window takes it unseen
    page.desk_window.signals.blockSignals(True)
    service.book(chosen, LI, LEASE)
    page.desk_window.signals.blockSignals(False)
    page.press("1", "Return")
    assert "刚被约走" in page.said
    near = lawyers(page).grid.current
    assert near is not None
    assert (near.state, near.seat.begins) == ("free", chosen.begins)
    assert page.printed == []


# -- moving and cancelling -------------------------------------------------------------------------


def on_the_page(page: DeskPage, place: Seat) -> None:
    page.press("Alt+6")
    lawyers(page).grid.choose_seat(place)
    page.settle()
    page.keys = 0


def test_a_booking_is_moved_by_three_keys(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    page.press("M", "Down", "Return")
    assert page.keys == 3
    assert cell(page, seat("09:50", "l2")).who == "张*"
    assert cell(page, seat("09:30", "l2")).state == "free"


def test_esc_leaves_it_where_it_is(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    page.press("M", "Down", "Escape", "Return")
    assert cell(page, seat("09:30", "l2")).state == "booked"
    assert page.focus_in(lawyers(page).new.field)


def test_a_booking_is_dragged_to_another_seat(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    grid = lawyers(page).grid

    def middle(row: int, column: int) -> QPoint:
        return grid.visualRect(grid.model().index(row, column)).center()

    view = grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(3, 1))
    QTest.mouseMove(view, middle(4, 1))
    QTest.mouseMove(view, middle(5, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(5, 0))
    page.settle()
    assert cell(page, seat("10:10", "l1")).who == "张*"
    assert cell(page, seat("09:30", "l2")).state == "free"


def test_a_drop_on_a_taken_seat_changes_nothing(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    service.book(seat("10:10", "l1"), LI, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    grid = lawyers(page).grid
    places = [grid.visualRect(grid.model().index(row, column)).center() for row, column in ((3, 1), (5, 0))]
    QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseMove(grid.viewport(), places[1])
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=places[1])
    page.settle()
    assert cell(page, seat("09:30", "l2")).who == "张*"
    assert cell(page, seat("10:10", "l1")).who == "李*"


def test_del_cancels_and_ctrl_z_takes_it_back(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    page.press("Delete")
    assert cell(page, seat("09:30", "l2")).state == "free"
    page.press("Ctrl+Z")
    assert cell(page, seat("09:30", "l2")).who == "张*"


# -- the morning itself ----------------------------------------------------------------------------


def test_check_in_begin_and_finish_by_digits(
    service: ConsultationService, page: DeskPage, clock: FrozenClock
) -> None:
    booked = service.book(seat("10:50", "l2"), ZHANG, LEASE)
    clock.set(seat("10:50").at)
    on_the_page(page, seat("10:50", "l2"))
    page.press("Return", "1", "1", "1")
    assert page.focus_in(lawyers(page).detail.outcome)
    page.press("1")
    page.type("已解答")
    page.press("Return")
    done = service.booking(booked.id)
    assert (done.status, done.outcome, done.follow_up) == (BookingStatus.FINISHED, "answered", "已解答")


def test_check_in_takes_a_ticket_where_a_window_calls_for_the_lawyers(
    hall: Hall, service: ConsultationService, page: DeskPage, clock: FrozenClock
) -> None:
    booked = service.book(seat("10:50", "l2"), ZHANG, LEASE)
    clock.set(seat("10:50").at)
    counter = hall.queue.no
    hall.queue.set_businesses(counter, ("A", "L"), ())
    hall.queue.set_state("open")
    on_the_page(page, seat("10:50", "l2"))
    page.press("Return", "1")
    ticket = service.booking(booked.id).ticket
    assert "YL" in ticket
    assert hall.queue.find(ticket).ticket.title == "张*"


def test_the_whole_name_is_shown_while_alt_v_is_held(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    on_the_page(page, seat("09:30", "l2"))

    def shown() -> str:
        return " ".join(label.text() for label in lawyers(page).findChildren(QLabel))

    assert "张示例" not in shown()
    lawyers(page).acting.reveal()
    page.settle()
    assert "张示例" in shown()
    lawyers(page).detail.conceal()
    assert "张示例" not in shown()


def test_a_scanned_slip_brings_its_booking(service: ConsultationService, page: DeskPage) -> None:
    from app.devices.scan_codes import understand

    booked = service.book(seat("09:30", "l2", NEXT_WEDNESDAY), ZHANG, LEASE)
    page.press("Alt+6")
    page.desk_window.window.scanned(understand(f"L:{booked.slip_no}"))
    page.settle()
    assert lawyers(page).day == NEXT_WEDNESDAY
    shown = lawyers(page).detail.booking
    assert shown is not None
    assert shown.id == booked.id


# -- the waiting list ------------------------------------------------------------------------------


def test_a_full_morning_leads_to_the_waiting_list(service: ConsultationService, page: DeskPage) -> None:
    for day in (WEDNESDAY, NEXT_WEDNESDAY):
        for number, place in enumerate(service.reader.free(service.reader.morning(day))):
            service.book(place, person(number), LEASE)
    page.press("Ctrl+L")
    assert "候补" in page.said
    page.press("Alt+W")
    page.type("王示例 13800000009")
    page.press("Return", "2", "Return")
    (line,) = service.grid(WEDNESDAY).waiting
    assert (line.who, line.topic, line.state) == ("王*", "劳动用工", WaitState.WAITING)
    # A place becomes free: it is kept, and the clerk sees whom to call.
    taken = service.grid(WEDNESDAY).cells[seat("09:30", "l2")]
    service.cancel(taken.booking)
    page.settle()
    (button,) = lawyers(page).waiting.buttons
    assert "接受" in button.accessibleName()
    button.setFocus()
    page.press("Return")
    assert cell(page, seat("09:30", "l2")).who == "王*"


def test_filling_in_takes_the_seat_under_the_cursor(service: ConsultationService, page: DeskPage) -> None:
    service.wait(WEDNESDAY, LI, LEASE)
    on_the_page(page, seat("10:10", "l3"))
    lawyers(page).waiting.buttons[0].click()
    page.settle()
    assert cell(page, seat("10:10", "l3")).who == "李*"
    assert lawyers(page).waiting.buttons == []


# -- the roster ------------------------------------------------------------------------------------


def test_a_slot_away_by_one_key_lists_whom_to_call(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    page.press("S")
    assert cell(page, seat("09:30", "l2")).state == "closed"
    assert "电话改约" in page.said
    (button,) = lawyers(page).waiting.buttons
    button.click()
    page.settle()
    page.press("Return")
    moved = [each for each in service.grid(WEDNESDAY).cells.values() if each.state == "booked"]
    assert [each.who for each in moved] == ["张*"]
    assert lawyers(page).waiting.buttons == []


def test_a_morning_without_roster_says_so_and_is_published_in_two_keys(
    service: ConsultationService, page: DeskPage
) -> None:
    page.press("Alt+6")
    third = date(2026, 12, 9)
    lawyers(page).show_day(third)
    page.settle()
    empty = lawyers(page).grid.grid
    assert empty is not None
    assert empty.columns == ()
    lawyers(page)._make.click()
    page.settle()
    assert page.focus_in(lawyers(page).roster)
    page.press("Return")
    assert len(service.grid(third).cells) == 27


def test_digits_put_lawyers_on_duty_and_take_them_off(service: ConsultationService, page: DeskPage) -> None:
    booked = service.book(seat("09:30", "l3"), ZHANG, LEASE)
    page.press("Alt+6")
    lawyers(page).open_roster()
    page.settle()
    page.press("3", "Return")
    assert [column.lawyer for column in service.grid(WEDNESDAY).columns] == ["l1", "l2"]
    assert service.booking(booked.id).status is BookingStatus.DISPLACED
    assert "电话改约" in lawyers(page).roster.said.text()


def test_a_new_lawyer_is_typed_in_and_sits_there(service: ConsultationService, page: DeskPage) -> None:
    page.press("Alt+6")
    lawyers(page).open_roster()
    page.settle()
    lawyers(page).roster.new.click()
    page.type("示例律师戊")
    page.press("Return")
    page.type("样本律师事务所")
    page.press("Return")
    page.type("税费、合同")
    page.press("Return")
    page.type("三楼 2 室")
    page.press("Return")
    made = next(each for each in service.lawyers() if each.name == "示例律师戊")
    assert (made.firm, made.fields, made.room) == ("样本律师事务所", ("税费", "合同"), "三楼 2 室")
    assert page.focus_in(lawyers(page).roster)
    page.press("4", "Return")
    assert [column.name for column in service.grid(WEDNESDAY).columns][-1] == "示例律师戊"
    assert service.grid(WEDNESDAY).columns[-1].room == "三楼 2 室"


# -- for everybody ---------------------------------------------------------------------------------


def test_a_screen_reader_hears_every_seat(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    page.press("Alt+6")
    grid = lawyers(page).grid
    interface = QAccessible.queryAccessibleInterface(grid)
    names = [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())]
    assert "09:30 示例律师乙 张* 租赁合同 已约" in names
    assert "09:50 示例律师乙 空闲" in names
    assert "示例律师丙" in names  # the column's head
    assert "09:30 – 09:50" in names  # the row's head
    assert sum("空闲" in name for name in names) == 26
    for button in lawyers(page).findChildren(type(lawyers(page).new.button)):
        assert button.accessibleName()


def test_no_whole_name_stands_on_the_page(service: ConsultationService, page: DeskPage) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    service.wait(WEDNESDAY, LI, LEASE)
    on_the_page(page, seat("09:30", "l2"))
    texts = " ".join(label.text() for label in lawyers(page).findChildren(QLabel))
    assert "张示例" not in texts
    assert "李样本" not in texts
    assert "13800000000" not in texts


def test_locking_forgets_who_was_at_the_window(service: ConsultationService, page: DeskPage) -> None:
    at_the_window(page)
    page.press("Ctrl+L")
    assert lawyers(page).new.chooser
    page.press("F12")
    assert lawyers(page).new.chooser == ""


def test_a_card_gives_name_and_known_phone(hall: Hall, service: ConsultationService, page: DeskPage) -> None:
    give_certificate(hall, "resident_id", ZHANG.id_number)
    page.press("Ctrl+L", "Return", "F5")
    assert lawyers(page).new.client().name
    assert page.focus_in(lawyers(page).new.field)  # its phone is not known: asked for


def test_the_figures_take_the_place_of_the_grid_and_are_saved(
    service: ConsultationService, page: DeskPage, tmp_path: Path
) -> None:
    service.book(seat("09:30", "l2"), ZHANG, LEASE)
    page.press("Alt+6")
    lawyers(page)._left.figures.click()
    page.settle()
    assert lawyers(page).shows_report
    assert "11" in lawyers(page).report.months.accessibleDescription()
    lawyers(page).acting.save(tmp_path / "a.csv")
    page.settle()
    assert "示例律师乙,1,0,0,0,0,1" in (tmp_path / "a.csv").read_text("utf-8-sig")
    page.press("Escape")
    assert not lawyers(page).shows_report
    lawyers(page).acting.save(tmp_path / "a.ics")
    page.settle()
    assert b"BEGIN:VEVENT" in (tmp_path / "a.ics").read_bytes()


def test_a_hall_with_a_roll_printer_prints_narrow_slips(service: ConsultationService, page: DeskPage) -> None:
    service.rules = replace(service.rules, slip="80mm")
    page.press("Ctrl+L", "Return")
    page.type("王示例 13800000009")
    page.press("Return", "2", "Return")
    printer = page.devices.printer
    assert isinstance(printer, RememberingPrinter)
    width = float(PdfReader(io.BytesIO(printer.printed[0].pdf)).pages[0].mediabox.width)
    assert round(width / 72 * 25.4) == 80
