"""办件: how a case stands to the centre, what came from another window, corrections by keys."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.services.views import CaseView, SyncState
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, MORNING, ZHANG, DeskPage, accept_before, desk_page
from tests.support.told_link import ToldLink, comes_down
from ui import theme
from ui.pages.cases.page import CasesPage

CENTRAL_NO = "11460100MB0X00000X3000111001000202611230001"


@pytest.fixture
def link(page: DeskPage, hall: Hall) -> ToldLink:
    return ToldLink(hall)


@pytest.fixture
def number(page: DeskPage, link: ToldLink, hall: Hall, clock: FrozenClock) -> str:
    """A case that waits for the centre, in front."""
    made = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    page.press("Alt+2")
    page.type("zsl")
    page.press("Return")
    return made


def case(hall: Hall, number: str) -> CaseView:
    found = hall.cases.by_no(number)
    assert found is not None
    return found


def cases_page(page: DeskPage) -> CasesPage:
    shown = page.desk_window.window.page("cases")
    assert isinstance(shown, CasesPage)
    return shown


def words(page: DeskPage) -> str:
    shown = cases_page(page).detail
    return " ".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())


def stands(hall: Hall, number: str, **columns: object) -> None:
    """The row as the puller leaves it."""
    known = case(hall, number)
    with hall.store.unit() as unit:
        unit.cases.update(known.id, known.version, columns)


@pytest.mark.parametrize(("state", "chip"), [("local", "待传"), ("synced", "已同步"), ("conflict", "冲突")])
def test_a_case_says_how_it_stands_to_the_centre(
    page: DeskPage, hall: Hall, number: str, state: str, chip: str
) -> None:
    stands(hall, number, sync_state=state)
    page.press("Alt+1", "Alt+2")
    assert cases_page(page).detail.head._sync.text() == chip


def test_the_national_number_is_not_invented_and_appears_when_the_centre_made_it(
    page: DeskPage, hall: Hall, number: str
) -> None:
    assert "办件编号 未生成" in words(page)
    stands(hall, number, central_no=CENTRAL_NO)
    page.press("Alt+1", "Alt+2")
    assert CENTRAL_NO in words(page)
    assert number in words(page), "the number on the paper never changes"


def test_scans_on_their_way_are_counted(page: DeskPage, hall: Hall, number: str) -> None:
    notices = case(hall, number).notices
    assert f"上传中 0/{len(notices)}" in words(page)
    with hall.store.unit() as unit:
        for notice in notices:
            unit.uploads.queue(notice.pdf_sha256, size=1, media_type="application/pdf", at=MORNING)
            unit.uploads.done(notice.pdf_sha256)
    page.press("Alt+1", "Alt+2")
    assert "上传中" not in words(page)


def test_a_notice_of_another_window_says_where_it_was_made(page: DeskPage, hall: Hall, number: str) -> None:
    known = case(hall, number)
    with hall.store.unit() as unit:
        row = unit.notices.get(known.notices[0].id)
        assert row is not None
        content = {**row["content"], "office": {**row["content"]["office"], "counter": "5 号综合窗口"}}
        unit.notices.insert(
            {**row, "id": "another", "number": "演示政务〔2026〕C05-00001号", "content": content}
        )
    page.press("Alt+1", "Alt+2")
    notes = {hit.note for hit in cases_page(page).detail.notices.hits}
    assert "演示政务〔2026〕C05-00001号 · 在 5 号综合窗口 制作" in notes
    assert known.notices[0].number in notes


def test_phone_and_remark_are_corrected_by_keys_and_told_to_the_centre(
    page: DeskPage, hall: Hall, number: str
) -> None:
    page.press("Alt+O")
    assert cases_page(page).amend.phone.hasFocus()
    assert "138****0000" in cases_page(page).amend.phone.placeholderText()
    page.type("139 1111 2222")
    page.press("Tab")
    page.type("申请人下午来取")
    page.press("Return")
    after = case(hall, number)
    assert (after.applicant.phone, after.remark) == ("13911112222", "申请人下午来取")
    assert "已更正" in page.said
    assert hall.outbox.pending()[-1].kind == "case.amend"
    assert "更正手机或备注" in [hit.title for hit in cases_page(page).detail.record.hits]
    assert page.focus_in(cases_page(page).finder)


def test_a_wrong_phone_is_said_and_nothing_changed_is_said_too(
    page: DeskPage, hall: Hall, number: str
) -> None:
    page.press("Alt+O", "Return")
    assert "还没有改动" in page.said
    page.type("1381234")
    page.press("Return")
    assert "手机" in page.said or "位" in page.said
    assert case(hall, number).applicant.phone == ZHANG.phone
    page.press("Escape")
    assert not cases_page(page).amend.isVisible()
    assert page.in_front == "cases"


def test_a_case_in_conflict_leads_to_its_entry(
    page: DeskPage, hall: Hall, link: ToldLink, number: str, clock: FrozenClock
) -> None:
    known = case(hall, number)
    other = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    at = MORNING - timedelta(minutes=9)
    for one in (case(hall, other), known):
        comes_down(
            hall, case_id=one.id, case_no=one.case_no, at=at, mine={"phone": "1"}, theirs={"phone": "2"}
        )
    page.settle()
    cases_page(page).open_case(known.id)
    page.settle()
    page.press("Alt+Y")
    page.settle()
    attention = page.desk_window.window.page("attention")
    assert page.in_front == "attention"
    assert attention.detail.view.line.case_id == known.id  # type: ignore[attr-defined]


def test_without_a_centre_a_case_is_only_on_this_machine(
    page: DeskPage, hall: Hall, link: ToldLink, number: str
) -> None:
    link.stands(SyncState.OFF)
    hall.house.sync = None
    page.press("Alt+1", "Alt+2")
    assert cases_page(page).detail.head._sync.text() == "只在本机"
    assert "上传中" not in words(page)


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 100), ((1366, 768), 125), ((1920, 1080), 125)])
def test_a_case_in_conflict_never_makes_the_window_wider_than_its_screen(
    qapp: QApplication,
    chinese: None,
    dressed: Callable[..., None],
    hall: Hall,
    clock: FrozenClock,
    tmp_path: Path,
    size: tuple[int, int],
    scale: int,
) -> None:
    dressed("light", scale, compact=theme.compact_for(QSize(*size), scale))
    ToldLink(hall)
    number = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    stands(hall, number, sync_state="conflict")
    with desk_page(qapp, hall, tmp_path / "pictures", size=size) as page:
        page.press("Alt+2")
        page.settle()
        shown = page.desk_window.window
        assert cases_page(page).detail.head._sync.text() == "冲突"
        assert (shown.width(), shown.height()) == size
