"""Devices that a window does not have: each says so when asked and when used."""

from __future__ import annotations

from app.devices.ports import IdCard, Presence
from app.errors import DeviceUnavailable


class _Absent:
    """A device of some kind that settings say is not here."""

    def __init__(self, device: str, reason: str = "not-set-up") -> None:
        self._device, self._reason = device, reason

    def probe(self) -> Presence:
        return Presence(ok=False, reason=self._reason)

    def _refuse(self) -> DeviceUnavailable:
        return DeviceUnavailable(self._reason, device=self._device)


class NoPrinter(_Absent):
    """A window without a printer: notices are archived and printed elsewhere."""

    def __init__(self, reason: str = "not-set-up") -> None:
        super().__init__("printer", reason)

    def print_pdf(self, pdf: bytes, *, copies: int = 1, title: str = "") -> None:  # noqa: ARG002
        raise self._refuse()


class NoCardReader(_Absent):
    """A window without a card reader: documents are typed."""

    def __init__(self, reason: str = "not-set-up") -> None:
        super().__init__("card-reader", reason)

    def read(self) -> IdCard:
        raise self._refuse()


class NoCamera(_Absent):
    """A window without a document camera: scans come from files."""

    def __init__(self, reason: str = "not-set-up") -> None:
        super().__init__("camera", reason)

    def start(self) -> None:
        raise self._refuse()

    def capture(self) -> bytes:
        raise self._refuse()

    def stop(self) -> None:
        """Off already."""
