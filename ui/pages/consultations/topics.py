"""What the consultation is about: one of the hall's topics, by its digit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.rules.consultation_file import Topic
from ui import theme
from ui.widgets.choice import digit_of
from ui.widgets.keys import KeyButton


class TopicChoice(QWidget):
    """Buttons in two columns; digits choose, arrows move, Enter goes on."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px("space.2"))
        self._topics: tuple[Topic, ...] = ()
        self._buttons: list[KeyButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(self.tr("What it is about"))

    def show_topics(self, topics: Sequence[Topic]) -> None:
        """The hall's topics; the first nine have digits."""
        if tuple(topics) == self._topics:
            return
        self._topics = tuple(topics)
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        for number, topic in enumerate(self._topics):
            button = KeyButton(topic.name, str(number + 1), "mark", spread=True, shrinks=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked, code=topic.code: self.choose(code))
            self._grid.addWidget(button, number // 2, number % 2)
            self._buttons.append(button)

    @property
    def value(self) -> str:
        """The code of the chosen topic; empty when none is."""
        return next((t.code for t, b in zip(self._topics, self._buttons, strict=True) if b.isChecked()), "")

    def set_value(self, code: str) -> None:
        for topic, button in zip(self._topics, self._buttons, strict=True):
            button.setChecked(topic.code == code)
        name = next((topic.name for topic in self._topics if topic.code == code), "")
        self.setAccessibleDescription(name)

    def choose(self, code: str) -> None:
        self.set_value(code)
        self.chosen.emit(code)

    def choose_digit(self, digit: int) -> bool:
        if not 1 <= digit <= len(self._topics):
            return False
        self.choose(self._topics[digit - 1].code)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if digit is not None and self.choose_digit(digit):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -2,
            Qt.Key.Key_Down: 2,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._topics:
            codes = [topic.code for topic in self._topics]
            here = codes.index(self.value) if self.value in codes else 0
            if 0 <= here + step < len(codes):
                self.choose(codes[here + step])
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Something is always chosen where the keys go."""
        super().focusInEvent(event)
        if not self.value and self._topics:
            self.set_value(self._topics[0].code)
