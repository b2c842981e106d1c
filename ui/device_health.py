"""What the top bar says about the devices: asked now and then on a thread of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.clock import Clock
from app.devices.ports import Device, Presence
from ui import messages
from ui.key_table import QT_TRANSLATE_NOOP
from ui.widgets.topbar import DeviceState, TopBar

if TYPE_CHECKING:
    from ui.tasks import Tasks

EVERY_MS: Final = 30_000
NAMES: Final = {
    "card_reader": (QT_TRANSLATE_NOOP("Devices", "Card reader"), "card-account-details-outline"),
    "scanner": (QT_TRANSLATE_NOOP("Devices", "Scanner"), "barcode-scan"),
    "printer": (QT_TRANSLATE_NOOP("Devices", "Printer"), "printer-outline"),
}


class DeviceHealth(QObject):
    """Probes the devices and tells the top bar; a scanner that types is known only once it has scanned."""

    def __init__(
        self,
        topbar: TopBar,
        tasks: Tasks,
        clock: Clock,
        devices: Mapping[str, Device],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._topbar, self._tasks, self._clock = topbar, tasks, clock
        self._devices = dict(devices)
        self._presences: dict[str, Presence] = {}
        self._scanned: datetime | None = None
        self._asking: set[str] = set()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.ask)

    def begin(self) -> None:
        """Ask now, and every half minute."""
        self.ask()
        self._timer.start()

    def ask(self) -> None:
        for key, device in self._devices.items():
            if key in self._asking:
                continue  # a device that keeps one waiting is not asked twice
            self._asking.add(key)
            self._tasks.run(device.probe, done=partial(self._on_presence, key), owner=self)

    def scanned(self) -> None:
        """A code came in: the scanner works."""
        self._scanned = self._clock.now()
        self._show()

    def _on_presence(self, key: str, presence: Presence) -> None:
        self._asking.discard(key)
        self._presences[key] = presence
        self._show()

    def _show(self) -> None:
        states = []
        for key, (name, icon) in NAMES.items():
            if key == "scanner":
                word = (
                    messages.clock_time(self._scanned)
                    if self._scanned is not None
                    else QCoreApplication.translate("Devices", "not used yet")
                )
                state = "ok" if self._scanned is not None else "wait"
            elif key in self._presences:
                presence = self._presences[key]
                word = messages.device(presence.reason)
                state = (
                    "ok" if presence.ok and presence.reason != "sample" else "wait" if presence.ok else "warn"
                )
            else:
                continue
            states.append(DeviceState(key, icon, QCoreApplication.translate("Devices", name), word, state))
        self._topbar.show_devices(states)
