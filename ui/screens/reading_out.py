"""A sentence read out to somebody who cannot read the screen; asked again meanwhile, it waits its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.devices.speaking import Sound, Voice, louder
from app.errors import AppError
from ui.screens.sounding import Loudspeaker

if TYPE_CHECKING:
    from ui.tasks import Tasks


class ReadingOut(QObject):
    """One sentence at a time."""

    failed = Signal(object)  # AppError

    def __init__(
        self, tasks: Tasks, voice: Voice, loudspeaker: Loudspeaker, volume: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._voice, self._speaker, self._volume = tasks, voice, loudspeaker, volume
        self._busy = False
        loudspeaker.finished.connect(self._on_finished)

    def read(self, text: str) -> None:
        if self._busy:
            return
        self._busy = True
        self._tasks.run(
            lambda: louder(self._voice.speak(text), self._volume),
            done=self._play,
            failed=self._on_failed,
            owner=self,
        )

    def _play(self, sound: Sound) -> None:
        self._speaker.play(sound)

    def _on_failed(self, error: AppError) -> None:
        self._busy = False
        self.failed.emit(error)

    def _on_finished(self) -> None:
        self._busy = False
