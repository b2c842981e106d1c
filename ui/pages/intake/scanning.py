"""Scans of a material: pictures from the document camera, files from the disk or dropped on a row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.devices.registry import Devices
from app.errors import DeviceUnavailable
from ui import messages
from ui.pages.intake.desk import Desk


class Scanning(QObject):
    """Fetches the pages; the desk stores them and notes them in the mark.

    The camera lives on the window's own thread: its pictures arrive there, taking one waits for nothing.
    """

    spoke = Signal(str)

    def __init__(self, desk: Desk, devices: Devices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._devices = desk, devices

    def switch_on(self) -> str:
        """Start the camera; why there is none, or empty."""
        try:
            self._devices.camera.start()
        except DeviceUnavailable as error:
            return messages.sentence(error)
        return ""

    def switch_off(self) -> None:
        self._devices.camera.stop()

    def photograph(self, code: str | None) -> None:
        if code is None:
            return
        try:
            picture = self._devices.camera.capture()
        except DeviceUnavailable as error:
            self.spoke.emit(messages.sentence(error))
            return
        self._desk.scan(code, picture, "camera.jpg")

    def take_files(self, code: str, paths: Sequence[Path]) -> None:
        for path in paths:
            self._desk.scan_file(code, path)
