"""A PDF on the screen as it will lie on the table: white sheets, rendered beside the window's own thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import theme

ZOOMS = (50, 67, 80, 100, 125, 150, 200, 300)
REDRAW_MS = 60
_POINTS_PER_INCH = 72
_MOST_PAGES = 40  # a notice with more pages is looked at on paper


def render_pages(pdf: bytes, scale: float) -> list[QImage]:
    """The pages as white-filled pictures; may run on any thread, QImage and QPdfDocument allow it."""
    data = QByteArray(pdf)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(buffer)
    pages: list[QImage] = []
    for number in range(min(document.pageCount(), _MOST_PAGES)):
        points = document.pagePointSize(number)
        size = QSize(max(1, round(points.width() * scale)), max(1, round(points.height() * scale)))
        drawn = document.render(number, size)
        sheet = QImage(size, QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, drawn)
        painter.end()
        pages.append(sheet)
    document.close()
    buffer.close()
    return pages


def page_height(pdf: bytes) -> float:
    """The height of the first page in points."""
    buffer = QBuffer(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(buffer)
    height = document.pagePointSize(0).height() if document.pageCount() else 842.0
    document.close()
    buffer.close()
    return height


class _Table(QWidget):
    """What the sheets lie on."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.token("bg.sunken"))
        painter.end()


class PaperView(QScrollArea):
    """Shows one document; `render` runs the drawing where nobody waits for it."""

    zoomed = Signal(str)  # 「适合页高 · 72%」
    pages_shown = Signal(int)

    def __init__(
        self,
        run: Callable[[Callable[[], list[QImage]], Callable[[list[QImage]], object]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self._pdf = b""
        self._zoom: int | None = None  # per cent; None fits the height
        self._asked = 0
        self._sheets: list[QLabel] = []
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._draw)
        self.setObjectName("paper")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName(self.tr("Preview"))
        self._inner = _Table()
        self._inner.setObjectName("scrolled")
        self._column = QVBoxLayout(self._inner)
        self._column.setSpacing(theme.px("space.3"))
        self._column.addStretch(1)
        self.setWidget(self._inner)

    @property
    def page_count(self) -> int:
        return len(self._sheets)

    def show_pdf(self, pdf: bytes) -> None:
        """Draw it; a page not in front yet is drawn when it comes there and knows its height."""
        self._pdf = pdf
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that fits the height is drawn again when the height is known or has changed."""
        super().resizeEvent(event)
        if self._zoom is None and self._pdf and event.oldSize().height() != event.size().height():
            self._again.start(REDRAW_MS)

    def clear(self) -> None:
        self._pdf = b""
        self._asked += 1
        self._show([])

    def zoom(self, step: int) -> None:
        """Larger or smaller by one step."""
        now = self._per_cent()
        larger = [zoom for zoom in ZOOMS if zoom > now + 1]
        smaller = [zoom for zoom in ZOOMS if zoom < now - 1]
        if step > 0 and larger:
            self._zoom = larger[0]
        elif step < 0 and smaller:
            self._zoom = smaller[-1]
        self._draw()

    def fit(self) -> None:
        """The whole height of the page."""
        self._zoom = None
        self._draw()

    def _per_cent(self) -> int:
        if self._zoom is not None:
            return self._zoom
        height = page_height(self._pdf) if self._pdf else 842.0
        room = max(200, self.viewport().height() - 2 * theme.px("space.3"))
        return max(20, round(room / (height * 96 / _POINTS_PER_INCH) * 100))

    def _draw(self) -> None:
        if not self._pdf:
            return
        self._asked += 1
        asked, pdf, per_cent = self._asked, self._pdf, self._per_cent()
        scale = per_cent / 100 * 96 / _POINTS_PER_INCH * self.devicePixelRatioF()
        self._run(lambda: render_pages(pdf, scale), lambda pages: self._drawn(asked, pages))
        words = self.tr("Fits the height") if self._zoom is None else self.tr("Zoom")
        self.zoomed.emit(f"{words} · {per_cent}%")

    def _drawn(self, asked: int, pages: list[QImage]) -> None:
        if asked == self._asked:
            self._show(pages)

    def _show(self, pages: list[QImage]) -> None:
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        for number, page in enumerate(pages):
            sheet = QLabel()
            sheet.setProperty("role", "sheet")
            picture = QPixmap.fromImage(page)
            edge = QPainter(picture)
            edge.setPen(theme.token("line.default"))
            edge.drawRect(picture.rect().adjusted(0, 0, -1, -1))
            edge.end()
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            sheet.setPixmap(picture)
            sheet.setAccessibleName(self.tr("Page {number}").format(number=number + 1))
            self._column.insertWidget(number, sheet, 0, Qt.AlignmentFlag.AlignHCenter)
            self._sheets.append(sheet)
        self.pages_shown.emit(len(pages))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
