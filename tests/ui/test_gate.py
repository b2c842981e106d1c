"""Signing in, locking, handing over, on a real hall: nobody reads on, nobody gets in without the password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.settings import Settings
from tests.support import shots
from ui.gate import Gate, Purpose
from ui.main_window import MainWindow
from ui.pages.sign_in import SignInPage
from ui.problems import Problems
from ui.tasks import Tasks
from ui.widgets.workspace import Workspace

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
MINE, THEIRS = "correct-horse-1", "battery-staple-2"


class Person(Workspace):
    """A page that shows a person."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit("460107199001011234", self)

    def begin(self) -> None:
        self.field.setFocus()


class Window:
    def __init__(self, hall: Hall, clock: FrozenClock, qtbot: QtBot) -> None:
        self.hall, self.clock, self.qtbot = hall, clock, qtbot
        self.tasks = Tasks(Problems())
        self.main = MainWindow(hall.hall, clock)
        self.page = Person()
        self.main.add_view("intake", self.page)
        self.main.open("intake")
        qtbot.addWidget(self.main)
        self.gate = Gate(self.main, hall, self.tasks)
        self.main.resize(1366, 768)
        self.main.show()
        self.main.activateWindow()
        qtbot.waitUntil(self.main.isActiveWindow)
        self.gate.watch()
        self.gate.begin()

    @property
    def asking(self) -> SignInPage:
        page = self.main.findChild(SignInPage)
        assert page is not None
        return page

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.main, key, held)

    def answered(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.waiting == 0)
        shots.settle()

    def shown(self) -> str:
        labels = [label.text() for label in self.main.findChildren(QLabel) if label.isVisible()]
        fields = [field.displayText() for field in self.main.findChildren(QLineEdit) if field.isVisible()]
        return " ".join(labels + fields)

    def pass_time(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.advance(timedelta(seconds=1))
            self.main.ticked.emit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hall with two clerks, made once: hashing passwords is slow on purpose."""
    made = tmp_path_factory.mktemp("hall")
    hall = open_hall(Settings.demo(made), FrozenClock(NOW - timedelta(days=1)))
    hall.session.add_clerk("07", "周示例", MINE, "administrator")
    hall.session.sign_in("07", MINE)
    hall.session.add_clerk("08", "吴样本", THEIRS)
    hall.session.sign_out()
    hall.close()
    return made


@pytest.fixture
def window(folder: Path, qtbot: QtBot, dressed: Callable[..., None], chinese: None) -> Iterator[Window]:
    clock = FrozenClock(NOW)
    hall = open_hall(Settings.demo(folder), clock)
    made = Window(hall, clock, qtbot)
    yield made
    made.tasks.close()
    hall.close()


@pytest.fixture
def serving(window: Window) -> Window:
    """Signed in, with a visit open."""
    window.type("07")
    window.press(Qt.Key.Key_Return)
    window.type(MINE)
    window.press(Qt.Key.Key_Return)
    window.answered()
    window.main.strip.show_visit("张示例", NOW)
    return window


def test_nobody_sees_the_desk_before_signing_in(window: Window) -> None:
    assert window.asking.purpose is Purpose.SIGN_IN
    assert "460107" not in window.shown()


def test_number_enter_password_enter_signs_in(serving: Window) -> None:
    assert not serving.main.is_covered
    assert serving.hall.session.current is not None
    assert "周示例" in serving.shown()
    assert QApplication.focusWidget() is serving.page.field


def test_a_wrong_password_is_said_in_words_and_not_kept(window: Window) -> None:
    window.type("07")
    window.press(Qt.Key.Key_Return)
    window.type("wrong-password")
    window.press(Qt.Key.Key_Return)
    window.answered()
    assert window.main.is_covered
    assert "工号和密码对不上" in window.shown()
    assert window.asking.password.text() == ""


def test_the_lock_hides_the_person_and_names_only_the_ticket(serving: Window) -> None:
    serving.press(Qt.Key.Key_F12)
    serving.answered()
    assert serving.hall.session.locked
    shown = serving.shown()
    assert "460107" not in shown
    assert "张示例" not in shown
    assert "直接接待" in shown
    assert "周示例" in shown


def test_the_password_unlocks_and_the_focus_is_where_it_was(serving: Window) -> None:
    serving.press(Qt.Key.Key_F12)
    serving.answered()
    serving.type(MINE)
    serving.press(Qt.Key.Key_Return)
    serving.answered()
    assert not serving.main.is_covered
    assert not serving.hall.session.locked
    assert QApplication.focusWidget() is serving.page.field


def test_no_key_of_the_desk_opens_a_locked_window(serving: Window) -> None:
    serving.press(Qt.Key.Key_F12)
    serving.answered()
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F9, Qt.Key.Key_Escape, Qt.Key.Key_F6, Qt.Key.Key_Return):
        serving.press(key)
    serving.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    serving.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert serving.main.is_covered
    assert "460107" not in serving.shown()


def test_another_clerk_takes_over_with_alt_h(serving: Window) -> None:
    serving.press(Qt.Key.Key_F12)
    serving.answered()
    serving.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert serving.asking.purpose is Purpose.HAND_OVER
    with serving.qtbot.waitSignal(serving.gate.admitted):
        serving.type("08")
        serving.press(Qt.Key.Key_Return)
        serving.type(THEIRS)
        serving.press(Qt.Key.Key_Return)
    assert serving.hall.session.current is not None
    assert serving.hall.session.current.number == "08"
    assert not serving.main.is_covered


def test_esc_from_handing_over_leads_to_the_lock_and_not_past_it(serving: Window) -> None:
    serving.main.actions_table["hand_over"].trigger()
    serving.answered()
    serving.press(Qt.Key.Key_Escape)
    assert serving.main.is_covered
    assert serving.asking.purpose is Purpose.UNLOCK


@pytest.mark.parametrize(("free", "seconds"), [(True, 120), (False, 300)])
def test_an_idle_window_warns_and_then_locks(serving: Window, free: bool, seconds: int) -> None:
    if free:
        serving.main.strip.show_idle()
    serving.pass_time(seconds - 15)
    assert serving.main.banner.isVisible()
    assert "15" in serving.shown()
    assert not serving.main.is_covered
    serving.pass_time(15)
    serving.answered()
    assert serving.main.is_covered


def test_a_key_keeps_the_window_open(serving: Window) -> None:
    serving.pass_time(290)
    assert serving.main.banner.isVisible()
    handle = serving.main.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert not serving.main.banner.isVisible()
    serving.pass_time(100)
    assert not serving.main.is_covered


def test_after_half_an_hour_the_clerk_is_signed_out(serving: Window) -> None:
    serving.press(Qt.Key.Key_F12)
    serving.answered()
    serving.pass_time(1800)
    serving.answered()
    assert serving.hall.session.current is None
    assert serving.asking.purpose is Purpose.SIGN_IN
    assert "周示例" not in serving.shown()


def test_a_second_enter_while_the_password_is_proven_asks_nothing_twice(window: Window) -> None:
    asked: list[object] = []
    window.asking.submitted.connect(lambda *what: asked.append(what))
    window.asking.number.setText("07")
    window.asking.password.setText(MINE)
    window.asking.submit()
    window.asking.submit()
    assert len(asked) == 1
    window.answered()
