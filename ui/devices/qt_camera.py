"""The document camera: shows what lies under it and keeps a picture; loaded only when somebody asks for it.

Lives on the window's thread, as Qt Multimedia does. A machine without a sound library, without a camera or
with one that another program holds has a reason, not an exception at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QIODevice, QLoggingCategory, QObject, Signal

from app.devices.ports import Presence
from app.errors import DeviceUnavailable

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameInput

JPEG_QUALITY: Final = 88  # A4 at 300 dpi stays under 2 MB and its small print stays readable
# Found missing on machines that need none of it: the screen-capture half of Qt Multimedia.
_QUIET: Final = "qt.multimedia.symbolsresolver*=false\nqt.multimedia.ffmpeg*=false"


class QtCamera(QObject):
    """A camera of the system by (a part of) its name; an empty name means the default one."""

    frame = Signal(object)  # QImage: for the preview
    lost = Signal(object)  # DeviceUnavailable: unplugged or taken while it was on

    def __init__(
        self, name: str = "", *, source: QVideoFrameInput | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._source = name, source
        self._parts: list[QObject] = []  # camera, session and sink, while it is on
        self._last: QImage | None = None

    def probe(self) -> Presence:
        try:
            found = self._device()
        except DeviceUnavailable as error:
            return Presence(ok=False, reason=error.code, facts=error.facts)
        return Presence(ok=True, facts={"camera": found.description() if found else ""})

    def start(self) -> None:
        if self._parts:
            return
        found = self._device()
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoSink

        session, sink = QMediaCaptureSession(self), QVideoSink(self)
        sink.videoFrameChanged.connect(self._on_video_frame_changed)
        session.setVideoSink(sink)
        self._parts = [session, sink]
        if self._source is not None:
            session.setVideoFrameInput(self._source)
            return
        camera = QCamera(found, self)
        camera.errorOccurred.connect(self._on_error_occurred)
        session.setCamera(camera)
        self._parts.append(camera)
        camera.start()

    def capture(self) -> bytes:
        if self._last is None:
            raise DeviceUnavailable("no-picture-yet", device="camera")
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not self._last.save(buffer, "JPEG", JPEG_QUALITY):  # type: ignore[call-overload]
            raise DeviceUnavailable("picture-not-kept", device="camera")
        return bytes(buffer.data().data())

    def stop(self) -> None:
        parts, self._parts, self._last = self._parts, [], None
        for part in reversed(parts):
            part.deleteLater()

    def _device(self) -> Any:
        """The QCameraDevice to use; None when pictures are handed in."""
        QLoggingCategory.setFilterRules(_QUIET)
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError as error:
            raise DeviceUnavailable("missing-library", device="camera", told=str(error)) from error
        if self._source is not None:
            return None
        devices = QMediaDevices.videoInputs()
        named = [device for device in devices if self._name.lower() in device.description().lower()]
        if not named:
            seen = ", ".join(device.description() for device in devices)
            raise DeviceUnavailable("no-camera", device="camera", name=self._name, seen=seen)
        default = QMediaDevices.defaultVideoInput()
        return default if default in named else named[0]

    def _on_video_frame_changed(self, frame: QVideoFrame) -> None:
        image = frame.toImage()
        if not image.isNull():
            self._last = image
            self.frame.emit(image)

    def _on_error_occurred(self, _error: object, told: str) -> None:
        self.stop()
        self.lost.emit(DeviceUnavailable("device-lost", device="camera", told=told))
