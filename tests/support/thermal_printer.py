"""A thermal printer on loopback that answers as ESC/POS printers do, and can run out of paper in mid-slip."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PAPER_OUT, COVER_OPEN, FAULT = "paper-out", "cover-open", "fault"


@dataclass
class ThermalPrinter:
    """What it got, and what is wrong with it."""

    trouble: str = ""
    low: bool = False
    ends_after: int | None = None  # bytes of slips until the paper ends
    dies_after: int | None = None  # bytes of slips until it is switched off
    silent: bool = False  # takes everything, answers nothing
    printed: bytearray = field(default_factory=bytearray)
    port: int = 0

    @property
    def cuts(self) -> int:
        """Slips that came out whole."""
        return bytes(self.printed).count(b"\x1dV\x42\x00")

    def _status(self, which: int) -> bytes:
        if which == 2:
            value = 0x12
            value |= 0x20 if self.trouble == PAPER_OUT else 0
            value |= 0x04 if self.trouble == COVER_OPEN else 0
            value |= 0x40 if self.trouble == FAULT else 0
            return bytes([value])
        return bytes([0x12 | (0x60 if self.trouble == PAPER_OUT else 0) | (0x0C if self.low else 0)])

    def serve(self, connection: socket.socket) -> None:
        """One connection, until either side ends it."""
        while True:
            try:
                data = connection.recv(65536)
            except OSError:
                return
            if not data:
                return
            if len(data) == 3 and data[:2] == b"\x10\x04":
                if not self.silent:
                    connection.sendall(self._status(data[2]))
                continue
            self.printed += data
            if self.dies_after is not None and len(self.printed) >= self.dies_after:
                return
            if self.ends_after is not None and len(self.printed) >= self.ends_after:
                self.trouble = PAPER_OUT
                del self.printed[self.ends_after :]
                continue  # a printer without paper stops working off its buffer
            if data.endswith(b"\x1dr\x01") and not self.silent:
                connection.sendall(b"\x00")


@contextmanager
def thermal_printer(**facts: object) -> Iterator[ThermalPrinter]:
    """It listens on a free port until the block ends."""
    printer = ThermalPrinter(**facts)  # type: ignore[arg-type]
    listener = socket.create_server(("127.0.0.1", 0))
    printer.port = listener.getsockname()[1]
    ended = threading.Event()

    def listen() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                printer.serve(connection)

    thread = threading.Thread(target=listen, name="thermal-printer")
    thread.start()
    try:
        yield printer
    finally:
        ended.set()
        # Wakes `accept`, which closing alone does not.
        with socket.create_connection(("127.0.0.1", printer.port)):
            pass
        thread.join()
        listener.close()
