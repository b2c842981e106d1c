"""Two windows and a real centre: what they did apart is settled at one of them by keys, and both agree."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.rules.case import CaseStatus
from tests.support.pages import DeskPage, desk_page
from tests.support.told_link import ToldLink
from tests.sync.conftest import clock, empty_database, ends, font_cache  # noqa: F401
from tests.sync.ends import End, Ends
from ui.pages.conflicts.page import ConflictsPage


@pytest.fixture
def windows(ends: Ends) -> tuple[End, End]:
    return ends.window("W01"), ends.window("W02")


@pytest.fixture
def page(
    qapp: QApplication,
    chinese: None,
    dressed: Callable[..., None],
    ends: Ends,
    windows: tuple[End, End],
    tmp_path: Path,
) -> Iterator[DeskPage]:
    """The screen of the first window; it closes its hall itself."""
    one, _ = windows
    ends.open.remove(one.hall)
    ToldLink(one.hall)
    with desk_page(qapp, one.hall, tmp_path / "pictures") as shown:
        shown.desk_window.bench.sync.begin()
        shown.settle()
        yield shown


def meet(end: End, page: DeskPage | None = None) -> None:
    """The window talks with the centre until both have nothing to say; its screen is told what came."""
    end.wait(seconds=10)  # its next look at the feed is due
    end.talk()
    told, end.told[:] = list(end.told), []
    if page is not None:
        for changes in told:
            end.hall.house.tell(changes)
        page.settle()


def words(page: DeskPage) -> str:
    shown = page.desk_window.window.page(page.in_front)
    return " ".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())


def test_a_phone_changed_at_two_windows_is_chosen_at_one_and_both_have_it(
    windows: tuple[End, End], page: DeskPage
) -> None:
    one, two = windows
    case = one.hall.intake.accept(one.window.visit()).case
    meet(one, page)
    meet(two)
    two.hall.cases.amend(case.id, phone="13911112222", remark="申请人下午来取")
    page.press("Alt+2", "Alt+O")
    page.type("13933334444")
    page.press("Return")
    meet(two)
    meet(one, page)
    # The remark went together by itself; the phone waits for a person and is not decided by whoever was last.
    assert one.case(case.id)["remark"] == "申请人下午来取"
    assert one.case(case.id)["sync_state"] == "conflict"
    assert "1 件待处理" in page.desk_window.window.topbar.sync.text()
    page.press("Alt+Y")
    page.settle()
    shown = page.desk_window.window.page("attention")
    assert isinstance(shown, ConflictsPage)
    (row,) = shown.detail.table.rows.rows
    assert (row.name, row.mine.text, row.theirs.text) == ("手机", "139****4444", "139****2222")
    page.press("2", "Return")
    meet(one, page)
    meet(two)
    assert one.case(case.id)["phone"] == two.case(case.id)["phone"] == "13911112222"
    assert one.case(case.id)["sync_state"] == two.case(case.id)["sync_state"] == "synced"
    for end in windows:
        (entry,) = end.hall.attention.of_case(case.id)
        assert (entry.is_open, dict(entry.choices), entry.decided_by) == (
            False,
            {"phone": "theirs"},
            "周示例",
        )
        assert end.same_as_the_centre()
    page.press("Alt+2")
    page.settle()
    cases = page.desk_window.window.page("cases")
    record = [hit.title for hit in cases.detail.record.hits]  # type: ignore[attr-defined]
    assert "手机：取“139****2222”，未取“139****4444”" in record


def test_a_step_the_centre_did_not_take_stays_until_a_named_person_closes_it(
    windows: tuple[End, End], page: DeskPage
) -> None:
    one, two = windows
    case = one.hall.intake.accept(one.window.visit()).case
    meet(one, page)
    meet(two)
    two.hall.intake.withdraw(case.id, "申请人改由网上办理")
    one.hall.intake.withdraw(case.id, "申请人不办了")
    meet(two)
    meet(one, page)
    assert one.case(case.id)["status"] == CaseStatus.WITHDRAWN
    page.press("Alt+Y")
    page.settle()
    assert "中心没有收下：撤回申请" in words(page)
    assert "中心那边这件当时已是“已撤回”" in words(page)
    page.press("Return")
    page.type("两个窗口各记了一次，已核对")
    page.press("Return", "Return")
    meet(one, page)
    meet(two)
    for end in windows:
        (entry,) = end.hall.attention.of_case(case.id)
        assert (entry.is_open, entry.note, entry.decided_by) == (
            False,
            "两个窗口各记了一次，已核对",
            "周示例",
        )
        assert end.hall.outbox.status().conflicts == 0
        assert end.same_as_the_centre()
