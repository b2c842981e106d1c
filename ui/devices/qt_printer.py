"""Prints archived notices on the system's print queues through Qt, page by page as they were archived.

Safe on a worker thread: it uses images and a printer, no widgets and no fonts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.devices.ipp import PrintServer, PrintServerUnreachable
from app.devices.ports import Presence
from app.devices.print_watch import reachable, trouble, watch_if_possible
from app.errors import DeviceUnavailable

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

# A 0.33 mm bar module is eight dots at this resolution, and a page still fits in 35 MB of grey.
FINEST_DPI: Final = 600
POINTS_PER_INCH: Final = 72


def queue_names() -> tuple[str, ...]:
    """The queues this machine offers, the default one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    default = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != default, name)))


class QtPrinter:
    """One print queue of the system; an empty name means the default queue."""

    def __init__(self, queue: str = "", *, server: PrintServer | None = None) -> None:
        self._queue = queue
        self._server = server or PrintServer()

    def probe(self) -> Presence:
        try:
            return Presence(ok=True, facts={"queue": self._ready_queue().printerName()})
        except DeviceUnavailable as error:
            return Presence(ok=False, reason=error.code, facts=error.facts)

    def print_pdf(self, pdf: bytes, *, copies: int = 1, title: str = "") -> None:
        """Print every page; returns when the queue delivered it, raises DeviceUnavailable if not."""
        if copies < 1:
            raise ValueError(f"at least one copy, not {copies}")
        info = self._ready_queue()
        watch = watch_if_possible(self._server, info.printerName())
        self._spool(info, pdf, copies, title)
        if watch is not None:
            try:
                watch.finish(title)
            except PrintServerUnreachable as error:
                raise DeviceUnavailable(
                    "print-server-gone", device="printer", queue=info.printerName(), told=str(error)
                ) from error

    def _ready_queue(self) -> QPrinterInfo:
        """The queue, when it is there and nothing is known to keep it from printing."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        name = self._queue or next(iter(queue_names()), "")
        info = QPrinterInfo.printerInfo(name) if name else QPrinterInfo()
        if info.isNull():
            raise DeviceUnavailable(
                "queue-not-found" if self._queue else "no-queue", device="printer", queue=self._queue
            )
        reason = ""
        try:
            queue = self._server.queue(name)
        except PrintServerUnreachable:
            stopped = info.state() in {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}
            reason = "printer-stopped" if stopped else ""
        else:
            if queue is not None:
                reason = trouble(queue) or ("" if reachable(queue.device) else "printer-unreachable")
        if reason:
            raise DeviceUnavailable(reason, device="printer", queue=name)
        return info

    @staticmethod
    def _spool(info: QPrinterInfo, pdf: bytes, copies: int, title: str) -> None:
        from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
        from PySide6.QtGui import QPageLayout, QPageSize, QPainter
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPrintSupport import QPrinter

        raw = QByteArray(pdf)
        source = QBuffer(raw)
        source.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(source)
        if document.status() is not QPdfDocument.Status.Ready or document.pageCount() == 0:
            raise ValueError(f"not a PDF that can be printed: {document.error().name}")
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setCopyCount(copies)
        painter = QPainter()
        try:
            for page in range(document.pageCount()):
                points = document.pagePointSize(page)
                size = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
                printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
                printer.setFullPage(True)
                began = printer.newPage() if page else painter.begin(printer)
                if not began:
                    raise DeviceUnavailable("print-refused", device="printer", queue=info.printerName())
                # JPEG would blur the bars of the code.
                painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
                _paint(painter, printer, document, page)
        finally:
            if painter.isActive():
                painter.end()


def _paint(painter: QPainter, printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """One page, as an image of the printer's own resolution, placed where it lies on the paper."""
    from PySide6.QtCore import QRectF

    points = document.pagePointSize(page)
    scale = printer.resolution() / POINTS_PER_INCH
    painter.drawImage(
        QRectF(0, 0, points.width() * scale, points.height() * scale),
        page_image(document, page, min(printer.resolution(), FINEST_DPI)),
    )


def page_image(document: QPdfDocument, page: int, dpi: int) -> QImage:
    """A page on white paper: grey where it has no colour, which is a quarter of the size."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    size = (document.pagePointSize(page) * (dpi / POINTS_PER_INCH)).toSize()
    paper = QImage(size, QImage.Format.Format_RGB32)
    if paper.isNull():
        raise DeviceUnavailable("out-of-memory", device="printer")
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(page, size))
    painter.end()
    return paper.convertToFormat(QImage.Format.Format_Grayscale8) if paper.allGray() else paper
