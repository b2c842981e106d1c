"""The most frequent jobs of a window, key by key: each within the number of keys the design allows."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import pytest

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.rules.case import CaseStatus
from app.rules.checklist import MaterialState
from app.services.views import NoticeKind
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, ZHANG, DeskPage, accept_before, give_certificate


@pytest.fixture
def returning(hall: Hall, clock: FrozenClock) -> Hall:
    """Zhang was here in September for the same item, and a certificate of hers is known."""
    accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    give_certificate(hall, "resident_id", ZHANG.id_number)
    return hall


def test_j1_a_returning_applicant_with_two_papers_takes_nine_keys(returning: Hall, page: DeskPage) -> None:
    page.press("F2")
    page.type("zsl")
    page.press("Return")  # known applicant
    page.type("fwzl")
    page.press("Return")  # item, situations as last time
    page.press("Return")  # situations confirmed
    assert page.states() == [MaterialState.EXEMPT, MaterialState.UNCHECKED, MaterialState.UNCHECKED]
    page.press("1", "1")
    page.press("F9")
    assert page.intake.accept_strip.isVisible()
    page.press("Return")  # accepted
    assert page.in_front == "receipt"
    page.press("Return")  # printed
    assert page.printed == ["受理通知书", "材料清单"]
    assert page.keys == 9


def test_j2_a_new_applicant_with_card_three_situations_three_papers_takes_fourteen(page: DeskPage) -> None:
    page.press("F2", "Return", "F5")
    page.type("13800000000")
    page.press("Return")
    page.type("csyx")
    page.press("Return")
    page.press("1", "1", "2")
    assert page.states() == [MaterialState.UNCHECKED] * 3
    page.press("1", "1", "1")
    page.press("F9", "Return", "Return")
    assert "受理通知书" in page.printed
    assert page.keys == 14


def at_the_checklist_of_xfjc(page: DeskPage) -> None:
    page.press("F2", "Return", "F5")
    page.type("13800000000")
    page.press("Return")
    page.type("xfjc")
    page.press("Return", "1")


def test_j3_a_one_time_notice_for_two_missing_papers_takes_four_keys(page: DeskPage) -> None:
    at_the_checklist_of_xfjc(page)
    page.press("1", "1")
    page.keys = 0
    page.press("2", "2", "F8")
    assert page.in_front == "receipt"
    assert page.printed == []
    page.press("Return")
    assert page.printed == ["一次性告知书"]
    assert page.keys == 4
    (line,) = page.hall.cases.search("")
    assert line.status is CaseStatus.CORRECTING


def test_j4_accepting_with_one_paper_to_follow_takes_four_keys(page: DeskPage) -> None:
    at_the_checklist_of_xfjc(page)
    page.press("1", "1", "1")
    page.keys = 0
    page.press("3", "F9")
    assert any("12月21日" in text for text in shown_in(page))
    page.press("Return", "Return")
    assert page.keys == 4
    assert "容缺受理承诺书" in page.printed
    (line,) = page.hall.cases.search("")
    case = page.hall.cases.case(line.id)
    assert case.status is CaseStatus.ACCEPTED
    assert NoticeKind.COMMITMENT in [notice.kind for notice in case.notices]


def shown_in(page: DeskPage) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in page.intake.accept_strip.findChildren(QLabel)]
