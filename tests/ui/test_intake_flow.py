"""The visit on the desk: marks and undo, what blocks a decision, what survives, who may be refused."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.clock import FrozenClock
from app.rules.case import CaseStatus, RefusalGround
from app.rules.catalogue import Material, Necessity
from app.rules.checklist import MaterialState, MissingReason
from app.rules.identity import IdKind
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import MORNING, DeskPage, desk_page, open_demo

COMPLETE, MISSING, UNCHECKED = MaterialState.COMPLETE, MaterialState.MISSING, MaterialState.UNCHECKED


def begin(page: DeskPage, item: str, *answers: str) -> None:
    page.press("F2", "Return", "F5")
    page.type("13800000000")
    page.press("Return")
    page.type(item)
    page.press("Return", *answers)


def test_the_desk_is_free_at_first_and_one_key_begins_a_visit(page: DeskPage) -> None:
    assert page.intake.idle.isVisible()
    page.press("F2")
    assert page.focus_in(page.intake.applicant.finder.field)


def test_every_workspace_takes_the_focus_and_gives_it_back(page: DeskPage) -> None:
    for key in ("Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+7", "Alt+8", "Alt+9", "Alt+0", "Alt+U"):
        page.press(key)
        assert QApplication.focusWidget() is not None, key
    page.press("Alt+1")
    assert page.focus_in(page.intake.idle)


def test_a_digit_marks_saves_and_goes_on_to_the_next_row(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1")
    assert page.row == 2
    page.press("2")
    assert page.states() == [COMPLETE, MISSING, UNCHECKED]
    assert page.hall.intake.open(page.draft.id).marks == page.draft.marks


def test_digits_of_the_keypad_mark_too(page: DeskPage) -> None:
    begin(page, "yljg")
    handle = page.desk_window.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier)
    page.settle()
    assert page.states()[0] is COMPLETE


def test_three_is_refused_in_words_when_the_catalogue_forbids_it(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("3")
    assert page.states()[0] is UNCHECKED
    assert "不可容缺" in page.said
    assert page.row == 1


def test_undo_takes_back_one_act_after_the_other_and_returns_to_its_row(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "2")
    page.press("Ctrl+Z")
    assert page.states() == [COMPLETE, UNCHECKED, UNCHECKED]
    assert page.row == 2
    page.press("Ctrl+Z")
    assert page.states() == [UNCHECKED] * 3
    assert page.row == 1
    assert page.hall.intake.open(page.draft.id).mark("yljg-01").state is UNCHECKED


def test_after_the_last_mark_the_likely_act_has_the_focus_and_up_goes_back(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "1", "1")
    assert page.focus_in(page.intake.conclusion.accept)
    page.press("2")  # the last row was marked wrong: the digit still reaches it
    assert page.states() == [COMPLETE, COMPLETE, MISSING]
    assert page.focus_in(page.intake.conclusion.notify)
    page.press("Up")
    assert page.focus_in(page.intake.table)
    assert page.row == 3


@pytest.mark.parametrize("key", ["F8", "F9"])
def test_a_row_still_to_check_blocks_the_decision_and_gets_the_focus(page: DeskPage, key: str) -> None:
    begin(page, "yljg")
    page.press("2", "Home", "Down", "Down", "1")
    page.press("F7", key)
    assert page.row == 2
    assert page.focus_in(page.intake.table)
    assert "第 2 项" in page.said
    assert page.in_front == "intake"
    assert not page.intake.accept_strip.isVisible()


def test_f9_twice_and_enter_twice_accept_once(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "1", "1")
    page.press("F9", "F9")
    assert page.intake.accept_strip.isVisible()
    assert page.hall.cases.search("") == ()
    page.press_fast("Return", "Return", "F9")
    assert len(page.hall.cases.search("")) == 1


def test_esc_leaves_the_strip_and_the_visit_is_as_it_was(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "1", "1", "F9", "Esc")
    assert not page.intake.accept_strip.isVisible()
    assert page.states() == [COMPLETE] * 3
    page.press("F9", "Return")
    assert page.in_front == "receipt"


def test_the_reason_chooser_has_its_own_digits_and_enter_closes_it(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("2", "Up", "Return")
    page.press("4")
    assert page.draft.mark("yljg-01").reason is MissingReason.NO_SEAL
    assert page.states()[0] is MISSING
    page.press("Return")
    assert page.focus_in(page.intake.table)
    assert page.row == 2


def test_another_deadline_is_chosen_by_a_digit(page: DeskPage) -> None:
    begin(page, "xfjc", "1")
    page.press("1", "1", "3", "Up", "Return", "1")
    due = page.draft.mark("xfjc-04").due
    assert due is not None
    assert due.isoformat() == "2026-11-30"


def test_a_visit_set_aside_comes_back_with_undo_and_with_ctrl_tab(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "Ctrl+S")
    assert page.intake.idle.isVisible()
    page.press("Ctrl+Z")
    assert page.states() == [COMPLETE, UNCHECKED, UNCHECKED]
    page.press("Ctrl+S", "F2", "Ctrl+Tab")
    assert page.states() == [COMPLETE, UNCHECKED, UNCHECKED]
    assert page.row == 2


def test_f2_with_a_visit_open_keeps_it_as_unfinished(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "F2")
    assert page.draft.is_empty
    assert [visit.title for visit in page.hall.intake.drafts()] == ["赵示例"]


def test_the_next_person_finds_nothing_typed_for_the_one_before(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("F2")
    assert page.intake.finder.finder.field.text() == ""


def test_an_unfinished_visit_is_thrown_away_only_with_a_second_enter(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("Ctrl+S", "Down", "Delete", "Esc")
    assert len(page.hall.intake.drafts()) == 1
    page.press("Delete", "Return")
    assert page.hall.intake.drafts() == ()


def test_a_visit_survives_the_end_of_the_program(
    qapp: QApplication, chinese: None, dressed: object, tmp_path: Path
) -> None:
    folder = tmp_path / "hall"
    with desk_page(qapp, open_demo(folder), tmp_path) as first:
        begin(first, "yljg")
        first.press("1")
    with desk_page(qapp, open_demo(folder, FrozenClock(MORNING)), tmp_path) as again:
        assert [hit.title for hit in again.intake.idle.list.hits] == ["赵示例"]
        again.press("Down", "Return")
        assert again.states() == [COMPLETE, UNCHECKED, UNCHECKED]
        assert again.row == 2


def test_refusing_wants_one_of_two_grounds_and_for_the_second_the_authority(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("Alt+B", "Return")
    assert "法定情形" in page.said
    page.press("2", "Return")
    assert page.focus_in(page.intake.refuse_strip.authority)
    page.type("示例市卫健委")
    page.press("Return")
    page.type("不属于区级权限")
    page.press("Return")
    assert page.hall.cases.search("") == ()
    page.press("Return")
    (line,) = page.hall.cases.search("")
    case = page.hall.cases.case(line.id)
    assert case.status is CaseStatus.REFUSED
    assert case.ground is RefusalGround.NOT_OUR_AUTHORITY
    assert case.authority == "示例市卫健委"
    assert page.in_front == "receipt"


def test_a_supplement_visit_shows_only_what_is_still_owed(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "2", "1", "F8", "Return")
    (line,) = page.hall.cases.search("")
    page.press("Alt+1")
    page.intake.desk.supplement(line.case_no)
    page.settle()
    assert len(page.rows()) == 1
    page.press("1", "F9", "Return")
    assert page.hall.cases.case(line.id).status is CaseStatus.ACCEPTED


def test_an_acceptance_is_taken_back_within_ten_minutes_and_is_a_visit_again(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "1", "1", "F9", "Return", "Alt+Z")
    assert page.in_front == "intake"
    assert page.states() == [COMPLETE] * 3
    (line,) = page.hall.cases.search("")
    assert page.hall.cases.case(line.id).status is CaseStatus.DRAFT


def test_a_dead_printer_never_undoes_an_acceptance(page: DeskPage) -> None:
    begin(page, "yljg")
    page.devices.printer.trouble = "out-of-paper"  # type: ignore[attr-defined]
    page.press("1", "1", "1", "F9", "Return", "Return")
    (line,) = page.hall.cases.search("")
    assert line.status is CaseStatus.ACCEPTED
    assert page.printed == []
    page.devices.printer.trouble = ""  # type: ignore[attr-defined]
    page.press("Return")
    assert page.printed == ["受理通知书", "材料清单"]


def test_printing_again_asks_why_and_is_recorded(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "1", "1", "F9", "Return", "Return", "Ctrl+P", "2", "Return")
    assert page.printed == ["受理通知书", "材料清单", "受理通知书"]
    (line,) = page.hall.cases.search("")
    assert page.hall.cases.case(line.id).notices[0].reprints == 1


def test_f2_on_the_receipt_prints_and_serves_the_next(page: DeskPage) -> None:
    begin(page, "yljg")
    page.press("1", "1", "1", "F9", "Return", "F2")
    assert page.printed == ["受理通知书", "材料清单"]
    assert page.in_front == "intake"
    assert page.focus_in(page.intake.applicant.finder.field)


@pytest.mark.parametrize(
    "name", ["买买提·示例", "𠮷示例", "㼆样本", "Anna-Maria O'Example van der Sample-Longname III 示例"]
)
def test_any_legal_name_goes_through_the_form_to_the_paper(page: DeskPage, name: str) -> None:
    page.press("F2", "Return")
    page.type("460107198506152266")
    page.press("Return")
    page.type(name)
    page.press("Return", "Return")
    page.type("yljg")
    page.press("Return", "1", "1", "1", "F9", "Return")
    (line,) = page.hall.cases.search("")
    assert line.applicant == name
    page.press("Return")
    assert "受理通知书" in page.printed


def test_an_organisation_is_recognised_by_its_code_and_may_send_an_agent(page: DeskPage) -> None:
    page.press("F2", "Return")
    page.type("91460100MA5T0000X8")
    page.press("Return")
    form = page.intake.applicant.form
    if form.id_number.kind is not IdKind.CREDIT_CODE:
        pytest.fail("the kind of the number was not recognised")
    page.type("海口示例餐饮有限公司")
    page.press("Return", "Alt+A")
    page.type("李样本")
    page.press("Return")
    page.type("460107199001011235")
    page.press("Return")
    page.type("授权书 2026-1")
    page.press("Return")
    assert page.draft.agent is not None
    assert page.draft.agent.name == "李样本"
    assert page.draft.applicant.name == "海口示例餐饮有限公司"


def test_a_wrong_check_digit_is_said_as_typed_and_holds_the_form(page: DeskPage) -> None:
    page.press("F2", "Return")
    page.type("460107199001011234")
    page.press("Return")
    assert page.focus_in(page.intake.applicant.form.id_number)
    assert page.intake.applicant.form.message.text()


def test_a_list_of_five_hundred_materials_stays_quick_and_whole(page: DeskPage) -> None:
    begin(page, "yljg")
    item = page.intake.desk.item
    assert item is not None
    many = tuple(Material(f"m-{n}", f"第{n}号示例材料", Necessity.REQUIRED) for n in range(500))
    page.intake.desk.choose_item(replace(item, materials=many))
    page.settle()
    page.press("1", "1", "End", "2")
    states = page.states()
    assert (states.count(COMPLETE), states.count(MISSING), len(states)) == (2, 1, 500)
    assert page.row == 3


def scan(page: DeskPage, text: str) -> None:
    """What a keyboard-wedge scanner does: characters a few milliseconds apart, then Enter."""
    handle = page.desk_window.window.windowHandle()
    moment = 900_000
    for character in (*text, "\r"):
        moment += 4
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(moment)
            QApplication.sendEvent(handle, event)
    page.settle()


def test_a_scanned_material_code_jumps_to_its_row_and_marks_nothing(page: DeskPage) -> None:
    begin(page, "yljg")
    scan(page, "M:yljg-03")
    assert page.row == 3
    assert page.states() == [UNCHECKED] * 3


def test_a_scan_in_the_middle_of_typing_leaves_the_field_as_it_was(page: DeskPage) -> None:
    page.press("F2", "Return")
    page.type("4601071990")
    field = page.intake.applicant.form.id_number
    scan(page, "M:yljg-03")
    assert field.text() == "4601071990"
    assert page.focus_in(field)
