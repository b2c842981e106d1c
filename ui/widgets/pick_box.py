"""A small box under the queue strip: one question, answered by a digit, or by a few typed characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.records import dataclass
from ui import theme
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel

MOST: Final = 9
_OTHER: Final = Qt.FocusReason.OtherFocusReason


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer."""

    text: str
    act: Callable[[], object]


class PickBox(QFrame):
    """Enter takes the first answer (or what was typed), 1–9 another one, Esc none; the focus goes back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandbox")
        self._back: QWidget | None = None
        self._picks: tuple[Pick, ...] = ()
        self._typed: Callable[[str], object] | None = None
        self._title = RoleLabel("", "strong")
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Number"))
        self.field.returnPressed.connect(self._on_return)
        self._buttons: list[KeyButton] = []
        self._column = QVBoxLayout(self)
        edge = theme.px(12)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(theme.px(6))
        self._column.addWidget(self._title)
        self._column.addWidget(self.field)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.hide()

    def ask(
        self,
        title: str,
        picks: Sequence[Pick],
        at: QPoint,
        *,
        typed: Callable[[str], object] | None = None,
        hint: str = "",
    ) -> None:
        """Open with these answers; `typed` takes what is typed instead."""
        self._back = QApplication.focusWidget()
        self._picks, self._typed = tuple(picks[:MOST]), typed
        self._title.setText(title)
        self.setAccessibleName(title)
        self.field.setVisible(typed is not None)
        self.field.setPlaceholderText(hint)
        self.field.clear()
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for place, pick in enumerate(self._picks, 1):
            button = KeyButton(pick.text, str(place), spread=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._take, pick))
            self._buttons.append(button)
            self._column.addWidget(button)
        self.move(at)
        self.adjustSize()
        self.setMinimumWidth(theme.px(320))
        self.show()
        self.raise_()
        (self.field if typed is not None else self).setFocus(_OTHER)

    def _take(self, pick: Pick, _checked: bool = False) -> None:
        self.close_box()
        pick.act()

    def _on_return(self) -> None:
        text = self.field.text().strip()
        typed = self._typed
        if text and typed is not None:
            self.close_box()
            typed(text)

    def close_box(self) -> None:
        """Nothing was chosen, or it was: the focus is where it was before."""
        self.hide()
        back, self._back = self._back, None
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus(_OTHER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_box()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._picks and self._typed is None:
            self._take(self._picks[0])
        elif event.text().isdigit() and 0 < int(event.text()) <= len(self._picks) and self._typed is None:
            self._take(self._picks[int(event.text()) - 1])
        else:
            super().keyPressEvent(event)
