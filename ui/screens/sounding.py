"""The loudspeaker of a screen: one sound at a time, whole, and a missing device is a state."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal

from app.devices.ports import Presence
from app.devices.speaking import RATE, Sound

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

_SLACK_MS: Final = 1500  # a device that stopped without a word is given up so long after the end


class Loudspeaker(QObject):
    """Plays one sound; `finished` follows in any case, so that a queue of calls never stands still."""

    finished = Signal()
    changed = Signal(object)  # Presence

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None
        self._presence = Presence(ok=True)
        # What tells the end when the device does not: a screen must go on without its loudspeaker.
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self._end)

    @property
    def presence(self) -> Presence:
        return self._presence

    @property
    def is_playing(self) -> bool:
        return self._limit.isActive()

    def play(self, sound: Sound) -> None:
        """Begin; the caller waits for `finished` before the next one."""
        if self.is_playing:
            raise RuntimeError("one sound at a time: wait for `finished`")
        self._limit.start(int(sound.seconds * 1000) + _SLACK_MS)
        if not self._start(sound):
            # As long as it would have sounded: the card stands its time with or without sound.
            self._limit.start(50)

    def _start(self, sound: Sound) -> bool:
        os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self._tell(Presence(ok=False, reason="no-sound-device"))
            return False
        shape = QAudioFormat()
        shape.setSampleRate(RATE)
        shape.setChannelCount(1)
        shape.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(shape):
            self._tell(Presence(ok=False, reason="no-sound-device", facts={"name": device.description()}))
            return False
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(sound.samples))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        sink = self._sink = QAudioSink(device, shape, self)
        sink.stateChanged.connect(self._on_state)
        sink.start(self._buffer)
        if sink.error() not in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError):
            self._tell(Presence(ok=False, reason="sound-refused", facts={"name": device.description()}))
            return False
        self._tell(Presence(ok=True, facts={"name": device.description()}))
        return True

    def _on_state(self, _state: object) -> None:
        from PySide6.QtMultimedia import QtAudio

        if self._sink is None or self._buffer is None:
            return
        # Idle with everything read: what is in the device's own buffer still sounds for a moment.
        if self._sink.state() == QtAudio.State.IdleState and self._buffer.atEnd():
            left = self._sink.bufferSize() * 1000 // (2 * RATE)
            self._limit.start(min(left, _SLACK_MS))
        elif self._sink.state() == QtAudio.State.StoppedState and self._sink.error() != QtAudio.Error.NoError:
            self._tell(Presence(ok=False, reason="sound-refused"))
            self._limit.start(50)

    def _tell(self, presence: Presence) -> None:
        if presence != self._presence:
            self._presence = presence
            self.changed.emit(presence)

    def _end(self) -> None:
        self._limit.stop()
        self._drop()
        self.finished.emit()

    def _drop(self) -> None:
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.stateChanged.disconnect(self._on_state)
            sink.stop()
            sink.deleteLater()
        buffer, self._buffer = self._buffer, None
        if buffer is not None:
            buffer.close()
            buffer.deleteLater()

    def close(self) -> None:
        """Silence, at the end of the program."""
        self._limit.stop()
        self._drop()
