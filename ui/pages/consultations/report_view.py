"""The year's consultations: a bar for each month, and the figures by lawyer and topic under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.consultations.report import Count, Report
from ui import theme
from ui.widgets.labels import RoleLabel
from ui.widgets.painted import Painted, rounded

_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class MonthChart(Painted):
    """Persons below, enterprises above; who did not come is hatched beside it. Figures stand on the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[Count, ...] = ()
        self.setMinimumHeight(theme.px(190))

    def show_months(self, months: Sequence[Count]) -> None:
        self._months = tuple(months)
        told = (f"{each.name} {each.booked}" for each in self._months if each.booked)
        self.setAccessibleName(self.tr("Consultations by month"))
        self.setAccessibleDescription("，".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(230))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        key = theme.px(26)
        self._legend(painter, QRectF(0, 0, self.width(), key))
        below = theme.px(24)
        room = QRectF(0, key + theme.px(18), self.width(), self.height() - key - below - theme.px(18))
        most = max((each.booked for each in self._months), default=0)
        painter.setPen(theme.token("chart.grid"))
        for step in range(5):
            level = room.bottom() - room.height() * step / 4
            painter.drawLine(0, round(level), self.width(), round(level))
        if self._months:
            wide = room.width() / len(self._months)
            for place, month in enumerate(self._months):
                column = QRectF(place * wide, room.top(), wide, room.height())
                self._month(painter, column, month, max(most, 1))
                painter.setFont(theme.font("caption"))
                painter.setPen(theme.token("text.secondary"))
                label = self.tr("{month}").format(month=int(month.name[-2:]))
                painter.drawText(QRectF(column.left(), room.bottom(), wide, below), _CENTRE, label)
        painter.end()

    def _month(self, painter: QPainter, box: QRectF, month: Count, most: int) -> None:
        scale = box.height() / most
        bar = min(box.width() * 0.34, theme.px(30))
        left = box.center().x() - bar - 1
        persons, organisations = month.persons * scale, month.organisations * scale
        bottom = box.bottom()
        painter.fillRect(QRectF(left, bottom - persons, bar, persons), theme.token("chart.1"))
        top = bottom - persons - organisations
        painter.fillRect(QRectF(left, top, bar, organisations), theme.token("chart.2"))
        missed = QRectF(box.center().x() + 1, bottom - month.missed * scale, bar, month.missed * scale)
        painter.setBrush(Qt.BrushStyle.BDiagPattern)
        painter.setPen(theme.token("bad.fg"))
        if month.missed:
            painter.drawRect(missed)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.token("text.primary"))
        if month.booked:
            high = theme.px(18)
            painter.drawText(QRectF(left - bar, top - high, bar * 3, high), _CENTRE, str(month.booked))

    def _legend(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(theme.font("body.small"))
        left = box.left()
        side = theme.px(12)
        for sign, text in (
            ("chart.1", self.tr("Persons")),
            ("chart.2", self.tr("Enterprises")),
            ("", self.tr("Did not come")),
        ):
            square = QRectF(left, box.center().y() - side / 2, side, side)
            if sign:
                painter.fillRect(square, theme.token(sign))
            else:
                painter.setBrush(Qt.BrushStyle.BDiagPattern)
                painter.setPen(theme.token("bad.fg"))
                painter.drawRect(square)
            left += side + theme.px(6)
            wide = QFontMetrics(painter.font()).horizontalAdvance(text)
            painter.setPen(theme.token("text.secondary"))
            painter.drawText(QRectF(left, box.top(), wide + 2, box.height()), _LEFT, text)
            left += wide + theme.px(18)


class CountTable(Painted):
    """Names at the left, a quiet bar behind each figure of bookings."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._lines: tuple[Count, ...] = ()

    def show_lines(self, lines: Sequence[Count]) -> None:
        self._lines = tuple(lines)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription("，".join(f"{line.name} {line.booked}" for line in self._lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px("size.row.dense") * (len(self._lines) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        high = theme.px("size.row.dense")
        cell = theme.px(58)
        heads = (self.tr("booked"), self.tr("came"), self.tr("missed"), self.tr("cancelled"))
        bold = QFont(theme.font("body.small"))
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(theme.token("text.secondary"))
        painter.drawText(QRectF(0, 0, self.width(), high), _LEFT, self._title)
        start = self.width() - cell * len(heads)
        for place, head in enumerate(heads):
            painter.drawText(QRectF(start + place * cell, 0, cell, high), _RIGHT, head)
        most = max((line.booked for line in self._lines), default=0) or 1
        painter.setFont(theme.font("body.small"))
        for number, line in enumerate(self._lines, start=1):
            top = number * high
            share = (start - theme.px(8)) * line.booked / most
            bar = QRectF(0, top + theme.px(4), share, high - theme.px(8))
            rounded(painter, bar, theme.token("accent.soft"), None, 3)
            painter.setPen(theme.token("text.primary"))
            painter.drawText(QRectF(theme.px(6), top, start - theme.px(10), high), _LEFT, line.name)
            for place, figure in enumerate(line.figures[: len(heads)]):
                painter.drawText(QRectF(start + place * cell, top, cell, high), _RIGHT, str(figure))
        painter.end()


class ReportView(QScrollArea):
    """The whole report; Ctrl+E saves it as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: Report | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._title = RoleLabel("", "big")
        self._said = RoleLabel("", "small", wrap=True)
        self.months = MonthChart()
        self.lawyers = CountTable(self.tr("Lawyers"))
        self.topics = CountTable(self.tr("Topics"))
        edge = theme.px("size.pad")
        column = QVBoxLayout(inner)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px("space.3"))
        column.addWidget(self._title)
        column.addWidget(self._said)
        column.addWidget(self.months)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.5"))
        row.addWidget(self.lawyers, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.topics, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inner)

    def show_report(self, report: Report) -> None:
        self.report = report
        total = report.total
        self._title.setText(self.tr("{year}: {count} consultations").format(
            year=report.first.year, count=total.booked
        ))  # fmt: skip
        told = self.tr(
            "{came} came, {missed} did not, {cancelled} cancelled; {firms} enterprises, {persons} persons"
        )
        self._said.setText(
            told.format(
                came=total.came,
                missed=total.missed,
                cancelled=total.cancelled,
                firms=total.organisations,
                persons=total.persons,
            )
        )
        self.months.show_months(report.months)
        self.lawyers.show_lines(report.lawyers)
        self.topics.show_lines(report.topics)
        self.setAccessibleName(self._title.text())
