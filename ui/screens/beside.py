"""The hall display on a second screen of the desk: the window's own calls, also without the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen

from app.devices.speaking import EspeakVoice, NoVoice
from ui.bridge import HallSignals
from ui.screens.announcer import Announcer, Loudness
from ui.screens.hall_display import HallDisplay, Place
from ui.screens.sounding import Loudspeaker
from ui.screens.store_boards import StoreBoards

if TYPE_CHECKING:
    from app.bootstrap import Hall
    from ui.tasks import Tasks


class SecondScreen(QObject):
    """Shows the display where the settings say; without that screen it hides, never on the clerk's own."""

    def __init__(
        self, hall: Hall, tasks: Tasks, device_tasks: Tasks, signals: HallSignals, parent: QObject
    ) -> None:
        super().__init__(parent)
        chosen = hall.settings.queue
        self._wanted = chosen.display or ""
        voice = EspeakVoice() if chosen.voice else NoVoice()
        loudness = Loudness(chosen.volume, chosen.repeats, not chosen.voice)
        self._announcer = Announcer(device_tasks, hall.clock, voice, Loudspeaker(self), loudness, parent=self)
        place = Place(hall.hall.name, chosen.area, chosen.calm, chosen.names, hall.hall.demo)
        self.display = HallDisplay(place, self._announcer, hall.clock)
        StoreBoards(hall, tasks, signals, self.display, chosen.area).start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self.place)
            app.screenRemoved.connect(self.place)
        self.place()

    def place(self, _screen: QScreen | None = None) -> None:
        """On its screen, or nowhere."""
        for screen in QGuiApplication.screens():
            mine = self._wanted in (screen.name(), screen.serialNumber())
            if mine and screen is not QGuiApplication.primaryScreen():
                self.display.setGeometry(screen.geometry())
                self.display.showFullScreen()
                return
        self.display.hide()

    def close(self) -> None:
        self._announcer.close()
        self.display.close()
        self.display.deleteLater()
