"""A lawyer's details as the supervisor types them: name, firm, fields, room, still here or not."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.rules.roster import Lawyer
from ui import theme
from ui.widgets.keys import KeyButton
from ui.widgets.labels import RoleLabel

_BETWEEN = re.compile(r"[、，,;；/\s]+")
MOST_FIELDS, LONGEST_FIELD = 6, 20


class LawyerForm(QWidget):
    """Enter in the last line, or the button, saves."""

    save_wanted = Signal(object)  # Lawyer; without an id a new one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self.title = RoleLabel("", "big", wrap=True)
        self.name, self.firm, self.fields, self.room = (QLineEdit() for _ in range(4))
        self._lines = (self.name, self.firm, self.fields, self.room)
        for line, holder in zip(
            self._lines,
            (
                self.tr("Name"),
                self.tr("Law firm"),
                self.tr("Fields, parted by 、"),
                self.tr("Room"),
            ),
            strict=True,
        ):
            line.setPlaceholderText(holder)
            line.setAccessibleName(holder)
            line.setMaxLength(120)
            line.installEventFilter(self)
        self.active = QCheckBox(self.tr("Still comes to this hall"))
        self.button = KeyButton(self.tr("Save the lawyer"), "Enter", "pri", spread=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.2"))
        for widget in (self.title, *self._lines, self.active, self.button):
            column.addWidget(widget)
        column.addStretch(1)
        self.button.clicked.connect(self._save)

    def show_lawyer(self, lawyer: Lawyer | None) -> None:
        """A known lawyer's details, or an empty form for a new one."""
        known = lawyer or Lawyer("", "")
        self._id = known.id
        self.title.setText(known.name or self.tr("A new lawyer"))
        for line, text in zip(
            self._lines, (known.name, known.firm, "、".join(known.fields), known.room), strict=True
        ):
            line.setText(text)
        self.active.setChecked(known.active)
        self.active.setVisible(lawyer is not None)

    def lawyer(self) -> Lawyer:
        """What is typed."""
        fields = [part[:LONGEST_FIELD] for part in _BETWEEN.split(self.fields.text().strip()) if part]
        return Lawyer(
            self._id,
            self.name.text().strip(),
            self.firm.text().strip(),
            tuple(dict.fromkeys(fields))[:MOST_FIELDS],
            self.room.text().strip(),
            self.active.isChecked(),
        )

    def begin(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        self.save_wanted.emit(self.lawyer())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            place = self._lines.index(watched) if watched in self._lines else -1
            if 0 <= place < len(self._lines) - 1:
                self._lines[place + 1].setFocus(Qt.FocusReason.OtherFocusReason)
            elif not event.isAutoRepeat():
                self._save()
            return True
        return super().eventFilter(watched, event)
