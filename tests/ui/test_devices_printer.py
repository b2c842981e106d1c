"""Printing on a real queue: what leaves the window arrives at the printer, and a dead printer is told."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

import barcode
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinterInfo
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.devices.ipp import JobState, PrintServer, PrintServerUnreachable
from app.devices.ports import Printer
from app.devices.print_watch import Watch
from app.errors import DeviceUnavailable
from app.rules.numbering import case_number, parse_case_number
from tests.support import needs
from tests.support.print_hall import PROGRAMS, QUEUE, PrintHall, print_hall, wait_until
from ui.devices.qt_printer import QtPrinter, queue_names

Answer = TypeVar("Answer")
pytestmark = [needs.programs(*PROGRAMS, root=True), pytest.mark.devices, pytest.mark.xdist_group("printing")]

CASE_NO = "MLZW-260310-A01-0001"


def page_with_barcode(pages: int = 1) -> bytes:
    """An A4 document with a Code 128 of modules as wide as on a notice."""
    parsed = parse_case_number(CASE_NO + _check())
    assert parsed is not None
    modules = barcode.get("code128", str(parsed)).build()[0]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    width = 0.33 * 72 / 25.4
    for number in range(pages):
        canvas.drawString(60, 760, f"page {number + 1}")
        for place, module in enumerate(modules):
            if module == "1":
                canvas.rect(60 + place * width, 640, width, 40, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _check() -> str:
    return case_number("MLZW", date(2026, 3, 10), "A01", 1)[-2:]


@pytest.fixture(scope="module")
def running_hall() -> Iterator[PrintHall]:
    with print_hall() as hall:
        yield hall


@pytest.fixture
def hall(running_hall: PrintHall, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> PrintHall:
    """The queue, with its printer switched on and nothing in it."""
    monkeypatch.setenv("CUPS_SERVER", running_hall.server)
    if running_hall._printer is None:
        running_hall.start_printer()
    running_hall.run("cancel", "-a", QUEUE)
    running_hall.run("cupsenable", QUEUE)
    running_hall.run("cupsaccept", QUEUE)
    return running_hall


def elsewhere(call: Callable[[], Answer]) -> Answer:
    """Run on a fresh thread, as the window does; the system's library learns its server once per thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result(timeout=60)


def printer(hall: PrintHall) -> QtPrinter:
    return QtPrinter(QUEUE, server=PrintServer(hall.server))


def test_a_queue_of_the_system_is_offered_and_ready(hall: PrintHall) -> None:
    assert elsewhere(queue_names) == (QUEUE,)
    found = elsewhere(printer(hall).probe)
    assert found.ok, found
    assert isinstance(printer(hall), Printer)


def test_the_default_queue_is_taken_when_none_is_named(hall: PrintHall) -> None:
    found = elsewhere(QtPrinter(server=PrintServer(hall.server)).probe)
    assert found.facts["queue"] == QUEUE


def test_every_page_arrives_and_its_barcode_can_be_scanned_off_the_paper(hall: PrintHall) -> None:
    before = len(hall.spooled())
    elsewhere(lambda: printer(hall).print_pdf(page_with_barcode(2), title="受理通知书 示例"))
    wait_until(lambda: len(hall.spooled()) == before + 1, "the printer has the document")
    pages = PdfReader(hall.spooled()[-1]).pages
    assert len(pages) == 2
    for page in pages:
        box = page.mediabox
        assert (round(float(box.width)), round(float(box.height))) == (595, 842)
        (image,) = page.images
        grey = Image.open(io.BytesIO(image.data)).convert("L")
        assert grey.width > 4900, "printed at the printer's own fineness"
        assert [code.text for code in zxingcpp.read_barcodes(grey)] == [CASE_NO + _check()]


def test_the_number_of_copies_reaches_the_printer(hall: PrintHall) -> None:
    elsewhere(lambda: printer(hall).print_pdf(page_with_barcode(), copies=3, title="three"))
    jobs = PrintServer(hall.server).jobs(QUEUE, completed=True)
    newest = max(jobs, key=lambda job: job.id)
    assert newest.state is JobState.COMPLETED
    log = (hall.here / "printer_log").read_text(errors="replace")
    assert "copies integer 3" in log.rsplit("Print-Job", 1)[-1] or "copies (integer) 3" in log


def test_no_copies_is_a_fault_of_the_caller(hall: PrintHall) -> None:
    with pytest.raises(ValueError, match="at least one copy"):
        printer(hall).print_pdf(page_with_barcode(), copies=0)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.4 broken", b"\0" * 100])
def test_what_is_no_pdf_never_reaches_the_queue(hall: PrintHall, raw: bytes) -> None:
    before = PrintServer(hall.server).jobs(QUEUE, completed=True)
    with pytest.raises(ValueError, match="not a PDF"):
        elsewhere(lambda: printer(hall).print_pdf(raw, title="broken"))
    assert PrintServer(hall.server).jobs(QUEUE, completed=True) == before


def test_a_queue_that_is_not_there_is_a_state_with_a_reason(hall: PrintHall) -> None:
    absent = QtPrinter("nowhere", server=PrintServer(hall.server))
    assert elsewhere(absent.probe).reason == "queue-not-found"
    with pytest.raises(DeviceUnavailable) as failure:
        elsewhere(lambda: absent.print_pdf(page_with_barcode()))
    assert failure.value.code == "queue-not-found"


def test_a_stopped_queue_says_so_before_anything_is_spooled(hall: PrintHall) -> None:
    hall.run("cupsdisable", QUEUE)
    with pytest.raises(DeviceUnavailable) as failure:
        elsewhere(lambda: printer(hall).print_pdf(page_with_barcode()))
    assert failure.value.code in {"printer-stopped", "paused"}
    assert PrintServer(hall.server).jobs(QUEUE) == ()


def test_a_queue_that_rejects_jobs_says_so(hall: PrintHall) -> None:
    hall.run("cupsreject", QUEUE)
    assert elsewhere(printer(hall).probe).reason == "queue-rejecting"


def test_a_printer_that_is_off_is_told_before_anything_is_spooled(hall: PrintHall) -> None:
    hall.stop_printer()
    assert elsewhere(printer(hall).probe).reason == "printer-unreachable"
    with pytest.raises(DeviceUnavailable) as failure:
        elsewhere(lambda: printer(hall).print_pdf(page_with_barcode()))
    assert failure.value.code == "printer-unreachable"


def test_a_printer_that_dies_with_the_job_is_told_and_the_job_is_taken_back(hall: PrintHall) -> None:
    server = PrintServer(hall.server)
    watch = Watch.begin(server, QUEUE)
    hall.stop_printer()
    elsewhere(lambda: QtPrinter._spool(QPrinterInfo.printerInfo(QUEUE), page_with_barcode(), 1, "half way"))
    wait_until(lambda: bool(server.jobs(QUEUE)), "the job is in the queue")
    with pytest.raises(DeviceUnavailable) as failure:
        watch.finish("half way")
    assert failure.value.code == "printer-unreachable"
    wait_until(lambda: server.jobs(QUEUE) == (), "nothing is left that would come out later")
    hall.start_printer()
    elsewhere(lambda: printer(hall).print_pdf(page_with_barcode(), title="again"))


def test_killing_the_printer_while_it_prints_ends_in_one_named_error(hall: PrintHall) -> None:
    outcome: list[BaseException | None] = []

    def work() -> None:
        try:
            printer(hall).print_pdf(page_with_barcode(2), title="long")
        except DeviceUnavailable as error:
            outcome.append(error)
        else:
            outcome.append(None)

    before = len(hall.spooled())
    hall.jam()
    worker = threading.Thread(target=work)
    worker.start()
    wait_until(lambda: len(hall.spooled()) > before, "the printer is at it")
    hall.stop_printer()
    worker.join(timeout=60)
    assert len(outcome) == 1
    error = outcome[0]
    assert isinstance(error, DeviceUnavailable)
    assert error.facts["queue"] == QUEUE


def test_a_print_server_that_is_gone_is_an_os_error_not_a_hang(tmp_path: object) -> None:
    with pytest.raises(PrintServerUnreachable):
        PrintServer(f"{tmp_path}/no.sock").queues()
