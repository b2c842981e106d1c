"""The frame of the window: its bands as drawn, truthful, readable at every size, and always reachable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.clock import FrozenClock
from app.devices.scan_codes import Scan, ScanKind
from app.errors import Conflict
from app.services.views import ClerkView, HallView, SyncView
from tests.support import shots
from ui import theme
from ui.key_table import WORKSPACES
from ui.main_window import MainWindow
from ui.pages.unbuilt import UnbuiltPage
from ui.problems import ProblemReport
from ui.widgets.bars import BannerNews
from ui.widgets.keys import KeyButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.panel import Panel
from ui.widgets.topbar import DeviceState
from ui.widgets.workspace import Workspace

HALL = HallView("美兰区政务服务中心", "HKML", "3 号综合窗口", "3", "C03", "示例", "示例", demo=True)
NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)


class Page(Workspace):
    """Two panels with a field each."""

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[Scan] = []
        self.narrow: list[bool] = []
        self.hidden = 0
        column = QVBoxLayout(self)
        self.fields = [QLineEdit(), QLineEdit()]
        self.panels = [Panel("one", "account-outline"), Panel("two", "directions-fork")]
        for panel, field in zip(self.panels, self.fields, strict=True):
            panel.body.addWidget(field)
            column.addWidget(panel)

    def begin(self) -> None:
        self.fields[0].setFocus()

    def scanned(self, scan: Scan) -> bool:
        self.scans.append(scan)
        return scan.kind is ScanKind.MATERIAL

    def set_narrow(self, narrow: bool) -> None:
        self.narrow.append(narrow)

    def hide_person(self) -> None:
        self.hidden += 1


class Frame:
    """A window with one page of ours and the others not built."""

    def __init__(self, qtbot: QtBot, size: tuple[int, int] = (1920, 1080)) -> None:
        self.clock = FrozenClock(NOW)
        self.window = MainWindow(HALL, self.clock)
        self.page = Page()
        self.window.add_view("intake", self.page)
        for name in (*(name for name, *_ in WORKSPACES), "settings"):
            if name not in ("intake", "cases"):
                self.window.add_workspace(name, partial(UnbuiltPage, name, self.window.actions_table))
        self.window.add_workspace("cases", Page)
        qtbot.addWidget(self.window)
        self.window.topbar.show_clerk(ClerkView("1", "07", "周示例", "clerk"))
        self.window.show_sync(SyncView(central=False, pending=3, oldest_pending=NOW))
        self.window.topbar.show_devices(
            [
                DeviceState("r", "card-account-details-outline", "读证器", "正常", "ok"),
                DeviceState("p", "printer-outline", "打印机", "缺纸", "warn"),
            ]
        )
        self.window.resize(*size)
        self.window.open("intake")
        self.window.show()
        qtbot.waitExposed(self.window)
        shots.settle()


@pytest.fixture
def frame(qtbot: QtBot, dressed: Callable[..., None], chinese: None) -> Frame:
    return Frame(qtbot)


def _clipped(widget: QWidget) -> list[str]:
    """Words that do not fit where they stand; shortened lines with a tip are meant."""
    faults = []
    for label in widget.findChildren(QLabel):
        if label.isVisible() and not isinstance(label, ElidedLabel) and not label.wordWrap() and label.text():
            need = label.fontMetrics().horizontalAdvance(label.text())
            if label.contentsRect().width() < need - 1 or label.height() < label.fontMetrics().height():
                faults.append(f"{label.text()} {label.contentsRect().width()} < {need}")
    for button in widget.findChildren(KeyButton):
        if button.isVisible() and button.property("kind") != "find":
            hint = button.sizeHint()
            if button.width() < hint.width() or button.height() < hint.height():
                faults.append(f"{button.text()} {button.size()} < {hint}")
    return faults


@pytest.mark.parametrize(
    ("size", "bands"), [((1920, 1080), (84, 52, 68, 36)), ((1366, 768), (64, 44, 54, 30))]
)
def test_the_bands_have_the_heights_that_are_drawn(
    frame: Frame, size: tuple[int, int], bands: tuple[int, int, int, int]
) -> None:
    window = frame.window
    window.resize(*size)
    shots.settle()
    found = (window.rail.width(), window.topbar.height(), window.strip.height(), window.footer.height())
    assert found == bands
    assert (window.width(), window.height()) == size


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("size", "scale"),
    [((1920, 1080), 100), ((1920, 1080), 125), ((1920, 1080), 150), ((1366, 768), 100)],
)
def test_nothing_of_the_frame_is_cut_off_at_any_letter_size(
    qtbot: QtBot,
    dressed: Callable[..., None],
    chinese: None,
    name: str,
    scale: int,
    size: tuple[int, int],
    tmp_path: Path,
) -> None:
    dressed(name, scale, compact=size[0] * 100 / scale <= theme.COMPACT_WIDTH)
    frame = Frame(qtbot, size)
    frame.window.strip.show_visit("张示例", NOW - timedelta(minutes=4))
    shots.settle()
    assert _clipped(frame.window) == []
    assert frame.window.width() == size[0], "the frame made the window wider than its screen"
    shots.shoot(frame.window, tmp_path / "frame.png", size)


def test_large_letters_on_a_small_screen_shorten_but_never_widen_the_window(
    qtbot: QtBot, dressed: Callable[..., None], chinese: None
) -> None:
    for scale in (125, 150):
        dressed("light", scale, compact=True)
        frame = Frame(qtbot, (1366, 768))
        frame.window.strip.show_visit("欧阳示例", NOW)
        shots.settle()
        assert (frame.window.width(), frame.window.height()) == (1366, 768)


def test_every_button_has_a_name_a_screen_reader_can_say(frame: Frame) -> None:
    for button in frame.window.findChildren(QAbstractButton):
        if button.objectName().startswith("qt_"):
            continue
        assert button.accessibleName() or button.text(), button


def test_without_a_ticket_machine_no_number_is_invented(frame: Frame) -> None:
    window = frame.window
    window.strip.show_visit("张示例", NOW)
    shown = " ".join(label.text() for label in window.strip.findChildren(QLabel) if label.isVisible())
    assert "直接接待" in shown
    assert "未接取号机" in shown
    assert "等候人数未知" in shown
    for key in (Qt.Key.Key_F3,):
        QTest.keyClick(window, key)
    assert "未接取号机" in window.footer.said


@pytest.mark.parametrize("name", [name for name, *_ in WORKSPACES if name not in ("intake", "cases")])
def test_a_workspace_that_is_not_built_says_so_and_shows_the_way_back(frame: Frame, name: str) -> None:
    window = frame.window
    window.actions_table[f"go_{name}"].trigger()
    page = window.page(name)
    assert page.isVisible()
    assert any("本版还没有" in label.text() for label in page.findChildren(QLabel))
    focus = QApplication.focusWidget()
    assert isinstance(focus, KeyButton)
    focus.click()
    assert window.open_page == "intake"


def test_f6_walks_the_panels_and_the_ring_follows_the_focus(frame: Frame) -> None:
    one, two = frame.page.panels
    assert one.is_current
    QTest.keyClick(frame.window, Qt.Key.Key_F6)
    assert two.is_current
    assert not one.is_current
    QTest.keyClick(frame.window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert one.is_current


def test_the_worst_news_has_the_banner_and_the_next_one_follows(frame: Frame) -> None:
    banner = frame.window.banner
    banner.tell(BannerNews("update", 1, "information-outline", "update", ""))
    banner.tell(BannerNews("printer", 5, "printer-off-outline", "printer", ""))
    assert banner.shown is not None
    assert banner.shown.key == "printer"
    assert banner.isVisible()
    banner.withdraw("printer")
    assert banner.shown.key == "update"
    banner.withdraw("update")
    assert not banner.isVisible()


def test_what_was_done_can_be_undone_with_its_key(frame: Frame) -> None:
    undone: list[int] = []
    frame.window.offer_undo("第 7 项标为 齐全", lambda: undone.append(1))
    frame.page.panels[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    frame.page.panels[0].setFocus()
    QTest.keyClick(frame.page.panels[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert not frame.window.undo.isVisible()
    QTest.keyClick(frame.page.panels[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert frame.window.footer.said


def test_a_bug_is_shown_with_its_number_and_the_window_goes_on(frame: Frame) -> None:
    frame.window.show_problem(ProblemReport("A1B2C3", "x:1", "KeyError"))
    assert "A1B2C3" in frame.window.trouble.text()
    assert frame.window.trouble.isVisible()
    QTest.keyClick(frame.page.fields[0], Qt.Key.Key_Escape)
    assert not frame.window.trouble.isVisible()
    frame.window.actions_table["go_cases"].trigger()
    assert frame.window.open_page == "cases"


def test_an_error_nobody_nearer_shows_is_said_in_the_footer(frame: Frame) -> None:
    frame.window.show_trouble(Conflict("changed-meanwhile"))
    assert "刚才已被改动" in frame.window.footer.said


def test_a_scan_goes_to_the_page_in_front_and_an_unknown_one_is_said(frame: Frame) -> None:
    frame.window.scanned(Scan(ScanKind.MATERIAL, "M1"))
    assert frame.page.scans[-1].value == "M1"
    assert frame.window.footer.said == ""
    frame.window.scanned(Scan(ScanKind.UNKNOWN, "4006381333931"))
    assert "4006381333931" in frame.window.footer.said


def test_a_narrow_window_tells_its_pages(frame: Frame) -> None:
    frame.window.resize(1280, 768)
    shots.settle()
    assert frame.page.narrow[-1] is True
    frame.window.resize(1920, 1080)
    shots.settle()
    assert frame.page.narrow[-1] is False


def test_the_lock_replaces_everything_and_the_keys_of_the_desk_are_dead(frame: Frame, qtbot: QtBot) -> None:
    window = frame.window
    heard: list[str] = []
    window.actions_table.on("accept", lambda: heard.append("accept"))
    window.strip.show_visit("张示例", NOW)
    frame.page.fields[0].setText("460107199001011234")
    cover = QWidget()
    window.cover(cover, "locked")
    shots.settle()
    assert frame.page.hidden == 1
    visible = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert not any("张示例" in text for text in visible)
    assert not any(field.isVisible() for field in window.findChildren(QLineEdit))
    QTest.keyClick(window, Qt.Key.Key_F9)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert heard == []
    assert window.open_page == "intake"
    window.uncover()
    assert QApplication.focusWidget() is frame.page.fields[0]


def test_a_page_that_stumbles_while_locking_does_not_keep_the_desk_in_sight(frame: Frame) -> None:
    def stumble() -> None:
        raise RuntimeError("stumbled")

    frame.page.hide_person = stumble  # type: ignore[method-assign]
    cover = QWidget()
    with pytest.raises(RuntimeError):
        frame.window.cover(cover, "locked")
    assert frame.window.is_covered
    assert not frame.page.isVisible()
