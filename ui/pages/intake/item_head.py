"""The head of a visit: which item, whose, how far along, under which number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rules.catalogue import ServiceItem
from app.rules.visit import Draft
from ui import icons, messages, theme
from ui.pages.intake.outlook import Step
from ui.widgets.chip import paint_shape
from ui.widgets.labels import ElidedLabel, RoleLabel
from ui.widgets.painted import Painted
from ui.widgets.panel import Panel


class StepBar(Painted):
    """Item — situation — materials — decision, each with its shape, so that it reads without colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = Step.ITEM
        self._words = (
            self.tr("Item"),
            self.tr("Situation"),
            self.tr("Materials"),
            self.tr("Decision"),
            self.tr("Notices"),
        )
        self.show_step(Step.ITEM)

    def show_step(self, step: Step) -> None:
        self._step = step
        self.setAccessibleName(
            self.tr("Step {number} of {all}: {word}").format(
                number=step + 1, all=len(self._words), word=self._words[step]
            )
        )
        self.update()

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(theme.font("body.small"))
        font.setBold(bold)
        return font

    def _line(self) -> int:
        return theme.px(24)

    def _wide(self) -> int:
        """The width of what is drawn now: the step one stands at is bold, later ones have no sign."""
        plain, bold = QFontMetrics(self._font(bold=False)), QFontMetrics(self._font(bold=True))
        words = sum(
            (bold if number == self._step else plain).horizontalAdvance(word)
            for number, word in enumerate(self._words)
        )
        signs = (self._step + 1) * (theme.px(15) + theme.px(6))
        return words + signs + (self._line() + theme.px(14)) * (len(self._words) - 1)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font(bold=True))
        side = theme.px(15) + theme.px(6)
        wide = sum(metrics.horizontalAdvance(word) + side for word in self._words)
        return QSize(wide + (self._line() + theme.px(14)) * (len(self._words) - 1), theme.px("size.key"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = float(theme.px(15)), self.height() / 2
        left = float(max(0, self.width() - self._wide()))
        for number, word in enumerate(self._words):
            box = QRectF(left, middle - side / 2, side, side)
            here = number == self._step
            if number < self._step:
                paint_shape(painter, box, "ok", theme.token("bg.surface"))
                left += side + theme.px(6)
            elif here:
                icons.paint(painter, box, "circle-slice-8", theme.token("accent.text"))
                left += side + theme.px(6)
            painter.setFont(self._font(bold=here))
            colour = "accent.text" if here else "text.secondary" if number < self._step else "text.muted"
            painter.setPen(theme.token(colour))
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(
                QRectF(left, 0, wide + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), word
            )
            left += wide + theme.px(7)
            if number < len(self._words) - 1:
                painter.setPen(theme.token("line.control"))
                painter.drawLine(round(left), round(middle), round(left) + self._line(), round(middle))
                left += self._line() + theme.px(7)
        painter.end()


class ItemHead(Panel):
    """Title, tags, number; the second line only where the screen has room for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name = ElidedLabel("", "title")
        self._kind = RoleLabel("", "tag")
        self._number = RoleLabel("", "small")
        self._department = ElidedLabel("", "tag")
        self._department.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._place = ElidedLabel("", "muted")
        self.steps = StepBar()
        first = QHBoxLayout()
        first.setSpacing(theme.px("space.4"))
        first.addWidget(self.name)
        first.addWidget(self._kind)
        first.addStretch(1)
        first.addWidget(self._number)
        self._second = QWidget()
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(theme.px("space.2"))
        second.addWidget(self._department)
        second.addWidget(self._place)
        second.addStretch(1)
        second.addWidget(self.steps)
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addLayout(first)
        column.addWidget(self._second)
        self.body.addLayout(column)

    def show_visit(self, draft: Draft | None, item: ServiceItem | None, step: Step) -> None:
        compact = theme.look().compact
        self.name.setText(item.name if item is not None else self.tr("Choose the item"))
        kind = messages.label(item.case_type) if item is not None and item.case_type is not None else ""
        self._kind.setText(kind)
        self._kind.setVisible(bool(kind) and not compact)
        self._department.setText(
            item.department or self.tr("Department not published") if item is not None else ""
        )
        self._department.setVisible(item is not None)
        place = item.place if item is not None else None
        self._place.setText(self.tr("Facts of {place}").format(place=place) if place else "")
        self._place.setVisible(bool(place))
        number = ""
        if draft is not None:
            if draft.case_no is not None:
                number = self.tr("Case {number} (supplement)").format(number=draft.case_no)
            elif not draft.is_empty:
                number = self.tr("Kept here, number at the decision")
        self._number.setText(number)
        self._number.setVisible(not compact or bool(draft is not None and draft.case_no))
        self._second.setVisible(not compact)
        self.steps.show_step(step)
