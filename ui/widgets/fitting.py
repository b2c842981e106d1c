"""Parts that fit the screen: a stack as tall as its shown page, a column that sheds what it can spare."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget


class FittingStack(QStackedWidget):
    """QStackedWidget asks for room for its tallest page; panels that change their size need the shown one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._on_current_changed)

    def _on_current_changed(self, _: int) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()


class SheddingColumn(QWidget):
    """Panels one above the other; the spare ones are shown only while there is room, the last goes first.

    Its minimum is that of the panels that are always needed, so that it never makes
    a window taller than its screen.
    """

    def __init__(
        self, needed: tuple[QWidget, ...], spare: tuple[QWidget, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._needed, self._spare = needed, spare
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        for panel in (*needed, *spare):
            self.column.addWidget(panel)
        self._filler = self.column.count()
        self.column.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        heights = [panel.minimumSizeHint().height() for panel in self._needed]
        return QSize(0, sum(heights) + self.column.spacing() * (len(heights) - 1))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.shed()

    def event(self, event: QEvent) -> bool:
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.shed()
        return taken

    def shed(self) -> None:
        """Show as many spare panels as the height allows; the last one shown takes what is left."""
        room = self.height() - self.minimumSizeHint().height()
        last: QWidget | None = None
        fits = True
        for panel in self._spare:
            room -= self.column.spacing() + panel.minimumSizeHint().height()
            fits = fits and room >= 0
            if panel.isHidden() is fits:
                panel.setVisible(fits)
            if fits:
                last = panel
        for panel in self._spare:
            stretch = 1 if panel is last else 0
            if self.column.stretch(self.column.indexOf(panel)) != stretch:
                self.column.setStretch(self.column.indexOf(panel), stretch)
        self.column.setStretch(self._filler, 1 if last is None else 0)
