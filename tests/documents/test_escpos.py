"""The thermal printer: what it is sent, and that it never says printed when the slip is not out."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.devices.absent import NoPrinter
from app.devices.escpos import EscPosPrinter
from app.devices.file_printer import FilePrinter
from app.devices.slips import NoSlipPrinter, PageSlipPrinter, SlipJob, SlipPrinter
from app.documents.fonts import prepare
from app.documents.slip import SlipPaper
from app.errors import DeviceUnavailable
from tests.documents.test_slip import SLIP
from tests.support.shots import CACHE
from tests.support.thermal_printer import COVER_OPEN, FAULT, PAPER_OUT, thermal_printer


@pytest.fixture(scope="module")
def job() -> SlipJob:
    paper = SlipPaper(prepare(CACHE))
    return SlipJob(SLIP, lambda: paper.pdf(SLIP), lambda: paper.dots(SLIP))


def test_a_slip_is_sent_in_the_printers_own_font_with_both_codes_and_cut(job: SlipJob) -> None:
    with thermal_printer() as machine:
        printer = EscPosPrinter(f"tcp:127.0.0.1:{machine.port}")
        assert printer.probe().ok
        printer.print_slip(job)
    sent = bytes(machine.printed)
    for text in ("美兰区政务服务中心", "A037", "前面等候 11 人"):
        assert text.encode("gb18030") in sent
    assert b"{BT:261123-A037" in sent
    assert b"1P0T:261123-A037" in sent
    assert machine.cuts == 1


def test_a_slip_may_be_sent_as_dots(job: SlipJob) -> None:
    with thermal_printer() as machine:
        EscPosPrinter(f"tcp:127.0.0.1:{machine.port}", "image").print_slip(job)
    dots = job.dots()
    bands = bytes(machine.printed).split(b"\x1dv0\x00")[1:]
    high = [int.from_bytes(band[2:4], "little") for band in bands]
    assert sum(high) == dots.height
    rows = b"".join(band[4 : 4 + 72 * rows] for band, rows in zip(bands, high, strict=True))
    assert rows == dots.rows


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [(PAPER_OUT, "paper-out"), (COVER_OPEN, "cover-open"), (FAULT, "printer-fault")],
)
def test_a_printer_that_cannot_print_is_known_before(job: SlipJob, trouble: str, reason: str) -> None:
    with thermal_printer(trouble=trouble) as machine:
        printer = EscPosPrinter(f"tcp:127.0.0.1:{machine.port}")
        assert printer.probe().reason == reason
        with pytest.raises(DeviceUnavailable) as refused:
            printer.print_slip(job)
    assert (refused.value.code, refused.value.facts["printed"]) == (reason, "no")
    assert not machine.printed


def test_little_paper_is_told_and_prints(job: SlipJob) -> None:
    with thermal_printer(low=True) as machine:
        printer = EscPosPrinter(f"tcp:127.0.0.1:{machine.port}")
        assert (printer.probe().ok, printer.probe().reason) == (True, "paper-low")
        printer.print_slip(job)
    assert machine.cuts == 1


def test_paper_that_ends_in_mid_slip_is_never_taken_for_printed(
    job: SlipJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.devices.escpos.FINISH_S", 0.2)
    with thermal_printer(ends_after=200) as machine, pytest.raises(DeviceUnavailable) as refused:
        EscPosPrinter(f"tcp:127.0.0.1:{machine.port}").print_slip(job)
    assert (refused.value.code, refused.value.facts["printed"]) == ("paper-out", "unknown")
    assert machine.cuts == 0


def test_a_printer_that_dies_in_mid_slip_leaves_it_unknown(job: SlipJob) -> None:
    with thermal_printer(dies_after=200) as machine, pytest.raises(DeviceUnavailable) as refused:
        EscPosPrinter(f"tcp:127.0.0.1:{machine.port}").print_slip(job)
    assert (refused.value.code, refused.value.facts["printed"]) == ("cut-off", "unknown")


def test_a_printer_that_answers_nothing_is_not_there(job: SlipJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.devices.escpos.ANSWER_S", 0.2)
    with thermal_printer(silent=True) as machine:
        assert EscPosPrinter(f"tcp:127.0.0.1:{machine.port}").probe().reason == "no-answer"


def test_nobody_at_the_address_is_not_there(job: SlipJob) -> None:
    with thermal_printer() as machine:
        pass
    printer = EscPosPrinter(f"tcp:127.0.0.1:{machine.port}")
    assert printer.probe().reason == "no-answer"
    with pytest.raises(DeviceUnavailable) as refused:
        printer.print_slip(job)
    assert refused.value.facts["printed"] == "no"


def test_a_device_file_takes_the_same_bytes(job: SlipJob, tmp_path: Path) -> None:
    printer = EscPosPrinter(f"file:{tmp_path / 'lp0'}")
    assert printer.probe().ok
    printer.print_slip(job)
    assert (tmp_path / "lp0").read_bytes() == printer.body(job)


def test_a_device_file_that_is_gone_prints_nothing(job: SlipJob, tmp_path: Path) -> None:
    printer = EscPosPrinter(f"file:{tmp_path / 'none' / 'lp0'}")
    assert printer.probe().reason == "not-connected"
    with pytest.raises(DeviceUnavailable) as refused:
        printer.print_slip(job)
    assert refused.value.facts["printed"] == "no"


@pytest.mark.parametrize("address", ["", "usb", "tcp:", "lpt:1"])
def test_an_address_nobody_understands_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="tcp:host"):
        EscPosPrinter(address)


def test_any_printer_of_pages_prints_a_slip(job: SlipJob, tmp_path: Path) -> None:
    printer = PageSlipPrinter(FilePrinter(tmp_path))
    printer.print_slip(job)
    (printed,) = tmp_path.glob("A037*.pdf")
    assert printed.read_bytes() == job.pdf()


def test_a_kiosk_without_a_printer_says_so(job: SlipJob) -> None:
    for printer in (NoSlipPrinter(), PageSlipPrinter(NoPrinter())):
        assert isinstance(printer, SlipPrinter)
        assert not printer.probe().ok
        with pytest.raises(DeviceUnavailable) as refused:
            printer.print_slip(job)
        assert refused.value.facts["printed"] == "no"
