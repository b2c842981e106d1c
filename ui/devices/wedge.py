"""A scanner gun that types: its bursts are told from a person's typing, kept out of the form and understood.

A burst is at least six ASCII characters less than 35 ms apart, ended by Enter or Tab just as fast. Times
are those of the events, not of their arrival, so a busy moment of the window does not turn typing into a
scan. In a text field the first character of what may become a burst goes through, so typing never lags,
and the field is put back when it was a burst; the rest is held until it is clear what it is. Anywhere else
all of it is held: a digit that begins a bar code must not mark a material.

An input method that composes Chinese takes the keys before Qt sees them; nothing here can help then, and the
scanner's serial mode (serial_scanner.py) is the way out.
"""

from __future__ import annotations

from dataclasses import field
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget

from app.devices.scan_codes import LONGEST, understand
from app.records import dataclass

QUICK_MS: Final = 35
SHORTEST: Final = 6
_GIVE_UP_MS: Final = 45  # a little more than QUICK_MS, for the way through the system

_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SILENT: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True, slots=True)
class _Before:
    """A text field as it was when the first character came."""

    edit: QLineEdit
    text: str
    cursor: int
    selected: tuple[int, int]
    modified: bool

    @classmethod
    def of(cls, edit: QLineEdit) -> _Before:
        selected = (edit.selectionStart(), edit.selectionLength())
        return cls(edit, edit.text(), edit.cursorPosition(), selected, edit.isModified())

    def restore(self) -> None:
        edit = self.edit
        if not shiboken6.isValid(edit):
            return
        if edit.text() != self.text:
            # As an edit, so that the field's own undo still works; a validator may refuse that.
            edit.selectAll()
            edit.insert(self.text)
            if edit.text() != self.text:
                edit.setText(self.text)
        edit.setCursorPosition(self.cursor)
        start, length = self.selected
        if start >= 0:
            edit.setSelection(start, length)
        edit.setModified(self.modified)


@dataclass(slots=True)
class _Burst:
    """What came so fast that it may be a scanner."""

    window: QWindow
    text: str
    last_ms: int
    before: _Before | None
    held: list[QKeyEvent] = field(default_factory=list)


class Wedge(QObject):
    """Watches the keys of the windows it is given."""

    scanned = Signal(object)  # app.devices.scan_codes.Scan

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._burst: _Burst | None = None
        self._replaying = False
        self._swallowed: set[int] = set()  # keys whose release must not reach the form either
        self._focus: QObject | None = None
        self._looked_again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)
        application = QApplication.instance()
        if not isinstance(application, QGuiApplication):
            raise TypeError("keys are watched inside a window's application")
        application.focusObjectChanged.connect(self._on_focus_object_changed)
        self._on_focus_object_changed(application.focusObject())

    @property
    def is_holding(self) -> bool:
        """Whether keys are held back at this moment."""
        return self._burst is not None and bool(self._burst.held)

    def watch(self, widget: QWidget) -> None:
        """Take the keys of this top-level window from now on."""
        widget.winId()  # makes the native window, if it was not shown yet
        window = widget.window().windowHandle()
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.InputMethod:
            self._flush()
            return False
        # A widget gets the same keys again from its window: only the window's count.
        if self._replaying or not isinstance(watched, QWindow):
            return False
        if isinstance(event, QKeyEvent):
            if kind is QEvent.Type.KeyPress:
                return self._on_press(watched, event)
            if kind is QEvent.Type.KeyRelease:
                return self._on_release(event)
            if kind is QEvent.Type.ShortcutOverride:
                return self._on_shortcut(event)
        elif kind in {QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.Close}:
            self._flush()
        return False

    def _on_press(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.key() in _SILENT:
            return False
        scan = self._scan_ended_by(event)
        if scan is not None:
            self._finish(scan, event)
            return True
        if not _is_scanners(event):
            self._flush()
            return False
        at = event.timestamp()
        burst = self._burst
        if burst is None or not self._is_quick(at) or burst.window is not window:
            self._flush()
            edit = _edited()
            self._burst = _Burst(window, event.text(), at, _Before.of(edit) if edit else None)
            if edit is not None:
                return False
            self._hold(self._burst, event)
            return True
        burst.text += event.text()
        burst.last_ms = at
        self._hold(burst, event)
        if len(burst.text) > LONGEST:
            self._flush()
        return True

    def _on_release(self, event: QKeyEvent) -> bool:
        if self._burst is not None and any(held.key() == event.key() for held in self._burst.held):
            self._burst.held.append(event.clone())
            return True
        if event.key() in self._swallowed:
            self._swallowed.discard(event.key())
            return True
        return False

    def _on_shortcut(self, event: QKeyEvent) -> bool:
        """Shortcuts act before keys do: no default button may fire on the scanner's Enter."""
        if event.key() in _SILENT:
            return False
        if self._scan_ended_by(event) is not None:
            event.accept()
            return True
        if not _is_scanners(event):
            self._flush()
        return False

    def _is_quick(self, at_ms: int) -> bool:
        return self._burst is not None and 0 <= at_ms - self._burst.last_ms < QUICK_MS

    def _scan_ended_by(self, event: QKeyEvent) -> _Burst | None:
        burst = self._burst
        if burst is None or event.key() not in _ENDS or event.isAutoRepeat() or event.modifiers() & ~_PLAIN:
            return None
        return burst if len(burst.text) >= SHORTEST and self._is_quick(event.timestamp()) else None

    def _hold(self, burst: _Burst, event: QKeyEvent) -> None:
        burst.held.append(event.clone())
        self._looked_again = False
        self._timer.start(_GIVE_UP_MS)

    def _finish(self, burst: _Burst, end: QKeyEvent) -> None:
        """It was a scanner: the form never saw it."""
        self._burst = None
        self._timer.stop()
        released = {each.key() for each in burst.held if each.type() is QEvent.Type.KeyRelease}
        self._swallowed = {each.key() for each in burst.held} - released | {end.key()}
        if burst.before is not None:
            burst.before.restore()
        self.scanned.emit(understand(burst.text))

    def _flush(self) -> None:
        """It was a person: what was held goes where it was meant to go, in its order."""
        burst, self._burst = self._burst, None
        if burst is None:
            return
        self._timer.stop()
        self._replaying = True
        try:
            for event in burst.held:
                if shiboken6.isValid(burst.window):
                    QCoreApplication.sendEvent(burst.window, event)
        finally:
            self._replaying = False

    def _on_timeout(self) -> None:
        # After a busy moment the timer may come before keys that are already waiting: let them come first.
        if self._looked_again:
            self._flush()
        else:
            self._looked_again = True
            self._timer.start(0)

    def _on_focus_object_changed(self, focus: QObject | None) -> None:
        """Input methods talk to the focus object alone, so that is watched for them."""
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = None
        if focus is not None and not isinstance(focus, QWindow):
            focus.installEventFilter(self)
            self._focus = focus


def _is_scanners(event: QKeyEvent) -> bool:
    """Whether a scanner could have sent this key: one printable ASCII character, pressed once."""
    text = event.text()
    if event.isAutoRepeat() or event.modifiers() & ~_PLAIN:
        return False
    return len(text) == 1 and text.isascii() and text.isprintable()


def _edited() -> QLineEdit | None:
    """The text field that gets the keys, if one does."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QAbstractSpinBox):
        widget = widget.findChild(QLineEdit)
    if isinstance(widget, QLineEdit) and widget.isEnabled() and not widget.isReadOnly():
        return widget
    return None
