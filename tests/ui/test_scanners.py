"""A scanner on a serial line, as the settings name it, does what the scanner that types does."""

# ruff: noqa: F811 (fixtures are asked for by their names)
from __future__ import annotations

import os
import pty

import pytest

from app.bootstrap import Hall
from app.clock import FrozenClock
from app.devices.registry import UnknownDeviceError
from tests.support.desk_fixtures import clock, hall, page  # noqa: F401
from tests.support.pages import FWZL_ANSWERS, ZHANG, DeskPage, accept_before
from ui.desk import listen
from ui.devices.makers import open_scanner


def test_a_notice_scanned_on_a_serial_line_opens_its_case(
    hall: Hall, clock: FrozenClock, page: DeskPage
) -> None:
    number = accept_before(hall, clock, ZHANG, "fwzl", FWZL_ANSWERS)
    ours, theirs = pty.openpty()
    scanner = open_scanner(f"serial:{os.ttyname(theirs)}", page.desk_window.window)
    assert scanner is not None
    listen(page.desk_window, scanner)
    scanner.start()
    os.write(ours, f"{number}\r\n".encode())
    page.until(lambda: page.in_front == "cases", "the case is in front")
    scanner.stop()
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize("spec", ["telex:1", "serial:", "serial"])
def test_a_scanner_nobody_knows_is_a_fault_of_the_settings(page: DeskPage, spec: str) -> None:
    with pytest.raises(UnknownDeviceError, match="scanner"):
        open_scanner(spec, page.desk_window.window)


def test_without_a_named_scanner_the_one_that_types_is_enough(page: DeskPage) -> None:
    assert open_scanner(None, page.desk_window.window) is None
