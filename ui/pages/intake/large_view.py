"""One material large: all its review points to tick, its usual faults, how to get it, its sample."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.rules.checklist import MaterialState
from ui import figures, messages, theme
from ui.models.materials import MaterialRow
from ui.pages.intake.material_table import mark_of
from ui.widgets.keys import KeyCap
from ui.widgets.labels import FactGrid, RoleLabel
from ui.widgets.panel import Panel


class LargeView(Panel):
    """Space opens and closes it; digits mark here too."""

    closed = Signal()
    moved = Signal(int)  # to the row before or after
    ticked = Signal(int, bool)
    mark_wanted = Signal(object)  # MaterialState

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "clipboard-text-outline", parent, pad=False)
        for key, words in (("Tab", self.tr("Next point")), ("Esc", self.tr("Back"))):
            self.add_to_head(KeyCap(key))
            self.add_to_head(RoleLabel(words, "small"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area, 1)
        self._boxes: list[QCheckBox] = []
        self._code = ""

    def show_row(self, row: MaterialRow) -> None:
        material = row.material
        if self._code == material.code and len(self._boxes) == len(material.review_points):
            for number, box in enumerate(self._boxes):
                box.blockSignals(True)
                box.setChecked(number in row.mark.points_checked)
                box.blockSignals(False)
            self._head(row)
            return
        self._code = material.code
        self._head(row)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        pad = theme.px("space.5")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.px("space.3"))
        self._boxes = []
        column.addWidget(RoleLabel(self.tr("Review points"), "strong"))
        for number, text in enumerate(material.review_points):
            box = QCheckBox(text)
            box.setFont(theme.font("title.big"))
            box.setChecked(number in row.mark.points_checked)
            box.toggled.connect(lambda on, point=number: self.ticked.emit(point, on))
            column.addWidget(box)
            self._boxes.append(box)
        if not material.review_points:
            column.addWidget(
                RoleLabel(self.tr("The source names no review points for this material"), "small")
            )
        facts = FactGrid()
        facts.set_rows(
            [
                (
                    "form",
                    self.tr("Form"),
                    messages.label(material.form) if material.form else figures.unpublished(),
                ),
                (
                    "copies",
                    self.tr("Copies"),
                    str(material.copies) if material.copies is not None else figures.unpublished(),
                ),
                (
                    "need",
                    self.tr("Need"),
                    messages.label(material.necessity) if material.necessity else figures.unpublished(),
                ),
            ]
        )
        column.addWidget(facts)
        for title, lines in (
            (self.tr("Usual faults"), material.faults),
            (self.tr("When"), (material.condition_text,) if material.condition_text else ()),
            (self.tr("How to get it"), (material.how_to_get,) if material.how_to_get else ()),
            (self.tr("Sample"), (material.sample,) if material.sample else ()),
            (self.tr("Note"), (material.note,) if material.note else ()),
        ):
            if lines:
                column.addWidget(RoleLabel(title, "strong"))
                for line in lines:
                    column.addWidget(RoleLabel(str(line), wrap=True))
        column.addStretch(1)
        self._area.setWidget(inner)

    def _head(self, row: MaterialRow) -> None:
        self.set_title(f"{row.number} · {row.material.name} — {messages.label(row.mark.state)}")

    def focus_here(self) -> None:
        target: QWidget = self._boxes[0] if self._boxes else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state: MaterialState | None = mark_of(event)
        if state is not None:
            self.mark_wanted.emit(state)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
