"""Every device keeps its port's promise, is chosen by the settings, and says why when it is not there."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaDevices, QVideoFrame, QVideoFrameFormat, QVideoFrameInput
from pytestqt.qtbot import QtBot

from app.devices.absent import NoCamera, NoCardReader, NoPrinter
from app.devices.fakes import SAMPLE_CARDS, RememberingPrinter, SampleCardReader, StillCamera
from app.devices.file_printer import FilePrinter
from app.devices.ports import Camera, Device, IdCardReader, Printer
from app.devices.registry import UnknownDeviceError
from app.devices.scan_codes import LONGEST, Scan, ScanKind, understand
from app.errors import DeviceUnavailable
from ui.devices.makers import all_makers, open_devices
from ui.devices.qt_camera import QtCamera
from ui.devices.qt_printer import QtPrinter
from ui.devices.serial_scanner import SerialScanner

PDF = b"%PDF-1.4 sample"


def jpeg(colour: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("device", "port"),
    [
        (NoPrinter(), Printer),
        (FilePrinter(Path("anywhere")), Printer),
        (RememberingPrinter(), Printer),
        (QtPrinter(), Printer),
        (NoCardReader(), IdCardReader),
        (SampleCardReader(), IdCardReader),
        (NoCamera(), Camera),
        (StillCamera(jpeg), Camera),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, type) else value.__name__,
)
def test_a_device_has_the_verbs_of_its_port(device: Device, port: type) -> None:
    assert isinstance(device, port)


@pytest.mark.parametrize(
    "use",
    [
        lambda: NoPrinter().print_pdf(PDF),
        lambda: NoCardReader().read(),
        lambda: NoCamera().start(),
        lambda: NoCamera().capture(),
        lambda: StillCamera(jpeg).capture(),
        lambda: SampleCardReader(()).read(),
    ],
)
def test_using_what_is_not_there_is_a_device_error_with_a_reason(use: Callable[[], object]) -> None:
    with pytest.raises(DeviceUnavailable) as failure:
        use()
    assert failure.value.code
    assert failure.value.facts["device"]


@pytest.mark.parametrize("absent", [NoPrinter(), NoCardReader(), NoCamera()])
def test_what_is_not_there_says_so_without_an_exception(absent: Device) -> None:
    found = absent.probe()
    assert not found.ok
    assert found.reason == "not-set-up"


def printers(folder: Path) -> Iterator[Printer]:
    yield FilePrinter(folder)
    yield RememberingPrinter()


def test_no_printer_takes_less_than_one_copy(tmp_path: Path) -> None:
    for printer in printers(tmp_path):
        with pytest.raises(ValueError, match="copy"):
            printer.print_pdf(PDF, copies=0)


def test_the_folder_printer_writes_whole_files_under_names_a_person_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "printed"
    printer = FilePrinter(folder)
    assert printer.probe().ok
    printer.print_pdf(PDF, title="受理通知书 琼美政〔2026〕A01-00001号")
    printer.print_pdf(PDF + b"2", title="受理通知书 琼美政〔2026〕A01-00001号")
    printer.print_pdf(PDF, copies=2, title="../../etc/passwd\n")
    printer.print_pdf(PDF)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(
        [
            "受理通知书 琼美政〔2026〕A01-00001号.pdf",
            "受理通知书 琼美政〔2026〕A01-00001号 (2).pdf",
            "etc_passwd x2.pdf",
            "notice.pdf",
        ]
    )
    assert (folder / "受理通知书 琼美政〔2026〕A01-00001号 (2).pdf").read_bytes() == PDF + b"2"


def test_a_folder_that_cannot_be_written_is_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    printer = FilePrinter(tmp_path / "file" / "below")
    assert printer.probe().reason == "folder-not-writable"
    with pytest.raises(DeviceUnavailable) as failure:
        printer.print_pdf(PDF)
    assert failure.value.code == "folder-not-writable"


def test_the_sample_reader_gives_its_cards_in_turn() -> None:
    reader = SampleCardReader()
    read = [reader.read() for _ in range(len(SAMPLE_CARDS) + 1)]
    assert read[0] == read[-1]
    assert {card.name for card in read} == {card.name for card in SAMPLE_CARDS}


def test_sample_cards_are_samples_with_right_check_digits() -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for card in SAMPLE_CARDS:
        total = sum(weight * int(digit) for weight, digit in zip(weights, card.id_number, strict=False))
        assert "10X98765432"[total % 11] == card.id_number[-1]
        assert "示例" in card.name or "样本" in card.name


def test_the_settings_choose_the_devices(tmp_path: Path) -> None:
    devices = open_devices(data_folder=tmp_path, demo=False, printer=f"file:{tmp_path}", camera="none")
    assert isinstance(devices.printer, FilePrinter)
    assert isinstance(devices.card_reader, NoCardReader)
    assert isinstance(devices.camera, NoCamera)
    assert isinstance(open_devices(data_folder=tmp_path, demo=False).printer, QtPrinter)


def test_the_sample_reader_is_offered_in_a_demo_hall_only(tmp_path: Path) -> None:
    assert isinstance(open_devices(data_folder=tmp_path, demo=True).card_reader, SampleCardReader)
    with pytest.raises(UnknownDeviceError) as failure:
        open_devices(data_folder=tmp_path, demo=False, card_reader="sample")
    assert failure.value.known == ["none"]


def test_a_device_nobody_makes_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownDeviceError, match=r"telex.*file, none, system"):
        all_makers(data_folder=tmp_path, demo=True).open(printer="telex:1", card_reader="none", camera="none")


@given(st.text())
def test_any_scanned_text_is_understood_or_unknown(text: str) -> None:
    scan = understand(text)
    assert isinstance(scan, Scan)
    assert len(scan.value) <= max(LONGEST, len(text))
    assert scan.kind is not ScanKind.CASE or scan.value.count("-") == 4


def test_addresses_that_are_none_of_ours_are_unknown() -> None:
    assert understand("https://example.test/?no=12").kind is ScanKind.UNKNOWN
    assert understand("http://[broken").kind is ScanKind.UNKNOWN
    assert understand("M:").kind is ScanKind.UNKNOWN
    assert understand("x" * 5000).kind is ScanKind.UNKNOWN


def frame(shade: int) -> QVideoFrame:
    size = QSize(640, 480)
    made = QVideoFrame(QVideoFrameFormat(size, QVideoFrameFormat.PixelFormat.Format_BGRA8888))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white if shade else Qt.GlobalColor.black)
    assert made.map(QVideoFrame.MapMode.WriteOnly)
    memoryview(made.bits(0))[:] = bytes(image.constBits())
    made.unmap()
    return made


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)
def test_the_document_camera_keeps_the_picture_it_saw_last(qtbot: QtBot) -> None:
    source = QVideoFrameInput()
    camera = QtCamera(source=source)
    assert camera.probe().ok
    with pytest.raises(DeviceUnavailable) as failure:
        camera.capture()
    assert failure.value.code == "no-picture-yet"
    camera.start()
    camera.start()
    for shade in (0, 1):
        with qtbot.waitSignal(camera.frame, timeout=5000):
            assert source.sendVideoFrame(frame(shade))
    picture = Image.open(io.BytesIO(camera.capture()))
    assert (picture.format, picture.size) == ("JPEG", (640, 480))
    assert picture.convert("L").getpixel((320, 240)) == 255
    camera.stop()
    camera.stop()
    with pytest.raises(DeviceUnavailable):
        camera.capture()


def test_a_machine_without_a_camera_has_a_reason(qtbot: QtBot) -> None:
    camera = QtCamera("no camera has this name")
    assert camera.probe().reason == "no-camera"
    with pytest.raises(DeviceUnavailable):
        camera.start()


def test_a_machine_without_the_sound_library_has_a_reason() -> None:
    """In a process of its own, where Qt Multimedia cannot be loaded."""
    code = (
        "import sys; sys.modules['PySide6.QtMultimedia'] = None\n"
        "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n"
        "from ui.devices.qt_camera import QtCamera; print(QtCamera().probe().reason)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "missing-library"


def test_nothing_of_qt_multimedia_is_loaded_before_the_camera_is_used() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom ui.devices.makers import open_devices\n"
        "open_devices(data_folder=Path('x'), demo=True)\n"
        "print(sorted(name for name in sys.modules if name.startswith('PySide6.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("QtMultimedia", "QtPrintSupport", "QtPdf", "QtSerialPort"):
        assert heavy not in done.stdout


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A serial line: the end the scanner writes to, and the name of the port."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    for end in (ours, theirs):
        os.close(end)


def test_a_scanner_on_a_serial_line_sends_whole_lines(qtbot: QtBot, line: tuple[int, str]) -> None:
    ours, port = line
    scanner = SerialScanner(port)
    assert scanner.probe().ok
    scanner.start()
    seen: list[Scan] = []
    scanner.scanned.connect(seen.append)
    os.write(ours, b"M:CL")
    os.write(ours, b"-01\r\nT:A037\r\n\xff\xfe\r")
    qtbot.waitUntil(lambda: len(seen) == 3, timeout=5000)
    assert seen[:2] == [Scan(ScanKind.MATERIAL, "CL-01"), Scan(ScanKind.TICKET, "A037")]
    assert seen[2].kind is ScanKind.UNKNOWN
    scanner.stop()
    scanner.stop()


def test_noise_on_the_line_does_not_pile_up(qtbot: QtBot, line: tuple[int, str]) -> None:
    ours, port = line
    scanner = SerialScanner(port)
    scanner.start()
    seen: list[Scan] = []
    scanner.scanned.connect(seen.append)
    for _ in range(4):
        os.write(ours, b"x" * 1500)
        qtbot.wait(1)
    os.write(ours, b"\rT:B001\r")
    qtbot.waitUntil(lambda: any(scan.value == "B001" for scan in seen), timeout=5000)
    assert all(len(scan.value) <= LONGEST for scan in seen)
    scanner.stop()


def test_a_port_that_is_not_there_has_a_reason(qtbot: QtBot) -> None:
    scanner = SerialScanner("/dev/no-such-port")
    assert scanner.probe().reason == "port-not-open"
    with pytest.raises(DeviceUnavailable):
        scanner.start()


def test_this_machine_can_be_asked_for_its_cameras(qtbot: QtBot) -> None:
    for device in QMediaDevices.videoInputs():
        assert QtCamera(device.description()).probe().ok
