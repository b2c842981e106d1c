"""The devices that need Qt, added to those that do not; each loads its part of Qt when it is first used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.devices.ports import Camera, Printer
from app.devices.registry import Devices, Makers, UnknownDeviceError, plain_makers

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.devices.serial_scanner import SerialScanner

DEMO: Final = {"printer": "file", "card_reader": "sample", "camera": "auto"}
HALL: Final = {"printer": "system", "card_reader": "none", "camera": "auto"}


def all_makers(*, data_folder: Path, demo: bool) -> Makers:
    """Every device this program can drive."""
    return plain_makers(data_folder=data_folder, demo=demo).with_more(
        printers={"system": _system_printer},
        cameras={"auto": _camera, "system": _camera},
    )


def open_devices(
    *,
    data_folder: Path,
    demo: bool,
    printer: str | None = None,
    card_reader: str | None = None,
    camera: str | None = None,
) -> Devices:
    """The window's devices; what the settings leave open is a system printer, and samples in a demo hall."""
    usual = DEMO if demo else HALL
    return all_makers(data_folder=data_folder, demo=demo).open(
        printer=printer or usual["printer"],
        card_reader=card_reader or usual["card_reader"],
        camera=camera or usual["camera"],
    )


def _system_printer(queue: str) -> Printer:
    from ui.devices.qt_printer import QtPrinter

    return QtPrinter(queue)


def _camera(name: str) -> Camera:
    from ui.devices.qt_camera import QtCamera

    return QtCamera(name)


def open_scanner(spec: str | None, parent: QObject) -> SerialScanner | None:
    """The scanner the settings name, `serial:<port>`; None = one that types like a keyboard."""
    if spec is None:
        return None
    maker, _, port = spec.partition(":")
    if maker != "serial" or not port:
        raise UnknownDeviceError("scanner", spec, ["serial:<port>"])
    from ui.devices.serial_scanner import SerialScanner

    return SerialScanner(port, parent)
