"""办件: what can still be done with a decided case, by real keys."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.clock import FrozenClock
from app.rules.case import CaseStatus
from app.services.views import CaseView, NoticeKind
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, ZHANG, DeskPage, accept_before


@pytest.fixture
def number(page: DeskPage, clock: FrozenClock) -> str:
    """A case accepted two months ago, found again by its initials, in front."""
    number = accept_before(page.hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    page.press("Alt+2")
    page.type("zsl")
    page.press("Return")
    return number


def case(page: DeskPage, number: str) -> CaseView:
    found = page.hall.cases.by_no(number)
    assert found is not None
    return found


def go_to(page: DeskPage, words: str) -> None:
    """Tab, as a person does, until the button with these words has the focus."""
    for _ in range(40):
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and words in (focused.accessibleName() or focused.text()):
            return
        page.press("Tab")
    pytest.fail(f"Tab never comes to “{words}”")


def test_withdrawing_wants_a_reason_and_a_second_enter(page: DeskPage, number: str) -> None:
    go_to(page, "撤回申请")
    page.press("Return", "Return")
    assert case(page, number).status is CaseStatus.ACCEPTED
    page.type("申请人改由网上办理")
    page.press("Return")
    assert case(page, number).status is CaseStatus.ACCEPTED
    assert "再按一次" in page.said
    page.press("Return")
    assert case(page, number).status is CaseStatus.WITHDRAWN


def test_changing_the_reason_asks_for_the_second_enter_again(page: DeskPage, number: str) -> None:
    go_to(page, "撤回申请")
    page.press("Return")
    page.type("写错")
    page.press("Return", "Shift+Tab")
    page.type("了")
    page.press("Return")
    assert case(page, number).status is CaseStatus.ACCEPTED


def test_a_special_step_stops_the_clock_with_its_notice_and_the_clock_runs_again(
    page: DeskPage, number: str
) -> None:
    go_to(page, "中止计时")
    page.press("Return", "4")
    page.type("现场检验（示例）")
    page.press("Return", "Return")
    stopped = case(page, number)
    assert stopped.status is CaseStatus.SUSPENDED
    assert NoticeKind.SPECIAL_STEP in {notice.kind for notice in stopped.notices}
    assert page.in_front == "receipt"
    page.press("Escape", "Alt+2")
    page.type_over("zsl")
    page.press("Return")
    go_to(page, "恢复计时")
    page.press("Return")
    assert case(page, number).status is CaseStatus.UNDER_REVIEW


def test_handing_over_makes_the_proof_of_delivery(page: DeskPage, number: str) -> None:
    go_to(page, "送达")
    page.press("Return")
    page.type("直接送达")
    page.press("Return", "Return")
    delivered = case(page, number)
    assert NoticeKind.DELIVERY in {notice.kind for notice in delivered.notices}
    assert page.in_front == "receipt"


def test_escape_goes_back_and_nothing_was_recorded(page: DeskPage, number: str) -> None:
    go_to(page, "撤回申请")
    page.press("Return")
    page.type("手滑")
    page.press("Return", "Escape")
    assert case(page, number).status is CaseStatus.ACCEPTED
    assert page.focus_in(page.desk_window.bench.cases.finder)
