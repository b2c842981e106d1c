"""Calls are announced one after the other: the card and its voice together, never cut, never overlapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.clock import Clock
from app.devices.speaking import Sound, Voice, announcement
from app.records import dataclass
from app.rules.announcing import LEAST_MS, Stage, sentence
from app.rules.board import Board, CallLine
from ui.screens.sounding import Loudspeaker

if TYPE_CHECKING:
    from ui.tasks import Tasks

_LOOK_MS: Final = 250


@dataclass(frozen=True, slots=True)
class Loudness:
    """How calls sound."""

    volume: int = 100
    repeats: int = 2
    silent: bool = False


class Announcer(QObject):
    """Holds the stage; `called` when another card stands, `changed` when rows or the state of sound do."""

    called = Signal(object)  # CallLine
    changed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        clock: Clock,
        voice: Voice,
        loudspeaker: Loudspeaker,
        loudness: Loudness | None = None,
        *,
        least_ms: int = LEAST_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._clock, self._voice, self._speaker = tasks, clock, voice, loudspeaker
        self._loudness = loudness or Loudness()
        self.stage = Stage(least_ms)
        self._busy = False
        self.trouble = ""  # code of what keeps the screen from sounding
        loudspeaker.finished.connect(self._on_finished)
        loudspeaker.changed.connect(self._on_speaker)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look for whose turn it is from now on."""
        self._timer.start()

    def see(self, board: Board) -> None:
        """A newer board."""
        self.stage.see(board)
        self.look()
        self.changed.emit()

    def look(self) -> None:
        """Whether the next call's turn has come."""
        call = self.stage.advance(self._clock.monotonic_ms(), speaking=self._busy)
        if call is None:
            return
        self.called.emit(call)
        if not self._loudness.silent:
            self._say(call)

    def _say(self, call: CallLine) -> None:
        self._busy = True
        text = sentence(call.number, call.counter)
        repeats = min(self._loudness.repeats, self.stage.repeats)
        volume = self._loudness.volume
        self._tasks.run(
            lambda: announcement(self._voice, text, repeats=repeats, volume=volume),
            done=self._play,
            failed=self._on_voiceless,
            owner=self,
        )

    def _play(self, sound: Sound) -> None:
        self._speaker.play(sound)

    def _on_voiceless(self, error: object) -> None:
        self._set_trouble(str(getattr(error, "code", "no-voice")))
        self._busy = False

    def _on_finished(self) -> None:
        self._busy = False
        self.look()

    def _on_speaker(self, presence: object) -> None:
        self._set_trouble("" if getattr(presence, "ok", False) else str(getattr(presence, "reason", "")))

    def _set_trouble(self, code: str) -> None:
        if code != self.trouble:
            self.trouble = code
            self.changed.emit()

    def close(self) -> None:
        self._timer.stop()
        self._speaker.close()
