"""A scanner on a serial line (USB-CDC): each line is a code, and no input method can get in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.devices.ports import Presence
from app.devices.scan_codes import LONGEST, understand
from app.errors import DeviceUnavailable

if TYPE_CHECKING:
    from PySide6.QtSerialPort import QSerialPort

BAUD: Final = 9600


class SerialScanner(QObject):
    """Reads lines from one serial port; silent until `start`."""

    scanned = Signal(object)  # app.devices.scan_codes.Scan
    lost = Signal(object)  # DeviceUnavailable: it was unplugged

    def __init__(self, port: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = port
        self._line = b""
        self._port: QSerialPort | None = None

    def probe(self) -> Presence:
        if self._port is not None:
            return Presence(ok=True, facts={"port": self._name})
        try:
            self.start()
        except DeviceUnavailable as error:
            return Presence(ok=False, reason=error.code, facts=error.facts)
        self.stop()
        return Presence(ok=True, facts={"port": self._name})

    def start(self) -> None:
        """Open the port; raises DeviceUnavailable with the system's reason."""
        if self._port is not None:
            return
        try:
            from PySide6.QtSerialPort import QSerialPort
        except ImportError as error:
            raise DeviceUnavailable("missing-library", device="scanner", told=str(error)) from error
        port = QSerialPort(self)
        port.setPortName(self._name)
        port.setBaudRate(BAUD)
        if not port.open(QSerialPort.OpenModeFlag.ReadOnly):
            told = port.errorString()
            port.deleteLater()
            raise DeviceUnavailable("port-not-open", device="scanner", port=self._name, told=told)
        port.readyRead.connect(self._on_ready_read)
        port.errorOccurred.connect(self._on_error_occurred)
        self._port = port

    def stop(self) -> None:
        """Close the port; harmless when it is closed."""
        port, self._port, self._line = self._port, None, b""
        if port is not None:
            port.errorOccurred.disconnect(self._on_error_occurred)
            port.close()
            port.deleteLater()

    def _on_ready_read(self) -> None:
        if self._port is None:
            return
        self._line += bytes(self._port.readAll().data()).replace(b"\r", b"\n").replace(b"\t", b"\n")
        *lines, self._line = self._line.split(b"\n")
        if len(self._line) > LONGEST:
            self._line = b""  # noise: no code of ours is that long
        for line in lines:
            text = line.decode("utf-8", "replace").strip()
            if text and text.isprintable():
                self.scanned.emit(understand(text))

    def _on_error_occurred(self, error: QSerialPort.SerialPortError) -> None:
        if error.value == 0 or self._port is None:
            return
        told = self._port.errorString()
        self.stop()
        self.lost.emit(DeviceUnavailable("device-lost", device="scanner", port=self._name, told=told))
