"""Every key of the keyboard, pressed at random by somebody who does not look: nothing may break."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import os
import random
import time
from collections import deque
from datetime import timedelta
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.clock import FrozenClock
from app.errors import AppError
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import PASSWORD, DeskPage

SECONDS: Final = float(os.environ.get("SOAK_SECONDS", "30"))
SEED: Final = int(os.environ.get("SOAK_SEED", "20261123"))
BETWEEN_LOOKS: Final = 40
REMEMBERED: Final = 60

_NONE = Qt.KeyboardModifier.NoModifier
_HELD: Final = (
    *[_NONE] * 14,
    *[Qt.KeyboardModifier.ControlModifier] * 3,
    *[Qt.KeyboardModifier.AltModifier] * 3,
    *[Qt.KeyboardModifier.ShiftModifier] * 2,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
)
_PRINTABLE: Final = [Qt.Key(code) for code in range(0x20, 0x7F) if code in list(Qt.Key)]
# F12 locks, and a password is slow on purpose: it is among the ways below, not one key in twelve.
_FUNCTION: Final = [Qt.Key(Qt.Key.Key_F1 + number) for number in range(11)]
_MOVING: Final = [
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Insert,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Left,
    Qt.Key.Key_Up,
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Space,
    Qt.Key.Key_Menu,
    Qt.Key.Key_Pause,
    Qt.Key.Key_Print,
]
_DIGITS: Final = [Qt.Key(Qt.Key.Key_0 + number) for number in range(10)]
# A hand that knows the way a little: without it the keys would hardly ever leave the empty desk.
_WAYS: Final = (
    ("F2", "Return", "F5"),
    ("Return",),
    ("Return", "Return"),
    ("F9", "Return"),
    ("F8", "Return"),
    ("1", "1", "1"),
    ("2", "Up", "Return"),
    ("Alt+B", "2"),
    ("Ctrl+S",),
    ("Ctrl+Z",),
    ("Alt+1",),
    ("Alt+2",),
    ("Esc", "Esc"),
    ("Ctrl+K", "Down", "Return"),
    ("Space", "Tab", "Space", "Esc"),
    ("F12",),
)
_WORDS: Final = ("yljg", "xfjc", "fwzl", "csyx", "13800000000", "460107199001011235", "zsl", "张示例", "🙂")


def begin_a_visit(page: DeskPage, chance: random.Random) -> None:
    """As far as the materials, so that the keys that follow meet a full desk."""
    page.press("Alt+1", "F2", "Return", "F5")
    page.type("13800000000")
    page.press("Return")
    page.type(chance.choice(("yljg", "xfjc", "csyx")))
    page.press("Return", "1", "1", "1", "1")


def close_dialogs(page: DeskPage) -> None:
    """A file dialog is not the window's own: it would swallow everything that follows."""
    for widget in QApplication.topLevelWidgets():
        if widget is not page.desk_window.window and widget.isVisible():
            widget.close()
    if QApplication.activeWindow() is None:
        # A menu that closes gives the keyboard back to the window; the offscreen platform leaves it nowhere.
        page.desk_window.window.activateWindow()


def unlock(page: DeskPage, clock: FrozenClock) -> None:
    """F12 was among the keys, and wrong passwords after it: wait the lock-out, sign in as the clerk would."""
    clock.advance(timedelta(minutes=6))
    for _ in range(3):
        if not page.desk_window.gate.is_locked:
            return
        page.press("Esc")
        page.type_over(PASSWORD)
        page.press("Return")
    page.desk_window.gate.begin()


@pytest.mark.soak
# What the offscreen platform says of every menu and every list that drops down.
@pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing|propagate)", extend=True)
def test_no_key_pressed_at_random_breaks_the_desk(page: DeskPage, clock: FrozenClock) -> None:
    chance = random.Random(SEED)
    raised: list[object] = []
    page.desk_window.tasks.unhandled.connect(lambda error: raised.append(error))
    handle = page.desk_window.window.windowHandle()
    end = time.monotonic() + SECONDS
    pressed = 0
    last: deque[str] = deque(maxlen=REMEMBERED)
    while time.monotonic() < end:
        roll = chance.random()
        if roll < 0.004 or pressed == 0:
            begin_a_visit(page, chance)
        elif roll < 0.06:
            way = chance.choice(_WAYS)
            last.append(" ".join(way))
            page.press_fast(*way)
        elif roll < 0.09:
            word = chance.choice(_WORDS)
            last.append(repr(word))
            if QApplication.focusWidget() is not None:
                page.type(word)
        else:
            keys = chance.choice((_PRINTABLE, _FUNCTION, _MOVING, _MOVING, _DIGITS))
            key, held = chance.choice(keys), chance.choice(_HELD)
            last.append(QKeySequence(QKeyCombination(held, key)).toString())
            QTest.keyClick(handle, key, held)
            QCoreApplication.processEvents()
        pressed += 1
        if pressed % BETWEEN_LOOKS == 0:
            close_dialogs(page)
            page.settle()
            if page.desk_window.gate.is_locked and chance.random() < 0.9:
                unlock(page, clock)
            told = f"after {pressed} keys of seed {SEED}, the last: {' | '.join(last)}"
            bugs = [error for error in raised if not isinstance(error, AppError)]
            assert bugs == [], told
            assert QApplication.focusWidget() is not None, f"no focus {told}"
    close_dialogs(page)
    page.settle()
    assert page.hall.intake.drafts() or page.hall.cases.search(""), "the keys never came as far as a visit"
    assert page.desk_window.window.isVisible()
    assert pressed > SECONDS
