"""Drives the real window by its keys, as a clerk would: for the tour, the pictures and the bench.

Keys go to the native window, so shortcuts, focus and the scanner's watch take the way they always take. They
carry times of their own, a person's distance apart: a fast machine is not taken for a scanner.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QWidget

BETWEEN_KEYS_MS: Final = 120
LOOK_AGAIN_MS: Final = 10
PATIENCE_MS: Final = 20_000


class DrivingError(AssertionError):
    """The window did not do what the story says; the message says what was waited for."""


class Driver:
    """Hands on the keyboard of one window."""

    def __init__(self, window: QWidget, busy: Callable[[], bool], pictures: Path) -> None:
        """`busy` tells whether the window still waits for an answer of its services."""
        self.window, self._busy, self._folder = window, busy, pictures
        self._now_ms = 10_000
        self.keys = 0
        self.pictures: list[Path] = []

    def press(self, *names: str) -> None:
        """Keys by name, one after the other: `F2`, `Enter`, `1`, `Alt+B`; each is done before the next."""
        for name in names:
            combination = QKeySequence(name)[0]  # type: ignore[index]
            key, modifiers = combination.key(), combination.keyboardModifiers()
            text = chr(key) if 0x20 <= int(key) < 0x7F and not modifiers else ""
            self._strike(int(key), modifiers, text.lower() if len(name) == 1 and name.islower() else text)
            self.keys += 1
            self.settle()

    def write(self, text: str) -> None:
        """Text into the field that has the focus: ASCII by keys, Chinese as an input method commits it."""
        for character in text:
            if character.isascii():
                upper = Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier(0)
                self._strike(ord(character.upper()), upper, character)
                self.keys += 1
            else:
                event = QInputMethodEvent("", [])
                event.setCommitString(character)
                focus = QGuiApplication.focusObject()
                if focus is None:
                    raise DrivingError(f"nothing has the focus to write {text!r} into")
                QCoreApplication.sendEvent(focus, event)
        self.settle()

    def until(self, true: Callable[[], bool], what: str, limit_ms: int = PATIENCE_MS) -> None:
        """Let the window work until it is so."""
        passed = QElapsedTimer()
        passed.start()
        while not true():
            if passed.elapsed() > limit_ms:
                raise DrivingError(f"waited {limit_ms / 1000:.0f} s in vain: {what}")
            self._turn()

    def settle(self) -> None:
        """Until every question to the services is answered and drawn."""
        self._turn()
        self.until(lambda: not self._busy(), "the window has its answers")
        self._turn()

    def picture(self, name: str) -> Path:
        """The window as it looks now."""
        self.settle()
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.png"
        if not self.window.grab().save(str(path)):
            raise DrivingError(f"the picture could not be written: {path}")
        self.pictures.append(path)
        return path

    def _strike(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        self._now_ms += BETWEEN_KEYS_MS
        target = self._target()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self._now_ms)
            QCoreApplication.sendEvent(target, event)

    def _target(self) -> QWindow:
        """A dialog or the window itself, whichever has the keyboard."""
        active = QApplication.activeModalWidget() or self.window
        handle = active.window().windowHandle()
        if handle is None:
            raise DrivingError("the window is not shown")
        return handle

    @staticmethod
    def _turn() -> None:
        """One short turn of the event loop, timers included."""
        loop = QEventLoop()
        QTimer.singleShot(LOOK_AGAIN_MS, loop.quit)
        loop.exec()
